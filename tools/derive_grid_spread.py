#!/usr/bin/env python3
"""Prints the constants of src/grid/offline.cpp that say how far a yearly average may be from the truth.

    tools/derive_grid_spread.py SERIES_DIR YEARLY_CSV

SERIES_DIR holds hourly series (timestamp_utc,g_per_kwh; .csv.gz), YEARLY_CSV the table that
tools/import_grid.py reads. A development tool: no build needs it. docs/grid.md tells how the numbers are used.
"""
import csv
import gzip
import math
import pathlib
import re
import sys
from collections import defaultdict


def quantile(values, p):
    values = sorted(values)
    at = p * (len(values) - 1)
    low = int(at)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (at - low)


def hourly_ratios(path):
    """Hour / mean of its year, for each year of the series that is nearly complete."""
    years = defaultdict(lambda: defaultdict(list))
    with gzip.open(path, "rt") as file:
        for row in csv.DictReader(file):
            if row["g_per_kwh"]:
                years[row["timestamp_utc"][:4]][row["timestamp_utc"][:13]].append(float(row["g_per_kwh"]))
    for year, hours in sorted(years.items()):
        means = [sum(v) / len(v) for v in hours.values()]
        if len(means) >= 8000:
            yearly = sum(means) / len(means)
            yield year, [m / yearly for m in means]


def hour_of_the_year(series):
    """Each region counts alike, whatever the length of its series."""
    regions = defaultdict(list)
    for path in sorted(series.glob("*.csv.gz")):
        region = path.name.split("_")[1]
        for year, ratios in hourly_ratios(path):
            print(f"  {path.name} {year}: 5 % {quantile(ratios, .05):.3f}  95 % {quantile(ratios, .95):.3f}")
            regions[region] += ratios
    shortest = min(len(r) for r in regions.values())
    pooled = []
    for ratios in regions.values():
        ratios.sort()
        pooled += [ratios[int((i + 0.5) * len(ratios) / shortest)] for i in range(shortest)]
    print(f"hour / yearly mean over {', '.join(sorted(regions))}: 5 % {quantile(pooled, .05):.3f}  "
          f"95 % {quantile(pooled, .95):.3f}")


def half_of_the_year(series):
    """Mean of 4380 hours in a row over the mean of their year; the year is taken for a ring."""
    half = 4380
    regions = defaultdict(list)
    for path in sorted(series.glob("*.csv.gz")):
        for _, ratios in hourly_ratios(path):
            ring = ratios + ratios[:half]
            total = sum(ring[:half])
            for start in range(len(ratios)):
                if start % 168 == 0:
                    regions[path.name.split("_")[1]].append(total / half)
                total += ring[start + half] - ring[start] if start + half < len(ring) else 0
    shortest = min(len(r) for r in regions.values())
    pooled = []
    for ratios in regions.values():
        ratios.sort()
        pooled += [ratios[int((i + 0.5) * len(ratios) / shortest)] for i in range(shortest)]
    logs = [abs(math.log(ratio)) for ratio in pooled]
    print(f"half a year / yearly mean: 90 % within exp({quantile(logs, .9):.3f})")


def vintage_of_undated(yearly):
    """How old the year of a figure is when its source carries it; for figures that state no year. Series of many
    years, and one of 2011 that is not shipped, say nothing about that."""
    lags = [int(row["vintage"][:4]) - int(row["year"]) for row in usable(yearly)
            if row["vintage"] and not re.search("European series|ADEME", row["source_origin"])]
    print(f"vintage - year over {len(lags)} figures: median {quantile(lags, .5):.0f}, 90 % at most "
          f"{quantile(lags, .9):.0f} years")


def usable(yearly):
    with open(yearly, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["year"] and float(row["g_per_kwh"]) > 0 and "partial" not in row["note"]:
                yield row


def year_to_year(yearly):
    newest = {}
    for row in usable(yearly):
        if row["kind"] == "lifecycle" and row["source_origin"].startswith("Our World in Data"):
            key = row["zone"], int(row["year"])
            if key not in newest or row["vintage"] > newest[key][0]:
                newest[key] = row["vintage"], float(row["g_per_kwh"])
    for lag in (1, 2, 3):
        logs = [abs(math.log(value / newest[zone, year - lag][1]))
                for (zone, year), (_, value) in newest.items() if (zone, year - lag) in newest]
        print(f"country, {lag} year(s) apart: 90 % of {len(logs)} pairs within a factor "
              f"exp({quantile(logs, .9):.3f}); / sqrt({lag}) = {quantile(logs, .9) / math.sqrt(lag):.3f}")
    world = [v for k, v in {z: v for (z, y), (_, v) in sorted(newest.items()) if z != "WORLD"}.items()]
    print(f"{len(world)} countries, newest figure: 5 % {quantile(world, .05):.1f}  95 % {quantile(world, .95):.1f}")


def between_sources(yearly):
    """Pairs of publishers for one country and year. The European series (CO2 only, no upstream part) and the
    production mixes of AIB measure something else and are left out."""
    publishers = {"Our World in Data (Ember, Energy Institute/BP)": "Ember", "Ember data explorer": "Ember",
                  "Ember Global Electricity Review 2022 (as the README says)": "Ember",
                  "Electricity Maps yearly mean": "Electricity Maps"}
    figures = defaultdict(dict)
    for row in usable(yearly):
        if "-" in row["zone"] or int(row["year"]) < 2018 or "European series" in row["source_origin"]:
            continue
        if "AIB" in row["source_origin"] or "Issuing" in row["source_origin"] or "Production mix" in row["note"]:
            continue
        name = publishers.get(row["source_origin"], row["source_origin"].split(" (")[0].split(" and ")[0])
        old = figures[row["zone"], row["year"]].get(name)
        if old is None or row["vintage"] > old[0]:
            figures[row["zone"], row["year"]][name] = row["vintage"], float(row["g_per_kwh"])
    logs = []
    for by_name in figures.values():
        values = [value for _, value in by_name.values()]
        logs += [abs(math.log(a / b)) for i, a in enumerate(values) for b in values[i + 1:]]
    print(f"two publishers, same country and year: 90 % of {len(logs)} pairs within exp({quantile(logs, .9):.3f}); "
          f"one publisher / sqrt(2) = {quantile(logs, .9) / math.sqrt(2):.3f}, "
          f"median exp({quantile(logs, .5):.3f})")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    hour_of_the_year(pathlib.Path(sys.argv[1]))
    half_of_the_year(pathlib.Path(sys.argv[1]))
    year_to_year(sys.argv[2])
    vintage_of_undated(sys.argv[2])
    between_sources(sys.argv[2])
