#!/usr/bin/env python3
"""Fits the power model of whole servers, says how good it is, and writes src/models/server_power_fit.cpp.

    tools/fit_server_power.py DATA_DIR --wattprint BIN            prints the tables of docs/power-model.md
    tools/fit_server_power.py DATA_DIR --wattprint BIN --write    and writes the coefficients
    tools/fit_server_power.py DATA_DIR --wattprint BIN --check    and holds BIN's watts against Python's

DATA_DIR holds power/spec_public.csv.gz, published SPECpower_ssj2008 results (www.spec.org), which is not
part of the repository: its rows may be fitted on but not handed on. BIN is a built wattprint: its catalog
says what CPU a name means. Needs numpy.
"""
import argparse
import csv
import io
import pathlib
import subprocess
import sys

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import server_power_data as data  # noqa: E402
import server_power_intervals as intervals  # noqa: E402
import server_power_model as model  # noqa: E402
import server_power_write as write  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHOWN = ("rows", "mape", "median", "idle", "half", "full", "bias", "held", "held_idle", "width")


def show(name, numbers):
    print(f"| {name} | {numbers['rows']} | " +
          " | ".join(f"{numbers[key]:.1f}" for key in SHOWN[1:]) + " |", flush=True)


def mean_of(scores):
    return {key: (scores[0][key] if key == "rows" else float(np.mean([s[key] for s in scores])))
            for key in SHOWN}


def system_of(server):
    return server["row"]["vendor"], server["row"]["system"], server["group"]


def group_of(server):
    return server["group"]


def out_of_sample(servers, families):
    """{class: (log watts, similarity)} by models that have not seen the server."""
    return {
        "measured": intervals.left_out(servers, system_of),
        "named": intervals.left_out(servers, group_of),
        "family": intervals.left_out(servers, group_of,
                                     lambda s: intervals.without_its_name(s, families)),
        "unknown": intervals.left_out(servers, group_of, intervals.without_any_name),
    }


def evaluate(servers, errors):
    watts = intervals.watts_table(servers)
    print("| left out | " + " | ".join(SHOWN) + " |\n|" + "---|" * (len(SHOWN) + 1))
    for name in intervals.CLASSES:
        key = system_of if name == "measured" else group_of
        groups = [str(key(s)) for s in servers]
        numbers = intervals.calibrated_elsewhere(servers, *errors[name], watts, groups)
        show(name, intervals.score(*numbers, watts))
    scores = []
    for seed in range(3):
        log, alike = intervals.left_out(servers, group_of, folds=10, seed=seed)
        groups = [s["group"] for s in servers]
        numbers = intervals.calibrated_elsewhere(servers, log, alike, watts, groups, seed=seed)
        scores.append(intervals.score(*numbers, watts))
    show("CPU models in 10 folds (mean of 3 shuffles)", mean_of(scores))
    scores = []
    for seed in range(4):
        log, alike = intervals.left_out(servers, lambda s: s["id"], folds=5, seed=seed)
        groups = [s["id"] for s in servers]
        numbers = intervals.calibrated_elsewhere(servers, log, alike, watts, groups, seed=seed)
        scores.append(intervals.score(*numbers, watts))
    show("results in 5 folds: CPU model known (mean of 4 shuffles)", mean_of(scores))
    for year in (2017, 2018, 2020):
        before = [s for s in servers if s["year"] < year]
        after = [s for s in servers if s["year"] >= year]
        rows = intervals.calibrate(before, *intervals.left_out(before, group_of),
                                   intervals.watts_table(before))
        fitted = model.Model(before)
        numbers = intervals.apply(rows, after, fitted.curve(after), fitted.similarity(after))
        show(f"fitted before {year}, CPUs since", intervals.score(*numbers, intervals.watts_table(after)))
    evaluate_by_kind(servers, errors["named"], watts)


def evaluate_by_kind(servers, errors, watts):
    """Where the model is better and worse: servers whose CPU model was left out, by what they are."""
    groups = [s["group"] for s in servers]
    numbers = intervals.calibrated_elsewhere(servers, *errors, watts, groups)
    likeness = errors[1]
    kinds = {
        **{f"{n} chip{'' if n == 1 else 's'}": [s["chips"] == n for s in servers] for n in (1, 2, 4, 8)},
        "entry platform": [s["entry"] for s in servers],
        **{vendor: [s["vendor"] == vendor for s in servers] for vendor in ("Intel", "AMD", "Ampere")},
        "CPU before 2010": [s["year"] < 2010 for s in servers],
        "2010 to 2016": [2010 <= s["year"] < 2017 for s in servers],
        "since 2017": [s["year"] >= 2017 for s in servers],
        "likeness below 0.8": list(likeness < 0.8),
    }
    print("\n| kind | " + " | ".join(SHOWN) + " |\n|" + "---|" * (len(SHOWN) + 1))
    for name, chosen in kinds.items():
        chosen = np.array(chosen)
        show(name, intervals.score(*(part[chosen] for part in numbers), watts[chosen]))


def check(binary, servers, fitted, calibration):
    """The largest relative difference between the program's watts and Python's, over all servers."""
    rows = io.StringIO()
    out = csv.writer(rows, lineterminator="\n")
    out.writerow("id,cpu,chips,cores,threads,mhz,mem_gb,load".split(","))
    for s in servers:
        for level in model.LEVELS:
            out.writerow([s["id"], *(s["row"][c] for c in "cpu chips cores threads mhz mem_gb".split()), level])
    done = subprocess.run([binary, "estimate", "servers", "--input", "-", "--output", "-"], text=True,
                          input=rows.getvalue(), capture_output=True, check=True)
    theirs = np.array([[float(r[c]) for c in ("watts", "low", "high")]
                       for r in csv.DictReader(io.StringIO(done.stdout))])
    ours = intervals.apply(calibration["measured"], servers, fitted.curve(servers),
                           fitted.similarity(servers))
    ours = np.stack([part.ravel() for part in ours], axis=1)
    return float(np.abs(theirs / ours - 1).max())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("data_dir", metavar="DATA_DIR")
    parser.add_argument("--wattprint", required=True, metavar="BIN")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()

    servers = data.read_servers(arguments.data_dir, arguments.wattprint)
    unnamed = sorted({s["cpu"] for s in servers if s["kind"] != "named"})
    if unnamed:
        sys.exit(f"the catalog does not know {'; '.join(unnamed)}: add them to data/cpus.csv")
    with open(ROOT / "data/cpus.csv", newline="", encoding="utf-8") as file:
        families = intervals.median_of_families(servers, list(csv.DictReader(file)))
    errors = out_of_sample(servers, families)
    watts = intervals.watts_table(servers)
    calibration = {name: intervals.calibrate(servers, *errors[name], watts)
                   for name in intervals.CLASSES}
    fitted = model.Model(servers)
    if arguments.check:
        print(f"largest difference to {arguments.wattprint}: "
              f"{100 * check(arguments.wattprint, servers, fitted, calibration):.3f} %")
        return
    evaluate(servers, errors)
    if arguments.write:
        text = write.source_text(fitted, calibration)
        (ROOT / "src/models/server_power_fit.cpp").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
