"""Zones, yearly grid intensities and time zones."""
import re

from .common import SOURCES, described_sources, is_date, number, read

YEARLY = ("grid_yearly.csv", "zone,year,g_per_kwh,kind,origin,licence,vintage,source,note,hours")
ZONES = ("zones.csv", "code,iso2,iso3,name,parent,latitude,longitude,time_zone,status,successor")
TIME_ZONES = ("time_zones.csv", "time_zone,country")

KINDS = {"lifecycle", "direct", "unknown"}
STATUSES = {"current", "retired", "legacy", "iso3166-1", "iso3166-2", "own-code", "aggregate"}
# A mean over less than half a year is of a season.
LEAST_HOURS = 4380
LICENCES = ("CC BY 4.0", "MIT", "Apache-2.0")


def check_zones(directory, problems):
    path, rows = read(directory, *ZONES, problems)
    seen = {}
    for line, row in rows:
        code = row["code"]
        if not re.fullmatch(r"[A-Z0-9][A-Z0-9+-]*", code):
            problems.add(path, line, f'code "{code}" must be capitals, digits, + and -')
        if code in seen:
            problems.add(path, line, f"zone {code} stands in line {seen[code]} already")
        seen.setdefault(code, line)
        if not row["name"]:
            problems.add(path, line, f"zone {code} has no name")
        if row["iso2"] and not re.fullmatch(r"[A-Z]{2}", row["iso2"]):
            problems.add(path, line, f'iso2 "{row["iso2"]}" is not two capitals')
        if row["iso3"] and not re.fullmatch(r"[A-Z]{3}", row["iso3"]):
            problems.add(path, line, f'iso3 "{row["iso3"]}" is not three capitals')
        if row["status"] not in STATUSES:
            problems.add(path, line, f'unknown status "{row["status"]}"')
        for column, most in (("latitude", 90), ("longitude", 180)):
            value = number(row[column])
            if row[column] and (value is None or not -most <= value <= most):
                problems.add(path, line, f'{column} "{row[column]}" is not within -{most} and {most}')
        if bool(row["latitude"]) != bool(row["longitude"]):
            problems.add(path, line, "latitude and longitude go together")
    for line, row in rows:
        for column in ("iso2", "parent", "successor"):
            if row[column] and row[column] not in seen:
                problems.add(path, line, f"{column} {row[column]} is no zone")
        if row["code"] in (row["parent"], row["successor"]):
            problems.add(path, line, f"zone {row['code']} refers to itself")
    if rows and "WORLD" not in seen:
        problems.add(path, 1, "there is no zone WORLD")
    return {row["code"]: row for _, row in rows}


def is_repeated_constant(row):
    """codecarbon has 18.0 for nine Nordic bidding zones and 72.0 for Finland."""
    return row["source"].startswith("codecarbon:") and "nordic" in row["source"].lower()


def check_yearly(directory, zones, problems):
    path, rows = read(directory, *YEARLY, problems)
    described = described_sources(directory, problems)
    seen = {}
    years = {}
    for line, row in rows:
        zone = row["zone"]
        if zone not in zones:
            problems.add(path, line, f"unknown zone {zone}; {ZONES[0]} must have it")
        if row["year"] and not re.fullmatch(r"(19|20)\d{2}", row["year"]):
            problems.add(path, line, f'"{row["year"]}" is not a year')
        years.setdefault(zone, set()).add(bool(row["year"]))
        if years[zone] == {True, False}:
            problems.add(path, line, f"{zone}: a figure without a year is kept only where there is no other")
        grams = number(row["g_per_kwh"])
        if grams is None or not 0 < grams < 2000:
            problems.add(path, line, f'{zone}: g_per_kwh "{row["g_per_kwh"]}" is not between 0 and 2000')
        if row["kind"] not in KINDS:
            problems.add(path, line, f'unknown kind "{row["kind"]}"')
        if not row["origin"]:
            problems.add(path, line, f"{zone}: who computed the figure? origin is empty")
        if not row["licence"].startswith(LICENCES):
            problems.add(path, line, f'licence "{row["licence"]}" does not let us ship the row')
        project = row["source"].split(":")[0]
        if not re.fullmatch(r"[^:]+:[^@]+@[0-9a-f]{7,40}#.+", row["source"]):
            problems.add(path, line, f'source "{row["source"]}" is not project:file@commit#row')
        elif described and project not in described:
            problems.add(path, line, f"{SOURCES} does not name the source {project}")
        if not is_date(row["vintage"]):
            problems.add(path, line, f'vintage "{row["vintage"]}" is not a date such as 2025-11-12')
        elif row["year"] > row["vintage"][:4]:
            problems.add(path, line, f"the year {row['year']} is after the vintage {row['vintage']}")
        if "partial year" in row["note"] and not row["hours"]:
            problems.add(path, line, f"{zone}: part of a year is no yearly average; how many hours?")
        hours = number(row["hours"])
        if row["hours"] and (not row["hours"].isdigit() or not LEAST_HOURS <= hours <= 8784):
            problems.add(path, line, f'{zone}: hours "{row["hours"]}" is not from {LEAST_HOURS} to 8784')
        if is_repeated_constant(row):
            problems.add(path, line, f"{zone}: a constant that one table repeats for many zones is no figure")
        key = tuple(row[c] for c in ("zone", "year", "g_per_kwh", "kind", "origin"))
        if key in seen:
            problems.add(path, line, f"repeats line {seen[key]}")
        seen.setdefault(key, line)
    if rows and not any(row["zone"] == "WORLD" and row["kind"] == "lifecycle" for _, row in rows):
        problems.add(path, 1, "there is no life-cycle figure for WORLD")


def check_time_zones(directory, zones, problems):
    path, rows = read(directory, *TIME_ZONES, problems)
    seen = {}
    for line, row in rows:
        name, country = row["time_zone"], row["country"]
        if not re.fullmatch(r"[A-Za-z0-9_+/-]+", name):
            problems.add(path, line, f'"{name}" is not the name of a time zone')
        if re.match(r"(Etc/|UTC$|GMT|UCT$|Zulu$|Universal$|Greenwich$)", name):
            problems.add(path, line, f"{name} lies in no country")
        if name in seen:
            problems.add(path, line, f"{name} stands in line {seen[name]} already")
        seen.setdefault(name, line)
        if country not in zones or zones[country]["iso2"] != country:
            problems.add(path, line, f"{name}: {country or 'nothing'} is no country of {ZONES[0]}")
    for code, zone in zones.items():
        if seen and zone["time_zone"] and zone["time_zone"] not in seen:
            problems.add(path, 1, f"{zone['time_zone']}, the time zone of {code}, is missing")


def check(directory, problems):
    zones = check_zones(directory, problems)
    check_yearly(directory, zones, problems)
    check_time_zones(directory, zones, problems)
