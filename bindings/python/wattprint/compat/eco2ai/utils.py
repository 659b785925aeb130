"""Parameters kept between programs, devices, and sums of the table."""

import json
import os

_DEFAULTS = {
    "project_name": "default project name",
    "experiment_description": "default experiment description",
    "file_name": "emission.csv",
    "measure_period": 10,
    "pue": 1,
}


class FileDoesNotExistsError(Exception):
    """There is no such table."""


class NotNeededExtensionError(Exception):
    """A table's name must end with .csv."""


def _path():
    base = os.environ.get("XDG_CONFIG_HOME") or os.path.join(os.path.expanduser("~"), ".config")
    return os.path.join(base, "wattprint", "eco2ai.json")


def set_params(**params):
    """Keeps project_name, experiment_description, file_name, measure_period and pue for trackers to
    come, in the user's configuration directory. What is not given is the default again."""
    path = _path()
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        json.dump({**_DEFAULTS, **params}, file)


def get_params():
    """What set_params() has kept, or the defaults."""
    try:
        with open(_path(), encoding="utf-8") as file:
            kept = json.load(file)
    except (OSError, ValueError):
        kept = None
    return {**_DEFAULTS, **kept} if isinstance(kept, dict) else dict(_DEFAULTS)


def available_devices():
    """Prints the CPU and the GPUs that can be measured here."""
    from .emission_track import devices_here

    cpu, gpus = devices_here()
    print(f"CPU: {cpu}")
    for gpu in gpus or ["none"]:
        print(f"GPU: {gpu}")


def summary(filename, write_to_file=False):
    """Sums by project, and of all, as a pandas.DataFrame; written to the file if one is named."""
    import pandas

    if not os.path.exists(filename):
        raise FileDoesNotExistsError(f"there is no file {filename!r}")
    if not str(filename).endswith(".csv"):
        raise NotNeededExtensionError(f"{filename!r} does not end with .csv")
    summed = {
        "duration(s)": "total duration(s)",
        "power_consumption(kWh)": "total power_consumption(kWh)",
        "CO2_emissions(kg)": "total CO2_emissions(kg)",
        "cost": "total electricity cost",
    }
    table = pandas.read_csv(filename)
    sums = table.groupby("project_name")[list(summed)].sum().rename(columns=summed).reset_index()
    everything = {"project_name": "All the projects", **sums[list(summed.values())].sum()}
    sums = pandas.concat([sums, pandas.DataFrame([everything])], ignore_index=True)
    if write_to_file:
        sums.to_csv(write_to_file, index=False)
    return sums
