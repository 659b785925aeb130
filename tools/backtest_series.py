#!/usr/bin/env python3
"""Backtests every series of a directory and sets the forecast against the simple reference.

    tools/backtest_series.py WATTPRINT DIR [--origins N]

WATTPRINT is the binary; DIR holds *.csv or *.csv.gz of timestamp_utc,g_per_kwh. Prints the Markdown table
of docs/forecast.md. The series are not part of the project: without DIR nothing is done, and that is said.
"""

import argparse
import gzip
import json
import pathlib
import subprocess
import sys

HEADER = "timestamp_utc,g_per_kwh"
DAYS = ["day1", "day2", "day3", "day4"]


def is_series(path):
    opened = gzip.open if path.name.endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8-sig") as file:
        return file.readline().strip() == HEADER


def backtest(binary, path, origins):
    command = [binary, "grid", "backtest", "--series", str(path), "--json"]
    if origins:
        command += ["--origins", str(origins)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(done.stderr.strip())
    return json.loads(done.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wattprint")
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("--origins", type=int)
    arguments = parser.parse_args()
    if not arguments.directory.is_dir():
        print(f"skipped: {arguments.directory} is not here; the series are not part of the project")
        return
    paths = [p for p in sorted(arguments.directory.iterdir())
             if p.name.endswith((".csv", ".csv.gz")) and is_series(p)]
    if not paths:
        print(f"skipped: no series in {arguments.directory}")
        return
    print("| series | origins | 1-24 | reference | less | 24-96 | reference | less | day 1 / 2 / 3 / 4 | in interval |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    sums = {span: [0.0, 0.0, 0.0] for span in ("1-24", "24-96")}
    for path in paths:
        result = backtest(arguments.wattprint, path, arguments.origins)
        cells = [path.name.split(".")[0], str(result["origins"])]
        for span, total in sums.items():
            ours, reference = result["mape_percent"][span], result["baselines"]["reference"][span]
            less = 100.0 * (1.0 - ours / reference)
            total[0] += ours
            total[1] += reference
            total[2] += less
            cells += [f"{ours:.2f}", f"{reference:.2f}", f"{less:.1f} %"]
        cells.append(" / ".join(f"{result['mape_percent'][d]:.2f}" for d in DAYS))
        cells.append(" / ".join(f"{100 * result['interval90_coverage'][d]:.1f}" for d in DAYS))
        print("| " + " | ".join(cells) + " |")
    for span, (ours, reference, less) in sums.items():
        print(f"{span}: mean error {100 * (1 - ours / reference):.1f} % less, "
              f"mean of the series' {less / len(paths):.1f} % less")


if __name__ == "__main__":
    main()
