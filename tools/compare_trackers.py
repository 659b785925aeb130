#!/usr/bin/env python3
"""Runs a script twice, with the package that it imports and with wattprint's stand-in.

    python3 -m venv venv && venv/bin/pip install . carbontracker eco2ai scikit-learn
    tools/compare_trackers.py --python venv/bin/python carbontracker examples/python/mnist_carbontracker.py

NAME is what the script imports: carbontracker, eco2ai or experiment_impact_tracker. Prints what each
printed, the rows of the tables that each wrote, and what each run cost in CPU time, time and memory, children
included. Needs only the standard library, and Linux.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import time


def run(python, arguments, directory):
    environment = {**os.environ, "WATTPRINT_DATA_DIR": str(directory / "data"),
                   "PYTHONWARNINGS": "ignore"}
    with open(directory / "output.txt", "w+") as output:
        begun = time.monotonic()
        child = subprocess.Popen([python, *arguments], cwd=directory, env=environment, stdout=output,
                                 stderr=subprocess.STDOUT)
        _, status, used = os.wait4(child.pid, 0)
        seconds = time.monotonic() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        printed = output.read()
    for table in sorted(directory.glob("*.csv")):
        printed += f"{table.name}:\n{table.read_text()}"
    return child.returncode, printed, used.ru_utime + used.ru_stime, seconds, used.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("name", choices=("carbontracker", "eco2ai", "experiment_impact_tracker"))
    parser.add_argument("script")
    parser.add_argument("--python", default=sys.executable, help="an interpreter that has both")
    options = parser.parse_args()
    script = str(pathlib.Path(options.script).resolve())
    python = os.path.abspath(options.python) if os.sep in options.python else options.python
    kinds = {options.name: [script],
             "wattprint": ["-m", "wattprint.compat", options.name, script]}
    for kind, arguments in kinds.items():
        with tempfile.TemporaryDirectory(prefix="compare-") as scratch:
            status, printed, cpu, seconds, memory = run(python, arguments, pathlib.Path(scratch))
        print(f"== {kind}: exit {status}, {cpu:.2f} s CPU, {seconds:.2f} s, {memory:.0f} MiB\n{printed}")


if __name__ == "__main__":
    main()
