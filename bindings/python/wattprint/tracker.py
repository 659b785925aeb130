"""Trackers and tasks: a with block, a decorator, or start() and stop()."""

import atexit
import sys

from . import _native
from .faults import BudgetExceeded, tell, tell_once
from .figures import Usage, usage
from .settings import seconds_of, settings_of

# What runs is kept, whether or not the program keeps it: track("x").start() is enough.
_running = set()


def _name(text):
    return str(text).encode("utf-8", "backslashreplace").decode("utf-8")


class _Used:
    """Shortcuts to what is in `usage`."""

    @property
    def energy(self):
        return self.usage.energy

    @property
    def emissions(self):
        return self.usage.emissions

    @property
    def duration(self):
        return self.usage.duration


class _Scope(_Used):
    """What start() and stop(outcome) make: with blocks, async ones, and decorators."""

    def __enter__(self):
        return self.start()

    def __exit__(self, kind, error, trace):
        self._end(_outcome_of(kind, error))
        return False

    async def __aenter__(self):
        return self.start()

    async def __aexit__(self, kind, error, trace):
        self._end(_outcome_of(kind, error))
        return False

    def __call__(self, function):
        from .decorating import decorate

        return decorate(function, self._fresh)


def _outcome_of(kind, error):
    if kind is None or kind is GeneratorExit:
        return _native.FINISHED
    if kind is SystemExit and not error.code:
        return _native.FINISHED
    if issubclass(kind, KeyboardInterrupt) or kind.__name__ == "CancelledError":
        return _native.INTERRUPTED
    if issubclass(kind, BudgetExceeded):
        return _native.STOPPED_BY_BUDGET
    return _native.UNSUCCESSFUL


class Tracker(_Scope):
    """Measures this process and all its children from start() to stop().

    name, project, tags  what the run is called in `wattprint list`
    interval   s between samples; 1 without
    scope      "tree" (this process and its children) or "machine"
    zone, intensity (g CO2e per kWh), pue, idle, samples, store, data_dir
               as the options of `wattprint run`
    budget     what the run may use: "500 g", "2 kWh", "0.05 g/inference" (each task of that name, by
               their mean); several with commas between
    on_budget  "stop": raises BudgetExceeded, which epochs() makes the end of its loop; "warn": one
               warning; or called once with a Verdict
    epochs     of the training in all, for predictions, where epochs() cannot tell
    ranks      "share" or "whole": docs/ranks.md
    settings   any other option of `wattprint run`, by name; a list for one that is given several times

    ValueError for a setting that makes no sense, TypeError for an argument that there is not.
    Whatever goes wrong later is one WattprintWarning: it never ends the program.
    """

    def __init__(self, name=None, **arguments):
        self._arguments = {"name": name, **arguments}
        self._settings = settings_of(self._arguments)
        self._native = _native.Tracker(self._settings)
        self._usage = None
        self._watch = None
        self._planned = arguments.get("epochs")
        self.stopped_by_budget = False
        """Whether epochs() ended its loop early."""
        on_budget = arguments.get("on_budget", "stop")
        if on_budget not in ("stop", "warn") and not callable(on_budget):
            raise ValueError(f"on_budget: {on_budget!r} is neither 'stop', 'warn' nor a function")

    def _fresh(self, function):
        arguments = dict(self._arguments)
        if arguments["name"] is None:
            arguments["name"] = function.__qualname__
        return Tracker(**arguments)

    def start(self):
        """Begins a run; after stop(), another one."""
        if self._native is None:
            return self
        if self._usage is not None:
            self._native = _native.Tracker(self._settings)
            self._usage = None
            self.stopped_by_budget = False
        if self._did(self._native.start()):
            _running.add(self)
            self._begin_watch()
        return self

    def _begin_watch(self):
        arguments = self._arguments
        if not arguments.get("budget"):
            return
        from .budget import Watch

        self._watch = Watch(
            self._native,
            arguments.get("on_budget", "stop"),
            self._planned,
            seconds_of(arguments.get("interval") or 1.0),
        )

    def stop(self, failed=False):
        """Ends the run, keeps its record, and says what it used; again, it says so again.

        failed  the record shall say that the work failed
        """
        return self._end(_native.UNSUCCESSFUL if failed else _native.FINISHED)

    def _end(self, outcome):
        if self._native is None:
            return Usage()
        if self._watch is not None:
            watch, self._watch = self._watch, None
            try:
                watch.stop()
            except BudgetExceeded:
                outcome = _native.STOPPED_BY_BUDGET
        if self.stopped_by_budget and outcome == _native.FINISHED:
            outcome = _native.STOPPED_BY_BUDGET
        if self._usage is None and self._did(self._native.stop(outcome)):
            _running.discard(self)
            self._usage = self._snapshot()
        return self._usage or Usage()

    def task(self, name):
        """A part of the run, for a with block or as a decorator; begins where the block does."""
        return Task(self, name)

    def epoch(self):
        """Ends the running epoch, if any, and begins the next.

        BudgetExceeded when there is a budget that is, or will be, exceeded, and on_budget="stop".
        """
        if self._native is not None:
            # Judges the one that ends here; without a budget there is nothing to judge.
            if self._watch is not None:
                self.end_epoch()
            self._did(self._native.epoch())

    def end_epoch(self):
        """Ends the running epoch, if any, and begins none; BudgetExceeded as for epoch()."""
        if self._native is not None:
            self._did(self._native.end_epoch())
            verdict = self._watch and self._watch.at_end_of_epoch()
            if verdict:
                raise BudgetExceeded(verdict.text)

    def epochs(self, what):
        """Goes through range(what), or through what it is, with an epoch for each.

        The loop ends early when there is a budget that is, or will be, exceeded: after the first
        epoch whose prediction says so.
        """
        items = range(what) if isinstance(what, int) else what
        if hasattr(items, "__len__"):
            self._plan(len(items))
        try:
            for item in items:
                self.epoch()
                yield item
                self.end_epoch()
        except BudgetExceeded as error:
            self.stopped_by_budget = True
            tell_once((id(self), "stopped"), str(error))
        finally:
            # Also where the loop is left before its end.
            if self.running and self._native is not None:
                self._did(self._native.end_epoch())

    def _plan(self, epochs):
        self._planned = epochs
        if self._watch is not None:
            self._watch.set_epochs(epochs)

    def predict(self, epochs=None):
        """What a training of so many epochs will use, as a Prediction; None before the first ended.

        epochs  in all; those of epochs(), or of the argument `epochs` of the tracker, when not given
        """
        epochs = epochs or self._planned
        if self._native is None or not epochs:
            return None
        from .planning import prediction_of

        status, prediction = prediction_of(self._native, epochs)
        self._did(status)
        return prediction

    def budget(self):
        """The budget against what has been used and will be, as a Verdict; None without one."""
        from .planning import verdict_of

        return None if self._native is None else verdict_of(self._native, self._planned or 0)

    def mark(self, name):
        """Keeps what has been used by now in the record, under a name."""
        if self._native is not None:
            self._did(self._native.mark(_name(name)))

    @property
    def name(self):
        return self._arguments["name"]

    @property
    def running(self):
        return self in _running

    @property
    def usage(self):
        """What has been used so far; after stop(), the whole."""
        return self._usage or self._snapshot()

    def record(self):
        """The document wattprint.run.v1 so far, as a dict; None before the start."""
        import json

        text = self._native.record() if self._native is not None else None
        return None if text is None else json.loads(text)

    def to_frame(self):
        """The run, its tasks, epochs and marks as a pandas.DataFrame; None before the start."""
        from .frames import frame_of

        record = self.record()
        return None if record is None else frame_of(record)

    def _snapshot(self):
        if self._native is None:
            return Usage()
        status, *figures = self._native.snapshot()
        return usage(*figures) if status == _native.OK else Usage()

    def _did(self, status):
        if status == _native.OK:
            return True
        # A child made by fork() leaves the measuring to its parent, as it should.
        if status != _native.FORKED:
            tell(status)
        return False

    def __reduce__(self):
        # In another process it is the parent that measures.
        return (_inert, ())

    def _repr_html_(self):
        from .notebook import html_of

        return html_of(self)


def _inert():
    tracker = Tracker.__new__(Tracker)
    tracker._arguments = {"name": None}
    tracker._settings = []
    tracker._native = None
    tracker._usage = None
    tracker._watch = None
    tracker._planned = None
    tracker.stopped_by_budget = False
    return tracker


class Task(_Scope):
    """A part of a run. Tasks may be nested and overlap, on any threads."""

    __slots__ = ("_tracker", "name", "_id", "_ended", "_usage")

    def __init__(self, tracker, name):
        self._tracker = tracker
        self.name = name
        self._id = 0
        self._ended = False
        self._usage = None

    def _fresh(self, function):
        return Task(self._tracker, self.name)

    def start(self):
        native = self._tracker._native
        if native is not None:
            self._id = native.begin_task(_name(self.name))
            self._ended = False
            self._usage = None
        return self

    def stop(self):
        self._end(None)
        return self

    def _end(self, outcome):
        native = self._tracker._native
        if native is None or self._ended:
            return
        self._ended = True
        # No number: the tracker does not run, of which it has told when it was asked.
        if self._id:
            self._tracker._did(native.end_task(self._id))

    @property
    def usage(self):
        """What it used; a sample is taken when there was none since its end."""
        if self._usage is None and self._id:
            status, *figures = self._tracker._native.task_figures(self._id)
            if status != _native.OK:
                return Usage()
            self._usage = usage(*figures)
        return self._usage or Usage()


def track(name=None, **arguments):
    """A Tracker; also a decorator, with or without arguments."""
    if callable(name):
        return Tracker(**arguments)(name)
    return Tracker(name, **arguments)


@atexit.register
def _stop_what_runs():
    kind = None if hasattr(sys, "ps1") else getattr(sys, "last_type", None)
    outcome = _outcome_of(kind, getattr(sys, "last_value", None))
    for tracker in list(_running):
        tracker._end(outcome)
