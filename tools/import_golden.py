#!/usr/bin/env python3
"""Writes tests/golden/estimate/TOOL.jsonl: what published tools returned for which input, as far as our methods give it.

    tools/import_golden.py CASES --answers GOLDEN_ANSWERS

CASES as for tools/check_golden.py: cases made by running the tools, not part of the repository. Inputs and results are
taken as facts; of a case that a method answers in part, only that part. Needs nothing but Python.
"""
import argparse
import json
import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from check_golden import TOOLS, answers, compare, read_cases  # noqa: E402

# What was run to make the cases.
SOURCES = {
    "mlco2-impact": "mlco2/impact d0d3ee5", "green-algorithms-tool": "green-algorithms-tool 30df2fe",
    "GreenAlgorithms4HPC": "GreenAlgorithms4HPC c0f4709", "ecologits": "ecologits 0.9.3 5be90da",
    "codecarbon": "codecarbon 3.3.0 b05965e", "cloud-carbon-footprint": "cloud-carbon-footprint b7a049c",
    "boaviztapi": "boaviztapi 2.4.1 15878f0", "carbontracker": "carbontracker 2.4.3 70e5a02", "eco2ai": "eco2AI 0.3.12 366debb",
}


def without(expected, paths):
    """expected without the fields at these paths of dictionaries."""
    if not isinstance(expected, dict):
        return expected
    return {k: without(v, [p.split("/", 1)[1] for p in paths if p.startswith(k + "/")])
            for k, v in expected.items() if k not in paths}


def ours(case, reply):
    """The case in our schema; nothing when it does not come out."""
    if isinstance(reply, dict) and "unsupported" in reply:
        return None
    problems = list(compare(case["expected"], reply))
    if any(what != "missing" for _, what in problems):
        return None
    kept = {"case": case["id"], "tool": case["tool"], "kind": case["kind"], "input": case["input"],
            "expected": without(case["expected"], [p.lstrip("/") for p, _ in problems]), "source": SOURCES[case["tool"]]}
    if "fault" in case:
        kept["known_fault"] = True  # of the tool: its method gives this, ours must not
    return kept


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("cases", type=pathlib.Path)
    parser.add_argument("--answers", required=True)
    options = parser.parse_args()
    cases = [c for c in read_cases(options.cases) if c["tool"] in TOOLS]
    folder = pathlib.Path(__file__).resolve().parent.parent / "tests" / "golden" / "estimate"
    folder.mkdir(parents=True, exist_ok=True)
    kept = [k for k in map(ours, cases, answers(options.answers, cases)) if k]
    for tool in TOOLS:
        lines = [json.dumps(k, ensure_ascii=False) for k in kept if k["tool"] == tool]
        (folder / f"{tool}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
