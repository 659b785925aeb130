"""The logging module of Python."""

import logging

from . import numbers_of


class TextLogger:
    """One line of logging a step; a formatter finds the numbers in the record's `wattprint`."""

    def __init__(self, logger="wattprint", level=logging.INFO):
        self._logger = logging.getLogger(logger) if isinstance(logger, str) else logger
        self._level = level

    def __call__(self, tracker, usage, step):
        extra = {"wattprint": numbers_of(usage)}
        self._logger.log(self._level, "step %s: %s", step, usage, extra=extra)
