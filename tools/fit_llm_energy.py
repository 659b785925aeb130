#!/usr/bin/env python3
"""Fits the energy of language models per request, and says how wrong it is.

    tools/fit_llm_energy.py DATA_DIR [--write]

DATA_DIR  a checkout of github.com/ml-energy/leaderboard (commit 0cd52da was used), or its directory public/data. Its
          measurements carry no licence: they are read, never copied.
--write   writes the coefficients to src/estimate/llm/llm_fit.cpp, the golden cases of the tests, and the tables to
          docs/estimate-llm.md; without it the tables are printed.

Needs Python 3.9 and numpy. Nothing else in the project needs this script, DATA_DIR or numpy.
"""
import argparse
import collections
import json
import pathlib
import re
import sys

import numpy as np

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from llm_energy_model import Load, Shapes, TERMS, fit, key, read_gpus, read_models, terms  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent
GPUS = {"H100": "NVIDIA H100 SXM5 80GB", "B200": "NVIDIA B200 SXM"}
PRECISION = {"bfloat16": "bf16", "fp8": "fp8", "mxfp4": "mxfp4"}
# Tokens of a prompt are not in the data; 200 and 250 are what such prompts have. Completion of code has long prompts of
# unknown length, so it is not fitted to.
PROMPT = {"lm-arena-chat": 200.0, "gpqa": 250.0}
FAMILIES = (("235B", "Qwen3 235B A22B"), ("30B-A3B", "Qwen3 30B A3B"), ("480B", "Qwen3 Coder 480B A35B"),
            ("405B", "Llama 3.1 405B"), ("70B", "Llama 3 70B"), ("deepseek", "DeepSeek V3, R1"),
            ("Nemotron", "Nemotron Nano 9B, 12B"), ("gpt-oss", "gpt-oss 20B, 120B"))

SOURCE = """#include "estimate/llm/llm_fit.hpp"

// Written by tools/fit_llm_energy.py; docs/estimate-llm.md says on which data and how wrong it is.

namespace wattprint::estimate::llm {{

const Fit& fit() {{
  // clang-format off
  static constexpr Fit kFit{{
      .coefficients = {{{{{coefficients}}}}},
      .layers_factor = {shapes.layer_factor:.6g},
      .layers_power = {shapes.layer_power:.6g},
      .layers_with_experts = {shapes.expert_layers:.6g},
      .cache_factor = {shapes.cache_factor:.6g},
      .cache_power = {shapes.cache_power:.6g},
      .spreads = {{{{
          {dense},
          {sparse},
      }}}},
      .power_share = {share:.4f},
      .power_share_spread = {share_spread},
  }};
  // clang-format on
  return kFit;
}}

}}  // namespace wattprint::estimate::llm
"""

Row = collections.namedtuple("Row", "family sparse load model bare joules eco gpu task share")


def family_of(model_id):
    """Models of one design are left out together: the same weights in FP8 are no new model."""
    for mark, name in FAMILIES:
        if mark in model_id:
            return name
    return model_id.split("/")[-1]


def ecologits(config):
    """GPU term of EcoLogits 0.9.3, joules of a token, at the batch and the GPUs of the measurement."""
    batch, active = config["avg_batch_size"], config["activated_params_billions"]
    return config["num_gpus"] * 3600.0 * (1.1665273170451914e-6 * np.exp(-0.011205921025579175 * batch) * active
                                          + 4.052928146734005e-5)


def read_rows(directory, task, prompt, models, gpus, shapes):
    rows = []
    with open(directory / "tasks" / f"{task}.json", encoding="utf-8") as file:
        configs = json.load(file)["configurations"]
    for config in configs:
        if config["data_parallel"] != 1:  # several copies of the attention: another way to serve
            continue
        model = models[key(config["model_id"])]
        gpu = gpus[GPUS[config["gpu_model"]]]
        load = Load(model.name, gpu, config["num_gpus"], config["avg_batch_size"], prompt, config["avg_output_len"],
                    PRECISION[config["weight_precision"]])
        rows.append(Row(family_of(config["model_id"]), model.architecture != "dense", load, shapes.fill(model),
                        shapes.fill(model, bare=True), config["energy_per_token_joules"] * load.outputs,
                        ecologits(config) * load.outputs, config["gpu_model"], task,
                        config["avg_power_watts"] / (gpu.tdp * load.gpus)))
    return rows


def weights_of(rows):
    """Each family counts the same, however often it was measured."""
    counts = collections.Counter(row.family for row in rows)
    weights = np.array([1.0 / counts[row.family] for row in rows])
    return weights / weights.mean()


def matrix(rows, bare=False):
    return np.array([terms(row.load, row.bare if bare else row.model) for row in rows])


def coefficients(rows):
    return fit(matrix(rows), np.log([row.joules for row in rows]), weights_of(rows))


def left_out(rows, other_gpu):
    """log(estimate / measured) of each row by a fit that saw nothing of its family and, if other_gpu, nothing of its
    GPU; with what the table says of the model, and from its parameters alone."""
    known, bare = np.empty(len(rows)), np.empty(len(rows))
    for group in {(row.family, row.gpu if other_gpu else "") for row in rows}:
        inside = [i for i, row in enumerate(rows)
                  if row.family == group[0] and (not other_gpu or row.gpu == group[1])]
        seen = [row for row in rows if row.family != group[0] and (not other_gpu or row.gpu != group[1])]
        fitted = coefficients(seen)
        own = [rows[i] for i in inside]
        measured = np.log([row.joules for row in own])
        known[inside] = np.log(matrix(own) @ fitted) - measured
        bare[inside] = np.log(matrix(own, bare=True) @ fitted) - measured
    return known, bare


def quantile(values, weights, level):
    order = np.argsort(values)
    cumulated = np.cumsum(weights[order]) - weights[order] / 2.0
    return np.interp(level * weights.sum(), cumulated, values[order])


class Spread:
    """Interval of measured / estimated, widened until it holds 90 % of families that it has not seen."""

    def __init__(self, rows, errors):
        weights = weights_of(rows)
        families = np.array([row.family for row in rows])
        ends = {}
        for family in set(families):
            seen = families != family
            ends[family] = [min(0.0, quantile(errors[seen], weights[seen], 0.05)),
                            max(0.0, quantile(errors[seen], weights[seen], 0.95))]
        for self.widened in np.arange(1.0, 4.0, 0.01):
            held = np.array([self.widened * ends[f][0] <= e <= self.widened * ends[f][1]
                             for f, e in zip(families, errors)])
            self.held = float((held * weights).sum() / weights.sum())
            if self.held >= 0.90:
                break
        self.inside = held
        self.low = float(np.exp(-self.widened * max(0.0, quantile(errors, weights, 0.95))))
        self.high = float(np.exp(-self.widened * min(0.0, quantile(errors, weights, 0.05))))


def spreads(rows):
    """By (sparse, bare, other_gpu)."""
    found = {}
    for other_gpu in (False, True):
        for bare, errors in enumerate(left_out(rows, other_gpu)):
            for sparse in (False, True):
                chosen = [i for i, row in enumerate(rows) if row.sparse == sparse]
                found[sparse, bool(bare), other_gpu] = Spread([rows[i] for i in chosen], errors[chosen])
    return found


def percentiles(errors):
    ratios = np.exp(np.percentile(errors, [10, 50, 90]))
    return "{:.2f} | {:.2f} | {:.2f} | {:.0f} %".format(ratios[0], ratios[1], ratios[2],
                                                    100 * np.mean(np.abs(np.exp(errors) - 1.0)))


def report(rows, code, fitted, found, shapes):
    out = []
    known, bare = left_out(rows, False)
    moved, moved_bare = left_out(rows, True)
    eco = np.log([row.eco / row.joules for row in rows])
    h100 = np.array([row.gpu == "H100" for row in rows])
    chat = h100 & np.array([row.task == "lm-arena-chat" for row in rows])
    sparse = np.array([row.sparse for row in rows])
    out.append("Coefficients, as shares of the GPUs' rated power: "
               + ", ".join(f"{name} {value:.3g}" for name, value in zip(TERMS, fitted)) + ".\n")
    only_h100 = [row for row in rows if row.gpu == "H100"]
    alone = np.empty(len(rows))
    alone[:] = np.nan
    alone[h100] = left_out(only_h100, False)[0]
    out.append("| estimate / measured | configurations | 10th percentile | median | 90th | mean of absolute errors |\n|---|---|---|---|---|---|")

    def line(what, errors, where):
        out.append(f"| {what} | {where.sum()} | {percentiles(errors[where])} |")

    line("**H100, chat: ours, model left out**", known, chat)
    line("the same, fitted without the B200 too", alone, chat)
    line("the same, by its parameters alone", bare, chat)
    line("the same: EcoLogits' GPU term", eco, chat)
    line("H100, all: ours, model left out", known, h100)
    line("H100, all: EcoLogits' GPU term", eco, h100)
    line("B200, all: ours, model left out", known, ~h100)
    line("B200 from a fit to H100 alone, model left out", moved, ~h100)
    line("H100 from a fit to B200 alone, model left out", moved, h100)
    line("dense, both GPUs: ours, model left out", known, ~sparse)
    line("experts or Mamba, both GPUs: ours, model left out", known, sparse)
    for low, high in ((0, 10), (10, 50), (50, 150), (150, 1000)):
        line(f"{low} to {high} milliard parameters in all", known,
             np.array([low <= row.model.total < high for row in rows]))
    for low, high in ((0, 12), (12, 48), (48, 200), (200, 9999)):
        line(f"batches of {'' if high == 9999 else 'up to '}{low if high == 9999 else high}"
             f"{' and more' if high == 9999 else ''}", known,
             np.array([low <= row.load.batch < high for row in rows]))
    for prompt in (500.0, 1000.0, 2000.0):
        errors = np.array([np.log((terms(r.load._replace(inputs=prompt), r.model) @ fitted) / r.joules) for r in code])
        line(f"completing code, not fitted to, with prompts of {prompt:.0f} tokens", errors, np.ones(len(code), bool))
    out.append("\n| model left out | configurations | median ratio | mean of absolute errors | held by our interval |\n|---|---|---|---|---|")
    inside = np.empty(len(rows), bool)
    for kind in (False, True):
        inside[sparse == kind] = found[kind, False, False].inside
    for family in sorted({row.family for row in rows}):
        where = np.array([row.family == family for row in rows])
        out.append("| {} | {} | {:.2f} | {:.0f} % | {:.0f} % |".format(
            family, where.sum(), np.exp(np.median(known[where])), 100 * np.mean(np.abs(np.exp(known[where]) - 1)),
            100 * inside[where].mean()))
    out.append("| all | {} | {:.2f} | {:.0f} % | {:.0f} % |".format(
        len(rows), np.exp(np.median(known)), 100 * np.mean(np.abs(np.exp(known) - 1)), 100 * inside.mean()))
    out.append("| H100, chat | {} | {:.2f} | {:.0f} % | {:.0f} % |".format(
        chat.sum(), np.exp(np.median(known[chat])), 100 * np.mean(np.abs(np.exp(known[chat]) - 1)),
        100 * inside[chat].mean()))
    out.append("\n| 90 % interval of measured / estimate | low | high | held, models left out | widened |\n|---|---|---|---|---|")
    for (kind, is_bare, other), spread in sorted(found.items()):
        out.append("| {}, {}, {} | {:.2f} | {:.2f} | {:.0f} % | {:.2f} |".format(
            "experts or Mamba" if kind else "dense", "by parameters alone" if is_bare else "design known",
            "a GPU not measured" if other else "H100 or B200", spread.low, spread.high, 100 * spread.held, spread.widened))
    out.append("\nShapes where only parameters are known: {:.1f} N^{:.3f} layers (dense), {:.0f} (experts), {:.0f} A^{:.3f} "
               "bytes of cache a token (N, A: parameters in all and active, milliards).".format(
                   shapes.layer_factor, shapes.layer_power, shapes.expert_layers, shapes.cache_factor, shapes.cache_power))
    return "\n".join(out)


def source(fitted, found, shapes, share):
    def spread(*which):
        return "{{{:.4f}, {:.4f}}}".format(found[which].low, found[which].high)

    def by_gpu(sparse, bare):
        return "{{" + spread(sparse, bare, False) + ", " + spread(sparse, bare, True) + "}}"

    def by_design(sparse):
        return "{{" + by_gpu(sparse, False) + ", " + by_gpu(sparse, True) + "}}"

    return SOURCE.format(
        coefficients=", ".join("{:.6g}".format(value) for value in fitted), shapes=shapes,
        dense=by_design(False), sparse=by_design(True), share=share[1],
        share_spread="{{{:.4f}, {:.4f}}}".format(share[0] / share[1], share[2] / share[1]))


def golden(fitted, models, gpus, shapes):
    """Requests whose joules on the GPUs the C++ must give: model,gpu,gpus,batch,inputs,outputs,precision,bare,joules."""
    lines = ["# tools/fit_llm_energy.py DATA_DIR --write",
             "model,gpu,gpus,batch,inputs,outputs,precision,bare,joules"]
    names = ("Llama-3.1-8B", "Llama-3.1-70B", "Llama-4-Maverick-17B-128E-FP8", "gpt-oss-120b", "DeepSeek-V3",
             "NVIDIA-Nemotron-Nano-9B-v2", "GPT-3", "Mistral-Large-3")
    cards = ("NVIDIA H100 SXM5 80GB", "NVIDIA B200 SXM", "NVIDIA A100 SXM4 80GB")
    for i, name in enumerate(names):
        for j, (batch, inputs, outputs) in enumerate(((1, 100, 400), (16, 0, 1000), (64, 1500, 300))):
            model, gpu, bare = models[key(name)], gpus[cards[(i + j) % 3]], (i + j) % 2 == 1
            load = Load(name, gpu, 8, batch, inputs, outputs, model.precision)
            joules = terms(load, shapes.fill(model, bare)) @ fitted
            lines.append(f"{name},{gpu.name},8,{batch},{inputs},{outputs},{model.precision},{int(bare)},{joules:.8g}")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=pathlib.Path, metavar="DATA_DIR")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    directory = arguments.data / "public" / "data" if (arguments.data / "public").is_dir() else arguments.data
    models, gpus = read_models(ROOT / "data"), read_gpus(ROOT / "data")
    shapes = Shapes(models)
    rows = [row for task, prompt in PROMPT.items() for row in read_rows(directory, task, prompt, models, gpus, shapes)]
    code = read_rows(directory, "sourcegraph-fim", 1000.0, models, gpus, shapes)
    fitted = np.array([float("{:.6g}".format(value)) for value in coefficients(rows)])
    found = spreads(rows)
    share = [quantile(np.array([row.share for row in rows]), weights_of(rows), level) for level in (0.05, 0.5, 0.95)]
    text = report(rows, code, fitted, found, shapes)
    text += "\n\nThe GPUs drew {1:.2f} of their rated power, {0:.2f} to {2:.2f} in 90 % of the configurations.".format(*share)
    if not arguments.write:
        print(text)
        return
    (ROOT / "src/estimate/llm/llm_fit.cpp").write_text(source(fitted, found, shapes, share), encoding="utf-8")
    (ROOT / "tests/golden/llm_gpu_energy.csv").write_text(golden(fitted, models, gpus, shapes), encoding="utf-8")
    page = ROOT / "docs/estimate-llm.md"
    marks = "<!-- begin: tools/fit_llm_energy.py -->\n", "<!-- end: tools/fit_llm_energy.py -->"
    old = page.read_text(encoding="utf-8")
    page.write_text(re.sub(re.escape(marks[0]) + ".*?" + re.escape(marks[1]),
                           lambda _: marks[0] + text + "\n" + marks[1], old, flags=re.S), encoding="utf-8")


if __name__ == "__main__":
    main()
