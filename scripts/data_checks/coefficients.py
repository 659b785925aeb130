"""Coefficients of memory, storage, network and embodied emissions, and GPUs of which the making is published."""
import re

from . import gpus
from .common import SOURCES, Problems, described_sources, number, read

GPU_HEADER = "name,memory_gb,kgco2e,source,note"
HEADER = "id,value,low,high,unit,applies_to,source,note"
# Table: its units with the least and the most that makes sense, and the rows that the program needs.
TABLES = {
    "memory.csv": ({"W/GB": (0.01, 3)}, ["idle", "full"]),
    "storage.csv": ({"W": (0.01, 40), "W/TB": (0.01, 20)},
                    ["allocated_hdd", "allocated_ssd"] +
                    [f"{kind}_{state}" for kind in ("nvme", "sata_ssd", "hdd_35", "hdd_25", "hdd_any")
                     for state in ("idle", "active")]),
    "network.csv": ({"kWh/GB": (0.0001, 10)}, ["transfer"]),
    "embodied.csv": ({"kgCO2e": (0.1, 10000), "kgCO2e/GB": (0.01, 10), "kgCO2e/TB": (1, 1000),
                      "kgCO2e/kg": (1, 100), "kgCO2e/mm2": (0.001, 1)},
                     ["assembly", "chassis", "cpu_die", "cpu_package", "dram", "gpu_card", "hdd", "mainboard",
                      "power_supply", "ssd", "ssd_case"]),
}


def check_row(path, line, row, units, problems):
    key = row["id"]
    if not re.fullmatch(r"[a-z0-9_]+", key):
        problems.add(path, line, f'id "{key}" must be lower case, digits and _')
    if row["unit"] not in units:
        problems.add(path, line, f'{key}: unknown unit "{row["unit"]}"')
        return
    least, most = units[row["unit"]]
    values = {}
    for column in ("value", "low", "high"):
        if not row[column] and column != "value":
            continue
        value = number(row[column])
        # Written so that nan is no number in the range either.
        if value is None or not least <= value <= most:
            problems.add(path, line,
                         f'{key}: {column} "{row[column]}" is not from {least} to {most} {row["unit"]}')
            return
        values[column] = value
    if not values.get("low", 0) <= values["value"] <= values.get("high", most):
        problems.add(path, line, f"{key}: low, value and high are out of order")


def check_table(directory, name, units, needed, problems):
    path, rows = read(directory, name, HEADER, problems)
    described = described_sources(directory, problems)
    seen = {}
    for line, row in rows:
        if row["id"] in seen:
            problems.add(path, line, f"{row['id']} stands in line {seen[row['id']]} already")
        seen.setdefault(row["id"], line)
        check_row(path, line, row, units, problems)
        if not row["applies_to"]:
            problems.add(path, line, f"{row['id']}: what does it apply to?")
        if not row["source"]:
            problems.add(path, line, f"{row['id']}: no source")
        for code in row["source"].split(";") if row["source"] else []:
            if described and f"`{code}`" not in described:
                problems.add(path, line, f"{SOURCES} does not name the source {code}")
    for key in needed:
        if rows and key not in seen:
            problems.add(path, 1, f"the row {key} is missing; the program needs it")
    values = {row["id"]: number(row["value"]) or 0 for _, row in rows}
    for kind in ("nvme", "sata_ssd", "hdd_35", "hdd_25", "hdd_any"):
        if values.get(f"{kind}_active", 1) < values.get(f"{kind}_idle", 0):
            problems.add(path, seen[f"{kind}_active"], f"{kind} draws less at work than idle")


def check_gpus(directory, problems):
    path, rows = read(directory, "embodied_gpus.csv", GPU_HEADER, problems)
    # What is wrong with that table, its own check says.
    _, catalog = read(directory, *gpus.GPUS, Problems())
    known = {row["name"] for _, row in catalog}
    described = described_sources(directory, problems)
    memories = {}
    for line, row in rows:
        name = row["name"]
        if known and name not in known:
            problems.add(path, line, f'gpus.csv has no "{name}"')
        for column, least, most in (("memory_gb", 1, 10000), ("kgco2e", 10, 10000)):
            value = number(row[column])
            if value is None or not least <= value <= most:
                problems.add(path, line, f'{name}: {column} "{row[column]}" is not from {least} to {most}')
        if row["memory_gb"] in memories:
            problems.add(path, line, f"{name}: line {memories[row['memory_gb']]} has the same memory")
        memories.setdefault(row["memory_gb"], line)
        codes = row["source"].split(";") if row["source"] else []
        if not codes:
            problems.add(path, line, f"{name}: no source")
        for code in codes:
            if described and f"`{code}`" not in described:
                problems.add(path, line, f"{SOURCES} does not name the source {code}")
        if "own" in codes and not row["note"]:
            problems.add(path, line, f"{name}: how was it derived?")
    if rows and len(memories) < 2:
        problems.add(path, 1, "a line needs two GPUs")


def check(directory, problems):
    for name, (units, needed) in TABLES.items():
        check_table(directory, name, units, needed, problems)
    check_gpus(directory, problems)
