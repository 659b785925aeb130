"""Writes the fitted function as src/models/server_power_fit.cpp: tables of coefficients, no measurement."""
import numpy as np

import server_power_data as data
import server_power_intervals as intervals
import server_power_model as model

HEAD = """// Written by tools/fit_server_power.py; do not edit. What the numbers mean: server_power_fit.hpp; how they
// were found, and how good they are: docs/power-model.md. Fitted to SPECpower_ssj2008 results
// (www.spec.org/power_ssj2008, retrieved 2026-03-09 and before); no result is in here.
#include "models/server_power_fit.hpp"

namespace wattprint::models::fit {

// clang-format off
"""
TAIL = """// clang-format on

}  // namespace wattprint::models::fit
"""


def number(value):
    text = f"{value:.5g}"
    return "0" if float(text) == 0 else text


def braces(values):
    return "{" + ", ".join(number(v) for v in values) + "}"


def weights(fitted, part, members):
    """What a part of the process adds for each group of servers: the sum of their alphas, by load."""
    amplitude = model.AMPLITUDE[part] ** 2
    total = []
    for load in model.LOADS:
        alpha = np.zeros(len(fitted.parts))
        alpha[fitted.rows[load]] = fitted.alpha[load]
        total.append([amplitude * alpha[list(group)].sum() for group in members])
    return np.array(total).T


def grouped(keys):
    """[(key, rows)] in order of the keys, those without a key left out"""
    groups = {}
    for row, key in enumerate(keys):
        if key is not None:
            groups.setdefault(key, []).append(row)
    return sorted(groups.items())


def centres(fitted, part, names):
    keys = list(zip(*(np.round(fitted.parts.x[n], 6) for n in names)))
    groups = grouped([tuple(float(v) for v in key) for key in keys])
    added = weights(fitted, part, [rows for _, rows in groups])
    return [f"    {{{braces(key)}, {braces(w)}}}," for (key, _), w in zip(groups, added)]


def effects(fitted, part, keys, spell):
    groups = grouped(keys)
    added = weights(fitted, part, [rows for _, rows in groups])
    return [f"    {{{spell(key)}, {braces(w)}}}," for (key, _), w in zip(groups, added)]


def quoted(text):
    return f'"{text}"'


def linear(fitted):
    rows = []
    for load in model.LOADS:
        rows.append([model.AMPLITUDE["linear"] ** 2 *
                     (fitted.parts.x[n][fitted.rows[load]] * fitted.alpha[load]).sum()
                     for n in model.LINEAR])
    return [f"    {braces(column)},  // {name}" for name, column in zip(model.LINEAR, np.array(rows).T)]


def table(kind, name, rows):
    return f"const {kind} {name}[] = {{\n" + "\n".join(rows) + "\n};\n"


def span(kind, name, function):
    return f"std::span<const {kind}> {function}() {{ return {name}; }}\n"


def source_text(fitted, calibration):
    constant = model.AMPLITUDE["constant"] ** 2
    offsets = [fitted.offset[load] + constant * fitted.alpha[load].sum() for load in model.LOADS]
    scale = [f"    {braces(row)}," for row in np.array([model.SCALE[load] for load in model.LOADS]).T]
    kernel_lengths = [
        "const double kCpuLengths[] = " +
        braces(model.LENGTH.get(n, model.DEFAULT_LENGTH) for n in model.CPU_KERNEL) + ";\n",
        "const double kSystemLengths[] = " +
        braces(model.LENGTH.get(n, model.DEFAULT_LENGTH) for n in model.SYSTEM_KERNEL) + ";\n"]
    years = grouped([float(y) for y in np.round(fitted.parts.x["year"], 6)])
    drift = [f"    {{{number(year)}, {braces(w)}}}," for (year, _), w in
             zip(years, weights(fitted, "drift", [rows for _, rows in years]))]
    parts = fitted.parts
    intervals_rows = []
    for name in intervals.CLASSES:
        rows = ", ".join(braces(row) for row in calibration[name])
        intervals_rows.append("    {{{" + rows + "}}},  // " + name)
    body = [
        "namespace {\n",
        table("ByLoad", "kScale", scale),
        f"const ByLoad kOffset = {braces(offsets)};\n",
        table("ByLoad", "kLinear", linear(fitted)),
        *kernel_lengths,
        table("CpuCentre", "kCpuCentres", centres(fitted, "cpu", model.CPU_KERNEL)),
        table("SystemCentre", "kSystemCentres", centres(fitted, "system", model.SYSTEM_KERNEL)),
        table("YearCentre", "kDrift", drift),
        table("NamedEffect", "kMicroarchitectures",
              effects(fitted, "microarchitecture", parts.microarchitecture, quoted)),
        table("NamedEffect", "kCpuModels", effects(fitted, "cpu_model", parts.cpu_model, quoted)),
        table("ConfigurationEffect", "kConfigurations",
              effects(fitted, "configuration", parts.configuration,
                      lambda key: f"{quoted(key[0])}, {key[1]}, {key[2]}")),
        table("Shape", "kShape", [f"    {braces(row)}," for row in fitted.shape]),
        table("Calibration", "kCalibration", intervals_rows),
        "}  // namespace\n",
        "const Numbers& numbers() {",
        "  static constexpr Numbers kNumbers{",
        f"      .memory_exponent = {number(model.MEMORY_EXPONENT)},",
        f"      .straight_tdp = {number(model.STRAIGHT_TDP)},",
        f"      .straight_cores = {number(model.STRAIGHT_CORES)},",
        f"      .drift_length = {number(model.DRIFT_LENGTH)},",
        f"      .widening = {number(intervals.WIDENING)},",
        f"      .many_chips_widening = {number(intervals.MANY_CHIPS)},",
        f"      .unknown_tdp = {braces(data.UNKNOWN_TDP)},",
        f"      .unknown_year = {braces(data.UNKNOWN_YEAR)}}};",
        "  return kNumbers;\n}\n",
        "const ByLoad& offset() { return kOffset; }",
        *(span(kind, name, function) for kind, name, function in (
            ("ByLoad", "kScale", "scale"), ("ByLoad", "kLinear", "linear"),
            ("double", "kCpuLengths", "cpu_lengths"), ("double", "kSystemLengths", "system_lengths"),
            ("CpuCentre", "kCpuCentres", "cpu_centres"),
            ("SystemCentre", "kSystemCentres", "system_centres"), ("YearCentre", "kDrift", "drift"),
            ("NamedEffect", "kMicroarchitectures", "microarchitectures"),
            ("NamedEffect", "kCpuModels", "cpu_models"),
            ("ConfigurationEffect", "kConfigurations", "configurations"),
            ("Shape", "kShape", "shape"), ("Calibration", "kCalibration", "calibrations"))),
    ]
    return HEAD + "\n".join(body).replace("}\n\nstd::span", "}\nstd::span") + TAIL
