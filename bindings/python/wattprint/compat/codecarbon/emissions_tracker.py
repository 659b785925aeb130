"""EmissionsTracker and OfflineEmissionsTracker, on wattprint's measurement.

Nothing that goes wrong in measuring or in handing on what was measured raises into the program. What
makes no sense where a tracker is made does: TypeError, ValueError, OSError.
"""

import dataclasses
import functools
import math
import os
import threading
import uuid
from datetime import datetime

from . import _host, _place
from ._engine import NOTHING, Measurement
from ._exclusive import Exclusive
from ._handlers import Handlers, Ticker, make
from ._parameters import PLACE, TRACKER, bind, resolve, signature
from ._version import __version__
from .external.logger import logger, set_logger_format, set_logger_level
from .external.task import Task
from .output_methods.emissions_data import EmissionsData

__all__ = [
    "BaseEmissionsTracker",
    "EmissionsTracker",
    "OfflineEmissionsTracker",
    "TaskEmissionsTracker",
    "track_emissions",
    "track_task_emissions",
]

_SHORTEST_TICK = 0.1


def _never_raises(method):
    @functools.wraps(method)
    def guarded(self, *args, **kwargs):
        # A forked child has a copy; the run is its parent's, and so is a lock held meanwhile.
        if os.getpid() != self._pid:
            return None
        try:
            with self._lock:
                return method(self, *args, **kwargs)
        except Exception as error:
            logger.error(
                "%s(): %s: %s", method.__name__, type(error).__name__, error, exc_info=True
            )
            return None

    return guarded


class BaseEmissionsTracker:
    _place_names = ()

    def __init__(self, *args, **kwargs):
        given = bind(type(self).__name__, TRACKER, self._place_names, args, kwargs)
        self._pid = os.getpid()
        self._lock = threading.RLock()
        self._conf = resolve(given, [*TRACKER, *self._place_names])
        self._conf["codecarbon_version"] = __version__
        self.run_id = uuid.uuid4()
        self.final_emissions = None
        self.final_emissions_data = None
        self._tasks = {}
        self._active_task = None
        self._measurement = None
        self._is_whole = False
        """Whether start() was called: then all counts, not only what tasks used."""
        self._of_tasks = NOTHING
        self._last = NOTHING
        self._previous = None
        self._ticker = None
        self._is_over = False
        self._exclusive = None
        self._is_idle = False
        """Another tracker is running, and this one does nothing."""
        set_logger_level(self._conf["log_level"])
        set_logger_format(self._conf["logger_preamble"])
        self._check()
        self._handlers = Handlers(self._make_handlers())
        self._take_turn()

    def _make_handlers(self):
        return make(self._conf)

    def _check(self):
        given = self._conf
        if given["tracking_mode"] not in ("machine", "process"):
            raise ValueError(
                f"tracking_mode: {given['tracking_mode']!r} is neither 'machine' nor 'process'"
            )
        if given["co2_signal_api_token"] and not given["electricitymaps_api_token"]:
            given["electricitymaps_api_token"] = given["co2_signal_api_token"]
        for name, least in (
            ("pue", 1.0),
            ("wue", 0.0),
            ("force_cpu_power", 0.0),
            ("force_ram_power", 0.0),
            ("force_carbon_intensity_g_co2e_kwh", 0.0),
        ):
            value = given[name]
            if value is not None and not (math.isfinite(value) and value >= least):
                logger.error(
                    "%s: %s is less than %s or no number, and is left aside", name, value, least
                )
                given[name] = TRACKER[name][0]

    def _take_turn(self):
        if self._conf["allow_multiple_runs"]:
            return
        self._exclusive = Exclusive()
        if not self._exclusive.acquire():
            self._is_idle = True
            logger.error(
                "another tracker is running on this machine (%s): this one does nothing, "
                "as allow_multiple_runs is False",
                self._exclusive.path,
            )

    # The run

    @_never_raises
    def start(self):
        if self._is_idle or self._is_over:
            logger.warning(
                "a tracker that was stopped, or may not run, does not start; make another"
            )
        elif self._is_whole:
            logger.warning("the tracker has started already")
        else:
            self._begin()
            self._is_whole = True
            self._start_ticker()

    def _begin(self):
        if self._measurement is None:
            self._measurement = Measurement(self._conf, self.run_id)

    def _start_ticker(self):
        measures = self._conf["api_call_interval"]
        if measures > 0 and self._handlers.want_live():
            seconds = max(_SHORTEST_TICK, self._conf["measure_power_secs"] * measures)
            self._ticker = Ticker(seconds, self._tell)

    @_never_raises
    def _tell(self):
        if not self._is_over:
            total = self._prepare_emissions_data()
            self._handlers.call("live_out", total, self._new_of(total))

    @_never_raises
    def flush(self):
        """Hands on what was used so far, and goes on; kg of CO2 equivalent."""
        if self._is_idle or self._is_over:
            return None
        if self._measurement is None:
            logger.error("flush() comes after start()")
            return None
        total = self._prepare_emissions_data()
        self._hand_on(total)
        return total.emissions

    @_never_raises
    def stop(self):
        """kg of CO2 equivalent; NaN when nothing could be measured, None when nothing was started."""
        if self._is_idle:
            return None
        if self._is_over or self._measurement is None:
            logger.warning("the tracker was stopped before, or never started")
            return self.final_emissions
        if self._ticker is not None:
            self._ticker.stop()
        if self._active_task:
            self.stop_task()
        self._last = self._measurement.stop()
        self._is_over = True
        total = self._row(self._counted(), self._measurement.utilisation)
        self.final_emissions_data = total
        self.final_emissions = total.emissions
        if self._exclusive is not None:
            self._exclusive.release()
        self._hand_on(total)
        self._handlers.call("exit")
        logger.info(
            "%.6g kWh, %.6g kg of CO2 equivalent in %.1f s",
            total.energy_consumed,
            total.emissions,
            total.duration,
        )
        return total.emissions

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, kind, value, traceback):
        self.stop()

    def service_shutdown(self, signum, frame):
        """A handler for signal.signal() that stops the tracker."""
        logger.warning("signal %d: the tracker stops", signum)
        self.stop()

    # Tasks

    @_never_raises
    def start_task(self, task_name=None):
        """One at a time. Without start() before, the run is what its tasks used."""
        if self._is_idle or self._is_over:
            logger.warning("a tracker that was stopped, or may not run, begins no task")
            return
        if self._active_task:
            logger.warning("task %s is running: one at a time", self._active_task)
            return
        name = str(task_name) if task_name else str(uuid.uuid4())
        if name in self._tasks:
            name += "_" + str(uuid.uuid4())
        self._begin()
        task = Task(name)
        task.utilisation = _host.Utilisation()
        task.before = self._last = self._measurement.read()
        self._measurement.begin_task(name)
        self._tasks[name] = task
        self._active_task = name

    @_never_raises
    def stop_task(self, task_name=None):
        """What the task used, as EmissionsData; None when there is no such task running."""
        name = task_name or self._active_task
        task = self._tasks.get(name)
        if task is None or not task.is_active:
            logger.warning("no task%s is running", f" {name}" if name else "")
            return None
        self._measurement.end_task(name)
        self._last = self._measurement.read()
        task.utilisation.look()
        used = self._last.since(task.before)
        task.emissions_data = self._row(used, task.utilisation)
        task.is_active = False
        self._of_tasks = self._of_tasks + used
        self._active_task = None
        return task.emissions_data

    # Figures

    def get_detected_hardware(self):
        """What the machine has; GPUs are those that wattprint can read."""
        facts = _host.facts()
        measurement = self._measurement
        if measurement is None:
            measurement = Measurement(self._conf, self.run_id, store=False)
            measurement.stop()
        count, models = measurement.gpus()
        names = ("ram_total_size", "cpu_count", "cpu_physical_count", "cpu_model")
        return {
            **{name: facts[name] for name in names},
            "gpu_count": count,
            "gpu_model": models,
            "gpu_ids": self._conf["gpu_ids"],
        }

    def _prepare_emissions_data(self):
        """The run so far. Other packages (sentence-transformers) call it by this name."""
        with self._lock:
            if self._is_over and self.final_emissions_data is not None:
                return self.final_emissions_data
            self._last = self._measurement.read()
            return self._row(self._counted(), self._measurement.utilisation)

    def _counted(self):
        if self._is_whole:
            return self._last
        if self._active_task:
            return self._of_tasks + self._last.since(self._tasks[self._active_task].before)
        return self._of_tasks

    def _new_of(self, total):
        new = dataclasses.replace(total)
        if self._previous is not None:
            new.compute_delta_emission(self._previous)
        self._previous = total
        return new

    def _hand_on(self, total):
        self._handlers.call("out", total, self._new_of(total))
        ended = [task.out() for task in self._tasks.values() if not task.is_active]
        if ended:
            self._handlers.call("task_out", ended, self._conf["experiment_name"])

    def _row(self, used, utilisation):
        given, seconds = self._conf, used.duration
        facts = _host.facts()
        gpu_count, gpu_model = self._measurement.gpus()

        def watts(kwh):
            return kwh * 3.6e6 / seconds if seconds > 0 else 0.0

        return EmissionsData(
            timestamp=datetime.now().strftime("%Y-%m-%dT%H:%M:%S"),
            project_name=given["project_name"],
            run_id=str(self.run_id),
            experiment_id=str(given["experiment_id"]),
            duration=seconds,
            emissions=used.kg,
            emissions_rate=used.kg / seconds if seconds > 0 else 0.0,
            cpu_power=watts(used.cpu),
            gpu_power=watts(used.gpu),
            ram_power=watts(used.ram),
            cpu_energy=used.cpu,
            gpu_energy=used.gpu,
            ram_energy=used.ram,
            energy_consumed=used.kwh,
            water_consumed=given["wue"] * used.kwh,
            **self._place(),
            os=facts["os"],
            python_version=facts["python_version"],
            codecarbon_version=__version__,
            cpu_count=facts["cpu_count"],
            cpu_model=facts["cpu_model"],
            gpu_count=gpu_count,
            gpu_model=gpu_model,
            longitude=None,
            latitude=None,
            ram_total_size=facts["ram_total_size"],
            tracking_mode=given["tracking_mode"],
            # Nobody has told how busy the GPUs were; of none, it is 0.
            gpu_utilization_percent=0.0 if gpu_count == 0 else math.nan,
            **utilisation.fields(),
            pue=self._measurement.pue,
            wue=given["wue"],
        )

    def _place(self):
        iso3, name = _place.country_of(self._measurement.zone)
        return {
            "country_name": name,
            "country_iso_code": iso3,
            "region": None,
            "cloud_provider": "",
            "cloud_region": "",
            "on_cloud": "N",
        }


BaseEmissionsTracker.__signature__ = signature(TRACKER)


class EmissionsTracker(BaseEmissionsTracker):
    """Where the machine is, wattprint's own settings and the time zone say: nobody is asked."""

    __signature__ = signature(TRACKER)


class OfflineEmissionsTracker(BaseEmissionsTracker):
    """Where the machine is, the caller says."""

    _place_names = tuple(PLACE)
    __signature__ = signature(TRACKER, PLACE)

    def _make_handlers(self):
        # Scripts rely on it that this class says what is wrong with a file, and runs all the same.
        try:
            return make(self._conf)
        except (OSError, ValueError) as error:
            logger.error("%s; nothing is written", error)
            return list(self._conf["output_handlers"] or [])

    def _check(self):
        super()._check()
        given = self._conf
        if given["cloud_provider"] and not given["cloud_region"]:
            logger.error("cloud_provider is of use together with cloud_region only")
        if given["country_iso_code"] and _place.country(given["country_iso_code"]) == (None, None):
            logger.error("country_iso_code: there is no country %r", given["country_iso_code"])

    def _place(self):
        given = self._conf
        place = super()._place()
        iso3, name = _place.country(given["country_iso_code"])
        if given["cloud_provider"] and given["cloud_region"]:
            place.update(
                cloud_provider=given["cloud_provider"],
                cloud_region=given["cloud_region"],
                on_cloud="Y",
            )
            iso3, name = place["country_iso_code"] or iso3, place["country_name"] or name
        elif given["country_iso_code"]:
            iso3 = iso3 or str(given["country_iso_code"]).upper()
        if iso3:
            place.update(country_iso_code=iso3, country_name=name)
        if given["region"]:
            place["region"] = str(given["region"]).lower()
        return place


class TaskEmissionsTracker:
    """`with TaskEmissionsTracker("load", tracker=tracker):` measures one task.

    Without a tracker it has one of its own, that ends with the task.
    """

    def __init__(self, task_name, tracker=None):
        self.task_name = task_name
        self.is_default_tracker = tracker is None
        self.tracker = EmissionsTracker() if tracker is None else tracker

    def __enter__(self):
        self.tracker.start_task(self.task_name)
        return self

    def __exit__(self, kind, value, traceback):
        self.tracker.stop_task()
        if self.is_default_tracker:
            self.tracker.stop()


_DECORATOR = [name for name in TRACKER if name not in ("force_mode_cpu_load", "metadata")]
_AT = _DECORATOR.index("force_cpu_power")
_DECORATOR[_AT:_AT] = ["offline", *PLACE]
_DECORATOR += ["force_mode_cpu_load", "metadata"]


def track_emissions(fn=None, *args, **kwargs):
    """Measures each call of a function, also of an async one: @track_emissions, with arguments or
    without. offline=True makes it an OfflineEmissionsTracker."""
    if fn is not None and not callable(fn):
        raise TypeError(f"track_emissions decorates a function, not {fn!r}; name its parameters")
    given = bind("track_emissions", _DECORATOR, (), args, kwargs)
    is_offline = given.pop("offline", False)

    def tracker():
        # What was not passed may be configured, when the function is called.
        place = {name: given[name] for name in PLACE if name in given}
        rest = {name: value for name, value in given.items() if name not in PLACE}
        if not is_offline:
            return EmissionsTracker(**rest)
        offline = OfflineEmissionsTracker(**rest, **place)
        if not (offline._conf["country_iso_code"] or offline._conf["cloud_provider"]):
            raise ValueError(
                "track_emissions(offline=True) needs country_iso_code, such as 'FRA', "
                "or cloud_provider and cloud_region"
            )
        return offline

    return _decorator(tracker, fn)


track_emissions.__signature__ = signature(_DECORATOR, first=["fn"])


def track_task_emissions(fn=None, tracker=None, task_name=""):
    """Measures each call of a function as a task of the tracker; without one, of one of its own."""
    return _decorator(lambda: TaskEmissionsTracker(task_name, tracker), fn)


def _decorator(measuring, fn):
    def decorate(function):
        import inspect

        if inspect.iscoroutinefunction(function):

            @functools.wraps(function)
            async def measured(*args, **kwargs):
                with measuring():
                    return await function(*args, **kwargs)
        else:

            @functools.wraps(function)
            def measured(*args, **kwargs):
                with measuring():
                    return function(*args, **kwargs)

        return measured

    return decorate(fn) if fn else decorate
