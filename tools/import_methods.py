#!/usr/bin/env python3
"""Writes data/methods.csv and data/method_cpus.csv: what published calculators and trackers look up.

    tools/import_methods.py CLONES

CLONES holds a git clone (bare or not) of each project below, under the name given there, with the commit. Only projects whose
licence allows it are read: MIT, Apache-2.0, CC BY 4.0 (data/SOURCES.md). The figures are kept as the projects have
them, faults included, because they serve to give what those projects give; our own methods never read them. Needs
nothing but Python and git.
"""
import csv
import io
import json
import pathlib
import re
import subprocess
import sys

COMMITS = {"impact": "d0d3ee5", "green-algorithms-tool": "30df2fe", "codecarbon": "b05965e", "carbontracker": "70e5a02",
           "eco2ai": "366debb", "cloud-carbon-footprint": "b7a049c"}
GA_VERSIONS = ("v1.0", "v1.1", "v2.0", "v2.1", "v2.2", "v3.0")
GA = "data/{}/{}.csv"


class Clones:
    def __init__(self, directory):
        self.directory = directory

    def text(self, project, path):
        command = ["git", "-C", self.directory / project, "show", f"{COMMITS[project]}:{path}"]
        return subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8-sig")

    def rows(self, project, path, skip=0):
        lines = io.StringIO(self.text(project, path))
        for _ in range(skip):
            lines.readline()
        return list(csv.DictReader(lines))


def field(text):
    """Our tables have no quotes, no commas but between fields, and no blanks around them."""
    return str(text).replace(",", " ").replace('"', "'").strip()


def listed(values):
    return ";".join("" if v is None else str(v) for v in values)


class Table:
    def __init__(self):
        self.rows = {}

    def add(self, key, values, text, source):
        key = field(key)
        if key not in self.rows:  # as the projects, which take the first
            self.rows[key] = (listed(values), field(text), source)


def mlco2(clones, table):
    for row in clones.rows("impact", "data/gpus.csv"):
        table.add(f'mlco2/hardware/{row["name"]}', [row["tdp_watts"]], "", "mlco2")
    for rank, row in enumerate(clones.rows("impact", "data/impact.csv")):
        # The rank says which of two equally clean regions the page calls the cleanest: the first.
        table.add(f'mlco2/region/{row["provider"]}/{row["region"]}', [row["impact"], row["offsetRatio"], rank], "", "mlco2")


def green_algorithms(clones, table):
    def versions(kind, name, value, where=lambda row: row):
        """One row a name, with what each version of the data says of it."""
        seen = {}
        for i, version in enumerate(GA_VERSIONS):
            for row in clones.rows("green-algorithms-tool", GA.format(version, name), skip=1):
                key = next(iter(row.values()))
                if key and row.get(value):
                    seen.setdefault(key, [None] * len(GA_VERSIONS))[i] = row[value]
        for key, values in seen.items():
            table.add(f"green-algorithms/{kind}/{key}", values, "", "ga")

    versions("cpu-core", "TDP_cpu", "TDP_per_core")
    versions("gpu", "TDP_gpu", "TDP_per_core")
    versions("location", "CI_aggregated", "carbonIntensity")
    versions("pue", "defaults_PUE", "PUE")
    versions("reference", "referenceValues", "value")
    for row in clones.rows("green-algorithms-tool", GA.format("v3.0", "cloudProviders_datacenters"), skip=1):
        if row["Name"] and row["location"]:
            table.add(f'green-algorithms/datacentre/{row["provider"]}/{row["Name"]}', [row["PUE"] or None], row["location"], "ga")


def codecarbon(clones, table):
    data = "codecarbon/data/"
    for row in clones.rows("codecarbon", data + "cloud/impact.csv"):
        table.add(f'codecarbon/cloud/{row["provider"]}/{row["region"]}', [row["impact"]], row["countryIsoCode"], "cc")
    parts = ("total", "coal", "fossil", "hydroelectricity", "nuclear", "solar", "wind")
    for code, mix in json.loads(clones.text("codecarbon", data + "private_infra/global_energy_mix.json")).items():
        table.add(f"codecarbon/country/{code}", [mix.get("carbon_intensity")] + [mix.get(p + "_TWh") for p in parts], "", "cc")
    for state, row in json.loads(clones.text("codecarbon", data + "private_infra/2016/usa_emissions.json")).items():
        if state.startswith("_"):
            continue  # "_unit"
        table.add(f"codecarbon/state/{state}", [row["emissions"]], "", "cc")
    for name, mix in json.loads(clones.text("codecarbon", data + "private_infra/2023/canada_energy_mix.json")).items():
        table.add(f"codecarbon/province/{name}", [mix[p] for p in ("total", "coal", "petroleum", "naturalGas")], "", "cc")
    nordic = json.loads(clones.text("codecarbon", data + "private_infra/nordic_emissions.json"))["data"]
    for zone, row in nordic.items():
        table.add(f"codecarbon/nordic/{zone}", [row["emission_factor"]], "", "cc")


def carbontracker(clones, table):
    name = "Carbon intensity of electricity (gCO2eq/kWh)"
    for row in clones.rows("carbontracker", "carbontracker/data/carbon-intensities.csv"):
        table.add(f'carbontracker/country/{row["alpha-2"]}', [row[name]], "", "ct")
    for row in clones.rows("carbontracker", "carbontracker/emissions/conversion/co2eq.csv"):
        table.add(f'carbontracker/car/{row["name"]}', [row["gCO2eq_per_unit"]], "", "ct")


def eco2ai(clones, table):
    for row in clones.rows("eco2ai", "eco2ai/data/carbon_index.csv"):
        other = row["alternative_name"]
        names = "" if other == "N/A" else ";".join(n.lower() for n in other.split(","))
        table.add(f'eco2ai/index/{row["alpha_2_code"]}/{row["region"]}', [row["Emission intensity, kg/MWh"]], names, "eco")


def ccf_constants(text, block):
    """The entries NAME: VALUE of one object of a TypeScript file; names as the file has them."""
    body = re.search(re.escape(block) + r"[^{=]*[=:]?\s*{(.*?)\n  }", text, re.S).group(1)
    return re.findall(r"\[(\w+(?:\.\w+)*)\]:\s*([\w.]+)", body)


def ccf_names(text, block, kind):
    return dict(re.findall(r"(\w+) = '([^']*)'", re.search(rf"export enum {block} {{(.*?)\n}}", text, re.S).group(1))) \
        if kind == "enum" else dict(re.findall(r"(\w+): {\s*name: '([^']*)'", text))


def ccf(clones, table):
    core, path = "packages/core/src/", "packages/{}/src/domain/{}FootprintEstimationConstants.ts"
    read = lambda p: clones.text("cloud-carbon-footprint", p)  # noqa: E731
    processors = ccf_names(read(core + "compute/ComputeProcessorTypes.ts"), "COMPUTE_PROCESSOR_TYPES", "enum")
    nerc = dict(re.findall(r"(\w+): (0\.\d+)", read(core + "FootprintEstimationConstants.ts")))
    gcp_names = read("packages/gcp/src/lib/GCPRegions.ts")
    names = {
        "aws": ccf_names(read("packages/aws/src/lib/AWSRegions.ts"), "AWS_REGIONS", "enum"),
        "azure": ccf_names(read("packages/azure/src/lib/AzureRegions.ts"), None, "objects"),
        "gcp": {n: v for block in ("GCP_REGIONS", "GCP_DUAL_REGIONS", "GCP_MULTI_REGIONS")
                for n, v in ccf_names(gcp_names, block, "enum").items()},
    }
    for provider, prefix in (("aws", "Aws"), ("azure", "Azure"), ("gcp", "Gcp")):
        text = read(path.format(provider, prefix))
        low = dict(ccf_constants(text, "MIN_WATTS_BY_COMPUTE_PROCESSOR"))
        high = dict(ccf_constants(text, "MAX_WATTS_BY_COMPUTE_PROCESSOR"))
        memory = dict(ccf_constants(text, "MEMORY_BY_COMPUTE_PROCESSOR")) if "MEMORY_BY" in text else {}
        for name in low:
            table.add(f'ccf/processor/{provider}/{processors[name.split(".")[-1]]}',
                      [low[name], high[name], memory.get(name)], "", "ccf")
        factors = re.findall(r"\[(\w+)\.(\w+)(?:\.name)?\]:\s*(US_NERC\w+\.(\w+)|[\d.]+),", text.split("SERVER_EXPECTED_LIFESPAN")[1])
        seen = {}
        for _, name, number, region in factors:  # Google's come twice: with carbon-free energy first, then without
            seen.setdefault(names[provider][name], []).append(nerc[region] if region else number)
        for region, numbers in seen.items():
            grid, cfe = (numbers[1], numbers[0]) if provider == "gcp" else (numbers[0], None)
            table.add(f"ccf/region/{provider}/{region}", [grid, cfe], "", "ccf")
        if provider == "gcp":
            for name, pue in ccf_constants(text, "PUE_TRAILING_TWELVE_MONTH"):
                table.add(f'ccf/pue/gcp/{names["gcp"][name.split(".")[-1]]}', [pue], "", "ccf")


def tracker_tdp(text):
    """carbontracker reads "27.29.5" as the range 27.29 to 27.5, and takes its middle."""
    parts = text.split(".")
    if len(parts) != 3:
        return text
    return f"{(float(parts[0] + '.' + parts[1]) + float(parts[0] + '.' + parts[2])) / 2:.10g}"


def cpus(clones):
    found = {}

    def put(name, column, watts):
        found.setdefault(field(name), ["", "", ""])[column] = watts.strip()
    for row in reversed(clones.rows("codecarbon", "codecarbon/data/hardware/cpu_power.csv")):
        put(row["Name"], 0, row["TDP"])  # the first of two of one name counts
    for row in clones.rows("carbontracker", "carbontracker/data/cpu_power.csv"):
        put(row["Name"], 1, tracker_tdp(row["TDP"]))  # the last
    for row in clones.rows("eco2ai", "eco2ai/data/cpu_names.csv"):
        put(row["Model"], 2, row["TDP"].removesuffix(".0"))
    return found


def main():
    if len(sys.argv) != 2:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    clones = Clones(pathlib.Path(sys.argv[1]))
    table = Table()
    for tables in (mlco2, green_algorithms, codecarbon, carbontracker, eco2ai, ccf):
        tables(clones, table)
    data = pathlib.Path(__file__).resolve().parent.parent / "data"
    by_bytes = lambda item: item[0].encode()  # noqa: E731
    lines = [",".join((key, *row)) for key, row in sorted(table.rows.items(), key=by_bytes)]
    (data / "methods.csv").write_text("\n".join(["key,values,text,source", *lines]) + "\n", encoding="utf-8")
    lines = [",".join((name, *row)) for name, row in sorted(cpus(clones).items(), key=by_bytes)]
    header = "name,codecarbon_w,carbontracker_w,eco2ai_w"
    (data / "method_cpus.csv").write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
