#!/usr/bin/env python3
"""Makes data/grid_yearly.csv, data/zones.csv and data/time_zones.csv. A development tool: no build needs it.

    tools/import_grid.py INPUT [--zoneinfo DIR] [--output DIR]

INPUT holds yearly.csv and zones.csv as described in data/SOURCES.md; DIR holds zone.tab, iso3166.tab and
tzdata.zi of the tz database. The tables are written sorted, without quotes, one fact a row, so that the
program can search them in place; scripts/check-data says whether they are sound.
"""
import argparse
import csv
import pathlib
import re
from collections import defaultdict

# A mean over less than this is of a season, not of a year.
LEAST_HOURS = 4380

# Licences that let us hand the row on under a permissive licence, and what we call them.
LICENCES = {
    "CC BY 4.0 (Our World in Data); repository MIT": "CC BY 4.0",
    "CC BY 4.0 (Our World in Data); repository MPL-2.0": "CC BY 4.0",
    "CC BY 4.0 (repository)": "CC BY 4.0 (repository; none stated for the figure itself)",
    "MIT (repository); figures: none stated": "MIT (repository; none stated for the figure itself)",
    "Apache-2.0 (repository); figures: none stated":
        "Apache-2.0 (repository; none stated for the figure itself)",
}

ORIGINS = {
    "Our World in Data (Ember, Energy Institute/BP)":
        "Our World in Data based on Ember and the Energy Institute",
    "Our World in Data (European series 2000-2020)":
        "Our World in Data (European series 2000-2020)",
    "Ember Global Electricity Review 2022 (as the README says)": "Ember Global Electricity Review 2022",
    "not named in file (folder 2016; lb/MWh)": "codecarbon table of US states (origin not named)",
    "provincial mix (origin not named) x codecarbon fossil factors":
        "codecarbon provincial mix and fossil factors (origin not named)",
}

# Rows that look like yearly averages and are none.
REFUSED_ORIGINS = {
    # One constant, 18.0, for nine bidding zones of two countries, and 72.0 for Finland.
    "ENTSO-E historical averages (as the file says)",
    # A mean of the zones that one company covers, not of the world.
    "Electricity Maps, mean of its zones",
}
REFUSED_NOTES = (
    # The newest year of the same table is the same constant under a newer name.
    "constant still named WORLD_2019",
)

# Aliases that the tz database links to a city of another country because their clocks agreed since 1970.
ALIAS_COUNTRY = {
    "Africa/Asmera": "ER", "Africa/Timbuktu": "ML", "America/Coral_Harbour": "CA", "America/Virgin": "VI",
    "Antarctica/South_Pole": "AQ", "Atlantic/Jan_Mayen": "SJ", "Iceland": "IS", "Pacific/Johnston": "UM",
    "Pacific/Ponape": "FM", "Pacific/Truk": "FM", "Pacific/Yap": "FM",
}

# ISO 3166-1 alpha-3 of territories that have a time zone but are no zone of the input.
EXTRA_ISO3 = {
    "AI": "AIA", "AQ": "ATA", "BL": "BLM", "BQ": "BES", "CC": "CCK", "CX": "CXR", "IO": "IOT", "MF": "MAF",
    "MH": "MHL", "MP": "MNP", "NF": "NFK", "NU": "NIU", "PN": "PCN", "SM": "SMR", "SX": "SXM", "TK": "TKL",
    "TV": "TUV", "UM": "UMI", "VA": "VAT", "WF": "WLF",
}

# Names that a person would not type.
NAMES = {
    "GB": "United Kingdom", "EUROPE": "Europe", "EU": "European Union",
    "EU27+1": "European Union and United Kingdom", "EU28": "European Union before 2020",
}


def plain(text):
    """Our tables have no quoting: a comma becomes a semicolon."""
    return " ".join(text.replace(",", ";").replace('"', "'").split())


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write(path, header, rows):
    text = "".join(",".join(row) + "\n" for row in [header] + rows)
    path.write_text(text, encoding="utf-8")
    print(f"{path}: {len(rows)} rows, {len(text.encode())} bytes")


def time_zones(zoneinfo):
    def lines(name):
        return (zoneinfo / name).read_text(encoding="utf-8").splitlines()

    country = {}
    for line in lines("zone.tab"):
        if line and not line.startswith("#"):
            fields = line.split("\t")
            country[fields[2].strip()] = fields[0]
    for line in lines("tzdata.zi"):
        fields = line.split()
        if fields and fields[0] == "L" and fields[2] not in country and fields[1] in country:
            country[fields[2]] = ALIAS_COUNTRY.get(fields[2]) or country[fields[1]]
    # tzdata.zi may link an alias to an alias that zone.tab does not list.
    country.update(ALIAS_COUNTRY)
    names = dict(line.split("\t")[:2] for line in lines("iso3166.tab") if line and not line.startswith("#"))
    return country, names


def zones(rows, countries, names):
    known = {row["zone"] for row in rows}
    out = []
    for row in rows:
        name = NAMES.get(row["zone"], plain(row["name"]).replace(";", ""))
        out.append([row["zone"], row["iso2"], row["iso3"], name, row["parent"], row["latitude"],
                    row["longitude"], row["time_zone"], row["status"].replace(" ", "-"),
                    row["successor"]])
    for code in sorted(set(countries.values()) - known):
        out.append([code, code, EXTRA_ISO3[code], plain(names[code]), "", "", "", "", "iso3166-1", ""])
    return sorted(out)


def origin_of(row):
    if row["source_origin"] != "not named in file":
        return plain(ORIGINS.get(row["source_origin"], row["source_origin"]))
    return f"{row['source'].split(':')[0]} (origin not named)"


def hours_of(row):
    """Hours of data behind a mean over part of a year; None for a whole year."""
    return int(re.search(r"(\d+) h of data", row["note"])[1]) if "partial year" in row["note"] else None


def yearly(rows, zone_rows):
    successor = {row["zone"]: row["successor"] for row in zone_rows if row["successor"]}
    usable = []
    for row in rows:
        if row["licence"] not in LICENCES or float(row["g_per_kwh"]) <= 0:
            continue
        if row["source_origin"] in REFUSED_ORIGINS or any(n in row["note"] for n in REFUSED_NOTES):
            continue
        hours = hours_of(row)
        if hours is None or hours >= LEAST_HOURS:
            usable.append(dict(row))
    # A figure of nobody knows when is better than none, and worse than any other.
    dated = {row["zone"] for row in usable if row["year"]}
    usable = [row for row in usable if row["year"] or row["zone"] not in dated]
    usable = heirs(usable, successor)
    unique = {}
    for row in usable:
        hours = hours_of(row)
        line = [row["zone"], row["year"], row["g_per_kwh"], row["kind"],
                origin_of(row), LICENCES[row["licence"]],
                row["vintage"], plain(source_of(row)), plain(note_of(row)), str(hours or "")]
        # Two files may repeat one figure of one origin; the newer repetition says no more.
        key = tuple(line[:5])
        if key not in unique or unique[key][6] < line[6]:
            unique[key] = line
    return sorted(unique.values(), key=lambda r: (r[0], -int(r[1] or 0), r[3], r[4], r[6], r[2]))


def source_of(row):
    """One place where the figure stands; the one whose licence the row has, where that is the repository's."""
    places = row["source"].split(" | ")
    if row["licence"] == "CC BY 4.0 (repository)":
        places = [place for place in places if place.startswith("green-algorithms-tool:")]
    return places[0]


def note_of(row):
    """The note without what has a column of its own."""
    parts = re.sub(r"\d+ h of data; partial year|year not stated", "", row["note"]).split(";")
    return "; ".join(part.strip() for part in parts if part.strip())


def heirs(rows, successor):
    """A lookup of a retired zone leads to its successor, so figures of the retired one serve only there, and
    only when it is the successor's one predecessor with a figure and the successor has none."""
    with_figure = {row["zone"] for row in rows}
    predecessors = defaultdict(set)
    for zone in with_figure:
        if zone in successor:
            predecessors[successor[zone]].add(zone)
    kept = []
    for row in rows:
        heir = successor.get(row["zone"])
        if heir is None:
            kept.append(row)
        elif heir not in with_figure and len(predecessors[heir]) == 1:
            note = f"of the retired zone {row['zone']}"
            kept.append({**row, "zone": heir, "note": f"{row['note']}; {note}" if row["note"] else note})
    return kept


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("input", type=pathlib.Path)
    parser.add_argument("--zoneinfo", type=pathlib.Path, default=pathlib.Path("/usr/share/zoneinfo"))
    parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path(__file__).parent.parent / "data")
    arguments = parser.parse_args()

    zone_rows = read(arguments.input / "zones.csv")
    countries, names = time_zones(arguments.zoneinfo)
    write(arguments.output / "zones.csv",
          ["code", "iso2", "iso3", "name", "parent", "latitude", "longitude", "time_zone", "status", "successor"],
          zones(zone_rows, countries, names))
    write(arguments.output / "time_zones.csv", ["time_zone", "country"], sorted(map(list, countries.items())))
    write(arguments.output / "grid_yearly.csv",
          ["zone", "year", "g_per_kwh", "kind", "origin", "licence", "vintage", "source", "note", "hours"],
          yearly(read(arguments.input / "yearly.csv"), zone_rows))


if __name__ == "__main__":
    main()
