#!/usr/bin/env python3
"""How far the profile of a week is from the truth: the constants of src/grid/forecast/profile.cpp.

    tools/derive_profile_spread.py SERIES.csv[.gz] ...

SERIES is `timestamp_utc,g_per_kwh`. For each day ahead, prints the 5th and 95th percentile of truth over
forecast: of each series, and the mean of the series' logarithms, each series counted alike. A development tool.
"""
import csv
import datetime
import gzip
import math
import sys
from collections import defaultdict

DAY = 24
HORIZON = 96
FIRST_ORIGIN = 60 * DAY


def hourly(path):
    """Means of hours from the first on, None for a gap."""
    opened = gzip.open(path, "rt") if path.endswith(".gz") else open(path, encoding="utf-8")
    hours = defaultdict(list)
    with opened as file:
        for time, value in list(csv.reader(file))[1:]:
            if value:
                moment = datetime.datetime.fromisoformat(time.replace("Z", "+00:00"))
                hours[int(moment.timestamp()) // 3600].append(float(value))
    first, last = min(hours), max(hours)
    return [sum(hours[h]) / len(hours[h]) if h in hours else None for h in range(first, last + 1)]


def forecast(past, origin):
    profile = [0.0] * DAY
    for back in range(1, 7 * DAY + 1):
        profile[(origin - back) % DAY] += past[origin - back] / 7
    deviation = past[origin - 1] - profile[(origin - 1) % DAY]
    return [profile[(origin + a) % DAY] + deviation * math.exp(-(a + 1) / 18) for a in range(HORIZON)]


def log_errors(truth):
    past = []
    for value in truth:
        past.append(value if value is not None else past[-DAY] if len(past) >= DAY else past[-1])
    errors = [[] for _ in range(HORIZON // DAY)]
    for origin in range(FIRST_ORIGIN, len(truth) - HORIZON, DAY):
        for ahead, value in enumerate(forecast(past, origin)):
            if truth[origin + ahead]:
                errors[ahead // DAY].append(math.log(truth[origin + ahead] / max(value, 1e-3)))
    return errors


def ends(sample):
    ordered = sorted(sample)
    return ordered[int(len(ordered) * 0.05)], ordered[int(len(ordered) * 0.95)]


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    series = [[ends(day) for day in log_errors(hourly(path))] for path in sys.argv[1:]]
    for path, days in zip(sys.argv[1:], series):
        print(path, " ".join(f"{math.exp(low):.2f}..{math.exp(high):.2f}" for low, high in days))
    for day in range(HORIZON // DAY):
        low, high = (math.exp(sum(days[day][i] for days in series) / len(series)) for i in (0, 1))
        print(f"day {day + 1}: {low:.2f} to {high:.2f}")


if __name__ == "__main__":
    main()
