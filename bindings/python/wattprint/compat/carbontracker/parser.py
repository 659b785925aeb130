"""Reads log files of CarbonTracker, ours and the real package's."""

import os
import re

from .exceptions import MismatchedEpochsError

_NUMBER = r"(-?[\d.]+(?:e[+-]?\d+)?|nan)"
_CONSUMPTION = (
    r"{what} consumption(?: for (\d+) epoch(?:s|\(s\))?)?:\s*\n"
    r"\s*Time:\s*(\S+)\s*\n\s*Energy:\s*"
    + _NUMBER
    + r" kWh\s*\n\s*CO2eq:\s*"
    + _NUMBER
    + r" g[^\S\n]*(?:\n\s*This is equivalent to:[^\S\n]*\n((?:\s*[\d.]+ [^\n]+(?:\n|$))+))?"
)


def parse_all_logs(log_dir):
    """All trainings of a directory, as dictionaries with output_filename, standard_filename,
    components (parse_logs), early_stop, actual and pred (get_consumption)."""
    logs = []
    for output, standard in zip(*get_all_logs(log_dir)):
        actual, pred = get_consumption(_text_of(output))
        logs.append(
            {
                "output_filename": output,
                "standard_filename": standard,
                "components": parse_logs(log_dir, standard, output),
                "early_stop": get_early_stop(_text_of(standard)),
                "actual": actual,
                "pred": pred,
            }
        )
    return logs


def parse_logs(log_dir, std_log_file=None, output_log_file=None):
    """Epochs of one training, the newest of the directory when no file is named.

    {"cpu" or "gpu": {"avg_power_usages (W)", "avg_energy_usages (J)", "epoch_durations (s)", each
    an array or None, and "devices": [name]}}. A log whose epochs have several powers, one a device,
    has their sum. MismatchedEpochsError when there are not as many powers as durations.
    """
    if std_log_file is None:
        std_log_file = get_most_recent_logs(log_dir)[0]
    text = _text_of(std_log_file)
    seconds = [get_time(found) for found in re.findall(r"Duration: (\S+)", text)]
    components = {}
    for name, devices in _devices(text).items():
        watts = [
            _sum_of(found)
            for found in re.findall(
                rf"Average power usage \(W\) for {name}: (\[[^\]]*\]|\S+)", text
            )
        ]
        if watts and len(watts) != len(seconds):
            raise MismatchedEpochsError(
                f"{std_log_file}: {len(watts)} powers of the {name} and {len(seconds)} durations"
            )
        joules = [w * s for w, s in zip(watts, seconds)]
        components[name] = {
            "avg_power_usages (W)": _array(watts),
            "avg_energy_usages (J)": _array(joules),
            "epoch_durations (s)": _array(seconds),
            "devices": devices,
        }
    return components


def get_consumption(output_log_data):
    """(actual, pred) of the text of an output log: {"epochs", "duration (s)", "energy (kWh)",
    "co2eq (g)", "equivalents"}, or None."""
    return _consumption("Actual", output_log_data), _consumption("Predicted", output_log_data)


def _consumption(what, text):
    # A command line's log names no epochs: it is one.
    found = re.search(_CONSUMPTION.format(what=what), text)
    if found is None:
        return None
    epochs, duration, energy, grams, equivalents = found.groups()
    return {
        "epochs": int(epochs or 1),
        "duration (s)": get_time(duration),
        "energy (kWh)": float(energy),
        "co2eq (g)": float(grams),
        "equivalents": parse_equivalents(equivalents) if equivalents else None,
    }


def parse_equivalents(lines):
    """{"km travelled by car": 0.01} of "0.01 km travelled by car", a line each."""
    equivalents = {}
    for line in lines.splitlines():
        number, _, unit = line.strip().partition(" ")
        try:
            equivalents[unit.strip()] = float(number)
        except ValueError:
            continue
    return equivalents


def get_early_stop(std_log_data):
    return "training was interrupted" in std_log_data.lower()


def get_time(time_str):
    """Seconds of "2:52:22" or "2:52:22.05"; None for anything else."""
    found = re.fullmatch(r"(-?)(\d+):(\d{2}):(\d{1,2}(?:\.\d+)?)", time_str.strip())
    if found is None:
        return None
    sign, hours, minutes, seconds = found.groups()
    total = int(hours) * 3600 + int(minutes) * 60 + float(seconds)
    return -total if sign else total


def aggregate_consumption(log_dir):
    """(kWh, g, equivalents) of all trainings of a directory: what was measured if the training
    ended early or all its epochs were measured, else what was predicted."""
    energy, grams, equivalents = 0.0, 0.0, {}
    for output, standard in zip(*get_all_logs(log_dir)):
        actual, pred = get_consumption(_text_of(output))
        is_whole = actual and pred and actual["epochs"] == pred["epochs"]
        counts = actual if is_whole or get_early_stop(_text_of(standard)) else pred
        counts = counts or actual or pred
        if counts is None:
            continue
        energy += counts["energy (kWh)"]
        if counts["co2eq (g)"] == counts["co2eq (g)"]:
            grams += counts["co2eq (g)"]
        for unit, number in (counts["equivalents"] or {}).items():
            equivalents[unit] = equivalents.get(unit, 0) + number
    return energy, grams, equivalents


def print_aggregate(log_dir):
    energy, grams, equivalents = aggregate_consumption(log_dir)
    same = " or ".join(f"{number:.16f} {unit}" for unit, number in equivalents.items())
    print(
        f"The training of models in this work is estimated to use {energy:.16f} kWh of electricity "
        f"contributing to {grams / 1000:.16f} kg of CO2eq. "
        + (f"This is equivalent to {same}. " if same else "")
        + "Measured by wattprint, in place of carbontracker."
    )


def get_all_logs(log_dir):
    """(output logs, standard logs), in the same order; those without the other are left out."""
    stems = sorted(
        name[: -len(".log")] for name in os.listdir(log_dir) if name.endswith("carbontracker.log")
    )
    pairs = [
        (os.path.join(log_dir, stem + "_output.log"), os.path.join(log_dir, stem + ".log"))
        for stem in stems
    ]
    pairs = [pair for pair in pairs if os.path.exists(pair[0])]
    return [output for output, _ in pairs], [standard for _, standard in pairs]


def get_most_recent_logs(log_dir):
    """(standard log, output log) of the training that wrote last."""
    outputs, standards = get_all_logs(log_dir)
    if not standards:
        raise FileNotFoundError(f"{log_dir}: no log of carbontracker")
    newest = max(range(len(standards)), key=lambda i: os.path.getmtime(standards[i]))
    return standards[newest], outputs[newest]


def _devices(text):
    found = re.search(r"The following components were found:(.*)", text)
    devices = re.findall(r"(\S+) with device\(s\) (.*?)\.(?=\s|$)", found.group(1) if found else "")
    return {name.lower(): names.split(", ") for name, names in devices}


def _sum_of(text):
    """Of "35.6" or "[30.1 40.2]"; not a number for "None"."""
    try:
        return sum(float(number) for number in text.strip("[]").split())
    except ValueError:
        return float("nan")


def _array(numbers):
    """As the real package, which needs numpy; a list where there is none."""
    if not numbers:
        return None
    try:
        import numpy
    except ImportError:
        return numbers
    return numpy.array(numbers)


def _text_of(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()
