"""Figures to a Prometheus Pushgateway, by the package prometheus_client."""

import os

from ..base_output import BaseOutput

LABELS = (
    "project_name",
    "country_name",
    "country_iso_code",
    "region",
    "cloud_provider",
    "cloud_region",
    "os",
    "codecarbon_version",
    "cpu_model",
    "cpu_count",
    "gpu_model",
    "gpu_count",
    "tracking_mode",
    "ram_total_size",
)
GAUGES = {
    "duration": "Seconds since the last push",
    "emissions": "kg of CO2 equivalent since the last push",
    "emissions_rate": "kg of CO2 equivalent per second",
    "cpu_power": "W of the CPU",
    "gpu_power": "W of the GPUs",
    "ram_power": "W of the memory",
    "cpu_energy": "kWh of the CPU since the last push",
    "gpu_energy": "kWh of the GPUs since the last push",
    "ram_energy": "kWh of the memory since the last push",
    "energy_consumed": "kWh of all since the last push",
}


class PrometheusOutput(BaseOutput):
    """Raises ImportError without prometheus_client. PROMETHEUS_USERNAME and _PASSWORD are used."""

    def __init__(self, prometheus_url, job_name="codecarbon"):
        import prometheus_client

        self.prometheus_url = prometheus_url
        self.job_name = job_name
        self._client = prometheus_client
        self._registry = prometheus_client.CollectorRegistry()
        self._gauges = {
            name: prometheus_client.Gauge(
                "codecarbon_" + name, text, LABELS, registry=self._registry
            )
            for name, text in GAUGES.items()
        }
        self._energy = prometheus_client.Counter(
            "codecarbon_energy_total", "kWh since the start", LABELS, registry=self._registry
        )

    def out(self, total, delta):
        labels = {name: _label(getattr(total, name)) for name in LABELS}
        for name, gauge in self._gauges.items():
            gauge.labels(**labels).set(getattr(delta, name))
        # A counter never goes back, and NaN would stay in it for good.
        if delta.energy_consumed > 0:
            self._energy.labels(**labels).inc(delta.energy_consumed)
        self._client.push_to_gateway(
            self.prometheus_url, job=self.job_name, registry=self._registry, handler=self._send
        )

    def live_out(self, total, delta):
        self.out(total, delta)

    def exit(self):
        # The gateway would show the last values for ever.
        self._client.delete_from_gateway(self.prometheus_url, job=self.job_name, handler=self._send)

    def _send(self, url, method, timeout, headers, data):
        from prometheus_client.exposition import basic_auth_handler

        return basic_auth_handler(
            url,
            method,
            timeout,
            headers,
            data,
            os.environ.get("PROMETHEUS_USERNAME"),
            os.environ.get("PROMETHEUS_PASSWORD"),
        )


def _label(value):
    return "" if value is None else str(value)
