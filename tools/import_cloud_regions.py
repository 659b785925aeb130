#!/usr/bin/env python3
"""Makes data/cloud_regions.csv and data/cloud_figures.csv; not needed to build.

    tools/import_cloud_regions.py DATA_DIR REGION_METADATA OUT_DIR

DATA_DIR         a collection of figures with cloud/regions.csv: one row a region, source and year
REGION_METADATA  Cloud_Region_Metadata.csv of Green-Software-Foundation/real-time-cloud at b2858aa, for what AWS,
                 Google and Microsoft publish of their PUE and WUE
OUT_DIR          data/ of this repository

Only rows whose source permits redistribution are taken; what a provider publishes (which region is in which city, under
which name) is public and stands below.
"""
import csv
import pathlib
import sys

REGIONS_HEADER = "key,provider,region,name,aliases,place,iso2,zone,source,note"
FIGURES_HEADER = "key,quantity,value,year,kind,origin,licence,source,note"

PROVIDERS = {"alibaba", "aws", "azure", "coreweave", "gcp", "ovh", "scaleway", "seeweb"}

# Names that AWS shows for its regions; the place alone does not tell Europe (Ireland).
AWS_NAMES = {
    "af-south-1": "Africa (Cape Town)", "ap-east-1": "Asia Pacific (Hong Kong)", "ap-northeast-1": "Asia Pacific (Tokyo)",
    "ap-northeast-2": "Asia Pacific (Seoul)", "ap-northeast-3": "Asia Pacific (Osaka)",
    "ap-south-1": "Asia Pacific (Mumbai)", "ap-south-2": "Asia Pacific (Hyderabad)",
    "ap-southeast-1": "Asia Pacific (Singapore)", "ap-southeast-2": "Asia Pacific (Sydney)",
    "ap-southeast-3": "Asia Pacific (Jakarta)", "ap-southeast-4": "Asia Pacific (Melbourne)",
    "ap-southeast-5": "Asia Pacific (Malaysia)", "ap-southeast-6": "Asia Pacific (New Zealand)",
    "ap-southeast-7": "Asia Pacific (Thailand)", "ca-central-1": "Canada (Central)", "ca-west-1": "Canada West (Calgary)",
    "cn-north-1": "China (Beijing)", "cn-northwest-1": "China (Ningxia)", "eu-central-1": "Europe (Frankfurt)",
    "eu-central-2": "Europe (Zurich)", "eu-north-1": "Europe (Stockholm)", "eu-south-1": "Europe (Milan)",
    "eu-south-2": "Europe (Spain)", "eu-west-1": "Europe (Ireland)", "eu-west-2": "Europe (London)",
    "eu-west-3": "Europe (Paris)", "il-central-1": "Israel (Tel Aviv)", "me-central-1": "Middle East (UAE)",
    "me-south-1": "Middle East (Bahrain)", "mx-central-1": "Mexico (Central)", "sa-east-1": "South America (Sao Paulo)",
    "us-east-1": "US East (N. Virginia)", "us-east-2": "US East (Ohio)", "us-gov-east-1": "AWS GovCloud (US-East)",
    "us-gov-west-1": "AWS GovCloud (US-West)", "us-west-1": "US West (N. California)", "us-west-2": "US West (Oregon)",
}

# Microsoft shows an id ("westeurope") with blanks and capitals ("West Europe"); these are its words.
AZURE_WORDS = (
    "australia", "austria", "belgium", "brazil", "canada", "chile", "china", "denmark", "finland", "france", "germany",
    "india", "indonesia", "israel", "italy", "japan", "jio", "korea", "malaysia", "mexico", "new", "zealand", "norway",
    "poland", "qatar", "south", "africa", "spain", "sweden", "switzerland", "uae", "uk", "us", "europe", "asia",
    "southeast", "northeast", "north", "east", "west", "central", "euap", "2", "3")
AZURE_CAPITALS = {"uae": "UAE", "uk": "UK", "us": "US", "euap": "EUAP"}
AZURE_NAMES = {"centralus": "Central US", "centraluseuap": "Central US EUAP", "eastasia": "East Asia",
               "southeastasia": "Southeast Asia", "australiacentral2": "Australia Central 2"}

# Closed in October 2021.
RETIRED = {"azure:germanycentral", "azure:germanynortheast"}

# A billing area of Azure holds several regions.
NOT_A_REGION = "(geography, not a region)"

# OVHcloud writes one place in three ways: the id of its newer interfaces, the id of its data centre list, and the short
# name of its first interface. One row a place; "-snc" is its qualified (SecNumCloud) part at the same place.
OVH = {
    "ap-south-mum": ("in-mumbai", "ynm"), "ap-southeast-sgp": ("sg-singapore", "sgp"),
    "ap-southeast-syd": ("au-sydney", "syd"), "ca-east-bhs": ("ca-beauharnois", "bhs"),
    "ca-east-tor": ("ca-toronto", "tor"), "eu-central-waw": ("pl-warsaw", "waw"), "eu-west-eri": ("gb-london", "uk1"),
    "eu-west-gra": ("fr-gravelines", "gra", "eu-west-gra-snc"), "eu-west-lim": ("de-frankfurt", "de1"),
    "eu-west-par": ("fr-paris", "par"), "eu-west-rbx": ("fr-roubaix", "rbx", "eu-west-rbx-snc"),
    "eu-west-sbg": ("fr-strasbourg", "sbg", "eu-west-sbg-snc"), "ie-dublin": ("dln",),
    "us-east-vin": ("us-vint_hill", "vin"), "us-west-hil": ("us-hillsboro", "hil"),
}
OVH_OF = {alias: region for region, aliases in OVH.items() for alias in aliases}

# Where sources disagree on the zone, or it is not that of the nearest grid operator.
ZONE_NOTES = {
    "aws:us-gov-west-1": "the provider says no more than Oregon",
    "aws:us-west-2": "the neighbour US-NW-BPAT may be the true supplier: lower",
    "azure:eastus3": "Georgia is Southern Company",
    "azure:northcentralus": "Chicago (ComEd) is PJM",
    "azure:swedensouth": "zone set from the place",
    "azure:westcentralus": "the place in Wyoming is not known; Cheyenne would be US-NW-WACM",
    "azure:westus2": "Quincy lies in Grant County PUD (US-NW-GCPD)",
    "azure:westus3": "Phoenix; others have mapped it to US-NW-PACE",
    "gcp:us-central1": "western Iowa is MISO; Nebraska across the river is US-CENT-SWPP",
    "gcp:us-central2": "Google places it in Oklahoma",
    "gcp:us-east1": "Google's own figures are nearer to US-CAR-SC: higher",
    "gcp:us-east2": "zone set from the state",
    "gcp:us-west1": "others map it to US-NW-PACW; Google's own figures fit US-NW-BPAT",
    "gcp:us-west2": "the city's own utility is US-CAL-LDWP",
    "ovh:us-west-hil": "Hillsboro itself is served by US-NW-PGE",
}

# project: code in data/SOURCES.md and the licence that its rows carry. Not here and so not taken: boaviztapi,
# electricitymaps-contrib (AGPL-3.0), ecologits (MPL-2.0), codecarbon (repeats Google's 2023), cloud-carbon-coefficients
# (replaced by cloud-carbon-footprint), carbon-aware-sdk (ids only).
PROJECTS = {
    "region-carbon-info": ("google", "Apache-2.0"),
    "impact": ("mlco2", "MIT"),
    "cloud-carbon-footprint": ("ccf", "Apache-2.0"),
    "green-algorithms-tool": ("ga", "CC BY 4.0"),
}
PROVIDER_FACT = "figure of the provider"

# What providers say of all their data centres together: (key, quantity, value, year, kind, source, note).
FLEETS = [
    ("any:*", "pue", 1.04, 2025, "best site", "any-press", "as found in practice"),
    ("any:*", "pue", 2.0, 2025, "worst site", "any-press", "as found in practice"),
    ("aws:*", "pue", 1.04, 2024, "best site", "aws-page", "in Europe"),
    ("aws:*", "pue", 1.14, 2025, "fleet", "aws-page", ""),
    ("aws:*", "pue", 1.15, 2024, "fleet", "aws-page", ""),
    ("aws:*", "wue_l_per_kwh", 0.15, 2024, "fleet", "aws-press", ""),
    ("azure:*", "pue", 1.17, 2025, "fleet", "azure-press", "fiscal year"),
    ("azure:*", "wue_l_per_kwh", 0.27, 2025, "fleet", "azure-press", "fiscal year"),
    ("gcp:*", "pue", 1.06, 2023, "best site", "gcp-press", ""),
    ("gcp:*", "pue", 1.1, 2023, "fleet", "gcp-press", ""),
    ("ovh:*", "pue", 1.29, 2022, "fleet", "ovh-press", ""),
    ("ovh:*", "wue_l_per_kwh", 0.3, 2022, "fleet", "ovh-press", ""),
]

# Places of Microsoft whose row names another id than the region that is there.
AZURE_PLACES = {"Washington: West US": "westus2"}
# Water per kWh of all of AWS, which the compilation repeats where a region has no figure of its own.
AWS_FLEET_WUE = {"2022": "0.19", "2023": "0.18", "2024": "0.18"}


def text_field(text):
    """Our tables have no commas: "Columbus, Ohio" becomes "Columbus (Ohio)"."""
    if ", " in text:
        first, rest = text.split(", ", 1)
        text = f"{first} ({rest})"
    return text.replace(",", ";").strip()


def azure_name(region):
    if region in AZURE_NAMES:
        return AZURE_NAMES[region]
    words = []
    rest = region
    while rest:
        word = next((w for w in sorted(AZURE_WORDS, key=len, reverse=True) if rest.startswith(w)), None)
        if word is None:
            sys.exit(f"import_cloud_regions: no words for the Azure region {region}")
        words.append(AZURE_CAPITALS.get(word, word.capitalize()))
        rest = rest[len(word):]
    return " ".join(words)


def name_of(provider, region, place):
    if provider == "aws":
        return AWS_NAMES[region]
    if provider == "azure":
        return azure_name(region)
    return text_field(place)


def canonical(provider, region):
    return OVH_OF.get(region, region) if provider == "ovh" else region


def key_of(provider, region):
    return f"{provider}:{region.lower()}"


def regions_of(rows):
    found = {}
    for row in rows:
        provider, region = row["provider"], canonical(row["provider"], row["region"])
        if provider not in PROVIDERS or region == "*" or NOT_A_REGION in row["place"]:
            continue
        if key_of(provider, region) in RETIRED:
            continue
        entry = found.setdefault(key_of(provider, region), {
            "provider": provider, "region": region, "name": name_of(provider, region, row["place"]),
            "aliases": ";".join(OVH.get(region, ())) if provider == "ovh" else "", "place": text_field(row["place"]),
            "iso2": row["iso2"], "zone": row["zone"], "sources": {"provider"}})
        project = row["source"].split(":")[0]
        if project in PROJECTS:
            entry["sources"].add(PROJECTS[project][0])
        if entry["zone"] != row["zone"]:
            sys.exit(f"import_cloud_regions: {provider} {region} has the zones {entry['zone']} and {row['zone']}")
    return found


def figures_of(rows):
    """Yields (key, quantity, value, year, kind, origin, licence, source, note)."""
    for row in rows:
        project = row["source"].split(":")[0]
        provider = row["provider"]
        if project not in PROJECTS or provider not in PROVIDERS | {"any"} or NOT_A_REGION in row["place"]:
            continue
        origin, licence = PROJECTS[project]
        region = canonical(provider, row["region"])
        key = key_of(provider, region)
        source = row["source"].split(" | ")[0].replace(",", ";")
        note = row["note"].replace(",", ";")

        def figure(quantity, value, year, kind, why=""):
            return key, quantity, float(value), year, kind, origin, licence, source, why

        if origin == "google":
            if row["g_per_kwh"]:
                yield figure("grid_g_per_kwh", row["g_per_kwh"], row["year"], row["kind"])
            if row["cfe_percent"]:
                yield figure("cfe_percent", row["cfe_percent"], row["year"], "hourly")
            # 2019 and 2020 count the life cycle, later years only what leaves the stack: not one series.
            if row["g_per_kwh"] and row["cfe_percent"] and row["kind"] == "direct":
                residual = float(row["g_per_kwh"]) * (1.0 - float(row["cfe_percent"]) / 100.0)
                yield figure("market_g_per_kwh", round(residual, 3), row["year"], "cfe",
                             "(1 - CFE) x grid")
        elif origin == "mlco2":
            # Seeweb's 0 is what it buys; it is not what its grid emits.
            if row["g_per_kwh"]:
                yield figure("grid_g_per_kwh", row["g_per_kwh"], row["year"], row["kind"], note)
            if row["market_g_per_kwh"]:
                yield figure("market_g_per_kwh", row["market_g_per_kwh"], row["year"], "claim", note)
            if row["offset_percent"]:
                yield figure("offset_percent", row["offset_percent"], row["year"], "claim")
        elif origin == "ccf":
            # Its figures for Google repeat Google's 2021, two of them wrongly.
            if row["g_per_kwh"] and provider not in {"gcp", "any"} and region != "*":
                yield figure("grid_g_per_kwh", row["g_per_kwh"], row["year"], row["kind"], note)
            if row["pue"] and provider in {"alibaba"}:
                kind = "fleet" if region == "*" else "region"
                yield figure("pue", row["pue"], row["pue_year"], kind, note)
        elif origin == "ga" and row["pue"]:
            if provider == "any":
                yield figure("pue", row["pue"], row["pue_year"], "survey", note)
            elif provider == "gcp" and region != "*":
                yield figure("pue", row["pue"], row["pue_year"], "region", "trailing 12 months")


def published_figures(rows, regions):
    """PUE, WUE and claims that AWS, Google and Microsoft publish."""
    short = {"Amazon Web Services": "aws", "Google Cloud": "gcp", "Microsoft Azure": "azure"}
    for row in rows:
        provider = short[row["cloud-provider"]]
        region = AZURE_PLACES.get(row["location"], row["cloud-region"])
        key = key_of(provider, region)
        # Microsoft's figures of 2022 mix what ran with what was planned.
        if key not in regions or int(row["year"]) < (2023 if provider == "azure" else 2022):
            continue
        if row["location"] == "Finland" and provider == "azure":
            continue
        source = f"real-time-cloud:Cloud_Region_Metadata.csv@b2858aa#{row['year']}/{row['cloud-region']}"

        def figure(quantity, text, kind, note=""):
            return key, quantity, float(text), row["year"], kind, provider, PROVIDER_FACT, source, note

        if row["power-usage-effectiveness"]:
            yield figure("pue", row["power-usage-effectiveness"], "region")
        wue = row["water-usage-effectiveness"]
        if wue and provider == "aws" and wue != AWS_FLEET_WUE[row["year"]]:
            yield figure("wue_l_per_kwh", wue, "region")
        if provider == "aws" and row["provider-carbon-intensity-market-annual"]:
            yield figure("market_g_per_kwh", row["provider-carbon-intensity-market-annual"], "claim",
                         "says that what it buys matches all that it uses here over the year")


def write(path, header, rows, order=lambda row: row):
    rows = sorted(rows, key=lambda row: [part.encode() for part in order(row)])
    path.write_text("\n".join([header, *(",".join(row) for row in rows)]) + "\n", encoding="utf-8")


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__.strip())
    data, metadata, out = map(pathlib.Path, sys.argv[1:])
    rows = read(data / "cloud" / "regions.csv")
    regions = regions_of(rows)
    write(out / "cloud_regions.csv", REGIONS_HEADER,
          [(key, r["provider"], r["region"], r["name"], r["aliases"], r["place"], r["iso2"], r["zone"],
            ";".join(sorted(r["sources"])), ZONE_NOTES.get(key, "")) for key, r in regions.items()])
    figures = set(figures_of(rows)) | set(published_figures(read(metadata), regions))
    figures |= {(key, quantity, value, str(year), kind, source.split("-")[0], PROVIDER_FACT, source, note)
                for key, quantity, value, year, kind, source, note in FLEETS}
    write(out / "cloud_figures.csv", FIGURES_HEADER,
          [(f[0], f[1], f"{f[2]:g}", *f[3:]) for f in figures],
          # What somebody publishes year by year is one series.
          lambda row: (row[0], row[1], row[5], row[3], *row))


if __name__ == "__main__":
    main()
