#!/usr/bin/env python3
"""The article's table, GPT-3 on 17 cloud regions, as the old calculator printed it and with today's figures.

    examples/gpt3_regions.py [WATTPRINT]      WATTPRINT: the program, by default the one in PATH

Prints a Markdown table. 310 V100 PCIe for 90 days, as statworx reckoned with in February 2022.
"""
import json
import subprocess
import sys

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else "wattprint"
GPT3 = ["--gpu", "V100-PCIE-16GB", "--count", "310", "--hours", "2160"]
REGIONS = (
    "gcp europe-west1", "gcp europe-west2", "gcp europe-west3", "gcp europe-west4", "gcp europe-west6",
    "gcp europe-north1", "aws eu-central-1", "aws eu-west-1", "aws eu-west-2", "aws eu-west-3", "aws eu-north-1",
    "azure francecentral", "azure francesouth", "azure northeurope", "azure westeurope", "azure ukwest", "azure uksouth")


def regions(*options):
    command = [PROGRAM, "regions", *GPT3, *options, "--json"]
    document = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return {f'{r["provider"]} {r["region"]}': r for r in document["regions"]}


def tonnes(grams):
    return f"{grams / 1e6:.1f}"


def main():
    old = regions("--method", "mlco2")
    new = regions("--utilization", "100%", "--here", "aws eu-central-1")
    print("| region | place | then, t | today, t | 90 % interval | PUE | than Frankfurt |")
    print("|---|---|---|---|---|---|---|")
    for name in REGIONS:
        then, now = old[name]["emissions_g"]["value"], new[name]
        grams = now["emissions_g"]
        unsure = ", not surely" if now["overlaps_here"] else ""
        change = "here" if name == "aws eu-central-1" else f'{-now["saving_percent"]:+.0f} %{unsure}'
        print(f'| {name} | {now["place"]} | {tonnes(then)} | {tonnes(grams["value"])} '
              f'| {tonnes(grams["low"])} to {tonnes(grams["high"])} | {now["pue"]["value"]:.2f} | {change} |')


if __name__ == "__main__":
    main()
