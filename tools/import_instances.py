#!/usr/bin/env python3
"""Makes data/instances.csv. A development tool: no build needs it.

    tools/import_instances.py DATA_DIR [--output DIR]

DATA_DIR holds hardware/instances.csv (or is that folder itself), the reference table
described in data/SOURCES.md. From it come the types with their vCPUs, memory and accelerators, where a source
whose terms allow it (Teads, Cloud Carbon Footprint) lists the type. Which CPU stands behind a family of types, how
large its host is, and the types that those sources lack are stated below, from the documentation of the providers.
scripts/check-data says whether the result is sound.
"""
import argparse
import csv
import pathlib
import re

HEADER = ("key,provider,instance_type,vcpus,memory_gb,gpus,gpu_model,cpu_model,microarchitecture,host_threads,"
          "host_sockets,host_memory_gb,host_gpus,source,note").split(",")

# Sources that let us carry a fact over. A row that only others list is left out.
SOURCES = {"teads": "teads", "ccf": "ccf", "ccf26": "ccf", "pk": "pk"}

# CPU: microarchitecture, sockets of the host, hardware threads of the host as the cloud runs it (AWS and Google
# switch SMT off on some). Cores and threads are those of the vendors' sheets; of custom parts (7R32, 8488C ...)
# those of the largest bare-metal type with it.
CPUS = {
    "AMD EPYC 7571": ("Zen", 2, 128),
    "AMD EPYC 7R32": ("Zen 2", 1, 96),
    "AMD EPYC 7R13": ("Zen 3", 2, 192),
    "AMD EPYC 9R14": ("Zen 4", 2, 192),
    "AMD EPYC 9R45": ("Zen 5", 2, 192),
    "AMD EPYC 9R05": ("Zen 5", 2, 96),
    "AWS Graviton": ("Cortex-A72", 1, 16),
    "AWS Graviton2": ("Neoverse N1", 1, 64),
    "AWS Graviton3": ("Neoverse V1", 1, 64),
    "AWS Graviton3E": ("Neoverse V1", 1, 64),
    "AWS Graviton4": ("Neoverse V2", 2, 192),
    "Apple M1": ("M1", 1, 8),
    "Apple M1 Ultra": ("M1", 1, 20),
    "Apple M2": ("M2", 1, 8),
    "Apple M2 Pro": ("M2", 1, 12),
    "Apple M4": ("M4", 1, 10),
    "Apple M4 Pro": ("M4", 1, 14),
    "Intel Core i7-8700B": ("Coffee Lake", 1, 12),
    "Intel Xeon E5-2650": ("Sandy Bridge", 2, 32),
    "Intel Xeon E5-2651 v2": ("Ivy Bridge", 2, 48),
    "Intel Xeon E5-2665": ("Sandy Bridge", 2, 32),
    "Intel Xeon E5-2666 v3": ("Haswell", 2, 40),
    "Intel Xeon E5-2670": ("Sandy Bridge", 2, 32),
    "Intel Xeon E5-2670 v2": ("Ivy Bridge", 2, 40),
    "Intel Xeon E5-2676 v3": ("Haswell", 2, 48),
    "Intel Xeon E5-2680 v2": ("Ivy Bridge", 2, 40),
    "Intel Xeon E5-2686 v4": ("Broadwell", 2, 72),
    "Intel Xeon E7-8880 v3": ("Haswell", 4, 144),
    "Intel Xeon Gold 6455B": ("Sapphire Rapids", 2, 128),
    "Intel Xeon Platinum 8124M": ("Skylake", 2, 72),
    "Intel Xeon Platinum 8151": ("Skylake", 2, 48),
    "Intel Xeon Platinum 8175M": ("Skylake", 2, 96),
    "Intel Xeon Platinum 8176M": ("Skylake", 8, 448),
    "Intel Xeon Platinum 8252C": ("Cascade Lake", 2, 48),
    "Intel Xeon Platinum 8259CL": ("Cascade Lake", 2, 96),
    "Intel Xeon Platinum 8275CL": ("Cascade Lake", 2, 96),
    "Intel Xeon Platinum 8375C": ("Ice Lake", 2, 128),
    "Intel Xeon Platinum 8488C": ("Sapphire Rapids", 2, 192),
    "Intel Xeon Platinum 8559C": ("Emerald Rapids", 2, 192),
    "Intel Xeon 6975P-C": ("Granite Rapids", 2, 384),
}

# Families of AWS by regular expression of the type, first match counts. Teads' CPU stands where none matches.
AWS_CPUS = [
    (r"c5d?\.(12xlarge|24xlarge|metal)", "Intel Xeon Platinum 8275CL"),
    (r"c5d?\.", "Intel Xeon Platinum 8124M;Intel Xeon Platinum 8275CL"),
    (r"(m5d?|r5d?|t3)\.", "Intel Xeon Platinum 8175M;Intel Xeon Platinum 8259CL"),
    (r"(m5d?n|r5d?n|r5b|g4dn|d3|d3en|vt1)\.", "Intel Xeon Platinum 8259CL"),
    (r"((db|cache)\.)?t2\.", "Intel Xeon E5-2676 v3;Intel Xeon E5-2686 v4"),
    (r"g4ad\.", "AMD EPYC 7R32"),
    (r"x2iezn\.", "Intel Xeon Platinum 8252C"),
    (r"(dl1|dl2q|p4de)\.", "Intel Xeon Platinum 8275CL"),
    (r"g5\.", "AMD EPYC 7R32"),
    (r"([cmr]6a|hpc6a|g6|g6e|g6f|gr6|gr6f|inf2|f2|p5|p5e)\.", "AMD EPYC 7R13"),
    (r"([cmr]6i|[cmr]6id|[cmr]6in|[mr]6idn|i4i|x2idn|x2iedn|trn1|trn1n|hpc6id)\.", "Intel Xeon Platinum 8375C"),
    (r"([cmr]7a|hpc7a)\.", "AMD EPYC 9R14"),
    (r"([cmr]8a|hpc8a)\.", "AMD EPYC 9R45"),
    (r"(m8azn|x8aedz)\.", "AMD EPYC 9R05"),
    (r"([cmr]7i(-flex)?|trn2|trn2u|p5en)\.", "Intel Xeon Platinum 8488C"),
    (r"r7iz\.", "Intel Xeon Gold 6455B"),
    (r"(i7i|i7ie|g7e|p6-b200|p6-b300)\.", "Intel Xeon Platinum 8559C"),
    (r"([cmrx]8id?(-flex)?)\.", "Intel Xeon 6975P-C"),
    (r"([cmr]6gd?|c6gn|t4g|x2gd|i4g|im4gn|is4gen|g5g)\.", "AWS Graviton2"),
    (r"([cmr]7gd?)\.", "AWS Graviton3"),
    (r"(c7gn|hpc7g)\.", "AWS Graviton3E"),
    (r"([cmrx]8g|[cmr]8gd|[cmr]8gb|[cmr]8gn|i8g|i8ge)\.", "AWS Graviton4"),
    (r"mac2\.", "Apple M1"),
    (r"mac2-m1ultra\.", "Apple M1 Ultra"),
    (r"mac2-m2\.", "Apple M2"),
    (r"mac2-m2pro\.", "Apple M2 Pro"),
    (r"mac-m4\.", "Apple M4"),
    (r"mac-m4pro\.", "Apple M4 Pro"),
    (r"u-\d+tb1\.", "Intel Xeon Platinum 8176M"),
]

# Hosts that are not the usual one of their CPU: regular expression, sockets, threads.
HOSTS = [
    (r"g5\.", 2, 192),
    (r"u7in?h?-", None, None),
    (r"((db|cache)\.)?(m1|m2|t1|t2)\.", None, None),  # whole generations of hosts
    (r"p6e-gb200\.", 2, 144),
]

# What the sources have wrong, by the provider's page: type to memory in GB.
MEMORY = {"gr6.4xlarge": "128", "gr6.8xlarge": "256", "a2-ultragpu-1g": "170"}

# The same for vCPUs.
VCPUS = {"mac2.metal": "8"}

# Eighths of a card, which the source rounds.
GPUS = {"0.12": "0.125"}

# In no documentation that we know.
REFUSED = {"a2-highgpu-16g"}

# Families of Google: CPU platforms as its documentation lists them.
GCP_CPUS = [
    (r"(f1|g1|n1)-", "", "Sandy Bridge;Ivy Bridge;Haswell;Broadwell;Skylake"),
    (r"e2-", "", "Haswell;Broadwell;Skylake;Zen 2;Zen 3"),
    (r"n2-", "", "Cascade Lake;Ice Lake"),
    (r"n2d-", "AMD EPYC 7B12;AMD EPYC 7B13", "Zen 2;Zen 3"),
    (r"(t2d|c2d)-", "AMD EPYC 7B13", "Zen 3"),
    (r"t2a-", "", "Neoverse N1"),
    (r"c2-", "Intel Xeon Gold 6253CL", "Cascade Lake"),
    (r"(a2|g2)-", "Intel Xeon Platinum 8273CL", "Cascade Lake"),
    (r"m1-", "", "Broadwell;Skylake"),
    (r"m2-", "Intel Xeon Platinum 8280L", "Cascade Lake"),
    (r"m3-", "Intel Xeon Platinum 8373C", "Ice Lake"),
    (r"(a3-ultragpu|a4|n4)-", "Intel Xeon Platinum 8581C", "Emerald Rapids"),
    (r"(c3|h3|z3|a3)-", "Intel Xeon Platinum 8481C", "Sapphire Rapids"),
    (r"c4-", "Intel Xeon Platinum 8581C", "Emerald Rapids"),
    (r"c3d-", "AMD EPYC 9B14", "Zen 4"),
    (r"c4d-", "AMD EPYC 9B45", "Zen 5"),
    (r"c4a-", "Google Axion", "Neoverse V2"),
    (r"x4-", "Intel Xeon Platinum 8490H", "Sapphire Rapids"),
]

# Families of Azure (size without Standard_): CPU where one, microarchitectures where several.
AZURE_CPUS = [
    (r"a\d+m?_v2", "", "Haswell;Broadwell;Skylake;Cascade Lake"),
    (r"b\d+(ls|s|ms)$", "", "Haswell;Broadwell;Skylake;Cascade Lake;Ice Lake"),
    (r"b\d+a[lt]?s_v2", "AMD EPYC 7763", "Zen 3"),
    (r"b\d+[lt]?s_v2", "", "Ice Lake;Sapphire Rapids"),
    (r"ds?\d+i?_v2|d\d+s?_v3", "", "Haswell;Broadwell;Skylake;Cascade Lake;Ice Lake"),
    (r"e\d+(-\d+)?i?s?_v3", "", "Broadwell;Skylake;Cascade Lake;Ice Lake"),
    (r"[de]\d+(-\d+)?as?_v4", "", "Zen 2;Zen 3"),
    (r"[de]\d+(-\d+)?i?d?s?_v4", "", "Cascade Lake;Ice Lake"),
    (r"(d|dl|e)\d+(-\d+)?i?b?l?d?s?_v5", "", "Ice Lake;Sapphire Rapids;Emerald Rapids"),
    (r"(d|dl|e)\d+(-\d+)?l?d?s_v6", "Intel Xeon Platinum 8573C", "Emerald Rapids"),
    (r"[de]\d+(-\d+)?ad?s_v5|[de]c\d+ad?s_v5|l\d+as_v3", "AMD EPYC 7763", "Zen 3"),
    (r"([de]|f)\d+(-\d+)?a[lm]?d?s_v6", "AMD EPYC 9V74", "Zen 4"),
    (r"[de]\d+pl?d?s_v5", "Ampere Altra", "Neoverse N1"),
    (r"[de]\d+pl?d?s_v6", "Azure Cobalt 100", "Neoverse N2"),
    (r"f\d+s?$", "", "Haswell;Broadwell;Skylake;Cascade Lake"),
    (r"f\d+s_v2", "", "Skylake;Cascade Lake;Ice Lake"),
    (r"dc\d+s?_v2", "Intel Xeon E-2288G", "Coffee Lake"),
    (r"gs?\d", "Intel Xeon E5-2698B v3", "Haswell"),
    (r"h\d", "Intel Xeon E5-2667 v3", "Haswell"),
    (r"hb120rs_v2", "AMD EPYC 7V12", "Zen 2"),
    (r"hb120rs_v3", "AMD EPYC 7V73X", "Zen 3"),
    (r"hb176rs_v4", "AMD EPYC 9V33X", "Zen 4"),
    (r"hc44rs", "Intel Xeon Platinum 8168", "Skylake"),
    (r"l\d+s$", "", "Haswell"),
    (r"l\d+s_v2", "AMD EPYC 7551", "Zen"),
    (r"l\d+s_v3", "Intel Xeon Platinum 8370C", "Ice Lake"),
    (r"m(208|416)m?s_v2", "Intel Xeon Platinum 8180M", "Skylake"),
    (r"m\d+.*_v2", "Intel Xeon Platinum 8280", "Cascade Lake"),
    (r"m\d", "", "Haswell;Skylake;Cascade Lake"),
    (r"nc\d+r?(_promo)?$|nv\d+$", "Intel Xeon E5-2690 v3", "Haswell"),
    (r"nc\d+r?s_v[23]|nd\d+r?s$|nv\d+s_v3", "Intel Xeon E5-2690 v4", "Broadwell"),
    (r"nd40rs_v2", "Intel Xeon Platinum 8168", "Skylake"),
    (r"nc\d+as_t4_v3|nv\d+as_v4", "AMD EPYC 7V12", "Zen 2"),
    (r"np\d+s", "Intel Xeon Platinum 8171M", "Skylake"),
    (r"nc\d+ads_a100_v4", "AMD EPYC 7V13", "Zen 3"),
    (r"nv\d+adm?s_a10_v5", "AMD EPYC 74F3V", "Zen 3"),
    (r"nd96a.*v4", "AMD EPYC 7V12", "Zen 2"),
    (r"nc\d+ad.*h100_v5", "AMD EPYC 9V84", "Zen 4"),
    (r"nd96isr?_.*v5", "Intel Xeon Platinum 8480C", "Sapphire Rapids"),
]

POWERS = (2, 4, 8, 16, 32, 48, 64, 96)
# Azure's current families, from its pages: pattern, vCPUs, GB per vCPU, sizes whose memory is another.
AZURE_FAMILIES = [
    ("d{}_v5 d{}s_v5 d{}d_v5 d{}ds_v5 d{}as_v5 d{}ads_v5", POWERS, 4, {}),
    ("d{}ls_v5 d{}lds_v5", POWERS, 2, {}),
    ("d{}s_v6 d{}ds_v6", (*POWERS, 128), 4, {}),
    ("d{}ls_v6 d{}lds_v6", (*POWERS, 128), 2, {}),
    ("d{}as_v6 d{}ads_v6", POWERS, 4, {}),
    ("d{}als_v6 d{}alds_v6", POWERS, 2, {}),
    ("d{}ps_v5 d{}pds_v5", (2, 4, 8, 16, 32, 48, 64), 4, {64: 208}),
    ("d{}pls_v5 d{}plds_v5", (2, 4, 8, 16, 32, 48, 64), 2, {}),
    ("d{}ps_v6 d{}pds_v6", POWERS, 4, {}),
    ("d{}pls_v6 d{}plds_v6", POWERS, 2, {}),
    ("e{}_v5 e{}s_v5 e{}d_v5 e{}ds_v5 e{}as_v5 e{}ads_v5", (2, 4, 8, 16, 20, 32, 48, 64, 96), 8, {96: 672}),
    ("e{}s_v6 e{}ds_v6", (2, 4, 8, 16, 20, 32, 48, 64, 96, 128), 8, {96: 768, 128: 1024}),
    ("e{}as_v6 e{}ads_v6", (2, 4, 8, 16, 20, 32, 48, 64, 96), 8, {96: 672}),
    ("e{}ps_v6 e{}pds_v6", POWERS, 8, {96: 672}),
    ("f{}as_v6", (2, 4, 8, 16, 32, 48, 64), 4, {}),
    ("f{}als_v6", (2, 4, 8, 16, 32, 48, 64), 2, {}),
    ("f{}ams_v6", (2, 4, 8, 16, 32, 48, 64), 8, {}),
    ("l{}s_v3 l{}as_v3", (8, 16, 32, 48, 64, 80), 8, {}),
    ("b{}s_v2 b{}as_v2", (2, 4, 8, 16, 32), 4, {}),
    ("b{}ls_v2 b{}als_v2", (2, 4, 8, 16, 32), 2, {}),
    ("b{}ts_v2 b{}ats_v2", (2,), 0.5, {}),
    ("hb{}rs_v4", (176,), 768 / 176, {}),
]
# More types from the providers' pages: provider, type, vCPUs, GB, accelerators, accelerator.
MORE = [
    ("azure", "nv6ads_a10_v5", 6, 55, "0.1667", "NVIDIA A10"),
    ("azure", "nv12ads_a10_v5", 12, 110, "0.3333", "NVIDIA A10"),
    ("azure", "nv18ads_a10_v5", 18, 220, "0.5", "NVIDIA A10"),
    ("azure", "nv72ads_a10_v5", 72, 880, "2", "NVIDIA A10"),
    ("azure", "nd96isr_mi300x_v5", 96, 1850, "8", "AMD Instinct MI300X"),
]
GCP_C4D = [(2, 7, 15, 3), (4, 15, 31, 7), (8, 31, 63, 15), (16, 62, 126, 30), (32, 124, 252, 60),
           (48, 186, 378, 90), (64, 248, 504, 120), (96, 372, 756, 180), (192, 744, 1512, 360),
           (384, 1488, 3024, 720)]


def azure_name(size):
    """d4s_v3 as Azure writes it: Standard_D4s_v3."""
    first, *rest = size.split("_")
    first = re.sub(r"^[a-z]+", lambda m: m[0].upper(), first)
    rest = [p if re.fullmatch(r"v\d+", p) else p.capitalize() if p == "promo" else p.upper() for p in rest]
    return "Standard_" + "_".join([first, *rest])


def match(table, text):
    return next((row[1:] for row in table if re.match(row[0], text)), None)


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def listed(rows):
    """Types that an allowed source lists, with what it says of them."""
    for row in rows:
        codes = row["sources"].split(";")
        allowed = sorted({SOURCES[code] for code in codes if code in SOURCES})
        if not allowed or row["instance_type"] in REFUSED:
            continue
        teads_cpu = row["cpu_model"] if "teads" in codes and "Teads says" not in row["note"] else ""
        # Where no other source is merged in, the microarchitecture is that of the source too.
        microarchitecture = "" if "bv" in codes else row["microarchitecture"].replace("|", ";")
        note = "each GPU is half of a card" if "half of a card" in row["note"] else ""
        name = row["instance_type"]
        yield {"provider": row["provider"], "key": name.lower(), "vcpus": VCPUS.get(name, row["vcpus"]),
               "memory_gb": MEMORY.get(name, row["memory_gb"]), "gpus": GPUS.get(row["gpus"], row["gpus"] or "0"),
               "gpu_model": row["gpu_model"], "cpu_model": teads_cpu,
               "microarchitecture": microarchitecture, "source": allowed, "note": note}


def stated():
    """Types that we state from the providers' documentation."""
    def row(provider, key, vcpus, memory, gpus="0", gpu=""):
        return {"provider": provider, "key": key, "vcpus": str(vcpus), "memory_gb": f"{memory:g}", "gpus": gpus,
                "gpu_model": gpu, "cpu_model": "", "microarchitecture": "", "source": ["pk"], "note": ""}
    for patterns, sizes, per_vcpu, other in AZURE_FAMILIES:
        for pattern in patterns.split():
            for size in sizes:
                yield row("azure", pattern.format(size), size, other.get(size, size * per_vcpu))
    for more in MORE:
        yield row(*more)
    for vcpus, standard, highmem, highcpu in GCP_C4D:
        for kind, memory in (("standard", standard), ("highmem", highmem), ("highcpu", highcpu)):
            yield row("gcp", f"c4d-{kind}-{vcpus}", vcpus, memory)


def family_of(row):
    return row["key"].rsplit(".", 1)[0] if row["provider"] == "aws" else row["key"].split("-")[0]


def add_cpu(row):
    found = match({"aws": AWS_CPUS, "gcp": GCP_CPUS, "azure": AZURE_CPUS}[row["provider"]], row["key"])
    if row["provider"] == "aws":
        if found:
            row["cpu_model"] = found[0]
        models = [model for model in row["cpu_model"].split(";") if model]
        if models:
            row["microarchitecture"] = ";".join(dict.fromkeys(CPUS[model][0] for model in models))
    elif found:
        row["cpu_model"], row["microarchitecture"] = found
    # Which CPU a family has, no list says but the provider's own page, unless Teads does.
    if found and "pk" not in row["source"]:
        row["source"] = sorted([*row["source"], "pk"])


def add_hosts(rows):
    """The largest bare-metal type of a family is its host; else the host is that of its CPU, where one is known."""
    metal = {}
    for row in rows:
        if "metal" in row["key"]:
            family = row["provider"], family_of(row)
            if family not in metal or int(row["vcpus"]) > int(metal[family]["vcpus"]):
                metal[family] = row
    most_gpus = {}
    for row in rows:
        family = row["provider"], family_of(row), row["gpu_model"]
        most_gpus[family] = max(most_gpus.get(family, 0.0), float(row["gpus"]))
    for row in rows:
        largest = metal.get((row["provider"], family_of(row)))
        host = row if "metal" in row["key"] else largest
        models = [model for model in row["cpu_model"].split(";") if model in CPUS]
        sockets, threads = (CPUS[models[0]][1:] if models else (None, None))
        sockets, threads = match(HOSTS, row["key"]) or (sockets, threads)
        if host is not None:
            # A bare-metal type with half of the threads of the usual host is a host of one socket.
            if sockets and threads and int(host["vcpus"]) * 2 == threads and "metal" in row["key"]:
                sockets //= 2
            threads = int(host["vcpus"])
        elif row["provider"] == "gcp" or (threads and int(row["vcpus"]) > threads):
            sockets = threads = None
        if len({CPUS[model][2] for model in models}) > 1:
            host = sockets = threads = None  # one of two kinds of hosts
        row["host_threads"] = str(threads or "")
        row["host_sockets"] = str(sockets or "") if threads else ""
        row["host_memory_gb"] = host["memory_gb"] if host and row["provider"] == "aws" else ""
        gpus = most_gpus[(row["provider"], family_of(row), row["gpu_model"])]
        row["host_gpus"] = f"{gpus:g}" if gpus >= 1 else ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("input", type=pathlib.Path, metavar="DATA_DIR")
    parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path(__file__).parent.parent / "data")
    arguments = parser.parse_args()
    folder = arguments.input / "hardware" if (arguments.input / "hardware").is_dir() else arguments.input

    rows, seen = [], set()
    for row in [*listed(read(folder / "instances.csv")), *stated()]:
        if (row["provider"], row["key"]) in seen:
            continue
        seen.add((row["provider"], row["key"]))
        row["instance_type"] = azure_name(row["key"]) if row["provider"] == "azure" else row["key"]
        rows.append(row)
    for row in rows:
        add_cpu(row)
    add_hosts(rows)
    keys = [row["key"] for row in rows]
    for row in rows:
        if keys.count(row["key"]) > 1:
            row["key"] = f"{row['provider']}/{row['key']}"
        row["source"] = ";".join(row["source"])
    rows.sort(key=lambda row: row["key"].encode())
    lines = [",".join(HEADER)] + [",".join(row[column] for column in HEADER) for row in rows]
    text = "\n".join(lines) + "\n"
    (arguments.output / "instances.csv").write_text(text, encoding="utf-8")
    print(f"{arguments.output / 'instances.csv'}: {len(rows)} rows, {len(text.encode())} bytes")


if __name__ == "__main__":
    main()
