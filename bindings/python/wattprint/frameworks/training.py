"""What the callbacks of all frameworks share: one tracker, its epochs, its tasks, its figures."""

from .. import BudgetExceeded, Figure, Tracker, Usage
from ..faults import tell_once


class Training:
    """Turns what a framework tells its callbacks into a run with epochs and tasks.

    tracker    None for a new one of `arguments`. One that runs already goes on after the
               training; one that does not is started and stopped.
    loggers    called as logger(tracker, usage, step) after each epoch; see wattprint.loggers
    """

    def __init__(self, tracker, loggers, arguments):
        if tracker is not None and arguments:
            raise TypeError(
                f"give a tracker, or the arguments of a new one, not both: {', '.join(arguments)}"
            )
        self.tracker = Tracker(**arguments) if tracker is None else tracker
        self.loggers = (loggers,) if callable(loggers) else tuple(loggers)
        # What the tracker raised when its budget was used up.
        self._over_budget = None
        self.is_active = False
        self._stops_tracker = False
        # The task that runs is the last; those before it go on when it has ended.
        self._tasks = []
        # What had been used when the epoch began; None between epochs.
        self._at_begin = None

    @property
    def should_stop(self):
        """The budget is used up; the callback tells its framework."""
        return self._over_budget is not None

    def begin(self):
        # An exception may have ended the training before without a word to the callback.
        self.end(RuntimeError)
        self._stops_tracker = not self.tracker.running
        if self._stops_tracker:
            self.tracker.start()
        self._over_budget = None
        self.is_active = True

    def end(self, kind=None, error=None, trace=None):
        """Also after an exception; does nothing when nothing has begun or all has ended."""
        if not self.is_active:
            return
        self.is_active = False
        while self._tasks:
            self._tasks.pop().stop()
        if self._at_begin is not None:
            self._at_begin = None
            self._call(self.tracker.end_epoch)
        if kind is None and self._over_budget is not None:
            kind, error = type(self._over_budget), self._over_budget
        if self._stops_tracker:
            self.tracker.__exit__(kind, error, trace)

    def enter(self, name):
        """Begins a task; the one that ran waits. So "train" does not hold the time of "validate"."""
        if self._tasks:
            self._tasks[-1].stop()
        self._tasks.append(self.tracker.task(name).start())

    def leave(self):
        """Ends a task; the one that waits for it, if any, goes on."""
        if self._tasks:
            self._tasks.pop().stop()
        if self._tasks:
            self._tasks[-1].start()

    @property
    def in_epoch(self):
        return self._at_begin is not None

    def begin_epoch(self):
        self._call(self.tracker.epoch)
        self._at_begin = self.tracker.usage

    def end_epoch(self, step, log=True):
        """The numbers for the framework's own history; {} when no epoch runs.

        log  whether the loggers hear of it: of several ranks only the first should tell them
        """
        if self._at_begin is None:
            return {}
        before, self._at_begin = self._at_begin, None
        self._call(self.tracker.end_epoch)
        total = self.tracker.usage
        if log:
            self._log(total, step)
        return {**_numbers("", total), **_numbers("epoch_", used_between(before, total))}

    def _call(self, what):
        try:
            what()
        except BudgetExceeded as error:
            self._over_budget = error

    def _log(self, usage, step):
        for logger in self.loggers:
            try:
                logger(self.tracker, usage, step)
            except Exception as error:
                # A server of metrics that is away is no reason to lose the training.
                name = getattr(logger, "__name__", type(logger).__name__)
                tell_once((name, type(error)), f"{name} failed: {type(error).__name__}: {error}")


class EndsWithBlock:
    """`with callback:` ends its run however the block ends.

    For frameworks that do not tell their callbacks of an exception.
    """

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self._training.end(kind, error, trace)
        return False


def used_between(before, after):
    """The Usage of what lies between two moments of one run."""
    return Usage(
        after.duration - before.duration,
        after.cpu_time - before.cpu_time,
        _difference(before.energy, after.energy),
        _difference(before.emissions, after.emissions),
    )


def _difference(before, after):
    """Of two counts of one run.

    One model, or one sensor, counted both, and is wrong by as much for each joule: the interval of
    what lies between is as wide as the two intervals differ.
    """
    if after is None:
        return None
    if before is None:
        return after
    value = after.value - before.value
    low = value - abs((after.value - after.low) - (before.value - before.low))
    high = value + abs((after.high - after.value) - (before.high - before.value))
    return Figure(value, low, high, after.basis, after.unit)


def _numbers(prefix, usage):
    """What is not known is left out: a 0 would be a claim."""
    numbers = {}
    if usage.energy is not None:
        numbers[prefix + "energy_wh"] = usage.energy.wh
    if usage.emissions is not None:
        numbers[prefix + "emissions_g"] = usage.emissions.grams
    return numbers
