"""CarbonTracker, on wattprint's measurement."""

import contextlib
import functools
import os
import sys

from ...faults import tell_once
from ...tracker import Tracker
from . import _text
from ._logs import Logs

__all__ = ["CarbonTracker"]

_JOULES_PER_KWH = 3.6e6
_SIMULATED_UTILISATION = 0.5
"""Of the stated power, when no utilisation is given: as in the real package."""
_FASTEST_SAMPLING = 0.1
_KEY = "WATTPRINT_ELECTRICITY_MAPS_KEY"


def _never_raises(method):
    @functools.wraps(method)
    def guarded(self, *args, **kwargs):
        try:
            return method(self, *args, **kwargs)
        except Exception as error:
            tell_once(
                (method.__name__, type(error)), f"CarbonTracker.{method.__name__}(): {error!r}"
            )
            return None

    return guarded


class _Used:
    """In some time: seconds, joules by component ("cpu" with memory, "gpu"), grams per joule."""

    def __init__(self, seconds=0.0, joules=None, grams_per_joule=0.0):
        self.seconds = seconds
        self.joules = joules or {}
        self.grams_per_joule = grams_per_joule

    def since(self, before):
        joules = {
            name: max(0.0, value - before.joules.get(name, 0.0))
            for name, value in self.joules.items()
        }
        return _Used(self.seconds - before.seconds, joules, self.grams_per_joule)


class CarbonTracker:
    """Measures epochs, prints what they used and what all will use, and keeps both in log files.

    Every parameter of the real package is taken; docs/compat-carbontracker.md says what each does here.
    `actual` and `predicted` have the printed numbers: {"epochs", "seconds", "kwh", "grams"}, or None.

    ValueError for epochs_before_pred and monitor_epochs that do not fit each other.
    """

    def __init__(
        self,
        epochs,
        epochs_before_pred=1,
        monitor_epochs=-1,
        update_interval=1,
        interpretable=True,
        stop_and_confirm=False,
        ignore_errors=False,
        components="all",
        devices_by_pid=False,
        log_dir=None,
        log_file_prefix="",
        verbose=1,
        decimal_precision=12,
        api_keys=None,
        sim_cpu=None,
        sim_cpu_tdp=None,
        sim_cpu_util=None,
        sim_gpu=None,
        sim_gpu_watts=None,
        sim_gpu_util=None,
    ):
        self.epochs = epochs
        self.epochs_before_pred = epochs if epochs_before_pred == -1 else epochs_before_pred
        self.monitor_epochs = epochs if monitor_epochs == -1 else monitor_epochs
        if self.monitor_epochs <= 0:
            raise ValueError(f"monitor_epochs: {monitor_epochs} is neither -1 nor above 0")
        if self.epochs_before_pred < 0 or self.epochs_before_pred > self.monitor_epochs:
            raise ValueError(
                f"epochs_before_pred: {epochs_before_pred} is more than the {self.monitor_epochs} "
                "epochs that are monitored, or less than -1"
            )
        names = {name.strip().lower() for name in str(components).split(",")}
        if not names <= {"all", "gpu", "cpu"}:
            raise ValueError(f"components: {components!r} is not all, gpu, cpu or gpu,cpu")
        self._names = {"cpu", "gpu"} if "all" in names else names
        self._simulated = {}
        if sim_cpu_tdp is not None:
            self._simulated["cpu"] = sim_cpu_tdp * _or_half(sim_cpu_util)
        if sim_gpu_watts is not None:
            self._simulated["gpu"] = sim_gpu_watts * _or_half(sim_gpu_util)
        self.interpretable = interpretable
        self.stop_and_confirm = stop_and_confirm
        self.decimal_precision = decimal_precision
        self.epoch_counter = 0
        self.actual = None
        self.predicted = None
        self.deleted = False
        self._interval = max(_FASTEST_SAMPLING, float(update_interval))
        self._api_keys = dict(api_keys or {})
        self._logs = Logs(log_dir, log_file_prefix, verbose)
        self._tracker = None
        self._at_start = None
        self._done = []

    def set_api_keys(self, api_keys):
        """{"electricitymaps": KEY}; before the first epoch."""
        self._api_keys.update(api_keys)

    @_never_raises
    def epoch_start(self):
        if self.deleted:
            return
        if self._tracker is None:
            self._begin()
        self.epoch_counter += 1
        self._tracker.epoch()
        self._at_start = self._used()

    @_never_raises
    def epoch_end(self):
        if self.deleted or self._at_start is None:
            return
        self._tracker.end_epoch()
        used = self._used().since(self._at_start)
        self._at_start = None
        self._done.append(used)
        self._log_epoch(used)
        if len(self._done) == self.epochs_before_pred:
            self._predict()
            if self.stop_and_confirm:
                self._ask()
        if len(self._done) >= self.monitor_epochs:
            self._tell_actual()
            self._end()

    @_never_raises
    def stop(self):
        """For a training that ends early: tells what its epochs used."""
        if self.deleted:
            return
        self._logs.info(
            f"Training was interrupted before all {self.monitor_epochs} epochs were monitored."
        )
        self._tell_actual()
        self._end()

    # Measuring

    def _begin(self):
        key = self._api_keys.get("electricitymaps")
        settings = {"providers": "electricity-maps"} if key else {}
        with _in_environment(key):
            # The project of `wattprint list`; the name is that of the script.
            self._tracker = Tracker(
                project="carbontracker",
                interval=self._interval,
                epochs=self.epochs,
                settings=settings,
            ).start()
        self._logs.info("carbontracker, as wattprint stands in for it")
        found = " ".join(
            f"{name.upper()} with device(s) {device.replace('.', ' ')}."
            for name, device in self._devices().items()
        )
        self._logs.info(f"The following components were found: {found}")
        self._logs.output(f"The following components were found: {found}", level=1)

    def _devices(self):
        _ = self._tracker.usage
        devices = {}
        for component in self._tracker.record()["components"]:
            name = _name_of(component)
            if name in self._names:
                devices.setdefault(name, []).append(component["device"])
        return {name: ", ".join(found) for name, found in devices.items()}

    def _used(self):
        """So far, with a sample taken now."""
        seconds = self._tracker.usage.duration
        record = self._tracker.record()
        joules = {}
        for component in record["components"]:
            name = _name_of(component)
            if name in self._names and name not in self._simulated:
                joules[name] = joules.get(name, 0.0) + component["energy_j"]["value"]
        for name, watts in self._simulated.items():
            if name in self._names:
                joules[name] = watts * seconds
        pue = record["facility"]["pue"]["value"]
        intensity = record["grid"]["intensity_g_per_kwh"]["value"]
        self._pue = pue
        return _Used(seconds, joules, intensity * pue / _JOULES_PER_KWH)

    # Telling

    def _log_epoch(self, used):
        self._logs.info(f"Epoch {self.epoch_counter}:")
        self._logs.info(f"Duration: {_text.time_text(used.seconds, hundredths=True)}")
        for name, joules in used.joules.items():
            watts = joules / used.seconds if used.seconds > 0 else None
            self._logs.info(f"Average power usage (W) for {name}: {watts}")

    def _tell_actual(self):
        if not self._done:
            return
        joules = sum(sum(used.joules.values()) for used in self._done)
        grams = sum(sum(used.joules.values()) * used.grams_per_joule for used in self._done)
        seconds = sum(used.seconds for used in self._done)
        self.actual = self._told("Actual", len(self._done), seconds, joules, grams)

    def _predict(self):
        prediction = self._tracker.predict(self.epochs)
        if prediction is None or prediction.energy is None:
            return
        measured = self._tracker.record()["energy_j"]["value"]
        # components= and sim_...= count something else than was measured.
        counted = sum(self._used().joules.values())
        part = counted / measured if measured > 0 else 0.0
        joules = prediction.energy.value * part
        grams = joules * self._used().grams_per_joule
        self.predicted = self._told(
            "Predicted", self.epochs, prediction.duration.value, joules, grams
        )

    def _told(self, what, epochs, seconds, joules, grams):
        kwh = joules * self._pue / _JOULES_PER_KWH
        title = f"{what} consumption for {epochs} epoch(s):"
        self._logs.output(
            _text.consumption_text(
                title, seconds, kwh, grams, self.decimal_precision, self.interpretable
            ),
            level=1,
        )
        return {"epochs": epochs, "seconds": seconds, "kwh": kwh, "grams": grams}

    def _ask(self):
        self._logs.output("Continue training (y/n)?")
        while True:
            try:
                answer = input().strip().lower()
            except EOFError:
                # Nobody is there to answer: the training is what was started.
                answer = "y"
            if answer in ("y", "yes"):
                self._logs.output("Continuing...")
                return
            if answer in ("n", "no"):
                self._logs.info("Session ended by user.")
                self._logs.output("Quitting...")
                self._end()
                sys.exit(0)
            self._logs.output("Input not recognized. Try again (y/n):")

    def _end(self):
        if self._tracker is not None:
            self._tracker.stop()
        self._logs.output("Finished monitoring.", level=1)
        self.deleted = True


@contextlib.contextmanager
def _in_environment(key):
    """The key where wattprint looks for it, only while it looks: children need not inherit it."""
    if not key or _KEY in os.environ:
        yield
        return
    os.environ[_KEY] = str(key)
    try:
        yield
    finally:
        os.environ.pop(_KEY, None)


def _or_half(utilisation):
    return _SIMULATED_UTILISATION if utilisation is None else utilisation


def _name_of(component):
    return "gpu" if component["component"] == "gpu" else "cpu"
