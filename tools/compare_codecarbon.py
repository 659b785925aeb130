#!/usr/bin/env python3
"""Runs a script that imports codecarbon twice, with the real package and with wattprint's stand-in.

    python3 -m venv venv && venv/bin/pip install . codecarbon psutil
    tools/compare_codecarbon.py --python venv/bin/python mnist-sklearn.py

Prints a table in Markdown: the row of emissions.csv that each wrote, and what each run cost in
CPU time, time and memory, children included; medians of --runs runs, taken in turns. Each run has a
directory of its own, so configuration files beside the script are not seen; CODECARBON_... variables
are. Needs only the standard library, and Linux.
"""

import argparse
import csv
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

KINDS = {"CodeCarbon": [], "wattprint": ["-m", "wattprint.compat", "codecarbon"]}
COSTS = ("CPU of the whole program (s)", "time of the whole program (s)", "memory (MiB)")


def run(python, kind, script, directory):
    """(the last row of emissions.csv, what the run cost)."""
    environment = {**os.environ, "WATTPRINT_DATA_DIR": str(directory / "data")}
    with open(directory / "output.txt", "w+") as output:
        begun = time.monotonic()
        child = subprocess.Popen([python, *KINDS[kind], script], cwd=directory, env=environment,
                                 stdout=output, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(child.pid, 0)
        seconds = time.monotonic() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            output.seek(0)
            sys.exit(f"{script} with {kind} ended with {child.returncode}:\n{output.read()}")
    with open(directory / "emissions.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    costs = (used.ru_utime + used.ru_stime, seconds, used.ru_maxrss / 1024)
    return rows[-1], dict(zip(COSTS, (f"{cost:.4g}" for cost in costs)))


def as_number(text):
    try:
        return float(text)
    except (TypeError, ValueError):
        return None


def together(texts):
    """The median where all are numbers, else the last."""
    numbers = [as_number(text) for text in texts]
    if None in numbers:
        return texts[-1]
    return f"{statistics.median(numbers):.4g}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("script")
    parser.add_argument("--python", default=sys.executable,
                        help="an interpreter that has both packages")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    script = str(pathlib.Path(options.script).resolve())
    # Not resolved: a virtual environment's python is a link, and is that by its name.
    python = os.path.abspath(options.python) if os.sep in options.python else options.python
    found = {kind: [] for kind in KINDS}
    for _ in range(options.runs):
        for kind in KINDS:
            with tempfile.TemporaryDirectory(prefix="compare-") as scratch:
                row, costs = run(python, kind, script, pathlib.Path(scratch))
                found[kind].append({**row, **costs})
    columns = {kind: {name: together([str(row[name]) for row in rows]) for name in rows[-1]}
               for kind, rows in found.items()}
    print("| | " + " | ".join(KINDS) + " |\n|---|" + "---|" * len(KINDS))
    for name in columns["CodeCarbon"]:
        if name not in ("timestamp", "run_id", "experiment_id"):
            print(f"| {name} | " + " | ".join(columns[kind].get(name, "") for kind in KINDS) + " |")


if __name__ == "__main__":
    main()
