"""One measurement by wattprint, read in CodeCarbon's units: kWh after PUE, kg of CO2 equivalent."""

import contextlib
import math
import os
import re
import time

from . import _place
from ._host import Utilisation
from .external.logger import logger

_JOULES_PER_KWH = 3.6e6
_SLOWEST_SAMPLING = 1.0
# A second between samples costs a thousandth of a CPU, so a longer one would only blur the tasks.
_FASTEST_SAMPLING = 0.1
_MOST_TASKS = 20
"""In wattprint's record: it is read whole at each begin and end of a task, and names add to it."""
_IDLE_SHARE = 0.1
"""Of the power that force_cpu_power states, at no load: CodeCarbon's own (docs, methodology)."""
_TOKEN = "WATTPRINT_ELECTRICITY_MAPS_KEY"
_COMPONENTS = {"cpu": "cpu", "platform": "cpu", "gpu": "gpu", "dram": "ram"}
_GPU_MODEL = re.compile(r" of (.+?) (?:\(|at )")


class Reading:
    """What has been used; NaN where nobody knows."""

    def __init__(self, duration, cpu, gpu, ram, kg):
        self.duration = duration
        self.cpu = cpu
        self.gpu = gpu
        self.ram = ram
        self.kg = kg

    @property
    def kwh(self):
        return self.cpu + self.gpu + self.ram

    def __add__(self, other):
        return Reading(
            self.duration + other.duration,
            self.cpu + other.cpu,
            self.gpu + other.gpu,
            self.ram + other.ram,
            self.kg + other.kg,
        )

    def since(self, earlier):
        # Figures are revised as more is known (idle power, the grid); what was used is never less.
        return Reading(
            self.duration - earlier.duration,
            _not_below_0(self.cpu - earlier.cpu),
            _not_below_0(self.gpu - earlier.gpu),
            _not_below_0(self.ram - earlier.ram),
            _not_below_0(self.kg - earlier.kg),
        )


NOTHING = Reading(0.0, 0.0, 0.0, 0.0, 0.0)


def _not_below_0(value):
    return value if math.isnan(value) else max(0.0, value)


class Measurement:
    """From its making on. Nothing here raises: a fault is an error in the log, and NaN."""

    def __init__(self, parameters, run_id, store=True):
        self._parameters = parameters
        self._begun = time.perf_counter()
        self._gpu_ids = parameters["gpu_ids"]
        self._machine = parameters["tracking_mode"] == "machine"
        self._tasks = {}
        self._begun_tasks = 0
        self._failed = False
        self._record = {}
        self.utilisation = Utilisation()
        self._tracker = self._open(run_id, store)

    def _open(self, run_id, store):
        try:
            import wattprint
        except ImportError as error:
            logger.error("nothing is measured: %s", error)
            return None
        for zone in [*self._zones(), None]:
            try:
                with _token(self._parameters["electricitymaps_api_token"]):
                    return wattprint.Tracker(
                        zone=zone, store=store, **self._settings(run_id)
                    ).start()
            except ValueError as error:
                # Another zone helps where the zone was the matter; the last attempt has none.
                fault = error
                if zone is not None:
                    logger.error("wattprint: %s", error)
            except Exception as error:
                fault = error
                break
        logger.error("nothing is measured: %s", fault)
        return None

    def _zones(self):
        given = self._parameters
        return _place.zones(
            given.get("country_iso_code"),
            given.get("region"),
            given.get("cloud_provider"),
            given.get("cloud_region"),
        )

    def _settings(self, run_id):
        given = self._parameters
        seconds = min(_SLOWEST_SAMPLING, max(_FASTEST_SAMPLING, given["measure_power_secs"]))
        settings = {
            "name": str(given["project_name"]),
            "project": str(given["project_name"]),
            "interval": f"{seconds * 1000:.0f}ms",
            "scope": "machine" if self._machine else "tree",
            # As `wattprint list` shows it, the run of a row in emissions.csv.
            "settings": {"tags": f"codecarbon_run_id={run_id}"},
        }
        if given["pue"] is not None:
            settings["pue"] = given["pue"]
        if given["force_carbon_intensity_g_co2e_kwh"] is not None:
            settings["intensity"] = given["force_carbon_intensity_g_co2e_kwh"]
        if given["electricitymaps_api_token"]:
            settings["settings"]["providers"] = "electricity-maps"
        return settings

    def read(self):
        """Takes a sample."""
        self.utilisation.look()
        try:
            _ = self._tracker.usage
            return self._reading_of(self._tracker.record())
        except Exception as error:
            return self._unknown(error)

    def stop(self):
        self.utilisation.look()
        try:
            for name in list(self._tasks):
                self.end_task(name)
            self._tracker.stop()
            return self._reading_of(self._tracker.record())
        except Exception as error:
            return self._unknown(error)

    def begin_task(self, name):
        """So that the task is in wattprint's record too, with its interval."""
        if self._begun_tasks >= _MOST_TASKS:
            return
        self._begun_tasks += 1
        with contextlib.suppress(Exception):
            self._tasks[name] = self._tracker.task(name).start()

    def end_task(self, name):
        with contextlib.suppress(Exception):
            self._tasks.pop(name).stop()

    def _unknown(self, error):
        if not self._failed and self._tracker is not None:
            logger.error("wattprint cannot tell what was used: %s", error)
        self._failed = True
        nan = math.nan
        return Reading(time.perf_counter() - self._begun, nan, nan, nan, nan)

    def _reading_of(self, record):
        last, self._record = self._record, record
        try:
            return self._reading()
        except Exception:
            self._record = last
            raise

    def _reading(self):
        record, given = self._record, self._parameters
        duration = float(record["run"]["duration_s"])
        pue = self.pue
        joules = {"cpu": 0.0, "gpu": 0.0, "ram": 0.0}
        is_measured = {}
        for component in self._components():
            part = _COMPONENTS[component["component"]]
            joules[part] += component["energy_j"]["value"]
            is_measured[part] = component["energy_j"]["basis"] == "measured"
        known = record["energy_j"] is not None
        adjusted = self._gpu_ids is not None
        if given["force_ram_power"] is not None and not is_measured.get("ram"):
            joules["ram"], adjusted = given["force_ram_power"] * duration, True
        if given["force_cpu_power"] is not None and not is_measured.get("cpu"):
            joules["cpu"], adjusted = self._stated_cpu_joules(duration), True
        if not known and not adjusted:
            nan = math.nan
            return Reading(duration, nan, nan, nan, nan)
        kwh = {part: value * pue / _JOULES_PER_KWH for part, value in joules.items()}
        return Reading(
            duration, kwh["cpu"], kwh["gpu"], kwh["ram"], self._kg(sum(kwh.values()), adjusted)
        )

    def _kg(self, kwh, adjusted):
        emissions = self._record["emissions_g"]
        if not adjusted and emissions is not None:
            return emissions["value"] / 1000
        intensity = self._record["grid"]["intensity_g_per_kwh"]
        return kwh * intensity["value"] / 1000 if intensity else math.nan

    def _stated_cpu_joules(self, duration):
        watts = self._parameters["force_cpu_power"]
        if self._machine:
            busy = self.utilisation.busy_share() or 0.0
            return watts * (_IDLE_SHARE + (1 - _IDLE_SHARE) * busy) * duration
        return watts * (self._record["attribution"]["cpu_s"] or 0.0) / (os.cpu_count() or 1)

    def _components(self):
        """Those that count: of GPUs the ones that gpu_ids names, if it names any."""
        components = self._record["components"]
        gpus = [c for c in components if c["component"] == "gpu"]
        if self._gpu_ids is None:
            return components
        named = [gpu for at, gpu in enumerate(gpus) if _is_named(gpu["device"], at, self._gpu_ids)]
        return [c for c in components if c["component"] != "gpu"] + named

    @property
    def pue(self):
        pue = self._record.get("facility", {}).get("pue")
        return float(pue["value"]) if pue else 1.0

    @property
    def zone(self):
        return self._record.get("grid", {}).get("zone")

    def gpus(self):
        """(number, models) of those that count."""
        counted = [c for c in self._components() if c["component"] == "gpu"] if self._record else []
        models = {}
        for gpu in counted:
            found = _GPU_MODEL.search(gpu["energy_j"]["source"])
            name = found.group(1) if found else gpu["device"]
            models[name] = models.get(name, 0) + 1
        return len(counted), "".join(f"{count} x {name}" for name, count in models.items())


def _is_named(device, at, gpu_ids):
    # Devices have the first letters of their UUID; whoever names one may write more or fewer.
    return any(
        at == gpu if isinstance(gpu, int) else device.startswith(gpu) or gpu.startswith(device)
        for gpu in gpu_ids
    )


@contextlib.contextmanager
def _token(token):
    """The key where wattprint looks for it, only while it looks: children need not inherit it."""
    if not token or _TOKEN in os.environ:
        yield
        return
    os.environ[_TOKEN] = str(token)
    try:
        yield
    finally:
        os.environ.pop(_TOKEN, None)
