"""What a training will use, whether that is too much, and when to stop it."""

from . import _native
from .figures import figure


class Prediction:
    """What a training of so many epochs is expected to use in all; docs/prediction.md has the errors.

    epochs, measured   in all, and those of them that have ended
    duration           Figure in s
    energy, emissions  Figures in J and g CO2 equivalent; None when they are not known
    energy_to_come     the part of the energy that has not been used: what stopping now saves
    """

    __slots__ = ("epochs", "measured", "duration", "energy", "emissions", "energy_to_come")

    def __init__(self, epochs, measured, duration, energy, emissions, energy_to_come):
        self.epochs = epochs
        self.measured = measured
        self.duration = duration
        self.energy = energy
        self.emissions = emissions
        self.energy_to_come = energy_to_come

    def __repr__(self):
        return f"Prediction({self})"

    def __str__(self):
        parts = [str(x) for x in (self.duration, self.energy, self.emissions) if x is not None]
        return f"{self.epochs} epochs, {self.measured} of them measured: " + "; ".join(parts)


def prediction_of(native, epochs):
    """(status, Prediction or None) of a native tracker."""
    status, epochs, measured, duration, energy, emissions, to_come = native.predict(epochs)
    if status != _native.OK:
        return status, None
    return status, Prediction(
        epochs,
        measured,
        figure(duration, "s"),
        figure(energy, "J"),
        figure(emissions, "g"),
        figure(to_come, "J"),
    )


_UNITS = {1: "J", 2: "g", 3: "J/task", 4: "g/task"}


class Verdict:
    """A budget against what has been used; of several budgets the one that leaves the least room.

    exceeded         more than the limit has been used
    will_exceed      that, or more is expected of all epochs
    limit, used      in `unit`: J, g, J/task or g/task
    expected         the same for all epochs; None when nothing is predicted
    text             a sentence that says all this
    """

    __slots__ = ("exceeded", "will_exceed", "limit", "used", "expected", "unit", "text")

    def __init__(self, exceeded, will_exceed, limit, used, expected, unit, text):
        self.exceeded = exceeded
        self.will_exceed = will_exceed
        self.limit = limit
        self.used = used
        self.expected = None if expected != expected else expected
        self.unit = _UNITS[unit]
        self.text = text

    def __repr__(self):
        return f"Verdict({self.text!r})"

    def __str__(self):
        return self.text


def verdict_of(native, epochs):
    """The Verdict of a native tracker; None when nothing can be judged."""
    verdict = native.budget(epochs)
    return None if verdict is None else Verdict(*verdict)


class EarlyStopping:
    """Says when a training has stopped getting better.

    patience  values in a row that are not better than the best one by more than delta
    mode      "min" for a loss, "max" for an accuracy
    tracker   measures the training: then `saved` says what stopping spares of its `epochs`

    A value that is not a number changes nothing. ValueError for a patience below 1, a delta below 0
    and another mode.
    """

    def __init__(self, patience=7, delta=0.0, mode="min", tracker=None):
        if mode not in ("min", "max"):
            raise ValueError(f"mode: {mode!r} is neither 'min' nor 'max'")
        if patience < 1:
            raise ValueError(f"patience: {patience} is less than 1")
        self._native = _native.EarlyStopping(patience, delta, mode == "max")
        self._tracker = tracker
        self.stopped = False
        self.saved = None
        """Figure in J of what the epochs that are left out would have used; None before the stop,
        without a tracker, and when the tracker was not told of its epochs."""

    def update(self, value):
        """The value of the next epoch; True when it is time to stop."""
        is_time = self._native.update(float(value))
        if is_time and not self.stopped:
            self.stopped = True
            prediction = self._tracker and self._tracker.predict()
            self.saved = prediction.energy_to_come if prediction else None
        return is_time

    @property
    def best_epoch(self):
        """The first is 1; None before any number."""
        return self._native.best()[0] or None

    @property
    def best(self):
        """Its value; None before any number."""
        epoch, value = self._native.best()
        return value if epoch else None
