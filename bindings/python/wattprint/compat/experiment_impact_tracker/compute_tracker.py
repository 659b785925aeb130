"""ImpactTracker: the power of each second, a line of JSON, in LOGDIR/impacttracker."""

import json
import os
import threading
import time

from ... import tracker as core
from ...faults import tell_once

__all__ = ["ImpactTracker"]

_SECONDS_PER_LINE = 1.0
_STANDARD_PUE = 1.58
"""Of the real package (Uptime Institute 2018), when neither OVERRIDE_PUE nor wattprint has one."""


class ImpactTracker:
    """Measures this process and its children from launch_impact_monitor(), or the begin of a with
    block, to stop(), the end of the block, or of the program."""

    def __init__(self, logdir):
        self.logdir = str(logdir)
        self.launched = False
        self._pid = os.getpid()
        self._directory = os.path.join(self.logdir, "impacttracker")
        self._over = threading.Event()
        self._thread = None
        self._last = None
        self._fault = None
        self._tracker = core.Tracker(
            os.path.basename(os.path.abspath(self.logdir)),
            project="experiment_impact_tracker",
            pue=_pue(),
        )

    def launch_impact_monitor(self):
        # A forked child has a copy; the run is its parent's.
        if self.launched or os.getpid() != self._pid:
            return
        self.launched = True
        try:
            os.makedirs(self._directory, exist_ok=True)
        except OSError as error:
            self._fault = error
            tell_once("impact tracker files", f"nothing is written: {error}")
        self._tracker.start()
        self._last = self._look()
        self._write_info()
        self._thread = threading.Thread(target=self._look_on, name="impact tracker", daemon=True)
        self._thread.start()

    def get_latest_info_and_check_for_errors(self):
        """The newest line of data.json, as a dictionary; OSError when lines cannot be written."""
        if self._fault is not None:
            raise self._fault
        try:
            with open(os.path.join(self._directory, "data.json"), encoding="utf-8") as file:
                lines = file.read().splitlines()
        except FileNotFoundError:
            return {}
        return json.loads(lines[-1]) if lines else {}

    def stop(self):
        if self._thread is None or os.getpid() != self._pid:
            return
        self._over.set()
        self._thread.join()
        self._thread = None
        self._add_line()
        self._tracker.stop()
        self._write_info()

    def __enter__(self):
        self.launch_impact_monitor()
        return self

    def __exit__(self, kind, error, trace):
        self.stop()
        return False

    # Files

    def _look_on(self):
        while not self._over.wait(_SECONDS_PER_LINE):
            self._add_line()

    def _look(self):
        """(s, record) with a sample taken now."""
        seconds = self._tracker.usage.duration
        return seconds, self._tracker.record()

    def _add_line(self):
        try:
            before, self._last = self._last, self._look()
            line = _line(before, self._last)
            if line is not None:
                self._append("data.json", json.dumps(line) + "\n")
        except Exception as error:
            self._fault = error
            tell_once("impact tracker files", f"what follows is not written: {error}")

    def _write_info(self):
        try:
            self._replace_info(self._tracker.record())
        except Exception as error:
            self._fault = error
            tell_once("impact tracker files", f"info.json is not written: {error}")

    def _replace_info(self, record):
        info = {
            "experiment_start": record["run"]["started_at"],
            "experiment_end": record["run"]["ended_at"],
            "region": record["grid"]["zone"],
            "region_carbon_intensity_estimate": record["grid"]["intensity_g_per_kwh"]["value"],
            "pue": record["facility"]["pue"]["value"],
            "wattprint_run": record["run"]["id"],
        }
        new = os.path.join(self._directory, "info.json.new")
        with open(new, "w", encoding="utf-8") as file:
            json.dump(info, file, indent=1)
        os.replace(new, os.path.join(self._directory, "info.json"))

    def _append(self, name, text):
        with open(os.path.join(self._directory, name), "a", encoding="utf-8") as file:
            file.write(text)


def _pue():
    stated = os.environ.get("OVERRIDE_PUE")
    if stated is not None:
        return stated
    return None if os.environ.get("WATTPRINT_PUE") else _STANDARD_PUE


def _line(before, after):
    """What was drawn between two looks; None when no time has passed."""
    seconds = after[0] - before[0]
    if seconds <= 0:
        return None

    def watts(of):
        return max(0.0, of(after[1]) - of(before[1])) / seconds

    cpu_seconds = after[1]["attribution"]["cpu_s"] or 0.0
    return {
        "timestamp": time.time(),
        "seconds": seconds,
        "rapl_power_draw_absolute": watts(lambda r: _machine(r) - _joules(r, gpu=True)),
        "rapl_estimated_attributable_power_draw": watts(lambda r: _joules(r, gpu=False)),
        "nvidia_estimated_attributable_power_draw": watts(lambda r: _joules(r, gpu=True)),
        "cpu_time_seconds": cpu_seconds,
        "realtime_carbon_intensity": after[1]["grid"]["intensity_g_per_kwh"]["value"],
        "basis": (after[1]["energy_j"] or {}).get("basis"),
    }


def _joules(record, gpu):
    return sum(
        component["energy_j"]["value"]
        for component in record["components"]
        if (component["component"] == "gpu") == gpu
    )


def _machine(record):
    machine = record["attribution"]["machine_energy_j"]
    return machine["value"] if machine else 0.0
