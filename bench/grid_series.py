"""Hours of carbon intensity of a grid with weather, as long as one likes."""

import datetime
import math
import random


def write(path, days):
    """`timestamp_utc,g_per_kwh`: a day, a week, a year, and weather that lasts some days."""
    draw = random.Random(1)
    weather = 0.0
    start = datetime.datetime(2023, 1, 1)
    with open(path, "w", encoding="ascii") as file:
        file.write("timestamp_utc,g_per_kwh\n")
        for hour in range(days * 24):
            weather = 0.97 * weather + draw.gauss(0, 12)
            day, week, year = (math.sin(2 * math.pi * hour / period) for period in (24, 168, 8766))
            value = max(10.0, 320 + 60 * day + 20 * week + 40 * year + weather)
            time = start + datetime.timedelta(hours=hour)
            file.write(f"{time.isoformat()}Z,{value:.1f}\n")
