#!/usr/bin/env python3
"""Makes data/cpus.csv, cpu_aliases.csv, cpu_series.csv and cpuid.csv from reference tables of hardware facts.

    tools/import_cpus.py DATA_DIR      DATA_DIR: cpus.csv, cpu_aliases.csv, cpuid_models.csv

Single figures are taken from sources whose terms allow it (data/SOURCES.md); a figure that rests on another source
only is left out, or is one of tools/cpu_facts.py where the fact is public. Needs nothing but Python.
"""
import csv
import fnmatch
import pathlib
import re
import statistics
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import cpu_facts  # noqa: E402
import cpu_masks  # noqa: E402

OUT = pathlib.Path(__file__).resolve().parent.parent / "data"

VENDOR_SHEETS = ("amd25", "ark25", "amd22", "ark22")
ALLOWED = VENDOR_SHEETS + ("ga", "cc", "ct", "e2", "eit", "ml", "hf", "est", "pk")
CPU_COLUMNS = ("key", "name", "vendor", "family", "segment", "microarchitecture", "tdp_w", "tdp_w_low", "tdp_w_high",
               "cores", "threads", "base_mhz", "launch_year", "source", "note")
TIERS = {"platinum", "gold", "silver", "bronze"}
VENDORS = {"intel", "amd", "ampere", "nvidia", "apple", "aws", "azure", "google", "alibaba", "hisilicon", "fujitsu",
           "marvell", "qualcomm"}


def key_of(name):
    """The join key: what catalog::CpuName makes of the name (src/catalog/cpu_name.hpp)."""
    words = [word for word in name.lower().split() if word not in VENDORS | {"cpu", "processor"}]
    clock = re.fullmatch(r"(\d\.\d+)ghz", words[-1])
    if clock:
        return words[0] + str(round(float(clock[1]) * 1000)) + "mhz"
    if "xeon" in words:
        words = [word for word in words if word not in TIERS]
    return "".join(re.sub(r"[^a-z0-9+]", "", word) for word in words)


def number(text):
    """Shortest text of a number."""
    return f"{float(text):g}" if text else ""


def votes(note):
    """{source: watts} of a note such as "tables differ ...: cc 62, ct 62, bvt 32/35"; of a range the lower."""
    listed = re.search(r"tables differ by more than 50 %: ([^;]+)", note)
    pairs = re.findall(r"(\w+) ([\d.]+)(?:/[\d.]+)?", listed[1]) if listed else []
    return {source: float(watts) for source, watts in pairs}


def tdp_of(row):
    """(value, low, high, note) that rest on allowed sources; None when there is no such value."""
    note = row["note"]
    value, low, high = (float(row[c]) for c in ("tdp_w", "tdp_w_low", "tdp_w_high"))
    chosen_by_forbidden = row["rule"] in ("preference:bv", "preference:gcb")
    turbo = "maximum turbo power" in note or re.match(r"Intel Core i\d-12600K|AMD Ryzen . (PRO )?6\d\d\dU", row["name"])
    if turbo:
        return value, low, high, "base power; up to the power allowed in turbo"
    heard = [watts for source, watts in votes(note).items() if source in ALLOWED]
    if heard:
        low, high = min(heard + [] if chosen_by_forbidden else heard + [value]), max(heard)
        if chosen_by_forbidden:
            value = statistics.median(heard)
        return value, min(low, value), max(high, value), "tables differ" if low < high else ""
    if chosen_by_forbidden:
        value = high if value == low else low if value == high else (low + high) / 2
        return value, value, value, ""
    configurable = re.search(r"(?:configurable TDP|vendor TDP is a range) (\d+)-(\d+) W", note)
    if configurable:
        ends = [float(end) for end in configurable.groups()]
        return value, min(value, *ends), max(value, *ends), f"configurable {configurable[1]}-{configurable[2]} W"
    if any(source.startswith(("bv", "gcb", "mll")) for source in row["sources"].split(";")):
        return value, value, value, ""
    return value, low, high, "tables differ" if low < high else ""


def facts_of(row, sources):
    """Cores, threads, clock and year, where a vendor's sheet is among the sources."""
    trusted = any(source in VENDOR_SHEETS + ("pk", "est") for source in sources)
    return {c: number(row[c]) if trusted else "" for c in ("cores", "threads", "base_mhz", "launch_year")}


def complete(row):
    """Fills empty cells from the series of the name; tells whether anything was filled."""
    year, microarchitecture, cores, threads_per_core = cpu_facts.series_of(row["name"])
    before = dict(row)
    row["launch_year"] = row["launch_year"] or str(year or "")
    row["microarchitecture"] = row["microarchitecture"] or microarchitecture or ""
    row["cores"] = row["cores"] or str(cores or "")
    if not row["threads"] and row["cores"] and threads_per_core:
        row["threads"] = str(int(row["cores"]) * threads_per_core)
    return row != before


def cpus(directory):
    rows = {}
    for source_row in csv.DictReader(open(directory / "cpus.csv", encoding="utf-8")):
        name = re.sub(r"^AMD Opteron X2 (?=\d{3}\b)|^AMD Opteron X2 (?=\d{3} )", "AMD Opteron ", source_row["name"])
        name = name.replace("EPYC Embedded ", "EPYC ")
        sources = [s for s in source_row["sources"].split(";") if s in ALLOWED]
        if cpu_facts.LEFT_OUT.search(name) or not sources or not source_row["tdp_w"] or name in rows:
            continue
        value, low, high, note = tdp_of(source_row)
        if source_row["rule"] == "estimate":
            note = "custom cloud part; no published TDP"
        row = {"name": name, **{c: source_row[c] for c in ("vendor", "family", "segment", "microarchitecture")},
               "tdp_w": number(value), "tdp_w_low": number(low), "tdp_w_high": number(high),
               **facts_of(source_row, sources), "source": ";".join(sources), "note": note}
        if complete(row) and "pk" not in sources:
            row["source"] += ";pk"
        rows[name] = row
    for name, part in cpu_facts.parts().items():
        known = rows.get(name, {})
        vendor = name.split()[0].replace("AmpereOne", "Ampere")
        family = known.get("family") or (name.split()[1] if " " in name and vendor != "Ampere" else name.split()[0])
        segment = known.get("segment") or ("workstation" if " w" in name else "server")
        rows[name] = {"vendor": vendor, "family": family, "segment": segment, **part, "source": "pk"}
    # One spelling of a name whose suffix some tables glue on.
    for name in [n for n in rows if re.fullmatch(r"AMD Opteron \d{4}(HE|SE|EE)", n)]:
        rows.pop(name)
    keyed = {}
    for row in rows.values():
        key = key_of(row["name"])
        if key == "xeon5120" and "Gold" in row["name"]:
            key = "xeongold5120"  # the other 5120 is of 2006
        if key in keyed and keyed[key]["name"].lower() != row["name"].lower():
            # The same part under two spellings: the one with a vendor's sheet stays.
            print(f"{key}: {keyed[key]['name']} and {row['name']}", file=sys.stderr)
            if any(s in keyed[key]["source"].split(";") for s in VENDOR_SHEETS):
                continue
        keyed[key] = {"key": key, **row}
    return keyed


def spread(watts):
    """Median and the ends that hold nine in ten (all of them when they are few)."""
    watts = sorted(watts)
    cut = len(watts) // 20
    return statistics.median(watts), watts[cut], watts[-1 - cut]


def watts_of(rows):
    median, low, high = spread([float(r["tdp_w"]) for r in rows])
    ends = min(float(r["tdp_w_low"]) for r in rows), max(float(r["tdp_w_high"]) for r in rows)
    return [number(w) for w in ((median, *ends) if len(rows) < 4 else (median, low, high))]


def fits(key, tiered, pattern, tier):
    if tier and (tier == "yes") != tiered:
        return False
    return fnmatch.fnmatchcase(key, pattern.replace("#", "[0-9]"))


def series(keyed):
    """Rows of cpu_series.csv: what the known parts of a series have in common."""
    rows = []
    for pattern, tier, name, vendor, segment, microarchitectures, year in cpu_masks.SERIES:
        members = [r for r in keyed.values() if r["vendor"] == vendor and
                   fits(r["key"], any(t in r["name"].lower().split() for t in TIERS), pattern, tier)]
        if not members:
            raise SystemExit(f"no CPU fits the series {pattern}")
        known = {m for m in (r["microarchitecture"] for r in members) if m}
        listed = microarchitectures or ";".join(sorted(known))
        rows.append((pattern, tier, name, vendor, segment, listed, str(year or ""), *watts_of(members),
                     str(len(members)), "pk"))
    return rows


def members_of(keyed, vendor, microarchitecture, segments):
    return [r for r in keyed.values() if r["microarchitecture"] == microarchitecture and r["segment"] in segments and
            (vendor in ("ARM", "Microsoft", "Hygon") or r["vendor"] == vendor)]


def cpuid(directory, keyed):
    rows = []
    for row in csv.DictReader(open(directory / "cpuid_models.csv", encoding="utf-8")):
        identity = "-".join(("arm" if row["arch"] == "arm" else row["vendor"].lower(), row["family"], row["model"]))
        first = row["steppings"].partition("-")[0]
        known = cpu_masks.CPUID_MEMBERS.get((identity, first))
        if known:
            members = [r for r in keyed.values() if re.match(known, r["name"])]
        else:
            members = (members_of(keyed, row["vendor"], row["microarchitecture"], (row["segment"],)) or
                       members_of(keyed, row["vendor"], row["microarchitecture"], ("desktop", "mobile", "")))
        watts = watts_of(members) if members else ["", "", ""]
        rows.append([identity, *cpu_masks.STEPPINGS.get((identity, first), ("", "")), row["vendor"], row["microarchitecture"],
                     row["codename"].replace(",", ";"), row["segment"], row["launch_year"],
                     cpu_masks.power_family(identity, first), *watts, str(len(members)), "pk"])
    have = {(r[0], r[1]) for r in rows}
    rows += [list(r) for r in cpu_masks.EXTRA_CPUID if (r[0], r[1]) not in have]
    return rows


def alias_text(text):
    """What catalog::mask_text makes of a name."""
    text = re.sub(r"\((r|tm)\)", "", text.lower())
    return " ".join(re.sub(r"[^a-z0-9+.@()/_*-]", " ", text).split())


def aliases(directory, keyed):
    names = {row["name"].lower(): row["name"] for row in keyed.values()}
    rows = []
    for row in csv.DictReader(open(directory / "cpu_aliases.csv", encoding="utf-8")):
        listed = [cpu_masks.RENAMED.get(n, n) for n in row["candidates"].split(";") if n]
        candidates = [names[n.lower()] for n in listed if n.lower() in names]
        if row["what"] == "custom cloud part" and (row["alias"].split()[-1][0].isdigit() or candidates):
            continue  # has a row of its own in cpus.csv
        if alias_text(row["alias"]) in cpu_masks.LEFT_OUT:
            continue
        rows.append([alias_text(row["alias"]), row["vendor"], row["family"], row["model"].replace("|", ";"),
                     *cpu_masks.steppings(row["stepping"]), row["what"],
                     row["microarchitecture"].replace("|", ";"), ";".join(candidates)])
    rows += [list(r) for r in cpu_masks.EXTRA_ALIASES]
    rows.sort(key=lambda row: cpu_masks.LIKELIER_SECOND.get((row[0], row[3]), 0))
    out = []
    for alias, vendor, family, model, first, last, what, microarchitecture, candidates in rows:
        if what == "spelling variant" or alias in names:
            continue
        watts = ["", "", ""]
        if what != "generic hypervisor CPU":
            members = cpu_masks.members(keyed, vendor, alias, microarchitecture)
            watts = watts_of(members)
            listed = [float(r["tdp_w"]) for r in keyed.values() if r["name"] in candidates.split(";")]
            if listed:  # the likelier ones set the value; the microarchitecture sets the ends
                ends = [float(w) for w in watts[1:]]
                watts = [number(w) for w in (statistics.median(listed), min(*ends, *listed), max(*ends, *listed))]
            if not microarchitecture:
                found = {r["microarchitecture"] for r in members if r["microarchitecture"]}
                microarchitecture = ";".join(m for m in cpu_masks.HOSTS if m in found)
        out.append([alias, vendor, family, model, first, last, what, microarchitecture, candidates, *watts, "pk"])
    return out


def write(name, columns, rows):
    rows = sorted(([str(cell) for cell in row] for row in rows), key=lambda row: row[0].encode())
    for row in rows:
        if any(c in cell for cell in row for c in ',"\n\r') or len(row) != len(columns):
            raise SystemExit(f"{name}: {row}")
    with open(OUT / name, "w", encoding="utf-8", newline="") as file:
        file.write("\n".join(",".join(row) for row in [columns, *rows]) + "\n")
    print(f"{name}: {len(rows)} rows")


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    directory = pathlib.Path(sys.argv[1])
    keyed = cpus(directory)
    write("cpus.csv", CPU_COLUMNS, [[row[c] for c in CPU_COLUMNS] for row in keyed.values()])
    watts = ("tdp_w", "tdp_w_low", "tdp_w_high")
    write("cpu_series.csv", ("pattern", "tier", "series", "vendor", "segment", "microarchitectures", "launch_year",
                             *watts, "n_cpus", "source"), series(keyed))
    write("cpuid.csv", ("id", "first_stepping", "last_stepping", "vendor", "microarchitecture", "codename", "segment",
                        "launch_year", "power_family", *watts, "n_cpus", "source"), cpuid(directory, keyed))
    write("cpu_aliases.csv", ("alias", "vendor", "family", "model", "first_stepping", "last_stepping", "what",
                              "microarchitectures", "candidates", *watts, "source"), aliases(directory, keyed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
