#!/usr/bin/env python3
"""How good predictions of a training's energy and time are, after its first epochs.

usage: check_epoch_prediction.py SERIES.csv --answers epoch_answers [--half fit|check|all] [--failures] [--misses]

SERIES.csv: series, kind, epoch, wall_s, cpu_s (tools/record_epochs.py). Each series is predicted after 1, 2, 3, 5 and 10
epochs, its CPU time (by which energy is divided where there is no sensor) and its wall time, by the library itself
(test program epoch_answers) and by CarbonTracker's formula, the mean of the epochs so far times their number. Prints the
mean absolute error of the total in percent and how often the 90 % interval has the total. Series with an even number at
the end of their name are those that the constants were fitted on; the others check them.
--failures: status 1 when the mean is not beaten, or the coverage is not 85 to 95 %, on the half that checks.
"""

import argparse
import csv
import subprocess
import sys

AFTER = (1, 2, 3, 5, 10)


def read(path):
    series = {}
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            for what, column in (("cpu", "cpu_s"), ("wall", "wall_s")):
                series.setdefault((row["series"], row["kind"], what), []).append(float(row[column]))
    return series


def is_for_fitting(name):
    return int(name.rsplit("-", 1)[1]) % 2 == 0


def cases(series, half):
    for (name, kind, what), used in series.items():
        if half != "all" and is_for_fitting(name) != (half == "fit"):
            continue
        for after in AFTER:
            if after < len(used):
                yield {"name": name, "kind": kind, "what": what, "after": after, "used": used[:after],
                       "epochs": len(used), "total": sum(used)}


def answer(program, questions):
    lines = "".join(f"{'energy' if q['what'] == 'cpu' else 'time'} {q['epochs']} {' '.join(map(str, q['used']))}\n" for q in questions)
    done = subprocess.run([program], input=lines, text=True, capture_output=True, check=True)
    for question, line in zip(questions, done.stdout.splitlines(), strict=True):
        question["value"], question["low"], question["high"] = map(float, line.split())


def scores(questions):
    count = len(questions)
    ours = sum(abs(q["value"] / q["total"] - 1) for q in questions) / count
    mean = sum(abs(sum(q["used"]) / q["after"] * q["epochs"] / q["total"] - 1) for q in questions) / count
    inside = sum(q["low"] <= q["total"] <= q["high"] for q in questions) / count
    return count, 100 * ours, 100 * mean, 100 * inside


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("series")
    parser.add_argument("--answers", required=True)
    parser.add_argument("--half", choices=("fit", "check", "all"), default="check")
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--misses", action="store_true", help="print the totals that are outside")
    options = parser.parse_args()

    questions = list(cases(read(options.series), options.half))
    answer(options.answers, questions)
    failures = []
    print(f"{'':6}{'after':>6}{'series':>8}{'error %':>10}{'mean x N %':>12}{'coverage %':>12}")
    for what in ("cpu", "wall"):
        rows = [(f"{after}", [q for q in questions if q["what"] == what and q["after"] == after]) for after in AFTER]
        for title, chosen in rows + [("all", [q for q in questions if q["what"] == what])]:
            count, ours, mean, inside = scores(chosen)
            print(f"{what:6}{title:>6}{count:8}{ours:10.1f}{mean:12.1f}{inside:12.0f}")
            if title in ("1", "2", "3", "5") and ours >= mean:
                failures.append(f"{what} after {title}: error {ours:.1f} %, the mean has {mean:.1f} %")
            if title == "all" and not 85 <= inside <= 95:
                failures.append(f"{what}: the interval has {inside:.0f} % of the totals")
    if options.misses:
        for q in questions:
            if not q["low"] <= q["total"] <= q["high"]:
                print(f"{q['name']} {q['what']} after {q['after']}: {q['total']:.2f}, predicted {q['value']:.2f} "
                      f"({q['low']:.2f} to {q['high']:.2f})")
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if options.failures and failures else 0


if __name__ == "__main__":
    sys.exit(main())
