"""Figures over HTTP. Nothing is sent unless the user has named where to, or asked for the API."""

import datetime
import getpass
import json
import urllib.error
import urllib.request

from ..external.logger import logger
from .base_output import BaseOutput
from .emissions_data import plain

API = "https://api.codecarbon.io"
PLACEHOLDER_KEY = "api_key"
"""What the package has for a key where the user gave none."""


def post(url, content, seconds, headers=None):
    """The decoded answer. Raises OSError, also for a status that is no success."""
    if not url.startswith(("http://", "https://")):
        raise OSError(f"{url} is no address of http or https")
    request = urllib.request.Request(
        url,
        json.dumps(content).encode(),
        method="POST",
        headers={"Content-Type": "application/json", **(headers or {})},
    )
    try:
        with urllib.request.urlopen(request, timeout=seconds) as answer:
            text = answer.read()
    except urllib.error.HTTPError as error:
        raise OSError(f"{url} answered {error.code} {error.reason}") from None
    try:
        return json.loads(text) if text else None
    except ValueError:
        return None


class HTTPOutput(BaseOutput):
    """POSTs the run as JSON, with the user's name, to emissions_endpoint."""

    def __init__(self, endpoint_url):
        self.endpoint_url = endpoint_url

    def out(self, total, delta):
        content = plain(total)
        try:
            content["user"] = getpass.getuser()
        except (KeyError, OSError):
            content["user"] = None
        post(self.endpoint_url, content, seconds=10)


class CodeCarbonAPIOutput(BaseOutput):
    """To CodeCarbon's API, or a server of one's own that speaks it: a run, then what is new of it.

    conf is not used: what the run is made with is in its first row.
    """

    def __init__(self, endpoint_url, experiment_id, api_key, conf=None):
        self.endpoint_url = endpoint_url.rstrip("/")
        self.experiment_id = experiment_id
        self.run_id = None
        self._headers = {"x-api-token": api_key} if api_key else {}
        # What a delta had that was not sent, by its name; it goes along with the next.
        self._unsent = {}
        has_key = bool(api_key) and api_key != PLACEHOLDER_KEY
        # A server of one's own may want no key.
        self._may_send = has_key or self.endpoint_url != API
        if not self._may_send:
            logger.warning("save_to_api: no api_key is set, so nothing is sent to %s", API)

    def live_out(self, total, delta):
        self.out(total, delta)

    def out(self, total, delta):
        if not self._may_send:
            return
        row = plain(delta)
        for name in (
            "duration",
            "emissions",
            "cpu_energy",
            "gpu_energy",
            "ram_energy",
            "energy_consumed",
        ):
            self._unsent[name] = self._unsent.get(name, 0) + (row[name] or 0)
        # The server counts whole seconds.
        if self._unsent["duration"] < 1:
            return
        if self.run_id is None:
            self.run_id = self._register(total)
        summed = {**row, **self._unsent}
        post(
            self.endpoint_url + "/emissions",
            {
                "timestamp": _now(),
                "run_id": self.run_id,
                "duration": int(summed["duration"]),
                "emissions_sum": summed["emissions"],
                "emissions_rate": summed["emissions"] / summed["duration"],
                **{name: summed[name] for name in _SENT_AS_THEY_ARE},
            },
            seconds=2,
            headers=self._headers,
        )
        self._unsent = {}

    def _register(self, total):
        answer = post(
            self.endpoint_url + "/runs",
            {
                "timestamp": _now(),
                "experiment_id": self.experiment_id,
                "region": total.region,
                "provider": total.cloud_provider or None,
                "longitude": None,  # where this is, is not known so closely
                "latitude": None,
                **{
                    name: getattr(total, name)
                    for name in (
                        "os",
                        "python_version",
                        "codecarbon_version",
                        "cpu_count",
                        "cpu_model",
                        "gpu_count",
                        "gpu_model",
                        "ram_total_size",
                        "tracking_mode",
                    )
                },
            },
            seconds=2,
            headers=self._headers,
        )
        if not isinstance(answer, dict) or "id" not in answer:
            raise OSError(f"{self.endpoint_url}/runs answered without the id of the run")
        return answer["id"]


_SENT_AS_THEY_ARE = (
    "cpu_power",
    "gpu_power",
    "ram_power",
    "cpu_energy",
    "gpu_energy",
    "ram_energy",
    "energy_consumed",
    "cpu_utilization_percent",
    "gpu_utilization_percent",
    "ram_utilization_percent",
    "wue",
)


def _now():
    return datetime.datetime.now().astimezone().isoformat()
