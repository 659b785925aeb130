"""What published calculators and trackers look up, as they have it."""
import re

from .common import described_sources, number, read

METHODS = ("methods.csv", "key,values,text,source")
CPUS = ("method_cpus.csv", "name,codecarbon_w,carbontracker_w,eco2ai_w")

# Prefix: how many values a row has, which of them must be there, and from where to where they make sense. The figures are
# the projects', oddities included: the ranges only find a column that slipped or another unit.
KINDS = {
    "carbontracker/car": (1, 1, (50, 500)),
    "carbontracker/country": (1, 1, (0, 2000)),
    "ccf/processor": (3, 2, (0.1, 1000)),
    "ccf/pue": (1, 1, (1, 2)),
    "ccf/region": (2, 1, (0, 0.004)),
    "codecarbon/cloud": (1, 1, (0, 2000)),
    "codecarbon/country": (8, 0, (0, 20000)),
    "codecarbon/nordic": (1, 1, (0, 2000)),
    "codecarbon/province": (4, 4, (0, 101)),
    "codecarbon/state": (1, 1, (0, 3000)),
    "eco2ai/index": (1, 1, (0, 2000)),
    "green-algorithms/cpu-core": (6, 0, (0.1, 200)),
    "green-algorithms/datacentre": (1, 0, (1, 3)),
    "green-algorithms/gpu": (6, 0, (1, 300000)),  # a TPU pod is one
    "green-algorithms/location": (6, 0, (0, 2000)),
    "green-algorithms/pue": (6, 0, (1, 3)),
    "green-algorithms/reference": (6, 0, (0.1, 3e6)),
    "mlco2/hardware": (1, 1, (5, 1000)),
    "mlco2/region": (3, 3, (0, 1500)),
}
SOURCE_OF = {"carbontracker": "ct", "ccf": "ccf", "codecarbon": "cc", "eco2ai": "eco", "green-algorithms": "ga", "mlco2": "mlco2"}


def check_row(path, line, row, problems):
    key = row["key"]
    kind = "/".join(key.split("/")[:2])
    if kind not in KINDS or key.count("/") < 2:
        problems.add(path, line, f'unknown kind of row "{key}"')
        return
    count, needed, (least, most) = KINDS[kind]
    values = row["values"].split(";")
    if len(values) != count:
        problems.add(path, line, f"{key}: {len(values)} values instead of {count}")
    elif not all(values[:needed]) or (needed == 0 and not any(values) and not row["text"]):
        problems.add(path, line, f"{key}: a value is missing")
    for text in filter(None, values):
        value = number(text)
        if value is None or not least <= value <= most:
            problems.add(path, line, f'{key}: "{text}" is not between {least} and {most}')
    if row["source"] != SOURCE_OF[kind.split("/")[0]]:
        problems.add(path, line, f'{key}: source "{row["source"]}" is not that of its tool')


def check_methods(directory, problems):
    path, rows = read(directory, *METHODS, problems)
    described = described_sources(directory, problems)
    keys = set()
    for line, row in rows:
        if row["key"] in keys:
            problems.add(path, line, f'{row["key"]} stands there twice')
        keys.add(row["key"])
        check_row(path, line, row, problems)
    for source in sorted({row["source"] for _, row in rows}):
        if described and not re.search(rf"\| `?{re.escape(source)}`? ", described):
            problems.add(path, 1, f"SOURCES.md does not name the source {source}")
    # Each method falls back on these.
    for key in ("eco2ai/index/WORLD/Whole country", "green-algorithms/pue/Unknown", "carbontracker/car/eu_new_car_2024",
                "ccf/region/aws/Unknown", "ccf/region/azure/Unknown", "ccf/region/gcp/Unknown"):
        if rows and key not in keys:
            problems.add(path, 1, f"no row {key}")


def check_cpus(directory, problems):
    path, rows = read(directory, *CPUS, problems)
    names = set()
    for line, row in rows:
        name = row["name"]
        if not name or name in names:
            problems.add(path, line, f'"{name}" stands there twice' if name else "a CPU without a name")
        names.add(name)
        watts = [row[column] for column in ("codecarbon_w", "carbontracker_w", "eco2ai_w")]
        if not any(watts):
            problems.add(path, line, f"{name}: nobody's watts")
        for text in filter(None, watts):
            value = number(text)
            # Four of CodeCarbon's rows have two points; the tool stops at them, and so does the method.
            if not re.fullmatch(r"\d+\.\d+\.\d+", text) and (value is None or not 0 <= value <= 1000):
                problems.add(path, line, f'{name}: "{text}" W is not between 0 and 1000')


def check(directory, problems):
    check_methods(directory, problems)
    check_cpus(directory, problems)
