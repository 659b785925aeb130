#!/usr/bin/env python3
"""Compares the published methods with golden cases: what the real tools returned.

    tools/check_golden.py CASES --answers GOLDEN_ANSWERS [--failures] [--markdown] [--all]

CASES is a directory of *.json or *.jsonl, or one such file; a case has id, tool, kind, input, expected. GOLDEN_ANSWERS is
the test program of that name (build it: cmake --build --preset ci --target golden_answers). Prints for each tool and
kind how many of how many cases come out; `partly` are those in which all that the method answers is right but some field
of the case is not answered. Numbers agree to 1e-6, or where the case has it with six decimals to those; what JavaScript
rounded, and texts, to the digit. --failures lists the cases that do not come out, and why; --markdown prints the table of
docs/calculators.md; --all exits with 1 unless every case comes out (used by the tests on the cases that are ours).
Needs nothing but Python.
"""
import argparse
import collections
import json
import math
import pathlib
import subprocess
import sys

TOLERANCE = 1e-6
# BoaviztAPI's use phase rests on a curve fit of its own.
LOOSE = {"use_1h_raw": 1e-3}
TOOLS = ("mlco2-impact", "green-algorithms-tool", "GreenAlgorithms4HPC", "ecologits", "codecarbon", "cloud-carbon-footprint",
         "boaviztapi", "carbontracker", "eco2ai")


def read_cases(path):
    files = sorted([*path.glob("*.json"), *path.glob("*.jsonl")]) if path.is_dir() else [path]
    for file in files:
        text = file.read_text(encoding="utf-8")
        try:
            cases = json.loads(text)
        except json.JSONDecodeError:
            cases = [json.loads(line) for line in text.splitlines() if line.strip()]
        if isinstance(cases, list):
            yield from (c for c in cases if isinstance(c, dict) and {"tool", "kind", "input", "expected"} <= set(c))


def same_number(expected, got, tolerance):
    if isinstance(got, bool) or not isinstance(got, (int, float)):
        return False
    # A case that was written with six decimals cannot be met more closely than that.
    return math.isclose(expected, got, rel_tol=tolerance, abs_tol=0.51e-6 if round(expected, 6) == expected else 1e-15)


def compare(expected, got, tolerance=TOLERANCE, path=""):
    """Yields (path, what): "missing" for what is not answered, else what is wrong."""
    if isinstance(expected, dict) and "error" in expected:
        if not (isinstance(got, dict) and "error" in got):
            yield path, f"an error was expected, not {got}"
    elif isinstance(expected, dict):
        if set(expected) == {"min", "max"} and isinstance(got, float):
            got = {"min": got, "max": got}  # an interval without width
        if not isinstance(got, dict):
            yield path, f"{got!r} instead of {expected!r}"
            return
        for key, value in expected.items():
            if key not in got:
                yield f"{path}/{key}", "missing"
            else:
                yield from compare(value, got[key], LOOSE.get(key, tolerance), f"{path}/{key}")
    elif isinstance(expected, list):
        if not isinstance(got, list) or len(got) != len(expected):
            yield path, f"{got!r} instead of {expected!r}"
            return
        for i, (a, b) in enumerate(zip(expected, got)):
            yield from compare(a, b, tolerance, f"{path}[{i}]")
    elif isinstance(expected, str) and expected.startswith("raises"):
        # An error by its kind; where ours has the tool's sentence, by that.
        if not (isinstance(got, dict) and "error" in got) and got != expected:
            yield path, f"{got!r} instead of {expected!r}"
    elif isinstance(expected, (int, float)) and not isinstance(expected, bool):
        if not same_number(expected, got, tolerance):
            yield path, f"{got!r} instead of {expected!r}"
    elif expected != got:
        yield path, f"{got!r} instead of {expected!r}"


class Count:
    def __init__(self):
        self.cases = self.right = self.partly = 0
        self.why = []


def answers(program, cases):
    requests = "".join(json.dumps({k: c[k] for k in ("tool", "kind", "input")}) + "\n" for c in cases)
    run = subprocess.run([program], input=requests, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def check(cases, replies):
    counts = collections.OrderedDict()
    failures = []
    for case, reply in zip(cases, replies):
        count = counts.setdefault((case["tool"], case["kind"]), Count())
        count.cases += 1
        if isinstance(reply, dict) and "unsupported" in reply:
            problems = [("", f'not supported: {reply["unsupported"]}')]
        else:
            problems = list(compare(case["expected"], reply))
        missing = [p for p, what in problems if what == "missing"]
        if not problems:
            count.right += 1
        elif len(missing) == len(problems):
            count.partly += 1
            count.why.append("not answered: " + ", ".join(sorted({p.split("/")[1] for p in missing})))
        else:
            count.why.extend(what for _, what in problems if what.startswith("not supported"))
        failures += [f'{case.get("id", case.get("case", "?"))} {case["tool"]} {case["kind"]} {p}: {what}' for p, what in problems]
    return counts, failures


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("cases", type=pathlib.Path)
    parser.add_argument("--answers", required=True)
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    cases = [c for c in read_cases(options.cases) if c["tool"] in TOOLS]
    if not cases:
        print(f"{options.cases}: no golden case in it", file=sys.stderr)
        return 2
    replies = answers(options.answers, cases)
    if len(replies) != len(cases):
        print(f"{options.answers} answered {len(replies)} of {len(cases)} cases", file=sys.stderr)
        return 2
    counts, failures = check(cases, replies)
    rows = sorted(counts.items(), key=lambda item: TOOLS.index(item[0][0]))
    line = "| {} | {} | {} of {} | {} | {} |" if options.markdown else "{:24} {:26} {:3} of {:3}  partly {:2}  {}"
    if options.markdown:
        print("| tool | kind | cases that come out | partly | why not all |\n|---|---|---|---|---|")
    for (tool, kind), count in rows:
        why = "; ".join(dict.fromkeys(count.why))
        print(line.format(tool, kind, count.right, count.cases, count.partly or ("" if options.markdown else 0), why))
    right, partly = sum(c.right for c in counts.values()), sum(c.partly for c in counts.values())
    print(f"\n{right} of {len(cases)} cases come out, {partly} more in what is answered.")
    if options.failures:
        print("\n".join(failures))
    return 1 if options.all and right != len(cases) else 0


if __name__ == "__main__":
    sys.exit(main())
