"""Cloud regions, what is published of them, and the hardware table of an old calculator."""
from .common import SOURCES, described_sources, number, read

REGIONS = ("cloud_regions.csv", "key,provider,region,name,aliases,place,iso2,zone,source,note")
FIGURES = ("cloud_figures.csv", "key,quantity,value,year,kind,origin,licence,source,note")

PROVIDERS = {"alibaba", "aws", "azure", "coreweave", "gcp", "ovh", "scaleway", "seeweb"}

# quantity: least and most that can be, and what its kind may say. No grid is above oil shale; a market-based figure may be 0,
# what a grid emits may be so only where Google's own table says it (Montreal, Toronto: hydro power).
QUANTITIES = {
    "grid_g_per_kwh": (0, 2000, {"lifecycle", "direct", "unknown"}),
    "market_g_per_kwh": (0, 2000, {"cfe", "claim"}),
    "cfe_percent": (0, 100, {"hourly"}),
    "offset_percent": (0, 100, {"claim"}),
    "pue": (1.0, 3.0, {"region", "fleet", "best site", "worst site", "survey"}),
    "wue_l_per_kwh": (0, 20, {"region", "fleet"}),
}
LICENCES = {"Apache-2.0", "MIT", "CC BY 4.0", "figure of the provider"}


def check_source(path, line, key, source, described, problems):
    if not source:
        problems.add(path, line, f"{key}: no source")
    for code in filter(None, source.split(":")[0].split(";")):
        if f"`{code}`" not in described:
            problems.add(path, line, f'{key}: {SOURCES} does not describe the source "{code}"')


def check_regions(directory, described, zones, problems):
    path, rows = read(directory, *REGIONS, problems)
    names = {}
    for line, row in rows:
        key = row["key"]
        if row["provider"] not in PROVIDERS:
            problems.add(path, line, f'unknown provider "{row["provider"]}"')
        if key != f'{row["provider"]}:{row["region"].lower()}':
            problems.add(path, line, f'key "{key}" is not provider:region in lower case')
        if not row["name"] or not row["place"]:
            problems.add(path, line, f"{key}: no name or no place")
        # An id that two regions share would make each of them unreachable by it.
        for spelling in [row["region"], *filter(None, row["aliases"].split(";"))]:
            other = names.setdefault(spelling.lower(), key)
            if other != key:
                problems.add(path, line, f'{key}: "{spelling}" is a name of {other} too')
        if len([r for _, r in rows if r["key"] == key]) > 1:
            problems.add(path, line, f"{key} stands there twice")
        if row["zone"] not in zones:
            problems.add(path, line, f'{key}: zone "{row["zone"]}" is not in zones.csv')
        elif zones[row["zone"]] != row["iso2"]:
            problems.add(path, line, f'{key}: zone {row["zone"]} is not in {row["iso2"]}')
        check_source(path, line, key, row["source"], described, problems)
    return {row["key"] for _, row in rows}


def check_figures(directory, described, regions, problems):
    path, rows = read(directory, *FIGURES, problems)
    seen = {}
    for line, row in rows:
        key, quantity = row["key"], row["quantity"]
        provider, _, region = key.partition(":")
        if key not in regions and not (region == "*" and provider in PROVIDERS | {"any"}):
            problems.add(path, line, f"{key} is neither in {REGIONS[0]} nor a provider")
        if quantity not in QUANTITIES:
            problems.add(path, line, f'{key}: unknown quantity "{quantity}"')
            continue
        least, most, kinds = QUANTITIES[quantity]
        value = number(row["value"])
        if value is None or not least <= value <= most:
            problems.add(path, line, f'{key}: {quantity} "{row["value"]}" is not between {least} and {most}')
        elif value == 0 and quantity == "grid_g_per_kwh" and row["origin"] != "google":
            problems.add(path, line, f"{key}: no grid emits nothing")
        if row["kind"] not in kinds:
            problems.add(path, line, f'{key}: kind "{row["kind"]}" of {quantity} is none of {", ".join(sorted(kinds))}')
        if row["year"] and not (row["year"].isdigit() and 2000 <= int(row["year"]) <= 2035):
            problems.add(path, line, f'{key}: year "{row["year"]}"')
        if row["licence"] not in LICENCES:
            problems.add(path, line, f'{key}: licence "{row["licence"]}" is none that we ship')
        # The program takes what is contractual from market_g_per_kwh alone, and needs to tell it from the grid.
        mark = (key, quantity, row["year"], row["kind"], row["origin"])
        if mark in seen:
            problems.add(path, line, f"{key}: {quantity} of {row['origin']} {row['year']} stands in line {seen[mark]} already")
        seen.setdefault(mark, line)
        check_source(path, line, key, row["source"], described, problems)
    for provider in ("any", "aws"):
        if not any(row["key"] == f"{provider}:*" and row["quantity"] == "pue" for _, row in rows):
            problems.add(path, 1, f"there is no PUE of {provider}:*")


def check_agreement(directory, problems):
    """What ML CO2 Impact says of a region stands in methods.csv as that method reads it, and here as one published figure of many."""
    methods = {}
    for text in (directory / "methods.csv").read_text(encoding="utf-8", errors="replace").splitlines():
        key, values = (text.split(",") + [""])[:2]
        if key.startswith("mlco2/region/"):
            methods[":".join(key.split("/")[2:4])] = values.split(";")
    path, rows = read(directory, *FIGURES, problems)
    for line, row in rows:
        if row["origin"] != "mlco2" or row["key"] not in methods:
            continue
        intensity, offset = methods[row["key"]][:2]
        theirs = offset if row["quantity"] == "offset_percent" else intensity
        if number(row["value"]) != number(theirs):
            problems.add(path, line, f'{row["key"]}: {row["quantity"]} is {row["value"]} here and {theirs} in methods.csv')


def check(directory, problems):
    described = described_sources(directory, problems)
    # What zones.csv itself must be, grid.py says.
    zone_lines = (directory / "zones.csv").read_text(encoding="utf-8", errors="replace").splitlines()[1:]
    zones = {fields[0]: fields[1] for fields in (line.split(",") for line in zone_lines) if len(fields) > 1}
    regions = check_regions(directory, described, zones, problems)
    check_figures(directory, described, regions, problems)
    check_agreement(directory, problems)
