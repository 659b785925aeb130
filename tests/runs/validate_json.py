"""Validates JSON documents against a schema of docs/schema.

usage: validate_json.py SCHEMA DOCUMENT...
Ends with 77 (skipped) and the reason when the Python module jsonschema is not there; in Debian it is
the package python3-jsonschema.
"""

import json
import math
import sys

SKIPPED = 77


def figures(value, path="$"):
    """All objects in a document that look like a figure, with their paths."""
    if isinstance(value, dict):
        if {"value", "low", "high"} <= value.keys():
            yield path, value
        for key, member in value.items():
            yield from figures(member, f"{path}.{key}")
    elif isinstance(value, list):
        for index, element in enumerate(value):
            yield from figures(element, f"{path}[{index}]")


def problems(schema, document):
    import jsonschema

    for error in jsonschema.Draft202012Validator(schema).iter_errors(document):
        yield f"{error.json_path}: {error.message}"
    # What a JSON Schema cannot say: the order of an interval.
    for path, figure in figures(document):
        ends = [figure["low"], figure["value"], figure["high"]]
        if any(not isinstance(end, (int, float)) or not math.isfinite(end) for end in ends):
            yield f"{path}: not finite"
        elif ends != sorted(ends):
            yield f"{path}: low <= value <= high does not hold"


def main(schema_path, *document_paths):
    try:
        import jsonschema
    except ImportError:
        print("skipped: no Python module jsonschema (Debian: python3-jsonschema)")
        return SKIPPED
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    found = 0
    for path in document_paths:
        with open(path, encoding="utf-8") as file:
            for problem in problems(schema, json.load(file)):
                print(f"{path}: {problem}")
                found += 1
    return 1 if found else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
