"""Figures as a line of JSON in a log."""

import json
import logging

from .base_output import BaseOutput
from .emissions_data import plain


class LoggerOutput(BaseOutput):
    """To a logger of Python's logging."""

    def __init__(self, logger, severity=logging.INFO):
        self.logger = logger
        self.logging_severity = severity

    def out(self, total, delta):
        self.logger.log(self.logging_severity, "%s", json.dumps(plain(total)))

    def live_out(self, total, delta):
        self.out(total, delta)


class GoogleCloudLoggerOutput(LoggerOutput):
    """To a logger of google-cloud-logging, or whatever has its log_struct()."""

    def out(self, total, delta):
        severity = self.logging_severity
        # Google knows severities by name; the numbers of Python's logging mean nothing there.
        if isinstance(severity, int):
            severity = logging.getLevelName(severity)
        self.logger.log_struct(plain(total), severity=severity)
