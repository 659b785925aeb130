"""The statistical model behind src/models/server_power.*: AC watts of a server from its hardware.

At each of three loads (idle, half, full),

    log watts = log scale + Gaussian process,

where the scale is a rough physical guess (watts a chip, a TDP watt, a core, a GB). The process is a sum
of parts, so that its fitted function is a short table and not the measurements themselves:

    linear in a few features | a Matern-3/2 kernel over what the CPU is | another over what surrounds it
    | a slow drift over years | one effect for each microarchitecture | one for each CPU model measured
    | one for each configuration (CPU model, chips, doubling of memory) measured twice or more

Length scales and amplitudes are round numbers, not fitted: fitting them by marginal likelihood or by
leave-one-out made servers with CPUs kept aside come out worse (docs/power-model.md). Needs numpy.
"""
import collections
import math

import numpy as np

LOADS = (0, 50, 100)
LEVELS = tuple(range(0, 101, 10))

# Watts of the physical guess at idle, half and full load for a server, a chip, a TDP watt, a core and
# (GB)^0.75. Round figures near a robust regression over the servers with CPUs since 2014; memory below
# proportional, since a larger machine has larger modules and not only more of them.
SCALE = {0: (10.0, 6.0, 0.075, 0.1, 0.6),
         50: (10.0, 8.0, 0.39, 0.25, 0.8),
         100: (10.0, 12.0, 0.80, 0.0, 0.9)}
MEMORY_EXPONENT = 0.75

# The straight lines end here: small CPUs draw more a TDP watt than large ones, since boards, fans and
# disks do not shrink with them; nothing says that the very large draw ever less, and CPUs are larger now
# than any that was measured.
STRAIGHT_TDP = 200.0
STRAIGHT_CORES = 24.0

LINEAR = ("small_tdp", "chips", "few_cores", "memory", "entry", "amd", "clock", "smt", "many_chips")
CPU_KERNEL = ("tdp", "cores", "clock", "smt", "year")
SYSTEM_KERNEL = ("chips", "memory_centre", "entry")
LENGTH = {"memory_centre": 2.4, "smt": 2.4, "tdp": 0.8, "cores": 0.8, "year": 0.8}  # of a kernel along a feature
DEFAULT_LENGTH = 1.2
DRIFT_LENGTH = 2.0                # in units of the year feature, so ten years
# Standard deviations in log watts.
AMPLITUDE = {"constant": 0.30, "linear": 0.20, "cpu": 0.18, "system": 0.18, "drift": 0.15,
             "microarchitecture": 0.08, "cpu_model": 0.06, "configuration": 0.08}
NOISE = 0.09


def features(server):
    """The numbers the kernels see; src/models/server_features.cpp computes the same."""
    cores_per_chip = server["cores"] / server["chips"]
    memory = math.log(server["memory"] / server["chips"] / 16 + 0.25)
    return {
        "tdp": math.log(server["tdp"] / 100),
        "small_tdp": math.log(min(server["tdp"], STRAIGHT_TDP) / 100),
        "chips": math.log(server["chips"]),
        "cores": math.log(cores_per_chip / 8),
        "few_cores": math.log(min(cores_per_chip, STRAIGHT_CORES) / 8),
        "memory": memory,
        "memory_centre": memory,
        "entry": 1.0 if server["entry"] else 0.0,
        "amd": 1.0 if server["vendor"] == "AMD" else 0.0,
        "clock": 2 * math.log(server["mhz"] / 2500),
        "smt": 1.0 if server["threads"] > server["cores"] else 0.0,
        "many_chips": 1.0 if server["chips"] > 2 else 0.0,
        "year": (server["year"] - 2012) / 5,
    }


def scale(server, load):
    base, chip, tdp, core, gigabyte = SCALE[load]
    return (base + chip * server["chips"] + tdp * server["tdp"] * server["chips"] +
            core * server["cores"] + gigabyte * server["memory"] ** MEMORY_EXPONENT)


def matern(squared):
    r = np.sqrt(3 * squared)
    return (1 + r) * np.exp(-r)


def configuration(server):
    """CPU model, chips, and memory to the nearest doubling; None when the CPU model is not known."""
    if server["cpu_key"] is None:
        return None
    return server["cpu_key"], server["chips"], round(math.log2(server["memory"]))


MEMORY_GRID = 0.125  # of the memory feature, where the kernel has its centres


class Parts:
    """Which features, microarchitectures, ... a list of servers has, as arrays.

    repeated    the configurations that have an effect of their own
    on_centres  whether to move the memory feature of the system kernel to its centres
    """

    def __init__(self, servers, repeated, on_centres=False):
        rows = [features(s) for s in servers]
        if on_centres:
            for row in rows:
                row["memory_centre"] = round(row["memory"] / MEMORY_GRID) * MEMORY_GRID
        self.x = {name: np.array([r[name] for r in rows]) for name in rows[0]}
        self.microarchitecture = np.array([s["microarchitecture"] for s in servers], dtype=object)
        self.cpu_model = np.array([s["cpu_key"] for s in servers], dtype=object)
        self.configuration = np.empty(len(servers), dtype=object)
        for i, s in enumerate(servers):
            key = configuration(s)
            self.configuration[i] = key if key in repeated else None
        self.log_scale = {load: np.log([scale(s, load) for s in servers]) for load in LOADS}

    def __len__(self):
        return len(self.microarchitecture)


def squared_distance(a, b, names):
    return sum(((a.x[n][:, None] - b.x[n][None, :]) / LENGTH.get(n, DEFAULT_LENGTH)) ** 2 for n in names)


def same(a, b):
    """Two servers share an effect when both are known to have it."""
    numbers = {key: i for i, key in enumerate(sorted({k for k in (*a, *b) if k is not None}))}
    ia, ib = (np.array([numbers.get(k, -1) for k in keys]) for keys in (a, b))
    return ((ia[:, None] == ib[None, :]) & (ia[:, None] >= 0)).astype(float)


def covariance(a, b):
    """Sum of the parts, by name, between the servers of a and those of b."""
    return {
        "constant": AMPLITUDE["constant"] ** 2 * np.ones((len(a), len(b))),
        "linear": AMPLITUDE["linear"] ** 2 * sum(np.outer(a.x[n], b.x[n]) for n in LINEAR),
        "cpu": AMPLITUDE["cpu"] ** 2 * matern(squared_distance(a, b, CPU_KERNEL)),
        "system": AMPLITUDE["system"] ** 2 * matern(squared_distance(a, b, SYSTEM_KERNEL)),
        "drift": AMPLITUDE["drift"] ** 2 *
                 np.exp(-np.abs(a.x["year"][:, None] - b.x["year"][None, :]) / DRIFT_LENGTH),
        "microarchitecture": AMPLITUDE["microarchitecture"] ** 2 *
                             same(a.microarchitecture, b.microarchitecture),
        "cpu_model": AMPLITUDE["cpu_model"] ** 2 * same(a.cpu_model, b.cpu_model),
        "configuration": AMPLITUDE["configuration"] ** 2 * same(a.configuration, b.configuration),
    }


class Model:
    """Fitted to servers, each with watts at some of the loads: {load: watts}."""

    def __init__(self, servers):
        counts = collections.Counter(configuration(s) for s in servers)
        self.repeated = {key for key, n in counts.items() if key and n >= 2}
        self.parts = Parts(servers, self.repeated, on_centres=True)
        total = sum(covariance(self.parts, self.parts).values())
        self.rows, self.offset, self.alpha = {}, {}, {}
        for load in LOADS:
            rows = np.array([i for i, s in enumerate(servers) if load in s["watts"]])
            y = np.log([servers[i]["watts"][load] for i in rows]) - self.parts.log_scale[load][rows]
            self.offset[load] = float(np.median(y))
            k = total[np.ix_(rows, rows)] + NOISE ** 2 * np.eye(len(rows))
            self.rows[load] = rows
            self.alpha[load] = np.linalg.solve(k, y - self.offset[load])
        self.shape = fit_shape(servers)

    def log_watts(self, servers):
        """{load: log watts at idle, half, full}"""
        there = Parts(servers, self.repeated)
        k = sum(covariance(there, self.parts).values())
        return {load: k[:, self.rows[load]] @ self.alpha[load] + self.offset[load] + there.log_scale[load]
                for load in LOADS}

    def curve(self, servers):
        """log watts at all eleven levels, a row a server; never falling with load"""
        at = self.log_watts(servers)
        idle, half, full = at[0], np.clip(at[50], at[0], at[100]), at[100]
        half = np.where(idle < full, half, full)
        rows = [w0 * (idle - full) + w50 * (half - full) + c + full for w0, w50, c in self.shape]
        return np.maximum.accumulate(np.stack(rows, axis=1), axis=1)

    def similarity(self, servers):
        """How like the nearest measured CPU each one's is, 0 to 1."""
        there = Parts(servers, self.repeated)
        return matern(squared_distance(there, self.parts, CPU_KERNEL)).max(axis=1)


def fit_shape(servers):
    """log P(u) = log P(1) + w0 log P(0)/P(1) + w50 log P(0.5)/P(1) + c, least squares at each level"""
    full = [s for s in servers if all(level in s["watts"] for level in LEVELS)]
    log = np.log(np.array([[s["watts"][level] for level in LEVELS] for s in full]))
    x = np.stack([log[:, 0] - log[:, 10], log[:, 5] - log[:, 10], np.ones(len(full))], axis=1)
    weights = [np.linalg.lstsq(x, log[:, i] - log[:, 10], rcond=None)[0] for i in range(len(LEVELS))]
    weights[0], weights[5], weights[10] = np.array([1.0, 0, 0]), np.array([0, 1.0, 0]), np.zeros(3)
    return np.array(weights)
