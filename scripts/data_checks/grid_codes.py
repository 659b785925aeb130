"""Emission factors of energy sources, and other people's codes for our zones."""
import re

from .common import described_sources, number, read, SOURCES

FACTORS = ("emission_factors.csv", "source,kind,g_per_kwh,low,high,use,year,zone,who,reference,note")
CODES = ("zone_codes.csv", "zone,scheme,code,name,source,note")
ZONES = ("zones.csv", "code,iso2,iso3,name,parent,latitude,longitude,time_zone,status,successor")

STORAGE = {"hydro_pumped", "battery"}
# catalog::EnergySource; the program asks each but storage for its default of both kinds.
ENERGY = {"coal", "lignite", "peat", "oil_shale", "gas", "oil", "biomass", "waste", "nuclear", "hydro", "wind",
          "wind_offshore", "solar", "geothermal", "marine", "other_fossil", "other_renewable", "unknown"}
KINDS = ("lifecycle", "direct")
MOST = 2000  # g/kWh; the worst oil shale is at 1620

FORMS = {"entsoe": r"[0-9A-Z-]{16}", "eia": r"[A-Z0-9]{2,5}", "energi-data-service": r"DK[12]",
         "neso": r"GB|[1-9]|1[0-7]", "watttime": r"[A-Z]+(_[A-Z]+)*"}


def check_factors(directory, problems):
    path, rows = read(directory, *FACTORS, problems)
    described = described_sources(directory, problems)
    defaults = {}
    for line, row in rows:
        what = f"{row['source']}, {row['kind']}"
        if row["source"] not in ENERGY | STORAGE:
            problems.add(path, line, f'unknown source "{row["source"]}"')
        if row["kind"] not in KINDS:
            problems.add(path, line, f'unknown kind "{row["kind"]}"')
        if row["use"] not in ("default", "compare"):
            problems.add(path, line, f'use "{row["use"]}" is neither default nor compare')
        values = {c: number(row[c]) for c in ("g_per_kwh", "low", "high") if row[c] or row["use"] == "default"}
        bad = [c for c, v in values.items() if v is None or not 0 <= v <= MOST]
        for column in bad:
            problems.add(path, line, f'{what}: {column} "{row[column]}" is not from 0 to {MOST}')
        if not row["g_per_kwh"]:
            problems.add(path, line, f"{what}: there is no figure")
        elif not bad and not values.get("low", 0) <= values["g_per_kwh"] <= values.get("high", MOST):
            problems.add(path, line, f"{what}: low, g_per_kwh and high are out of order")
        if not re.fullmatch(r"(19|20)\d{2}", row["year"]):
            problems.add(path, line, f'"{row["year"]}" is not a year')
        if not row["who"]:
            problems.add(path, line, f"{what}: who says so?")
        if not row["reference"]:
            problems.add(path, line, f"{what}: no source")
        for code in row["reference"].split(";") if row["reference"] else []:
            if described and f"`{code}`" not in described:
                problems.add(path, line, f"{SOURCES} does not name the source {code}")
        if row["use"] == "default":
            if row["source"] in STORAGE:
                problems.add(path, line, f"{row['source']} gives back what was generated; it has no default")
            if what in defaults:
                problems.add(path, line, f"a second default for {what}; line {defaults[what]} has one")
            defaults.setdefault(what, line)
    for source in sorted(ENERGY):
        for kind in KINDS:
            if rows and f"{source}, {kind}" not in defaults:
                problems.add(path, 1, f"there is no default for {source}, {kind}; the program needs it")


def eic_check_character(code):
    """The last character of an Energy Identification Code, from the fifteen before it (ENTSO-E, EIC reference
    manual): digits are 0 to 9, letters 10 to 35, the hyphen 36; weights fall from 16 to 2."""
    value = {c: i for i, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-")}
    total = sum(value[c] * (16 - i) for i, c in enumerate(code[:15]))
    return "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"[36 - (total - 1) % 37]


def check_codes(directory, problems):
    path, rows = read(directory, *CODES, problems)
    described = described_sources(directory, problems)
    zones = {row["code"] for _, row in read(directory, *ZONES, problems)[1]}
    seen = {}
    for line, row in rows:
        if row["zone"] not in zones:
            problems.add(path, line, f"unknown zone {row['zone']}; {ZONES[0]} must have it")
        form = FORMS.get(row["scheme"])
        if not form:
            problems.add(path, line, f'unknown scheme "{row["scheme"]}"')
        elif not re.fullmatch(form, row["code"]):
            problems.add(path, line, f'"{row["code"]}" is no code of {row["scheme"]}')
        elif row["scheme"] == "entsoe" and eic_check_character(row["code"]) != row["code"][15]:
            problems.add(path, line, f'{row["code"]}: the check character must be '
                                     f'{eic_check_character(row["code"])}')
        if not row["source"]:
            problems.add(path, line, f"{row['code']}: no source")
        elif described and f"`{row['source']}`" not in described:
            problems.add(path, line, f"{SOURCES} does not name the source {row['source']}")
        key = row["zone"], row["scheme"], row["code"]
        if key in seen:
            problems.add(path, line, f"repeats line {seen[key]}")
        seen.setdefault(key, line)


def check(directory, problems):
    check_factors(directory, problems)
    check_codes(directory, problems)
