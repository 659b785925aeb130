"""Errors of the parser."""


class MismatchedEpochsError(Exception):
    """A log has not as many powers as durations of epochs."""
