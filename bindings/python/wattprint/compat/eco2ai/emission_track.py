"""Tracker and @track, on wattprint's measurement."""

import functools
import os
import platform
import time
import uuid

from ... import tracker as core
from ...faults import tell_once
from . import _csv, _pricing
from .utils import NotNeededExtensionError, get_params

__version__ = "0.3.12"
"""Of the package whose interface this is."""

__all__ = ["IncorrectMethodSequenceError", "Tracker", "track"]

_KWH = 3.6e6  # J
_FASTEST_SAMPLING = 0.1
_SLOWEST_SAMPLING = 1.0


class IncorrectMethodSequenceError(Exception):
    """A call that makes no sense now."""


class Tracker:
    """Measures from start() to stop(), or epochs from start_training() on, a row of the CSV each.

    Every parameter of the real package is taken; docs/compat-eco2ai.md says what each does here.
    """

    def __init__(
        self,
        project_name=None,
        experiment_description=None,
        file_name=None,
        measure_period=10,
        emission_level=None,
        alpha_2_code=None,
        region=None,
        cpu_processes="current",
        pue=1,
        encode_file=None,
        electricity_pricing=None,
        ignore_warnings=False,
        timezone=False,
    ):
        kept = get_params()
        # Without a value of its own it is what set_params() has kept.
        measure_period = kept["measure_period"] if measure_period is None else measure_period
        pue = kept["pue"] if pue is None else pue
        if not isinstance(measure_period, (int, float)) or measure_period <= 0:
            raise ValueError("measure_period: a number of seconds above 0 is wanted")
        if cpu_processes not in ("current", "all"):
            raise ValueError(f"cpu_processes: {cpu_processes!r} is neither 'current' nor 'all'")
        self.project_name = project_name or kept["project_name"]
        self.experiment_description = experiment_description or kept["experiment_description"]
        self.file_name = _csv_name("file_name", file_name or kept["file_name"])
        if encode_file is not None and encode_file is not True:
            _csv_name("encode_file", encode_file)
        self._pricing = _pricing.parsed(electricity_pricing) if electricity_pricing else None
        self._measure_period = measure_period
        self._arguments = {
            "name": self.project_name,
            "project": self.project_name,
            "interval": min(_SLOWEST_SAMPLING, max(_FASTEST_SAMPLING, measure_period)),
            "scope": "tree" if cpu_processes == "current" else "machine",
            "pue": pue,
            "intensity": emission_level,
            "zone": _zone(alpha_2_code, region),
        }
        # Settings that make no sense are refused here, not in the middle of the program.
        self._tracker = core.Tracker(**self._arguments)
        self._id = str(uuid.uuid4())
        self._mode = "first_time"
        self._epoch = 0
        self._parameters = ""
        self._start_time = 0.0
        self._before = (0.0, 0.0, 0.0)

    def start(self):
        if self._mode == "training":
            raise IncorrectMethodSequenceError("start() does not go with start_training()")
        self._begin("run")

    def stop(self):
        if self._mode not in ("run", "training"):
            raise Exception("Need to first start the tracker by start() or start_training()")
        self._tracker.stop()
        if self._mode == "run":
            self._write()
        self._mode = "shut down"

    def start_training(self, start_epoch=1):
        if not isinstance(start_epoch, int):
            raise TypeError(f"start_epoch: an int is wanted, not {start_epoch!r}")
        self._epoch = start_epoch
        self._begin("training")
        self._tracker.epoch()

    def new_epoch(self, parameters_dict):
        """Ends an epoch: its row has the parameters beside its number."""
        if self._mode != "training":
            raise IncorrectMethodSequenceError("new_epoch() comes after start_training()")
        self._parameters = ", " + "".join(f"{k}: {v}, " for k, v in parameters_dict.items())
        self._tracker.epoch()
        self._write()
        self._epoch += 1
        self._start_time = time.time()
        self._before = self._used()

    def stop_training(self):
        if self._mode != "training":
            raise IncorrectMethodSequenceError("stop_training() comes after start_training()")
        self._tracker.end_epoch()
        self.stop()

    def consumption(self):
        """kWh after PUE, of the run or the running epoch."""
        return self._since()[1]

    def price(self):
        return self._cost()

    def id(self):
        return self._id

    def emission_level(self):
        """kg of CO2 equivalent per MWh."""
        record = self._tracker.record()
        return record["grid"]["intensity_g_per_kwh"]["value"] if record else None

    def measure_period(self):
        return self._measure_period

    def _begin(self, mode):
        if self._mode in ("run", "training"):
            # The package takes it as a new beginning, and so do we: what ran is kept.
            self.stop()
        if self._mode == "shut down":
            self._id = str(uuid.uuid4())
            self._tracker = core.Tracker(**self._arguments)
        self._mode = mode
        self._start_time = time.time()
        self._before = (0.0, 0.0, 0.0)
        self._tracker.start()

    def _used(self):
        """(s, kWh after PUE, kg of CO2 equivalent) so far; NaN is unknown."""
        used = self._tracker.usage
        record = self._tracker.record()
        facility = record and record["facility"]["energy_j"]
        unknown = float("nan")
        return (
            used.duration,
            facility["value"] / _KWH if facility else unknown,
            used.emissions.kg if used.emissions is not None else unknown,
        )

    def _since(self):
        return tuple(now - before for now, before in zip(self._used(), self._before))

    def _cost(self):
        if self._pricing is None:
            return 0
        seconds, kwh, _ = self._since()
        return kwh * _pricing.mean_price(self._pricing, time.localtime(self._start_time), seconds)

    def _write(self):
        try:
            _csv.append(self.file_name, self._row_now())
        except Exception as error:
            tell_once("eco2ai file", f"{self.file_name}: the row is not written: {error}")

    def _row_now(self):
        seconds, kwh, kg = self._since()
        cpu, gpus = devices_in(self._tracker.record())
        record = self._tracker.record()
        training = self._mode == "training"
        return {
            "id": self._id,
            "project_name": self.project_name,
            "experiment_description": self.experiment_description,
            "epoch": f"epoch: {self._epoch}{self._parameters}" if training else "N/A",
            "start_time": time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(self._start_time)),
            "duration(s)": seconds,
            "power_consumption(kWh)": kwh,
            "CO2_emissions(kg)": kg,
            "CPU_name": cpu,
            "GPU_name": f"{', '.join(gpus)} {len(gpus)} device(s)".strip(),
            "OS": platform.system(),
            "region/country": record["grid"]["zone"],
            "cost": self._cost(),
        }


def devices_in(record):
    """(CPU, [GPU]) of a record, as they are called there; without a record no GPU is known."""
    if record is None:
        return _cpu_name(), []
    cpus = [c for c in record["components"] if c["component"] in ("cpu", "platform")]
    gpus = [c["device"] for c in record["components"] if c["component"] == "gpu"]
    return f"{_cpu_name()}/{max(1, len(cpus))} device(s)", gpus


def devices_here():
    with core.Tracker(store=False) as tracker:
        pass
    return devices_in(tracker.record())


def _cpu_name():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            for line in file:
                if line.startswith("model name"):
                    return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.machine()


def _csv_name(what, name):
    if not isinstance(name, (str, os.PathLike)):
        raise TypeError(f"{what}: a text is wanted, not {name!r}")
    if not str(name).endswith(".csv"):
        raise NotNeededExtensionError(f"{what}: {name!r} does not end with .csv")
    return name


def _zone(alpha_2_code, region):
    """The zone of a country's region where there is one, else the country's; None for neither."""
    if not alpha_2_code:
        return None
    if region:
        for zone in (f"{alpha_2_code}-{region}", str(region)):
            try:
                core.Tracker(zone=zone, store=False)
            except ValueError:
                continue
            return zone
    return alpha_2_code


def track(func):
    """Measures each call of a function with a Tracker of its own; exceptions pass through."""

    @functools.wraps(func)
    def measured(*args, **kwargs):
        tracker = Tracker()
        tracker.start()
        try:
            return func(*args, **kwargs)
        finally:
            tracker.stop()

    return measured
