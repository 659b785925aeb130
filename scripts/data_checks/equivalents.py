"""What emissions and energy are compared with."""
import re

from .common import number, read

TABLE = ("equivalents.csv", "key,amount,unit,what,year,source")
# What one of something may be: a search to a life of a car, a charge to a household's month.
RANGES = {"gCO2e": (0.1, 1e9), "Wh": (0.1, 1e6)}
# The set that is shown by default must have all of these.
DEFAULT = ("car_km", "flight_paris_london", "person_year", "phone_charge", "tree_month")


def check(directory, problems):
    path, rows = read(directory, *TABLE, problems)
    keys = set()
    for line, row in rows:
        key = row["key"]
        if not re.fullmatch(r"[a-z0-9-]+/[a-z0-9_]+", key):
            problems.add(path, line, f'key "{key}" must be set/id, in lower case')
        if key in keys:
            problems.add(path, line, f"{key} stands there twice")
        keys.add(key)
        value = number(row["amount"])
        if row["unit"] not in RANGES:
            problems.add(path, line, f'{key}: unknown unit "{row["unit"]}"')
        else:
            least, most = RANGES[row["unit"]]
            if value is None or not least <= value <= most:
                problems.add(path, line, f'{key}: "{row["amount"]}" is not between {least} and {most} {row["unit"]}')
        if not re.fullmatch(r"(19|20)\d\d", row["year"]):
            problems.add(path, line, f'{key}: "{row["year"]}" is no year')
        for column in ("what", "source"):
            if not row[column]:
                problems.add(path, line, f"{key}: {column} is empty")
    for name in DEFAULT:
        if rows and f"default/{name}" not in keys:
            problems.add(path, 1, f"no row default/{name}")
