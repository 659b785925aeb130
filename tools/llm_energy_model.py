"""The model of tools/fit_llm_energy.py: what a token costs on the GPUs, term by term. Needs numpy.

src/estimate/llm/gpu_energy.cpp computes the same; tests/golden/llm_gpu_energy.csv holds it to this file.
"""
import collections
import csv
import re

import numpy as np

TERMS = ("weights", "cache", "arithmetic", "layers", "expert_layers", "tokens")
BYTES = {"fp32": 4.0, "fp16": 2.0, "bf16": 2.0, "fp8": 1.0, "int8": 1.0, "fp4": 0.5625, "int4": 0.5625,
         "mxfp4": 0.53125}  # four bits and their scales: 16 values share 8 bits; 32 share 8 in MXFP4
# Of the layers' cost, so that the coefficients are near 1: 0.1 ms a layer and step, 1 ms a token.
LAYER_S = 1e-4
TOKEN_S = 1e-3

Model = collections.namedtuple("Model", "name architecture total active layers experts used cache precision")
Gpu = collections.namedtuple("Gpu", "name tdp bandwidth flops memory")
Load = collections.namedtuple("Load", "model gpu gpus batch inputs outputs precision")


def key(name):
    """As catalog::llm_key: without whose it is and which edition, and of the rest letters, digits and points."""
    text = name.lower().rsplit("/", 1)[-1].replace("-instruct", "")
    while (short := re.sub(r"(-it|-hf|-chat|-latest|-preview|-\d{8}|-\d{4}-\d\d-\d\d)$", "", text)) != text:
        text = short
    return re.sub("[^a-z0-9.]", "", text)


def read_models(data):
    """By key of each name. Parameters in milliards; None where the table has nothing."""
    found = {}
    with open(data / "llm_models.csv", encoding="utf-8") as table:
        for row in csv.DictReader(table):
            number = {c: float(row[c]) if row[c] else None
                      for c in ("total_b", "active_b", "layers", "experts", "experts_used", "cache_bytes_per_token")}
            model = Model(row["name"], row["architecture"], number["total_b"], number["active_b"], number["layers"],
                          number["experts"], number["experts_used"], number["cache_bytes_per_token"], row["precision"])
            for name in [row["name"], *filter(None, row["aliases"].split(";"))]:
                found[key(name)] = model
    return found


def read_gpus(data):
    with open(data / "gpus.csv", encoding="utf-8") as table:
        cards = {row["name"]: row for row in csv.DictReader(table)}
    found = {}
    with open(data / "llm_gpus.csv", encoding="utf-8") as table:
        for row in csv.DictReader(table):
            card = cards[row["name"]]
            found[row["name"]] = Gpu(row["name"], float(card["tdp_w"]), 1e9 * float(row["memory_gb_per_s"]),
                                     1e12 * float(row["fp16_dense_tflops"]), float(card["memory_gb"]))
    return found


class Shapes:
    """What a model looks like inside, by its parameters, where the table does not say."""

    def __init__(self, models):
        open_models = [m for m in {m.name: m for m in models.values()}.values() if m.layers]
        dense = [m for m in open_models if m.architecture == "dense"]
        self.layer_power, log_a = np.polyfit(np.log([m.total for m in dense]), np.log([m.layers for m in dense]), 1)
        self.layer_factor = np.exp(log_a)
        self.expert_layers = float(np.median([m.layers for m in open_models if m.architecture == "moe"]))
        # A cache without grouped heads is a thing of models before 2024.
        cached = [m for m in open_models if m.cache and m.cache < 6e5 and m.architecture != "hybrid"]
        self.cache_power, log_a = np.polyfit(np.log([m.active for m in cached]), np.log([m.cache for m in cached]), 1)
        self.cache_factor = np.exp(log_a)

    def fill(self, model, bare=False):
        """bare: as if only the parameters were known."""
        sparse = model.active < model.total
        if bare or not model.layers:
            layers = self.expert_layers if sparse else self.layer_factor * model.total**self.layer_power
        else:
            layers = model.layers
        cache = None if bare else model.cache
        share = None if bare or not model.experts else model.used / model.experts
        return model._replace(layers=layers, cache=cache or self.cache_factor * model.active**self.cache_power,
                              experts=1.0, used=share if share else model.active / model.total)


def touched(model, batch):
    """Parameters read in a step, milliards: an expert is read when any sequence of the batch chose it."""
    share = model.used / model.experts
    if model.active >= model.total or share >= 1.0:
        return model.total
    routed = min((model.total - model.active) / (1.0 - share), model.active / share)
    return model.active - routed * share + routed * (1.0 - (1.0 - share)**batch)


def terms(load, model):
    """Joules of one request per unit of each coefficient, in the order of TERMS. model: filled."""
    power = load.gpu.tdp * load.gpus
    sequence = power / load.batch  # of a step, what one of the sequences bears
    context = load.inputs + load.outputs / 2.0
    return np.array([
        load.outputs * sequence * 1e9 * touched(model, load.batch) * BYTES[load.precision]
        / (load.gpus * load.gpu.bandwidth),
        load.outputs * power * context * model.cache / (load.gpus * load.gpu.bandwidth),
        (load.inputs + load.outputs) * power * 2e9 * model.active / (load.gpus * load.gpu.flops),
        load.outputs * sequence * model.layers * LAYER_S,
        load.outputs * sequence * model.layers * LAYER_S * (model.active < model.total),
        load.outputs * power * TOKEN_S,
    ])


def fit(rows, logs, weights):
    """Non-negative coefficients with the least weighted squares of log(estimate / measured): damped
    Gauss-Newton on their logarithms."""
    theta = np.full(rows.shape[1], -0.5)
    damping = 1e-2

    def residuals(t):
        return np.sqrt(weights) * (np.log(rows @ np.exp(t)) - logs)

    now = residuals(theta)
    for _ in range(200):
        parts = rows * np.exp(theta)
        jacobian = np.sqrt(weights)[:, None] * parts / parts.sum(axis=1)[:, None]
        normal = jacobian.T @ jacobian
        step = np.linalg.solve(normal + damping * np.diag(np.diag(normal) + 1e-9), -jacobian.T @ now)
        tried = np.clip(theta + step, -9.0, 5.0)
        then = residuals(tried)
        if then @ then < now @ now:
            finished = now @ now - then @ then < 1e-10 * (now @ now)
            theta, now, damping = tried, then, damping / 3.0
            if finished:
                break
        else:
            damping *= 4.0
    return np.exp(theta)
