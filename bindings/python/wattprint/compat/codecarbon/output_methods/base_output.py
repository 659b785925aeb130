"""What a handler of figures is: derive from BaseOutput, and pass it in output_handlers."""

from enum import Enum


class OutputMethod(str, Enum):
    """The places that come with the package, for output_methods=[...]."""

    CSV = "csv"
    API = "api"
    LOGGER = "logger"
    PROMETHEUS = "prometheus"
    LOGFIRE = "logfire"
    BOAMPS = "boamps"


class BaseOutput:
    """`total` is all since the start, `delta` what is new since the last call of any of these."""

    def out(self, total, delta):
        """At flush() and stop()."""

    def live_out(self, total, delta):
        """While it runs: every api_call_interval times measure_power_secs."""

    def task_out(self, data, experiment_name):
        """At flush() and stop(), the tasks that have ended: a list of TaskEmissionsData."""

    def exit(self):
        """After the last out()."""
