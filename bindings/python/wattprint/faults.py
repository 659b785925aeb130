"""What goes wrong in measuring: one warning of each kind, then silence."""

import warnings

from . import _native


class WattprintWarning(UserWarning):
    """Measuring did not do what was asked for; the program itself goes on."""


class BudgetExceeded(Exception):
    """The budget of a tracker is used up, or will be. Its text says which, and by how much."""


# What the C interface says of its own calls, in the terms of the Python one.
_SENTENCES = {
    _native.ALREADY_STARTED: "the tracker runs already; start() once, or make another tracker",
    _native.NOT_STARTED: "the tracker does not run; call start() first, or use a with block",
    _native.ALREADY_STOPPED: "the tracker has been stopped; start() begins another run",
    _native.NO_EPOCH: "no epoch has ended, so there is nothing to predict from",
    _native.NO_SUCH_TASK: "the task has ended before, or belongs to a run that is over",
}
_told = set()


def tell(status):
    """Warns of what a call into the native module answered, other than OK."""
    tell_once(status, _SENTENCES.get(status) or _native.last_error())


def tell_once(kind, sentence):
    """Warns, unless a warning of that kind has been given before. Never raises."""
    if kind in _told:
        return
    _told.add(kind)
    try:
        warnings.warn(f"wattprint: {sentence}", WattprintWarning, stacklevel=_depth_of_caller())
    except WattprintWarning:
        # The user turned warnings into errors; measuring still may not end the program.
        pass


def _depth_of_caller():
    """For warnings.warn() in tell_once(): the first frame that is not of this package."""
    import sys

    depth = 2
    frame = sys._getframe(2)
    while frame.f_back is not None and frame.f_globals.get("__package__") == __package__:
        frame = frame.f_back
        depth += 1
    return depth
