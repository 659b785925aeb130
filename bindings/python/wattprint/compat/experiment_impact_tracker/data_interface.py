"""DataInterface: the sums of log directories."""

import json
import os

_JOULES_PER_KWH = 3.6e6


class DataInterface:
    """Of the directories that ImpactTracker was given.

    total_power      kWh after PUE
    kg_carbon        kg of CO2 equivalent
    PUE              that of the last directory
    exp_len_hours    hours measured, added up

    FileNotFoundError when a directory has no log of ours. The pickles of the real package are not
    read: loading one runs whatever program it holds.
    """

    def __init__(self, logdirs):
        self.total_power = 0.0
        self.kg_carbon = 0.0
        self.exp_len_hours = 0.0
        self.PUE = None
        for directory in [logdirs] if isinstance(logdirs, (str, os.PathLike)) else logdirs:
            self._add(os.path.join(directory, "impacttracker"))

    def _add(self, directory):
        with open(os.path.join(directory, "info.json"), encoding="utf-8") as file:
            info = json.load(file)
        self.PUE = info["pue"]
        for line in _lines(os.path.join(directory, "data.json")):
            watts = (
                line["rapl_estimated_attributable_power_draw"]
                + line["nvidia_estimated_attributable_power_draw"]
            )
            kwh = self.PUE * watts * line["seconds"] / _JOULES_PER_KWH
            self.total_power += kwh
            self.kg_carbon += kwh * line["realtime_carbon_intensity"] / 1000
            self.exp_len_hours += line["seconds"] / 3600


def _lines(path):
    try:
        with open(path, encoding="utf-8") as file:
            for text in file:
                # The last line of a program that was killed may be cut off.
                if text.endswith("\n"):
                    yield json.loads(text)
    except FileNotFoundError:
        return
