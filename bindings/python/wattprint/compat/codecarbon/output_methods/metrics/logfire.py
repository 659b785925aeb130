"""Figures to Logfire, by the package logfire."""

import math

from ..base_output import BaseOutput

COUNTERS = {"duration": "s", "emissions": "kg", "energy_consumed": "kWh"}
GAUGES = {
    "emissions_rate": "kg/s",
    "cpu_power": "W",
    "gpu_power": "W",
    "ram_power": "W",
    "cpu_energy": "kWh",
    "gpu_energy": "kWh",
    "ram_energy": "kWh",
}


class LogfireOutput(BaseOutput):
    """Raises ImportError without logfire."""

    def __init__(self):
        import logfire

        logfire.configure()
        self._counters = {
            name: logfire.metric_counter("codecarbon_" + name, unit=unit)
            for name, unit in COUNTERS.items()
        }
        self._gauges = {
            name: logfire.metric_gauge("codecarbon_" + name, unit=unit)
            for name, unit in GAUGES.items()
        }

    def out(self, total, delta):
        for name, counter in self._counters.items():
            if not math.isnan(getattr(delta, name)):
                counter.add(getattr(delta, name))
        for name, gauge in self._gauges.items():
            gauge.set(getattr(delta, name))

    def live_out(self, total, delta):
        self.out(total, delta)
