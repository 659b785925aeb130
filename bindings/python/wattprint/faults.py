"""What goes wrong in measuring: one warning of each kind, then silence."""

import warnings


class WattprintWarning(UserWarning):
    """Measuring did not do what was asked for; the program itself goes on."""


_told = set()


def tell_once(kind, sentence):
    """Warns, unless a warning of that kind has been given before. Never raises."""
    if kind in _told:
        return
    _told.add(kind)
    try:
        warnings.warn(sentence, WattprintWarning, stacklevel=4)
    except WattprintWarning:
        # The user turned warnings into errors; measuring still may not end the program.
        pass
