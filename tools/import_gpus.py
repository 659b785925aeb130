#!/usr/bin/env python3
"""Derives data/gpus.csv: what a GPU is rated at, and what it was seen to draw.

    tools/import_gpus.py DATA_DIR

DATA_DIR holds hardware/gpus.csv, a compilation of public tables with the codes of its sources. It is
not part of the repository. Single figures are taken over, from sources whose terms allow it only
(data/SOURCES.md); sentences and notes are our own. Needs nothing but the standard library.
"""
import csv
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

HEADER = ("name,vendor,nvml_names,memory_gb,memory_kind,form,devices,tdp_w,tdp_low_w,tdp_high_w,"
          "idle_w,idle_low_w,idle_high_w,idle_n,idle_source,observed_low_w,observed_high_w,observed_n,"
          "fp32_tflops,fp16_tflops,fp16_kind,launch_year,source,note").split(",")

# Code of the compilation -> name in data/SOURCES.md. What is not here is not taken: boaviztapi
# (AGPL-3.0) and ml-energy/leaderboard (no licence).
SOURCES = {
    "pk": "vendor", "goog": "vendor", "hf": "huggingface.js", "ml": "impact",
    "ga": "green-algorithms-tool", "eit": "experiment-impact-tracker",
    "ccf": "cloud-carbon-footprint", "mle": "ml-energy-benchmark", "zeus": "zeus",
}

# Rated power as a range, where the vendor sells one name with several limits.
TDP_RANGES = {
    "NVIDIA H100 NVL 94GB": (350, 400), "NVIDIA A2": (40, 60), "NVIDIA A10G": (150, 300),
    "NVIDIA V100 SXM3 32GB": (350, 450), "NVIDIA GH200 (whole module)": (450, 1000),
    "NVIDIA GeForce RTX 3080": (320, 350), "NVIDIA GeForce RTX 4060 Ti": (160, 165),
    "AMD Instinct MI300A": (550, 760), "AMD Instinct MI250X": (500, 560),
    "AMD Instinct MI250": (500, 560), "Intel Gaudi 3": (600, 900),
    "NVIDIA Jetson AGX Orin 64GB": (15, 60), "NVIDIA Jetson AGX Orin 32GB": (15, 40),
    "NVIDIA Jetson Orin NX 16GB": (10, 25), "NVIDIA Jetson AGX Xavier": (10, 30),
    "NVIDIA Jetson Nano": (5, 10),
    # graphics power that NVIDIA lets laptop makers choose from, with Dynamic Boost at the upper end
    "NVIDIA GeForce RTX 5090 Laptop GPU": (95, 175), "NVIDIA GeForce RTX 5080 Laptop GPU": (80, 175),
    "NVIDIA GeForce RTX 5070 Ti Laptop GPU": (60, 140), "NVIDIA GeForce RTX 5070 Laptop GPU": (50, 100),
    "NVIDIA GeForce RTX 5060 Laptop GPU": (45, 100), "NVIDIA GeForce RTX 5050 Laptop GPU": (35, 100),
    "NVIDIA GeForce RTX 4090 Laptop GPU": (80, 150), "NVIDIA GeForce RTX 4080 Laptop GPU": (60, 150),
    "NVIDIA GeForce RTX 4070 Laptop GPU": (35, 115), "NVIDIA GeForce RTX 4060 Laptop GPU": (35, 115),
    "NVIDIA GeForce RTX 4050 Laptop GPU": (35, 115), "NVIDIA GeForce RTX 3080 Laptop GPU": (80, 150),
    "NVIDIA GeForce RTX 3070 Ti Laptop GPU": (80, 125), "NVIDIA GeForce RTX 3060 Laptop GPU": (60, 115),
    "NVIDIA GeForce RTX 3050 Laptop GPU": (35, 95), "NVIDIA GeForce RTX 2070 SUPER Laptop GPU": (80, 115),
    "NVIDIA GeForce RTX 2060 Laptop GPU": (65, 90), "NVIDIA GeForce RTX 2050 Laptop GPU": (30, 45),
}

# Devices that the driver shows for one card; the rated power is the card's.
DEVICES = {"NVIDIA K80": 2, "NVIDIA M60": 2, "NVIDIA GRID K520": 2, "NVIDIA A16": 4,
           "AMD Instinct MI250X": 2, "AMD Instinct MI250": 2, "Intel Data Center GPU Flex 140": 2}

# Idle watts of a card with nothing loaded: what the driver showed at 0 % utilisation with no program
# on it, as people have posted it. Where it is: a GitHub issue, or an address. Both devices of the K80
# are taken to be alike.
IDLE = {
    "NVIDIA A100 SXM4 40GB": ([51, 56, 51, 50], "facebookresearch/vissl#422"),
    "NVIDIA A100 SXM4 80GB": ([61, 62, 59], "allenai/PeerRead#40"),
    "NVIDIA V100 PCIe 16GB": ([26, 27], "pastebin.com/n7ve9DFv"),
    "NVIDIA V100 SXM2 32GB": ([56.58, 57.44], "NVIDIA/nvidia-docker#1076"),
    "NVIDIA B200 SXM": ([137], "ROCm/legacy-rocm-build#5219"),
    "AMD Instinct MI355X": ([238], "ROCm/legacy-rocm-build#5219"),
    "NVIDIA A40": ([32], "huggingface.co/lsnu/VLAdaptorBench"),
    "NVIDIA K80": ([58], "gist.github.com/allenday/57f5746e5126ce80c9f4d580da75549b"),
    "NVIDIA P40": ([10], "jankyai.droidgram.com"),
    "NVIDIA GeForce RTX 3090 Ti": ([27.94], "noonghunna/club-3090#353"),
    "NVIDIA GeForce RTX 3090": ([14.89], "noonghunna/club-3090#445"),
    "NVIDIA GeForce RTX 3060": ([4], "geerlingguy/raspberry-pi-pcie-devices#790"),
    "NVIDIA RTX A4000": ([6.58, 4.76, 6.79, 6.09, 5.58, 4.96, 5.06, 5.12], "RainbowMiner/RainbowMiner#1796"),
    # the least that is seen in production, so no more than that when idle
    "Google TPU v4 chip": ([90], "Google documentation"),
}

NOTES = {
    "NVIDIA GB200 (per GPU)": "GPU share of the superchip; its Grace CPU comes on top",
    "NVIDIA GH200 (whole module)": "limit of CPU and GPU and memory together",
    "NVIDIA A10G": "made for AWS; machines with it show a limit of 300 W",
    "NVIDIA H100 NVL 94GB": "the limit can be set within the range",
    "NVIDIA A2": "the limit can be set within the range",
    "NVIDIA V100 SXM3 32GB": "the later version of DGX-2 goes to 450 W",
    "NVIDIA V100 PCIe 16GB": "observed: taken for this variant because its limit was 250 W",
    "NVIDIA GeForce RTX 3080": "the 12 GB version is at the upper end",
    "NVIDIA GeForce RTX 4060 Ti": "the 16 GB version is at the upper end",
    "AMD Instinct MI300A": "an APU: its 24 CPU cores are in the figure",
    "AMD Instinct MI250X": "the upper end is peak power; the driver reports all power on the first of its two devices",
    "AMD Instinct MI250": "the upper end is peak power; the driver reports all power on the first of its two devices",
    "Intel Gaudi 3": "the lower end is the PCIe card",
    "Google TPU v2 chip": "Google: 221 W mean in production",
    "Google TPU v3 chip": "Google: 220 to 283 W mean in production",
    "Google TPU v4 chip": "Google: 90 W least and 170 W mean and 192 W most in production",
    "Google TPU v5e chip": "no power is published",
    "Google TPU v5p chip": "no power is published",
    "Xilinx Alveo U250": "an FPGA card",
}

HBM = ("B300", "B200", "B100", "H200", "H100", "H800", "H20", "A100", "A800", "A30", "V100", "V100S",
       "P100", "TITAN V", "Instinct", "GPU Max", "Gaudi", "TPU", "V520")


def memory_kind(name, form):
    if form == "module":
        return "lpddr"
    if name == "Xilinx Alveo U250":
        return "ddr"
    return "hbm" if any(part in f"{name} " for part in (f"{h} " for h in HBM)) or "GB200" in name or \
        "GH200" in name else "gddr"


def form_of(row):
    return {"SXM": "sxm", "PCIe": "pcie", "OAM": "oam", "superchip": "superchip", "module": "module",
            "laptop": "laptop", "SH5": "socket", "board": "board"}[row["form"]]


def row_of(r):
    name = r["name"]
    sources = [SOURCES[code] for code in r["sources"].split(";") if code in SOURCES]
    if not sources:
        return None
    if name in TDP_RANGES and "vendor" not in sources:
        sources.append("vendor")
    tdp = r["tdp_w"]
    # The compilation's own spread also holds what other tables have wrong; ours is the vendor's.
    low, high = TDP_RANGES.get(name, (tdp, tdp))
    form = form_of(r)
    readings, idle_source = IDLE.get(name, ([], ""))
    observed = "zeus" in sources
    ordered = [s for s in SOURCES.values() if s in sources]
    return {
        "name": name, "vendor": r["vendor"], "nvml_names": r["nvml_names"], "memory_gb": r["memory_gb"],
        "memory_kind": memory_kind(name, form), "form": form, "devices": DEVICES.get(name, 1),
        "tdp_w": tdp, "tdp_low_w": low, "tdp_high_w": high,
        "idle_w": f"{sum(readings) / len(readings):.4g}" if readings else "",
        "idle_low_w": min(readings, default=""), "idle_high_w": max(readings, default=""),
        "idle_n": len(readings) or "", "idle_source": idle_source,
        **{f"observed_{c}": r[f"observed_w_{c[:-2]}"] if observed else "" for c in ("low_w", "high_w")},
        "observed_n": r["observed_n"] if observed else "",
        "fp32_tflops": r["fp32_tflops"], "fp16_tflops": r["fp16_tflops"], "fp16_kind": r["fp16_kind"],
        "launch_year": r["launch_year"], "source": ";".join(dict.fromkeys(ordered)),
        "note": NOTES.get(name, ""),
    }


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__.strip())
    with open(pathlib.Path(sys.argv[1]) / "hardware/gpus.csv", encoding="utf-8", newline="") as f:
        rows = [row_of(r) for r in csv.DictReader(f)]
    rows = sorted(filter(None, rows), key=lambda row: row["name"].encode())
    for table in (TDP_RANGES, DEVICES, IDLE, NOTES):
        for name in set(table) - {row["name"] for row in rows}:
            sys.exit(f"no GPU is called {name}")
    lines = [",".join(HEADER)] + [",".join(str(row[c]) for c in HEADER) for row in rows]
    (ROOT / "data/gpus.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(rows)} GPUs, {sum(bool(row['idle_w']) for row in rows)} with idle readings")


if __name__ == "__main__":
    main()
