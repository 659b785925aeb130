"""Language models, and how fast GPUs serve them."""
import re

from .common import SOURCES, described_sources, number, read

MODELS = ("name,aliases,maker,access,architecture,total_b,total_low_b,total_high_b,active_b,active_low_b,active_high_b,"
          "layers,experts,experts_used,cache_bytes_per_token,precision,source,note")
GPUS = "name,memory_gb_per_s,fp16_dense_tflops,source"
# Least and most that makes sense.
RANGES = {"total_b": (0.05, 10000), "total_low_b": (0.05, 10000), "total_high_b": (0.05, 10000),
          "active_b": (0.05, 10000), "active_low_b": (0.05, 10000), "active_high_b": (0.05, 10000),
          "layers": (4, 200), "experts": (2, 1024), "experts_used": (1, 64), "cache_bytes_per_token": (1e3, 1e7)}
MAY_BE_EMPTY = ("layers", "experts", "experts_used", "cache_bytes_per_token")
GPU_RANGES = {"memory_gb_per_s": (100, 30000), "fp16_dense_tflops": (10, 20000)}


def key(name):
    """As the program compares names: src/catalog/llm_models.cpp."""
    text = name.lower().rsplit("/", 1)[-1].replace("-instruct", "")
    while (short := re.sub(r"(-it|-hf|-chat|-latest|-preview|-\d{8}|-\d{4}-\d\d-\d\d)$", "", text)) != text:
        text = short
    return re.sub("[^a-z0-9.]", "", text)


def check_numbers(path, line, row, ranges, problems):
    """The numbers of a row; None when one of them makes no sense."""
    values = {}
    for column, (least, most) in ranges.items():
        if not row[column] and column in MAY_BE_EMPTY:
            continue
        value = number(row[column])
        # Written so that nan is no number in the range either.
        if value is None or not least <= value <= most:
            problems.add(path, line, f'{row["name"]}: {column} "{row[column]}" is not from {least:g} to {most:g}')
            return None
        values[column] = value
    return values


def check_source(path, line, row, described, problems):
    if not row["source"]:
        problems.add(path, line, f"{row['name']}: no source")
    elif described and f"`{row['source']}`" not in described:
        problems.add(path, line, f"{SOURCES} does not name the source {row['source']}")


def check_model(path, line, row, problems):
    name = row["name"]
    values = check_numbers(path, line, row, RANGES, problems)
    if row["access"] not in ("open", "closed"):
        problems.add(path, line, f'{name}: access "{row["access"]}" is neither open nor closed')
    if row["architecture"] not in ("dense", "moe", "hybrid", "unknown"):
        problems.add(path, line, f'{name}: architecture "{row["architecture"]}" is none of dense, moe, hybrid, unknown')
    if row["precision"] not in ("fp16", "bf16", "fp8", "mxfp4"):
        problems.add(path, line, f'{name}: precision "{row["precision"]}" is none of fp16, bf16, fp8, mxfp4')
    if values is None:
        return
    for what in ("total", "active"):
        if not values[f"{what}_low_b"] <= values[f"{what}_b"] <= values[f"{what}_high_b"]:
            problems.add(path, line, f"{name}: {what} low, value and high are out of order")
    for end in ("_b", "_low_b", "_high_b"):
        if values["active" + end] > values["total" + end]:
            problems.add(path, line, f"{name}: more active than total parameters")
            break
    is_range = values["total_low_b"] < values["total_high_b"]
    if row["access"] == "open" and is_range:
        problems.add(path, line, f"{name}: an open model has one number of parameters")
    if row["access"] == "closed" and not is_range:
        problems.add(path, line, f"{name}: of a closed model nobody knows the number; give a range")
    if row["architecture"] == "dense" and values["active_b"] != values["total_b"]:
        problems.add(path, line, f"{name}: in a dense model all parameters are active")
    if ("experts" in values) != ("experts_used" in values) or \
            values.get("experts_used", 1) >= values.get("experts", 2):
        problems.add(path, line, f"{name}: experts and experts_used do not fit together")


def check_models(directory, described, problems):
    path, rows = read(directory, "llm_models.csv", MODELS, problems)
    seen = {}
    for line, row in rows:
        check_model(path, line, row, problems)
        check_source(path, line, row, described, problems)
        for name in [row["name"], *filter(None, row["aliases"].split(";"))]:
            if not key(name):
                problems.add(path, line, f'"{name}" is no name')
            elif seen.setdefault(key(name), row["name"]) != row["name"]:
                problems.add(path, line, f"{name} is a name of {seen[key(name)]} already")


def check_gpus(directory, described, problems):
    path, rows = read(directory, "llm_gpus.csv", GPUS, problems)
    try:
        known = {line.split(",")[0] for line in (directory / "gpus.csv").read_text(encoding="utf-8").splitlines()}
    except OSError:
        known = None  # said by the check of that table
    seen = set()
    for line, row in rows:
        check_numbers(path, line, row, GPU_RANGES, problems)
        check_source(path, line, row, described, problems)
        if row["name"] in seen:
            problems.add(path, line, f"{row['name']} stands there twice")
        seen.add(row["name"])
        if known is not None and row["name"] not in known:
            problems.add(path, line, f"{row['name']} is not in gpus.csv")


def check(directory, problems):
    described = described_sources(directory, problems)
    check_models(directory, described, problems)
    check_gpus(directory, described, problems)
