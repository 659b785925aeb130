#!/usr/bin/env python3
"""Derives src/models/gpu_power_fit.cpp and the figures of docs/gpu-power.md.

    tools/fit_gpu_power.py DATA_DIR [--write]

DATA_DIR holds zeus_trace/summary_power_*.csv.gz (mean GPU power of training jobs by power limit) and
power/gpu_clock_util.csv.gz (power by clocks and utilisation of the units). It is not part of the
repository: its rows are fitted on, not handed on. data/gpus.csv gives the idle readings. Needs nothing
but the standard library. Without --write it only prints what it finds.
"""
import collections
import csv
import gzip
import math
import pathlib
import statistics
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

# The highest limit of each card of the trace, which is its rated power.
ZEUS = {"v100": 250.0, "a40": 300.0, "rtx6000": 260.0, "p100": 250.0}

# Watts of a GPU on which a program holds memory and clocks, but runs nothing: readings at 0 to 4 %
# utilisation that people have posted, with the rated power. The two of the clock data are added to them.
HELD = [
    ("H100 SXM", [145, 140], 700, "wilicc/gpu-burn#114"),
    ("MI300X", [191], 750, "ROCm/legacy-rocm-build#5231"),
    ("RTX 5090", [106, 99, 105], 575, "noonghunna/club-3090#1261, #1253, #1251"),
    ("V100 PCIe", [36, 39], 250, "blog.cachecha.com/csdn/kunhe0512/126265050"),
    ("GTX 1080 Ti", [59, 62], 250, "pastebin.com/rijcv9a2"),
    ("P40", [45], 250, "jankyai.droidgram.com"),
]

# Watts at a utilisation that the driver showed, on GPUs newer than those of the clock data.
AT_UTILISATION = [
    ("A100 SXM4 40GB", [(1.00, 367)], 400, "gist.github.com/bigsnarfdude/960c2d3d150ac1334839791df573506c"),
    ("RTX A4000", [(0.92, 138), (1.00, 135), (0.91, 138)], 140, "huggingface.co/Plasmoxy nvidia_smi_early.log"),
    ("MI300X", [(0.79, 356)], 750, "SemiAnalysisAI/InferenceX#828"),
    ("MI355X", [(0.97, 530), (0.97, 720)], 1400, "ROCm/legacy-rocm-build#5891"),
]

# Published figures that no fit has seen: what, utilisation (None: not told), watts, rated watts, source.
CHECKS = [
    ("V100 PCIe, one reading", 0.44, 55, 250, "blog.cachecha.com/csdn/kunhe0512/126265050"),
    ("TPU v2, production mean", None, 221, 280, "Google"),
    ("TPU v3, production mean", None, 220, 450, "Google"),
    ("TPU v4, production mean", None, 170, 192, "Google"),
]

# Two-sided 90 % quantiles of Student's t by degrees of freedom.
STUDENT = {1: 6.314, 2: 2.920, 3: 2.353, 4: 2.132, 5: 2.015, 6: 1.943, 7: 1.895, 8: 1.860,
           9: 1.833, 10: 1.812, 11: 1.796, 12: 1.782, 13: 1.771, 14: 1.761}

TARGET = 0.90  # share of what was left out that an interval is to hold


class Point(collections.namedtuple("Point", "gpu job full limit power weight")):
    """A training job at one limit, all as fractions of rated power; full: its power at the highest."""


def quantile(values, weights, q):
    """Weighted; between two values, the line between the middles of their weights."""
    pairs = sorted(zip(values, weights))
    total = sum(weights)
    at, before = 0.0, None
    for value, weight in pairs:
        middle = (at + weight / 2) / total
        if middle >= q:
            if before is None:
                return value
            return before[1] + (value - before[1]) * (q - before[0]) / (middle - before[0])
        before = (middle, value)
        at += weight
    return pairs[-1][0]


def mean(values, weights):
    return sum(v * w for v, w in zip(values, weights)) / sum(weights)


def read_zeus(data):
    runs = collections.defaultdict(dict)
    for gpu, rated in ZEUS.items():
        with gzip.open(data / f"zeus_trace/summary_power_{gpu}.csv.gz", "rt") as f:
            for r in csv.DictReader(f):
                key = gpu, r["dataset"], r["batch_size"], r["optimizer"]
                runs[key][float(r["power_limit"]) / rated] = float(r["average_power"]) / rated
    points = []
    for (gpu, job, *_), by_limit in runs.items():
        points += [Point(gpu, job, by_limit[1.0], limit, power, 0.0) for limit, power in by_limit.items()]
    return points


def weighed(points):
    """Each job on each GPU counts the same, however many batch sizes and limits were tried."""
    count = collections.Counter((p.gpu, p.job) for p in points)
    return [p._replace(weight=1.0 / count[p.gpu, p.job]) for p in points]


LEFT_OUT = {"gpu": "one GPU left out", "job": "one job left out", "both": "GPU and job left out"}


def folds(points, which):
    """(rest, left out) for each GPU, for each job, or for each pair: then the rest knows neither."""
    if which == "both":
        for gpu, job in sorted({(p.gpu, p.job) for p in points}):
            yield ([p for p in points if p.gpu != gpu and p.job != job],
                   [p for p in points if p.gpu == gpu and p.job == job])
        return
    for out in sorted({getattr(p, which) for p in points}):
        yield ([p for p in points if getattr(p, which) != out],
               [p for p in points if getattr(p, which) == out])


# --- power under a limit -----------------------------------------------------------------------------

def limited(full, limit, ceiling, sharpness):
    """Power (fraction of rated) under a limit, of a job that draws `full` at the rated power: a smooth
    minimum, exact at limit 1, `ceiling` x limit for a job that would take all it gets."""
    s = -sharpness
    return (full**s + (ceiling * limit)**s - ceiling**s) ** (1 / s)


def fit_limit(points):
    low = [p for p in points if p.limit < 1]
    weights = [p.weight for p in low]

    def error(shape):
        return mean([abs(limited(p.full, p.limit, *shape) / p.power - 1) for p in low], weights)
    shape = min(((c / 100, s / 2) for c in range(90, 105) for s in range(4, 17)), key=error)
    # the error grows, ever more slowly, with the distance from the limit at which the power is known
    errors = [math.log(p.power / limited(p.full, p.limit, *shape)) / distance(p.limit) for p in low]
    return shape, (quantile(errors, weights, 0.05), quantile(errors, weights, 0.95))


def distance(limit):
    return math.sqrt(1 - limit)


def limit_interval(p, shape, error, widen=1.0):
    value = limited(p.full, p.limit, *shape)
    return tuple(value * math.exp(e * widen * distance(p.limit)) for e in (error[0], 0.0, error[1]))


# --- power of a load of which nothing is known -------------------------------------------------------

def fraction_interval(values, weights, widen):
    """5 % point, mean and 95 % point; the ends pushed away from the median, in the log, by `widen`. The
    mean, because that is what adds up to the right total over many loads. No more than the rated power,
    which the driver holds."""
    low, middle, high = (quantile(values, weights, q) for q in (0.05, 0.5, 0.95))
    return (middle * math.exp(math.log(low / middle) * widen), mean(values, weights),
            min(1.0, middle * math.exp(math.log(high / middle) * widen)))


def student_interval(values):
    logs = [math.log(v) for v in values]
    n = len(logs)
    centre = statistics.fmean(logs)
    half = STUDENT[n - 1] * math.sqrt(1 + 1 / n) * statistics.stdev(logs)
    return math.exp(centre - half), math.exp(centre), math.exp(centre + half)


def held_out(points_of_fold, widen, power_of):
    """Share held, mean error, and mean of log(high / low) over folds; power_of(interval, point)."""
    held, error, width, weight = 0.0, 0.0, 0.0, 0.0
    for interval_of, out in points_of_fold:
        interval = interval_of(widen)
        for p in out:
            low, value, high = power_of(interval, p)
            held += p.weight * (low <= p.power <= high)
            error += p.weight * abs(value / p.power - 1)
            width += p.weight * math.log(high / low)
            weight += p.weight
    return held / weight, error / weight, math.exp(width / weight)


def calibrate(points_of_fold, power_of):
    """The least widening with which the intervals hold TARGET of what was left out."""
    for step in range(50, 400):
        if held_out(points_of_fold, step / 100, power_of)[0] >= TARGET:
            return step / 100
    sys.exit("no widening is enough")


def interval_folds(points, which, chosen=lambda p: True):
    """(interval by widening, points) of each fold; fitted at the rated limit, asked about `chosen`."""
    out = []
    for rest, left in folds(points, which):
        rest = weighed([p for p in rest if p.limit == 1])
        values, weights = [p.power for p in rest], [p.weight for p in rest]
        out.append((lambda w, v=values, g=weights: fraction_interval(v, g, w),
                    weighed([p for p in left if chosen(p)])))
    return out


# --- power by utilisation ----------------------------------------------------------------------------

UNITS = ("util_fp32", "util_int", "util_fp64", "util_sfu", "util_l2", "util_shared", "util_dram")


def read_clocks(data):
    """Rows as Point (limit 1, job = application) with their clock ratios and utilisations of units."""
    rows = []
    with gzip.open(data / "power/gpu_clock_util.csv.gz", "rt") as f:
        for r in csv.DictReader(f):
            core = float(r["f_core"]) / float(r["f_core_default"])
            memory = float(r["f_mem"]) / float(r["f_mem_default"])
            point = Point(r["gpu"], r["app"], 1.0, 1.0, float(r["watts"]) / float(r["tdp_w"]), 1.0)
            rows.append((point, core, memory, [float(r[u] or 0) for u in UNITS]))
    return rows


def at_default(rows):
    return [r for r in rows if abs(r[1] - 1) < 0.03 and abs(r[2] - 1) < 0.03]


def per_gpu(points):
    count = collections.Counter(p.gpu for p in points)
    return [p._replace(weight=1.0 / count[p.gpu]) for p in points]


def solve(a, b):
    n = len(b)
    m = [row[:] + [y] for row, y in zip(a, b)]
    for i in range(n):
        pivot = max(range(i, n), key=lambda k: abs(m[k][i]))
        m[i], m[pivot] = m[pivot], m[i]
        for k in range(n):
            if k != i:
                f = m[k][i] / m[i][i]
                m[k] = [x - f * y for x, y in zip(m[k], m[i])]
    return [m[i][n] / m[i][i] for i in range(n)]


def regress(features, values, weights):
    """Least squares of relative errors, with a little ridge: some units are never used on some cards."""
    n = len(features[0])
    w = [g / (v * v) for g, v in zip(weights, values)]
    a = [[sum(g * f[i] * f[j] for g, f in zip(w, features)) + (1e-3 if i == j else 0) for j in range(n)]
         for i in range(n)]
    return solve(a, [sum(g * f[i] * v for g, f, v in zip(w, features, values)) for i in range(n)])


def clock_models(rows):
    """Mean error by GPU left out, of models that know more and more of the load, at all clocks."""
    models = {
        "rated power": None,
        "constant share": lambda r: [1.0],
        "clocks": lambda r: [1.0, r[1], r[1] ** 3, r[2]],
        "clocks and units": lambda r: [1.0, r[1], r[1] ** 3, r[2]] + [u * r[1] for u in r[3]],
    }
    table = {}
    for name, features in models.items():
        for gpu in sorted({r[0].gpu for r in rows}):
            rest = [r for r in rows if r[0].gpu != gpu]
            out = [r for r in rows if r[0].gpu == gpu]
            if features:
                weights = [p.weight for p in per_gpu([r[0] for r in rest])]
                fit = regress([features(r) for r in rest], [r[0].power for r in rest], weights)
                guesses = [sum(a * b for a, b in zip(fit, features(r))) for r in out]
            else:
                guesses = [1.0] * len(out)
            table[name, gpu] = statistics.fmean(abs(g / r[0].power - 1) for g, r in zip(guesses, out))
    return table


def idle_readings():
    """Share of rated power by kind of memory, a figure for each GPU model."""
    found = collections.defaultdict(list)
    for r in csv.DictReader(open(ROOT / "data/gpus.csv", encoding="utf-8")):
        if r["idle_w"] and r["vendor"] != "Google":  # a TPU's figure is no idle reading
            found[r["memory_kind"]].append((r["name"], float(r["idle_w"]) / float(r["tdp_w"])))
    return found


# --- what is printed and written ---------------------------------------------------------------------

def percent(x):
    return f"{100 * x:.1f} %" if x < 0.1 else f"{100 * x:.0f} %"


class Report:
    def __init__(self):
        self.lines = []

    def say(self, text=""):
        self.lines.append(text)
        print(text)

    def table(self, header, rows):
        self.say("| " + " | ".join(header) + " |")
        self.say("|" + "---|" * len(header))
        for row in rows:
            self.say("| " + " | ".join(str(c) for c in row) + " |")
        self.say()


def limit_folds(points, which):
    out = []
    for rest, left in folds(points, which):
        fit = fit_limit(weighed(rest))
        out.append((lambda w, f=fit: (*f, w), weighed([p for p in left if p.limit < 1])))
    return out


def power_limited(fit, p):
    return limit_interval(p, *fit)


def report_limit(report, points, shape, error, widen):
    low = weighed([p for p in points if p.limit < 1])
    weights = [p.weight for p in low]
    report.say(f"Fitted: ceiling {shape[0]:g}, sharpness {shape[1]:g}; interval e^({error[0] * widen:.3f} d) "
               f"to e^({error[1] * widen:.3f} d), d = sqrt(1 - limit / rated power) ({widen:.2f}-fold widened).")
    report.say()
    rows = []
    for which, name in LEFT_OUT.items():
        held, wrong, _ = held_out(limit_folds(points, which), widen, power_limited)
        rows.append([f"ours, {name}", len(low), percent(wrong), percent(held)])
    for name, guess in (("the limit itself", lambda p: p.limit),
                        ("power as before", lambda p: p.full),
                        ("the smaller of both", lambda p: min(p.limit, p.full))):
        rows.append([name, len(low), percent(mean([abs(guess(p) / p.power - 1) for p in low], weights)), ""])
    report.table(["power under a lower limit, from that at the rated one", "points", "mean error", "held"], rows)


def report_typical(report, points, typical, widen, power_of):
    top = weighed([p for p in points if p.limit == 1])
    report.say(f"Fitted: {typical[1]:.3f} of rated power, {typical[0]:.3f} to {typical[2]:.3f} "
               f"({widen:.2f}-fold widened).")
    report.say()
    rows = []
    for name, chosen in (("at the rated limit", lambda p: p.limit == 1), ("at a lower limit", lambda p: p.limit < 1)):
        some = weighed([p for p in points if chosen(p)])
        for which, out in LEFT_OUT.items():
            held, error, width = held_out(interval_folds(points, which, chosen), widen, power_of)
            rows.append([f"ours, {out}", name, len(some), percent(error), percent(held), f"{width:.1f}"])
        weights = [p.weight for p in some]
        for label, guess in (("rated power", lambda p: 1.0), ("the limit", lambda p: p.limit),
                             ("70 % of rated power", lambda p: 0.7),
                             ("the share fitted on all of them", lambda p: typical[1])):
            if label == "the limit" and name == "at the rated limit":
                continue
            rows.append([label, name, len(some),
                         percent(mean([abs(guess(p) / p.power - 1) for p in some], weights)), "", ""])
    report.table(["estimate", "runs", "points", "mean error", "held", "high / low"], rows)
    rows = []
    for gpu in ZEUS:
        own = [p for p in top if p.gpu == gpu]
        without = weighed([p for p in points if p.gpu != gpu and p.limit == 1])
        guess = fraction_interval([p.power for p in without], [p.weight for p in without], widen)
        w = [p.weight for p in own]
        rows.append([gpu, len(own), percent(mean([abs(1 / p.power - 1) for p in own], w)),
                     percent(mean([abs(guess[1] / p.power - 1) for p in own], w)),
                     f"{100 * (guess[1] / mean([p.power for p in own], w) - 1):+.0f} %",
                     percent(mean([guess[0] <= p.power <= guess[2] for p in own], w))])
    report.table(["GPU left out", "runs", "error of rated power", "ours", "our bias of the total", "held"], rows)


def busy_points_of(rows, held):
    """Power while kernels run, at default clocks; of the driver's readings without the gaps between
    kernels. A reading may be later than its utilisation, but the driver holds the rated power."""
    points = [r[0]._replace(job="") for r in at_default(rows) if any(r[3])]
    for gpu, readings, rated, _ in AT_UTILISATION:
        points += [Point(gpu, "", 1.0, 1.0, min(1.0, (watts / rated - (1 - u) * held) / u), 1.0)
                   for u, watts in readings]
    return per_gpu(points)


def report_busy(report, rows, points, busy, widen):
    report.say(f"Fitted: {busy[1]:.3f} of rated power, {busy[0]:.3f} to {busy[2]:.3f} "
               f"({widen:.2f}-fold widened), over {len(points)} measurements of "
               f"{len({p.gpu for p in points})} GPUs; each GPU counts the same.")
    report.say()
    table, sums = [], []
    for gpu in dict.fromkeys(p.gpu for p in points):
        rest = per_gpu([p for p in points if p.gpu != gpu])
        guess = fraction_interval([p.power for p in rest], [p.weight for p in rest], widen)
        own = [p for p in points if p.gpu == gpu]
        shares = [statistics.fmean(abs(1 / p.power - 1) for p in own),
                  statistics.fmean(abs(guess[1] / p.power - 1) for p in own),
                  statistics.fmean(guess[0] <= p.power <= guess[2] for p in own)]
        sums.append(shares)
        table.append([gpu, len(own)] + [percent(s) for s in shares])
    table.append(["all", len(points)] + [percent(statistics.fmean(column)) for column in zip(*sums)])
    report.table(["GPU left out", "measurements", "error of rated power", "ours", "held"], table)
    by_clock = clock_models(rows)
    gpus = sorted({gpu for _, gpu in by_clock})
    report.say("Mean error with the GPU left out, at all clocks that were tried:")
    report.say()
    report.table(["model"] + gpus,
                 [[name] + [percent(by_clock[name, gpu]) for gpu in gpus]
                  for name in dict.fromkeys(name for name, _ in by_clock)])


def main():
    if len(sys.argv) not in (2, 3) or (len(sys.argv) == 3 and sys.argv[2] != "--write"):
        sys.exit(__doc__.strip())
    data = pathlib.Path(sys.argv[1])
    report = Report()
    points = weighed(read_zeus(data))

    report.say("### Power under a limit")
    shape, error = fit_limit(points)
    limit_widen = calibrate(limit_folds(points, "both"), power_limited)
    report_limit(report, points, shape, error, limit_widen)

    report.say("### A load of which nothing is known")

    def power_of(interval, p):
        ends = [limit_interval(p._replace(full=i), shape, error, limit_widen) for i in interval]
        return ends[0][0], ends[1][1], ends[2][2]
    widen = calibrate(interval_folds(points, "both", lambda p: p.limit == 1), power_of)
    top = weighed([p for p in points if p.limit == 1])
    typical = fraction_interval([p.power for p in top], [p.weight for p in top], widen)
    report_typical(report, points, typical, widen, power_of)

    report.say("### Always busy")
    rows = read_clocks(data)
    held_readings = [(n, statistics.fmean(w) / rated) for n, w, rated, _ in HELD]
    held_readings += [(r[0].gpu, r[0].power) for r in at_default(rows) if not any(r[3])]
    held = student_interval([share for _, share in held_readings])
    busy_points = busy_points_of(rows, held[1])
    busy_folds = [(interval_of, per_gpu(left)) for interval_of, left in interval_folds(busy_points, "gpu")]
    busy_widen = calibrate(busy_folds, lambda interval, p: interval)
    busy = fraction_interval([p.power for p in busy_points], [p.weight for p in busy_points], busy_widen)
    report_busy(report, rows, busy_points, busy, busy_widen)

    report.say("### Not busy")
    unloaded = idle_readings()
    unloaded["any memory"] = [reading for found in unloaded.values() for reading in found]
    idle = {kind: student_interval([s for _, s in found]) for kind, found in unloaded.items()}
    readings = {"held by a program": held_readings,
                **{f"nothing loaded, {kind}": found for kind, found in unloaded.items()}}
    table = []
    for name, found in readings.items():
        low, value, high = student_interval([s for _, s in found])
        inside = 0
        for i in range(len(found)):
            a, _, b = student_interval([s for j, (_, s) in enumerate(found) if j != i])
            inside += a <= found[i][1] <= b
        table.append([name, len(found), f"{value:.3f}", f"{low:.3f} to {high:.3f}", f"{inside} of {len(found)}",
                      "; ".join(f"{n} {s:.3f}" for n, s in sorted(found, key=lambda f: f[1]))])
    report.table(["state", "GPUs", "share of rated power", "interval", "held when left out", "readings"], table)

    report.say("### Published figures that no fit has seen")
    table = []
    for name, utilisation, watts, rated, source in CHECKS:
        if utilisation is None:
            interval = typical
        else:
            interval = [h + utilisation * (b - h) for h, b in zip(held, busy)]
        share = watts / rated
        table.append([name, "" if utilisation is None else percent(utilisation), f"{share:.2f}",
                      f"{interval[1]:.2f} ({interval[0]:.2f} to {interval[2]:.2f})",
                      "yes" if interval[0] <= share <= interval[2] else "no", source])
    report.table(["figure", "utilisation", "share of rated power", "ours", "held", "source"], table)
    if "--write" in sys.argv:
        write(shape, [e * limit_widen for e in error], typical, busy, held, idle, report.lines)


def write(shape, error, typical, busy, held, idle, lines):
    def share(interval):
        low, value, high = interval
        return f"{{{value:.4f}, {low:.4f}, {high:.4f}}}"
    code = f"""// Written by tools/fit_gpu_power.py. What it means and how good it is: docs/gpu-power.md.
#include "models/gpu_power_fit.hpp"

namespace wattprint::models {{

const GpuPowerFit& gpu_power_fit() {{
  // Shares of rated power as value, low, high.
  // clang-format off
  static constexpr GpuPowerFit kFit{{
      .idle_hbm = {share(idle["hbm"])},
      .idle_gddr = {share(idle["gddr"])},
      .idle_any = {share(idle["any memory"])},
      .held = {share(held)},
      .busy = {share(busy)},
      .typical = {share(typical)},
      .limit_ceiling = {shape[0]:g},
      .limit_sharpness = {shape[1]:g},
      .limit_low_error = {error[0]:.4f},
      .limit_high_error = {error[1]:.4f},
  }};
  // clang-format on
  return kFit;
}}

}}  // namespace wattprint::models
"""
    (ROOT / "src/models/gpu_power_fit.cpp").write_text(code, encoding="utf-8")
    page = ROOT / "docs/gpu-power.md"
    begin, end = "<!-- begin: tools/fit_gpu_power.py -->\n", "<!-- end: tools/fit_gpu_power.py -->\n"
    text = page.read_text(encoding="utf-8")
    before, rest = text.split(begin)
    page.write_text(before + begin + "\n".join(lines) + end + rest.split(end)[1], encoding="utf-8")


if __name__ == "__main__":
    main()
