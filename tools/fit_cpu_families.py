#!/usr/bin/env python3
"""Derives data/cpu_power_families.csv, src/models/cpu_family_table.cpp and the figures of
docs/power-model.md.

    tools/fit_cpu_families.py DATA_DIR [--write]

DATA_DIR holds power/spec_public.csv.gz (whole-server AC watts), hardware/cpus.csv,
hardware/cpuid_models.csv, hardware/host_power.csv (RAPL packages at four loads). It is not part of
the repository: its rows may be fitted on but not handed on. Needs nothing but the standard library.
Without --write it only prints what it finds.
"""
import collections
import csv
import gzip
import math
import pathlib
import re
import statistics
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

# From the server's plug to its CPU packages, see docs/power-model.md section 4.
POWER_SUPPLY = 0.92  # 80 PLUS Platinum: 90, 94, 91 % at 20, 50, 100 % load; Gold: 87, 90, 87 %
REGULATOR = 0.90     # board voltage regulator in front of the socket
IDLE_SHARE = 0.55    # packages' share of AC power without memory, in active idle: assumed
IDLE_SHARE_RANGE = (0.35, 0.80)
FULL_SHARE_ERROR = math.log(0.80 / 0.70)

# key, name, vendor, year, kind, cpuid rows (arch family model) whose typical TDP per thread is taken,
# TDP per thread where that table has none.
FAMILIES = [
    ("nehalem-sp", "Nehalem", "Intel", 2009, "server", "6 26", None),
    ("westmere-sp", "Westmere", "Intel", 2010, "server", "6 44", None),
    ("sandy-bridge-sp", "Sandy Bridge-EP", "Intel", 2012, "server", "6 45", None),
    ("ivy-bridge-sp", "Ivy Bridge-EP", "Intel", 2013, "server", "6 62", None),
    ("haswell-sp", "Haswell-EP", "Intel", 2014, "server", "6 63", None),
    ("broadwell-sp", "Broadwell-EP", "Intel", 2016, "server", "6 79", None),
    ("broadwell-d", "Broadwell-DE", "Intel", 2015, "server", "6 86", None),
    ("skylake-sp", "Skylake-SP", "Intel", 2017, "server", "6 85 0-4", None),
    ("cascade-lake", "Cascade Lake", "Intel", 2019, "server", "6 85 5-7", None),
    ("cooper-lake", "Cooper Lake", "Intel", 2020, "server", "6 85 10-11", None),
    ("ice-lake-sp", "Ice Lake-SP", "Intel", 2021, "server", "6 106", None),
    ("ice-lake-d", "Ice Lake-D", "Intel", 2022, "server", "6 108", None),
    ("sapphire-rapids", "Sapphire Rapids", "Intel", 2023, "server", "6 143", None),
    ("emerald-rapids", "Emerald Rapids", "Intel", 2023, "server", "6 207", None),
    ("granite-rapids", "Granite Rapids", "Intel", 2024, "server", "6 173", None),
    ("sierra-forest", "Sierra Forest", "Intel", 2024, "server", "6 175", None),
    ("atom-server", "Atom server", "Intel", 2013, "server", "6 95", None),
    ("sandy-bridge", "Sandy Bridge", "Intel", 2011, "client", "6 42", None),
    ("ivy-bridge", "Ivy Bridge", "Intel", 2012, "client", "6 58", None),
    ("haswell", "Haswell", "Intel", 2013, "client", "6 60", None),
    ("haswell-mobile", "Haswell mobile", "Intel", 2013, "client", "6 69", None),
    ("broadwell-mobile", "Broadwell mobile", "Intel", 2014, "client", "6 61", None),
    ("skylake", "Skylake", "Intel", 2015, "client", "6 94", None),
    ("skylake-mobile", "Skylake mobile", "Intel", 2015, "client", "6 78", None),
    ("kaby-lake", "Kaby Lake", "Intel", 2017, "client", "6 158 9", None),
    ("kaby-lake-mobile", "Kaby Lake mobile", "Intel", 2016, "client", "6 142 9", None),
    ("coffee-lake", "Coffee Lake", "Intel", 2017, "client", "6 158 10-13", None),
    ("comet-lake", "Comet Lake", "Intel", 2020, "client", "6 165", None),
    ("comet-lake-mobile", "Comet Lake mobile", "Intel", 2019, "client", "6 166", None),
    ("ice-lake-mobile", "Ice Lake mobile", "Intel", 2019, "client", "6 126", None),
    ("tiger-lake", "Tiger Lake", "Intel", 2020, "client", "6 140", None),
    ("rocket-lake", "Rocket Lake", "Intel", 2021, "client", "6 167", None),
    ("alder-lake", "Alder Lake", "Intel", 2021, "client", "6 151", None),
    ("alder-lake-mobile", "Alder Lake mobile", "Intel", 2022, "client", "6 154", None),
    ("alder-lake-n", "Alder Lake-N", "Intel", 2023, "client", "6 190", None),
    ("raptor-lake", "Raptor Lake", "Intel", 2022, "client", "6 183", None),
    ("raptor-lake-mobile", "Raptor Lake mobile", "Intel", 2023, "client", "6 186", None),
    # Core Ultra 7 155H: 28 W base power, 22 threads (Intel ARK)
    ("meteor-lake", "Meteor Lake", "Intel", 2023, "client", "6 170", 28 / 22),
    # Core Ultra 7 258V: 17 W base power, 8 threads (Intel ARK)
    ("lunar-lake", "Lunar Lake", "Intel", 2024, "client", "6 189", 17 / 8),
    ("arrow-lake-mobile", "Arrow Lake mobile", "Intel", 2025, "client", "6 197", None),
    ("arrow-lake", "Arrow Lake", "Intel", 2024, "client", "6 198", None),
    ("k10", "K10", "AMD", 2008, "server", "16 9", None),
    ("bulldozer", "Bulldozer", "AMD", 2011, "server", "21 1", None),
    ("piledriver", "Piledriver", "AMD", 2012, "server", "21 2", None),
    ("zen-epyc", "Zen", "AMD", 2017, "server", "23 1 2", None),
    ("zen-ryzen", "Zen", "AMD", 2017, "client", "23 1 0-1", None),
    ("zen-mobile", "Zen mobile", "AMD", 2017, "client", "23 17", None),
    ("zen-plus", "Zen+", "AMD", 2018, "client", "23 8", None),
    ("zen2-epyc", "Zen 2", "AMD", 2019, "server", "23 49", None),
    ("zen2-ryzen", "Zen 2", "AMD", 2019, "client", "23 113", None),
    ("zen2-mobile", "Zen 2 mobile", "AMD", 2020, "client", "23 96", None),
    ("zen3-epyc", "Zen 3", "AMD", 2021, "server", "25 1", None),
    ("zen3-threadripper", "Zen 3 Threadripper", "AMD", 2022, "client", "25 8", None),
    ("zen3-ryzen", "Zen 3", "AMD", 2020, "client", "25 33", None),
    ("zen3-mobile", "Zen 3 mobile", "AMD", 2021, "client", "25 80", None),
    ("zen4-epyc", "Zen 4", "AMD", 2022, "server", "25 17", None),
    ("zen4c-epyc", "Zen 4c", "AMD", 2023, "server", "25 160", None),
    ("zen4-threadripper", "Zen 4 Threadripper", "AMD", 2023, "client", "25 24", None),
    ("zen4-ryzen", "Zen 4", "AMD", 2022, "client", "25 97", None),
    ("zen4-mobile", "Zen 4 mobile", "AMD", 2023, "client", "25 116", None),
    ("zen5-epyc", "Zen 5", "AMD", 2024, "server", "26 2", None),
    ("zen5c-epyc", "Zen 5c", "AMD", 2024, "server", "26 17", None),
    ("zen5-threadripper", "Zen 5 Threadripper", "AMD", 2025, "client", "26 8", None),
    ("zen5-ryzen", "Zen 5", "AMD", 2024, "client", "26 68", None),
    ("zen5-mobile", "Zen 5 mobile", "AMD", 2024, "client", "26 36", None),
    ("cortex-a72", "Cortex-A72", "ARM", 2018, "server", "65 3336", None),
    ("neoverse-n1", "Neoverse N1", "ARM", 2019, "server", "65 3340", None),
    ("neoverse-v1", "Neoverse V1", "ARM", 2021, "server", "65 3392", None),
    ("neoverse-n2", "Neoverse N2", "ARM", 2022, "server", "65 3401", None),
    ("neoverse-v2", "Neoverse V2", "ARM", 2023, "server", "65 3407", None),
    ("neoverse-v3", "Neoverse V3", "ARM", 2025, "server", "65 3460", None),
    ("ampereone", "AmpereOne", "ARM", 2023, "server", "192 2755", None),
    ("kunpeng-920", "Kunpeng 920", "ARM", 2019, "server", "72 3329", None),
    ("apple-m1", "Apple M1", "ARM", 2020, "client", "97 34", None),
]

# cpus.csv microarchitecture -> family key of the big-socket part; Xeon E3, E-2xxx and Core are the
# client die, whatever segment they are sold in.
SERVER_KEY = {
    "Nehalem": "nehalem-sp", "Westmere": "westmere-sp", "Sandy Bridge": "sandy-bridge-sp",
    "Ivy Bridge": "ivy-bridge-sp", "Haswell": "haswell-sp", "Broadwell": "broadwell-sp",
    "Skylake": "skylake-sp", "Cascade Lake": "cascade-lake", "Cooper Lake": "cooper-lake",
    "Ice Lake": "ice-lake-sp", "K10": "k10", "Bulldozer": "bulldozer", "Piledriver": "piledriver",
    "Zen": "zen-epyc", "Zen 2": "zen2-epyc", "Zen 3": "zen3-epyc", "Neoverse N1": "neoverse-n1",
}
CLIENT_KEY = {
    "Sandy Bridge": "sandy-bridge", "Ivy Bridge": "ivy-bridge", "Haswell": "haswell",
    "Skylake": "skylake", "Kaby Lake": "kaby-lake", "Coffee Lake": "coffee-lake",
}
CLIENT_NAME = re.compile(r"\bE3-1|\bE-2|\bCore i|\bi[3579]-|Pentium|\bX34|\bL34", re.I)
# RAPL rows of host_power.csv that were measured on the machine itself
RAPL_KEY = {"8124M": "skylake-sp", "8151": "skylake-sp", "8175M": "skylake-sp",
            "8252C": "cascade-lake", "8259CL": "cascade-lake", "8275CL": "cascade-lake"}
FIRST_YEAR = 2011  # older parts do not speak for the ratio of power to TDP of others


def solve(a, b):
    n = len(b)
    m = [row[:] + [y] for row, y in zip(a, b)]
    for i in range(n):
        p = max(range(i, n), key=lambda k: abs(m[k][i]))
        m[i], m[p] = m[p], m[i]
        for k in range(n):
            if k != i:
                f = m[k][i] / m[i][i]
                m[k] = [x - f * y for x, y in zip(m[k], m[i])]
    return [m[i][n] / m[i][i] for i in range(n)]


def least_squares(rows, values, weights):
    n = len(rows[0])
    a = [[sum(w * r[i] * r[j] for r, w in zip(rows, weights)) for j in range(n)] for i in range(n)]
    b = [sum(w * r[i] * y for r, y, w in zip(rows, values, weights)) for i in range(n)]
    return solve(a, b)


def quantile(values, q):
    values = sorted(values)
    at = q * (len(values) - 1)
    i = int(at)
    return values[i] + (at - i) * (values[min(i + 1, len(values) - 1)] - values[i])


def geometric_mean(values):
    return math.exp(statistics.fmean(math.log(v) for v in values))


def typical_tdp(data, family, cpuid, cache={}):
    """TDP per thread: of the larger half of a server family, since machines without a power sensor
    are mostly virtual ones, and clouds buy many-core parts; of all parts for the others."""
    if not cache:
        for r in csv.DictReader(open(data / "hardware/cpus.csv")):
            if r["segment"] == "server" and r["threads"] and r["tdp_w"]:
                cache.setdefault(r["microarchitecture"], []).append(
                    (int(r["threads"]), float(r["tdp_w"]), r["name"]))
    name = {v: k for k, v in SERVER_KEY.items()}.get(family[0], family[1])
    parts = [p for p in cache.get(name, []) if not CLIENT_NAME.search(p[2])]
    if family[4] != "server" or len(parts) < 6:
        return float(cpuid[family[5]])
    middle = statistics.median(p[0] for p in parts)
    return statistics.median(p[1] / p[0] for p in parts if p[0] >= middle)


class Line:
    """Package watts per thread of one CPU model: idle + slope x busy fraction."""

    def __init__(self, key, cpu, tdp, points, rapl):
        self.key, self.cpu, self.tdp, self.points, self.rapl = key, cpu, tdp, points, rapl
        self.idle = points[0.0]
        # idle is what it is; the slope is the best one, in relative error, for all loads above it
        loads = [(u, p) for u, p in points.items() if u > 0]
        self.slope = (sum((1 - self.idle / p) * u / p for u, p in loads) /
                      sum(u * u / p / p for u, p in loads))
        self.full = self.idle + self.slope


def read_lines(data):
    cpus = {r["key"]: r for r in csv.DictReader(open(data / "hardware/cpus.csv"))}
    results = collections.defaultdict(dict)
    meta = {}
    with gzip.open(data / "power/spec_public.csv.gz", "rt") as f:
        for r in csv.DictReader(f):
            results[r["id"]][float(r["load"]) / 100] = float(r["watts"])
            meta[r["id"]] = r
    chosen = []
    for i, m in meta.items():
        cpu = cpus.get(m["cpu_key"])
        if not cpu or not m["tdp_w"] or not {0.0, 1.0} <= set(results[i]):
            continue
        client = CLIENT_NAME.search(m["cpu"])
        key = (CLIENT_KEY if client else SERVER_KEY).get(cpu["microarchitecture"])
        if key:
            chosen.append((key, m, results[i]))

    year = {f[0]: f[3] for f in FAMILIES}
    rows = [(m, w[1.0]) for key, m, w in chosen if year[key] >= FIRST_YEAR]
    features = [[int(m["chips"]) * float(m["tdp_w"]), float(m["mem_gb"]), int(m["chips"])]
                for m, _ in rows]
    watts = [w for _, w in rows]
    fit = least_squares(features, watts, [1 / w**2 for w in watts])
    # of what is left when memory is taken out
    cpu_part = statistics.median(fit[0] * x[0] / (fit[0] * x[0] + fit[2] * x[2]) for x in features)
    full_share = POWER_SUPPLY * REGULATOR * cpu_part
    print(f"AC watts at full load = {fit[0]:.3f} TDP + {fit[1]:.3f} GB + {fit[2]:.1f} chips; "
          f"{len(rows)} results; part that goes with TDP {cpu_part:.2f}; "
          f"package share of AC without memory {full_share:.2f}")
    idle_fit = least_squares(features, [w[0.0] for k, m, w in chosen if year[k] >= FIRST_YEAR],
                             [1 / w[0.0]**2 for k, m, w in chosen if year[k] >= FIRST_YEAR])
    print(f"AC watts in active idle = {idle_fit[0]:.3f} TDP + {idle_fit[1]:.3f} GB + "
          f"{idle_fit[2]:.1f} chips")

    by_cpu = collections.defaultdict(list)
    for key, m, w in chosen:
        threads = int(m["threads"])
        span = w[1.0] - w[0.0]
        points = {}
        for u, p in w.items():
            memory = float(m["mem_gb"]) * (idle_fit[1] + (fit[1] - idle_fit[1]) * u)
            # a large memory takes at most half of the power that is not the CPU's own
            rest = max(p - memory, 0.5 * p)
            share = IDLE_SHARE + (full_share - IDLE_SHARE) * (p - w[0.0]) / span
            points[u] = rest * share / threads
        by_cpu[key, m["cpu_key"]].append((points, float(m["tdp_w"]) * int(m["chips"]) / threads))
    lines = []
    for (key, cpu), several in by_cpu.items():
        loads = set.intersection(*(set(p) for p, _ in several))
        points = {u: geometric_mean(p[u] for p, _ in several) for u in sorted(loads)}
        lines.append(Line(key, cpu, geometric_mean(t for _, t in several), points, False))
    for r in csv.DictReader(open(data / "hardware/host_power.csv")):
        key = RAPL_KEY.get(r["cpu_model"].split()[-1]) if r["kind"] == "measured" else None
        if key:
            n = int(r["host_threads"])
            points = {u: float(r[c]) / n for u, c in ((0.0, "pkg_w_idle"), (0.1, "pkg_w_10"),
                                                      (0.5, "pkg_w_50"), (1.0, "pkg_w_100"))}
            lines.append(Line(key, r["cpu_model"], float(r["tdp_w"]) * int(r["sockets"]) / n, points,
                              True))
    return lines


def tuning_factors(lines):
    """RAPL under a stress test on cloud hosts / SPEC-tuned servers, same families, per TDP watt."""
    keys = set(RAPL_KEY.values())
    factors = []
    for what in ("idle", "full"):
        rapl = geometric_mean(getattr(l, what) / l.tdp for l in lines if l.key in keys and l.rapl)
        spec = geometric_mean(getattr(l, what) / l.tdp for l in lines if l.key in keys and not l.rapl)
        factors.append(rapl / spec)
        print(f"{what}: RAPL {rapl:.3f} of TDP, servers {spec:.3f} of TDP, factor {rapl / spec:.2f}")
    return factors


def apply_tuning(lines, factors):
    """Moves both kinds of evidence to the middle (geometric) between the two."""
    out = []
    for l in lines:
        points = {}
        for u, p in l.points.items():
            factor = math.exp(math.log(factors[0]) * (1 - u) + math.log(factors[1]) * u)
            points[u] = p * (1 if l.rapl else math.sqrt(factor))
        out.append(Line(l.key, l.cpu, l.tdp, points, l.rapl))
    return out


def conversion_error(u, factors):
    """Half-width (log) of what is not known about the way from AC watts to package watts."""
    idle = math.hypot(math.log(factors[0]) / 2,
                      math.log(IDLE_SHARE_RANGE[1] / IDLE_SHARE_RANGE[0]) / 2)
    full = math.hypot(math.log(factors[1]) / 2, FULL_SHARE_ERROR)
    return idle * (1 - u) + full * u


def ratios(lines, vendor_of, year_of, vendor, without=None):
    """Geometric mean over families of watts / TDP; of the vendor when it has two other families."""
    def of(pick):
        families = collections.defaultdict(list)
        for l in lines:
            if l.key != without and year_of[l.key] >= FIRST_YEAR and pick(l):
                families[l.key].append(l)
        return families
    families = of(lambda l: vendor_of[l.key] == vendor)
    if len(families) < 2:
        families = of(lambda l: True)
    return [geometric_mean(geometric_mean(getattr(l, what) / l.tdp for l in ls)
                           for ls in families.values()) for what in ("idle", "full")]


def family_estimate(lines, prior):
    """Mean of the family's CPU models in the log, the prior counting as one more model."""
    out = []
    for i, what in enumerate(("idle", "full")):
        values = [math.log(getattr(l, what)) for l in lines] + [math.log(prior[i])]
        out.append(math.exp(statistics.fmean(values)))
    return out


def ratio_estimate(lines, prior):
    """As family_estimate, of watts / TDP: for a CPU whose own TDP is known. prior: ratios"""
    return [math.exp(statistics.fmean([math.log(getattr(l, what) / l.tdp) for l in lines] +
                                      [math.log(prior[i])])) for i, what in enumerate(("idle", "full"))]


def residuals(line, estimate, factors):
    out = []
    for u, p in line.points.items():
        r = math.log(p / (estimate[0] + (estimate[1] - estimate[0]) * u))
        c = 0 if line.rapl else conversion_error(u, factors)
        out += [r + z * c for z in (-1, -0.5, 0, 0.5, 1)]
    return out


def interval(name, per_group):
    """90 % interval as factors; each group (CPU model or family) weighs the same."""
    weighted = []
    for rs in per_group:
        rs = sorted(rs)
        weighted += [quantile(rs, (i + 0.5) / 60) for i in range(60)]
    low, high = math.exp(quantile(weighted, 0.05)), math.exp(quantile(weighted, 0.95))
    mape = statistics.fmean(abs(math.exp(-r) - 1) for rs in per_group for r in rs)
    print(f"{name}: {len(per_group)} groups, interval x{low:.2f} to x{high:.2f}, "
          f"mean error with conversion {100 * mape:.0f} %")
    # the interval is around the value that is reported, and holds it
    return min(low, 0.95), max(high, 1.05)


def main():
    data = pathlib.Path(sys.argv[1])
    raw = read_lines(data)
    factors = tuning_factors(raw)
    lines = apply_tuning(raw, factors)
    vendor_of = {f[0]: f[2] for f in FAMILIES}
    year_of = {f[0]: f[3] for f in FAMILIES}
    kind_of = {f[0]: f[4] for f in FAMILIES}

    cpuid = {}
    for r in csv.DictReader(open(data / "hardware/cpuid_models.csv")):
        cpuid[" ".join(x for x in (r["family"], r["model"], r["steppings"]) if x)] = \
            r["tdp_per_thread_w_typical"]
    tdp_of = {f[0]: f[6] or typical_tdp(data, f, cpuid) for f in FAMILIES}

    by_family = collections.defaultdict(list)
    for l in lines:
        by_family[l.key].append(l)

    def prior(key, without=None):
        r = ratios(lines, vendor_of, year_of, vendor_of[key], without)
        return [tdp_of[key] * r[0], tdp_of[key] * r[1]]

    for vendor in ("Intel", "AMD", "ARM"):
        r = ratios(lines, vendor_of, year_of, vendor)
        print(f"watts / TDP, {vendor}: idle {r[0]:.3f}, full {r[1]:.3f}")

    estimates = {}
    for key, *_ in FAMILIES:
        estimates[key] = family_estimate(by_family.get(key, []), prior(key))

    recent = {k: ls for k, ls in by_family.items() if year_of[k] >= FIRST_YEAR}
    fitted = []
    for key, ls in recent.items():
        for l in ls:
            others = [o for o in ls if o.cpu != l.cpu]
            if others:
                fitted.append(residuals(l, family_estimate(others, prior(key, key)), factors))
    spreads = {"fitted": interval("family with measurements, CPU model left out", fitted)}
    spreads["tdp"] = interval("family known by its TDP only, family left out", [
        [r for l in ls for r in residuals(l, prior(key, key), factors)] for key, ls in recent.items()])

    # The same for a CPU whose name is known: its own TDP, times what its family draws of a TDP watt.
    named = []
    for key, ls in recent.items():
        for l in ls:
            others = [o for o in ls if o.cpu != l.cpu]
            if others:
                own = ratio_estimate(others, ratios(lines, vendor_of, year_of, vendor_of[key], key))
                named.append(residuals(l, [l.tdp * r for r in own], factors))
    named_spreads = {"fitted": interval("CPU by name, family with measurements, CPU model left out", named)}
    named_spreads["tdp"] = interval("CPU by name, family left out", [
        [r for l in ls for r in residuals(
            l, [l.tdp * x for x in ratios(lines, vendor_of, year_of, vendor_of[key], key)], factors)]
        for key, ls in recent.items()])

    def generic(vendor, without=None):
        """Middle of the server families since 2017 and of the client families, half and half."""
        keys = [k for k, *_ in FAMILIES if k != without and year_of[k] >= 2017 and
                (vendor is None or vendor_of[k] == vendor)]
        return [math.exp(statistics.fmean(
            statistics.fmean(math.log(estimates[k][i]) for k in keys if kind_of[k] == kind)
            for kind in ("server", "client") if any(kind_of[k] == kind for k in keys)))
            for i in (0, 1)]

    # What a machine without a known family may be: every family that has a value, at its own
    # estimate with that estimate's own error.
    def generic_interval(name, vendor):
        groups = []
        for k, *_ in FAMILIES:
            if year_of[k] < FIRST_YEAR or (vendor and vendor_of[k] != vendor):
                continue
            guess = generic(vendor or None, without=k)
            if by_family.get(k):
                groups.append([r for l in by_family[k] for r in residuals(l, guess, factors)])
            else:
                own = [math.log(s) for s in spreads["tdp"]]
                groups.append([math.log((estimates[k][0] + (estimates[k][1] - estimates[k][0]) * u) /
                                        (guess[0] + (guess[1] - guess[0]) * u)) + e
                               for u in (0.0, 0.25, 0.5, 0.75, 1.0)
                               for e in (own[0], own[0] / 2, 0, own[1] / 2, own[1])])
        return interval(name, groups)

    rows = []
    for key, name, vendor, year, kind, *_ in FAMILIES:
        models = by_family.get(key, [])
        basis = "fitted" if models else "tdp"
        source = ("SPECpower_ssj2008" if any(not l.rapl for l in models) else "")
        if any(l.rapl for l in models):
            source += ("+" if source else "") + "RAPL (Teads)"
        rows.append([key, name, vendor, year, kind, round(tdp_of[key], 2), round(estimates[key][0], 3),
                     round(estimates[key][1], 2), *(round(s, 2) for s in spreads[basis]), basis,
                     len(models), source or "TDP x ratio",
                     *(round(r, 3) for r in ratio_estimate(
                         models, ratios(lines, vendor_of, year_of, vendor))),
                     *(round(s, 2) for s in named_spreads[basis])])
    for vendor in ("Intel", "AMD", "ARM", ""):
        value = generic(vendor or None)
        spread = generic_interval(f"vendor {vendor or 'unknown'} only, family left out", vendor)
        rows.append(["unknown-" + (vendor.lower() or "cpu"), "unknown family", vendor, "", "any", "",
                     round(value[0], 3), round(value[1], 2), *(round(s, 2) for s in spread),
                     "vendor" if vendor else "nothing", "", "middle of the families since 2017",
                     *(round(r, 3) for r in ratios(lines, vendor_of, year_of, vendor)),
                     *(round(s, 2) for s in named_spreads["tdp"])])
    for r in rows:
        print(*r, sep=",")
    if "--write" in sys.argv:
        write(rows)


HEADER = ["family", "name", "vendor", "year", "kind", "tdp_w_per_thread", "idle_w_per_thread",
          "full_w_per_thread", "low_factor", "high_factor", "basis", "cpu_models", "source",
          "idle_of_tdp", "full_of_tdp", "named_low_factor", "named_high_factor"]


def write(rows):
    with open(ROOT / "data/cpu_power_families.csv", "w", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(HEADER)
        out.writerows(rows)
    lines = ["// Written by tools/fit_cpu_families.py; the same rows, with their sources, are in",
             "// data/cpu_power_families.csv. How they were found: docs/power-model.md.",
             '#include "models/cpu_family.hpp"', "", "namespace wattprint::models {", "namespace {", "",
             "using enum FamilyBasis;", "",
             "// One row a line.", "// clang-format off",
             "constexpr CpuFamily kFamilies[] = {",
             "    // key, name, vendor, idle and full load watts per hardware thread, interval, basis;",
             "    // idle and full load by watt of TDP, and the interval for a CPU whose own TDP is known"]
    for r in rows:
        basis = {"fitted": "fitted", "tdp": "by_tdp", "vendor": "vendor_only",
                 "nothing": "nothing_known"}[r[10]]
        lines.append(f'    {{"{r[0]}", "{r[1]}", "{r[2]}", Watts{{{r[6]}}}, Watts{{{r[7]}}}, '
                     f'{{{r[8]}, {r[9]}}}, {basis}, {r[13]}, {r[14]}, {{{r[15]}, {r[16]}}}}},')
    lines += ["};", "// clang-format on", "", "}  // namespace", "",
              "std::span<const CpuFamily> cpu_families() { return kFamilies; }", "",
              "}  // namespace wattprint::models", ""]
    (ROOT / "src/models/cpu_family_table.cpp").write_text("\n".join(lines))


if __name__ == "__main__":
    main()
