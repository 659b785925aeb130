"""Cloud machine types."""
import re

from .common import SOURCES, described_sources, number, read

TABLE = ("instances.csv",
         "key,provider,instance_type,vcpus,memory_gb,gpus,gpu_model,cpu_model,microarchitecture,host_threads,"
         "host_sockets,host_memory_gb,host_gpus,source,note")

PROVIDERS = {"aws", "azure", "gcp"}
# Column: least and most, and whether it may be empty. The largest machines sold have 1,920 vCPUs and 36 TB.
RANGES = {
    "vcpus": (1, 4096, False), "memory_gb": (0.1, 65536, False), "gpus": (0, 64, False),
    "host_threads": (1, 4096, True), "host_sockets": (1, 64, True), "host_memory_gb": (1, 65536, True),
    "host_gpus": (1, 64, True),
}
WHOLE = {"vcpus", "host_threads", "host_sockets", "host_gpus"}


def check_numbers(path, line, row, problems):
    for column, (least, most, may_miss) in RANGES.items():
        text = row[column]
        if not text and may_miss:
            continue
        value = number(text)
        if value is None or not least <= value <= most or (column in WHOLE and not text.isdigit()):
            kind = "a whole number" if column in WHOLE else "a number"
            problems.add(path, line, f'{row["key"]}: {column} "{text}" is not {kind} from {least} to {most}')
    for part, whole in (("vcpus", "host_threads"), ("memory_gb", "host_memory_gb"), ("gpus", "host_gpus")):
        less, more = number(row[part]), number(row[whole])
        if less is not None and more is not None and less > more:
            problems.add(path, line, f'{row["key"]}: {part} {row[part]} is more than {whole} {row[whole]}')
    if row["host_sockets"] and not row["host_threads"]:
        problems.add(path, line, f'{row["key"]}: host_sockets without host_threads')


def check(directory, problems):
    path, rows = read(directory, *TABLE, problems)
    described = described_sources(directory, problems)
    seen = {}
    for line, row in rows:
        key = row["key"]
        if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*(/[a-z0-9._-]+)?", key):
            problems.add(path, line, f'key "{key}" must be lower case, digits, ".", "_" and "-"')
        if key in seen:
            problems.add(path, line, f"{key} stands in line {seen[key]} already")
        seen.setdefault(key, line)
        if row["provider"] not in PROVIDERS:
            problems.add(path, line, f'unknown provider "{row["provider"]}"')
        written = row["instance_type"].lower().removeprefix("standard_")
        if key not in (written, f'{row["provider"]}/{written}'):
            problems.add(path, line, f'the key of {row["instance_type"]} must be "{written}"')
        check_numbers(path, line, row, problems)
        if bool(row["gpu_model"]) != ((number(row["gpus"]) or 0) > 0):
            problems.add(path, line, f"{key}: gpus and gpu_model go together")
        if not row["microarchitecture"]:
            problems.add(path, line, f"{key}: no microarchitecture")
        codes = row["source"].split(";")
        if not row["source"]:
            problems.add(path, line, f"{key}: no source")
        for code in codes if row["source"] else []:
            if described and f"`{code}`" not in described:
                problems.add(path, line, f"{SOURCES} does not name the source {code}")
