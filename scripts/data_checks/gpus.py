"""GPUs: what they are rated at, and what they were seen to draw."""
import re

from .common import described_sources, number, read

GPUS = ("gpus.csv", "name,vendor,nvml_names,memory_gb,memory_kind,form,devices,tdp_w,tdp_low_w,tdp_high_w,"
        "idle_w,idle_low_w,idle_high_w,idle_n,idle_source,observed_low_w,observed_high_w,observed_n,"
        "fp32_tflops,fp16_tflops,fp16_kind,launch_year,source,note")

VENDORS = {"AMD", "Google", "Intel", "NVIDIA"}
MEMORY_KINDS = {"hbm", "gddr", "lpddr", "ddr"}
FORMS = {"sxm", "pcie", "oam", "superchip", "module", "laptop", "socket", "board"}
FP16_KINDS = {"", "dense tensor", "vector"}

# column: least and most that a real one has; whether it may be empty
RANGES = {
    "memory_gb": (1, 1000, False), "devices": (1, 8, False), "tdp_w": (5, 3000, True),
    "idle_w": (0.5, 500, True), "idle_n": (1, 1000, True), "observed_n": (1, 100000, True),
    "fp32_tflops": (0.1, 1000, True), "fp16_tflops": (0.1, 20000, True), "launch_year": (2008, 2035, False),
}
WHOLE = ("memory_gb", "devices", "idle_n", "observed_n", "launch_year")


def check_numbers(path, line, row, problems):
    for column, (least, most, optional) in RANGES.items():
        text = row[column]
        if optional and not text:
            continue
        value = number(text)
        if value is None or not least <= value <= most:
            problems.add(path, line, f'{row["name"]}: {column} "{text}" is not between {least} and {most}')
        elif column in WHOLE and not text.isdigit():
            problems.add(path, line, f'{row["name"]}: {column} "{text}" is not a whole number')


def check_order(path, line, row, columns, problems):
    """Columns that go together, lowest first: all or none, and none below the one before."""
    texts = [row[c] for c in columns]
    if not any(texts):
        return
    values = [number(t) for t in texts]
    if None in values:
        problems.add(path, line, f'{row["name"]}: {", ".join(columns)} go together')
    elif values != sorted(values):
        problems.add(path, line, f'{row["name"]}: {" <= ".join(columns)} does not hold')


def check_row(path, line, row, described, problems):
    name = row["name"]
    for column, allowed in (("vendor", VENDORS), ("memory_kind", MEMORY_KINDS), ("form", FORMS),
                            ("fp16_kind", FP16_KINDS)):
        if row[column] not in allowed:
            problems.add(path, line, f'{name}: unknown {column} "{row[column]}"')
    check_numbers(path, line, row, problems)
    check_order(path, line, row, ("tdp_low_w", "tdp_w", "tdp_high_w"), problems)
    check_order(path, line, row, ("idle_low_w", "idle_w", "idle_high_w"), problems)
    check_order(path, line, row, ("observed_low_w", "observed_high_w"), problems)
    if bool(row["idle_w"]) != bool(row["idle_source"]) or bool(row["idle_w"]) != bool(row["idle_n"]):
        problems.add(path, line, f"{name}: who read the idle power, and how often?")
    if bool(row["observed_low_w"]) != bool(row["observed_n"]):
        problems.add(path, line, f"{name}: of how many runs are the observed watts?")
    tdp, most = number(row["tdp_w"]), number(row["tdp_high_w"])
    for column in ("idle_high_w", "observed_high_w"):
        value = number(row[column])
        if tdp and value and value > 1.1 * (most or tdp):
            problems.add(path, line, f"{name}: {column} {row[column]} is above the rated power")
    if bool(row["fp16_tflops"]) and number(row["fp32_tflops"]) and \
            number(row["fp16_tflops"]) < 0.01 * number(row["fp32_tflops"]):
        problems.add(path, line, f"{name}: fp16_tflops and fp32_tflops are in different units")
    if not row["source"]:
        problems.add(path, line, f"{name}: source is empty")
    for source in filter(None, row["source"].split(";")):
        if described and not re.search(rf"\| {re.escape(source)} ", described):
            problems.add(path, line, f"SOURCES.md does not name the source {source}")


def check(directory, problems):
    path, rows = read(directory, *GPUS, problems)
    described = described_sources(directory, problems)
    names = {}
    for line, row in rows:
        check_row(path, line, row, described, problems)
        if not row["name"]:
            problems.add(path, line, "a GPU without a name")
        for name in dict.fromkeys([row["name"], *filter(None, row["nvml_names"].split(";"))]):
            key = " ".join(name.lower().split())
            if key in names and names[key] != line:
                problems.add(path, line, f'"{name}" stands in line {names[key]} already')
            names.setdefault(key, line)
