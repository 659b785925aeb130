"""The machine as the rows name it, and how busy it was."""

import math
import os
import platform
from functools import cache

_GIB_IN_KB = 1024 * 1024


def _proc(name):
    path = os.path.join(os.environ.get("WATTPRINT_PROCFS_ROOT") or "/proc", name)
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read().splitlines()
    except OSError:
        return []


def _memory():
    """(total, in use) in kB; (None, None) where the kernel does not say."""
    fields = {}
    for line in _proc("meminfo"):
        words = line.split()
        if len(words) > 1 and words[0] in ("MemTotal:", "MemAvailable:"):
            fields[words[0]] = int(words[1])
    if len(fields) < 2:
        return fields.get("MemTotal:"), None
    return fields["MemTotal:"], fields["MemTotal:"] - fields["MemAvailable:"]


def _cpu_times():
    """(seconds of all CPUs, busy seconds of them) since boot."""
    ticks = os.sysconf("SC_CLK_TCK")
    for line in _proc("stat")[:1]:
        # user nice system idle iowait irq softirq steal; what guests use is in user already.
        times = [int(word) for word in line.split()[1:9]]
        return sum(times) / ticks, (sum(times) - sum(times[3:5])) / ticks
    return None, None


@cache
def _facts_of(procfs):
    models, sockets, threads = [], set(), 0
    for line in _proc("cpuinfo"):
        name, _, value = line.partition(":")
        name = name.strip()
        if name == "processor":
            threads += 1
        elif name == "model name":
            models.append(value.strip())
        elif name == "physical id":
            sockets.add(value)
    total, _ = _memory()
    return {
        "os": platform.platform(),
        "python_version": platform.python_version(),
        "cpu_count": threads or os.cpu_count(),
        "cpu_physical_count": len(sockets) or 1,
        "cpu_model": models[0] if models else platform.machine(),
        "ram_total_size": total / _GIB_IN_KB if total else math.nan,
    }


def facts():
    return dict(_facts_of(os.environ.get("WATTPRINT_PROCFS_ROOT")))


class Utilisation:
    """From its making on. CPU is exact over all the time; memory the mean of the looks at it."""

    def __init__(self):
        self._all, self._busy = _cpu_times()
        self._used = []
        self._total = None
        self.look()

    def look(self):
        self._total, used = _memory()
        if used is not None:
            self._used.append(used)

    def busy_share(self):
        """Of all CPUs, 0 to 1; None when nothing is known."""
        everything, busy = _cpu_times()
        if everything is None or self._all is None or everything <= self._all:
            return None
        return min(1.0, max(0.0, (busy - self._busy) / (everything - self._all)))

    def fields(self):
        share = self.busy_share()
        used = sum(self._used) / len(self._used) if self._used else math.nan
        return {
            "cpu_utilization_percent": math.nan if share is None else 100 * share,
            "ram_utilization_percent": 100 * used / self._total if self._total else math.nan,
            "ram_used_gb": used / _GIB_IN_KB,
        }
