"""Reads the published servers that the power model is fitted to, as the program itself would see them."""
import csv
import gzip
import json
import math
import pathlib
import re
import subprocess

# Platforms for one socket with two memory channels: desktops and the server parts made from them.
ENTRY_SEGMENTS = {"desktop", "mobile", "handheld"}
ENTRY_NAMES = re.compile(r"Intel Xeon (E3|E-2|X3|L3|3\d{3}\b)|AMD EPYC 4")

# What an unknown CPU is taken for, by the cores of a chip: regressions over the CPUs in the published
# results. More cores are newer, and need more power.
UNKNOWN_TDP = (73.0, 2.8, 350.0)           # watts, a core, at most
UNKNOWN_YEAR = (2004.0, 2.9, 2021.0)       # with one core, a doubling, at most


def unknown_cpu(cores_per_chip):
    base, per_core, most = UNKNOWN_TDP
    first, per_doubling, last = UNKNOWN_YEAR
    return {"tdp": min(base + per_core * cores_per_chip, most),
            "year": min(first + per_doubling * math.log2(max(cores_per_chip, 1)), last)}


def is_entry(name, segment):
    return segment in ENTRY_SEGMENTS or bool(ENTRY_NAMES.match(name))


def look_up(wattprint, name):
    """The catalog's answer to a name: the one place where names are understood."""
    done = subprocess.run([wattprint, "catalog", "cpu", name, "--json"], capture_output=True, text=True,
                          check=True)
    return json.loads(done.stdout)


def number(text):
    return float(text) if text else None


def describe(row, answer):
    """A server as the model sees it: a row of an inventory and the catalog's answer to its CPU."""
    chips, cores = int(row["chips"]), int(row["cores"])
    known = answer["kind"] in ("exact", "alias")
    guess = unknown_cpu(cores / chips)
    tdp = answer["tdp_w"]["value"] if answer["tdp_w"] else None
    if tdp and chips > 1 and answer["cores"] == cores:
        tdp /= chips  # one package that counts as several, such as a Grace superchip
    return {
        "kind": "named" if known else answer["kind"],
        "cpu_key": answer["match"] if known else None,
        "tdp": tdp or guess["tdp"],
        "year": answer["launch_year"] or guess["year"],
        "vendor": answer["vendor"] or "",
        "microarchitecture": answer["microarchitectures"][0] if len(answer["microarchitectures"]) == 1
                             else None,
        "entry": is_entry(answer["match"] or "", answer["segment"]),
        "chips": chips, "cores": cores, "threads": int(row["threads"]),
        "mhz": (answer["base_mhz"] if known else None) or number(row["mhz"]) or 2500.0,
        "memory": float(row["mem_gb"]),
    }


def read_servers(data_dir, wattprint):
    """[{features..., "id", "cpu", "watts": {load: watts}}], one for each published result."""
    answers, servers = {}, {}
    with gzip.open(pathlib.Path(data_dir) / "power/spec_public.csv.gz", "rt", newline="") as file:
        for row in csv.DictReader(file):
            if row["cpu"] not in answers:
                answers[row["cpu"]] = look_up(wattprint, row["cpu"])
            if row["id"] not in servers:
                servers[row["id"]] = {**describe(row, answers[row["cpu"]]), "id": row["id"],
                                      "group": row["cpu_key"], "cpu": row["cpu"], "row": row, "watts": {}}
            servers[row["id"]]["watts"][round(float(row["load"]))] = float(row["watts"])
    return list(servers.values())
