"""CPUs, their other names, series and CPUID numbers."""
import re

from .common import SOURCES, described_sources, number, read

CPUS = ("cpus.csv", "key,name,vendor,family,segment,microarchitecture,tdp_w,tdp_w_low,tdp_w_high,cores,threads,"
                    "base_mhz,launch_year,source,note")
ALIASES = ("cpu_aliases.csv", "alias,vendor,family,model,first_stepping,last_stepping,what,microarchitectures,"
                              "candidates,tdp_w,tdp_w_low,tdp_w_high,source")
SERIES = ("cpu_series.csv", "pattern,tier,series,vendor,segment,microarchitectures,launch_year,tdp_w,tdp_w_low,"
                            "tdp_w_high,n_cpus,source")
CPUID = ("cpuid.csv", "id,first_stepping,last_stepping,vendor,microarchitecture,codename,segment,launch_year,"
                      "power_family,tdp_w,tdp_w_low,tdp_w_high,n_cpus,source")
POWER_FAMILIES = "cpu_power_families.csv"

SEGMENTS = {"server", "workstation", "desktop", "mobile", "embedded", "handheld", ""}
WATTS = ("tdp_w", "tdp_w_low", "tdp_w_high")
# The highest of 2026 is 600 W (Xeon 6900P boards allow it); a quark is below 1 W.
LEAST_WATTS, MOST_WATTS = 0.5, 1000


def check_watts(path, line, row, problems, may_be_empty):
    cells = [row[c] for c in WATTS]
    if may_be_empty and not any(cells):
        return
    values = [number(cell) for cell in cells]
    if any(v is None or not LEAST_WATTS <= v <= MOST_WATTS for v in values):
        problems.add(path, line, f"TDP {'/'.join(cells)} is not between {LEAST_WATTS} and {MOST_WATTS} W")
    elif not values[1] <= values[0] <= values[2]:
        problems.add(path, line, f"TDP {cells[0]} does not lie between its ends {cells[1]} and {cells[2]}")


def check_whole(path, line, row, column, least, most, problems):
    if row[column] and not (row[column].isdigit() and least <= int(row[column]) <= most):
        problems.add(path, line, f'{column} "{row[column]}" is not a whole number from {least} to {most}')


def check_source(path, line, row, described, problems):
    if not row["source"]:
        problems.add(path, line, "who says so? source is empty")
    for code in row["source"].split(";"):
        if described and code and f"`{code}`" not in described:
            problems.add(path, line, f"{SOURCES} does not name the source {code}")


def check_cpus(directory, described, problems):
    path, rows = read(directory, *CPUS, problems)
    keys, names = {}, {}
    for line, row in rows:
        if not re.fullmatch(r"[a-z0-9+]+", row["key"]):
            problems.add(path, line, f'key "{row["key"]}" must be lower case letters, digits and +')
        for seen, text in ((keys, row["key"]), (names, row["name"].lower())):
            if text in seen:
                problems.add(path, line, f"{text} stands in line {seen[text]} already")
            seen.setdefault(text, line)
        for column in ("name", "vendor", "family"):
            if not row[column]:
                problems.add(path, line, f"{column} is empty")
        if row["segment"] not in SEGMENTS:
            problems.add(path, line, f'unknown segment "{row["segment"]}"')
        check_watts(path, line, row, problems, may_be_empty=False)
        check_whole(path, line, row, "cores", 1, 1024, problems)
        check_whole(path, line, row, "threads", 1, 4096, problems)
        check_whole(path, line, row, "base_mhz", 100, 6500, problems)
        check_whole(path, line, row, "launch_year", 1995, 2030, problems)
        if row["cores"].isdigit() and row["threads"].isdigit():
            if not int(row["cores"]) <= int(row["threads"]) <= 8 * int(row["cores"]):
                problems.add(path, line, f"{row['threads']} threads on {row['cores']} cores")
        if row["family"] in ("Xeon", "EPYC", "Opteron") and not (row["microarchitecture"] and row["launch_year"]):
            problems.add(path, line, f"{row['name']}: a server CPU needs microarchitecture and launch_year")
        check_source(path, line, row, described, problems)
    return {row["name"] for _, row in rows}


def check_aliases(directory, described, names, problems):
    path, rows = read(directory, *ALIASES, problems)
    seen = {}
    for line, row in rows:
        if not re.fullmatch(r"[a-z0-9+.@()/ -]+\*?", row["alias"]):
            problems.add(path, line, f'alias "{row["alias"]}" is not in the form in which names are compared')
        for candidate in filter(None, row["candidates"].split(";")):
            if candidate not in names:
                problems.add(path, line, f"{candidate} is not in {CPUS[0]}")
        if not row["what"]:
            problems.add(path, line, "what is empty")
        check_watts(path, line, row, problems, may_be_empty=row["what"] == "generic hypervisor CPU")
        check_source(path, line, row, described, problems)
        identity = tuple(row[c] for c in ("alias", "vendor", "family", "model", "first_stepping"))
        if identity in seen:
            problems.add(path, line, f"repeats line {seen[identity]}")
        seen.setdefault(identity, line)


def check_series(directory, described, problems):
    path, rows = read(directory, *SERIES, problems)
    seen = {}
    for line, row in rows:
        if not re.fullmatch(r"[a-z]([a-z0-9+#?*]|\[!?[a-z0-9-]+\])*", row["pattern"]):
            problems.add(path, line, f'"{row["pattern"]}" is no pattern of keys')
        if row["tier"] not in ("", "yes", "no"):
            problems.add(path, line, f'tier "{row["tier"]}" is neither yes nor no nor empty')
        if (row["pattern"], row["tier"]) in seen:
            problems.add(path, line, f"repeats line {seen[row['pattern'], row['tier']]}")
        seen.setdefault((row["pattern"], row["tier"]), line)
        if not row["series"] or not row["microarchitectures"]:
            problems.add(path, line, "series or microarchitectures is empty")
        check_whole(path, line, row, "launch_year", 1995, 2030, problems)
        check_watts(path, line, row, problems, may_be_empty=False)
        check_source(path, line, row, described, problems)


def check_cpuid(directory, described, problems):
    path, rows = read(directory, *CPUID, problems)
    families = set()
    try:
        lines = (directory / POWER_FAMILIES).read_text(encoding="utf-8").splitlines()
        families = {line.split(",")[0] for line in lines[1:]}
    except OSError:
        problems.add(directory / POWER_FAMILIES, 1, "is missing")
    covered = {}
    for line, row in rows:
        if not re.fullmatch(r"[a-z]+-\d+-\d+", row["id"]):
            problems.add(path, line, f'id "{row["id"]}" is not vendor-family-model')
        if not row["microarchitecture"]:
            problems.add(path, line, "microarchitecture is empty")
        if row["segment"] not in SEGMENTS:
            problems.add(path, line, f'unknown segment "{row["segment"]}"')
        if row["power_family"] and families and row["power_family"] not in families:
            problems.add(path, line, f"{row['power_family']} is not in {POWER_FAMILIES}")
        check_whole(path, line, row, "launch_year", 1995, 2030, problems)
        check_whole(path, line, row, "first_stepping", 0, 255, problems)
        check_whole(path, line, row, "last_stepping", 0, 255, problems)
        steppings = range(int(row["first_stepping"] or 0), int(row["last_stepping"] or 255) + 1)
        for other, others in covered.get(row["id"], []):
            if set(steppings) & set(others):
                problems.add(path, line, f"{row['id']} shares steppings with line {other}")
        covered.setdefault(row["id"], []).append((line, steppings))
        check_watts(path, line, row, problems, may_be_empty=True)
        check_source(path, line, row, described, problems)


def check(directory, problems):
    described = described_sources(directory, problems)
    names = check_cpus(directory, described, problems)
    check_aliases(directory, described, names, problems)
    check_series(directory, described, problems)
    check_cpuid(directory, described, problems)
