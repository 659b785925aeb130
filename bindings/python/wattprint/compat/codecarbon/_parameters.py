"""The parameters of a tracker: what the caller gave, then configuration, then the default."""

import difflib
import inspect

from .core.config import get_hierarchical_config, normalize_gpu_ids
from .external.logger import logger

UNSET = object()
"""Where None is a value that a caller may mean."""


def _number(value):
    return float(value)


def _whole(value):
    return int(value)


def _flag(value):
    return value if isinstance(value, bool) else str(value).strip().lower() in ("true", "1", "yes")


def _as_is(value):
    return value


# In the order in which they may be passed without a name: default, and what a text is read by.
TRACKER = {
    "project_name": ("codecarbon", _as_is),
    "measure_power_secs": (15.0, _number),
    "api_call_interval": (8, _whole),
    "api_endpoint": ("https://api.codecarbon.io", _as_is),
    "api_key": ("api_key", _as_is),
    "output_dir": (".", _as_is),
    "output_file": ("emissions.csv", _as_is),
    "output_methods": (None, _as_is),
    "save_to_file": (True, _flag),
    "save_to_api": (False, _flag),
    "save_to_logger": (False, _flag),
    "logging_logger": (None, _as_is),
    "save_to_prometheus": (False, _flag),
    "save_to_logfire": (False, _flag),
    "prometheus_url": ("localhost:9091", _as_is),
    "output_handlers": (None, _as_is),
    "gpu_ids": (None, normalize_gpu_ids),
    "emissions_endpoint": (None, _as_is),
    "experiment_id": ("5b0fa12a-3dd7-45bb-9766-cc326314d9f1", _as_is),
    "experiment_name": ("base", _as_is),
    "electricitymaps_api_token": (None, _as_is),
    "co2_signal_api_token": (None, _as_is),
    "tracking_mode": ("machine", _as_is),
    "log_level": ("info", _as_is),
    "on_csv_write": ("append", _as_is),
    "logger_preamble": ("", _as_is),
    "force_cpu_power": (None, _number),
    "force_ram_power": (None, _number),
    "pue": (None, _number),
    "wue": (0.0, _number),
    "force_carbon_intensity_g_co2e_kwh": (None, _number),
    "force_mode_cpu_load": (False, _flag),
    "allow_multiple_runs": (True, _flag),
    "rapl_include_dram": (False, _flag),
    "rapl_prefer_psys": (False, _flag),
    "metadata": (None, _as_is),
}
PLACE = {
    "country_iso_code": (None, _as_is),
    "region": (None, _as_is),
    "cloud_provider": (None, _as_is),
    "cloud_region": (None, _as_is),
    "country_2letter_iso_code": (None, _as_is),
}


def signature(names, by_name_only=(), first=()):
    """What help() and an editor show, of a function that takes *args and **kwargs."""
    either, named = inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY
    defaults = {**TRACKER, **PLACE}
    return inspect.Signature(
        [inspect.Parameter(name, either) for name in first]
        + [
            inspect.Parameter(name, either, default=defaults.get(name, (None,))[0])
            for name in names
        ]
        + [inspect.Parameter(name, named, default=defaults[name][0]) for name in by_name_only]
    )


def bind(function, names, by_name_only, args, kwargs):
    """What was passed, by name. TypeError with the nearest name for one that there is not."""
    names = list(names)
    if len(args) > len(names):
        raise TypeError(
            f"{function} takes at most {len(names)} arguments without a name, "
            f"{len(args)} were given"
        )
    given = dict(zip(names, args))
    known = [*names, *by_name_only]
    for name, value in kwargs.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise TypeError(f"{function} has no parameter {name!r}{hint}")
        if name in given:
            raise TypeError(f"{function} got {name!r} twice")
        given[name] = value
    return given


def resolve(given, names):
    """The value of each parameter. A text that cannot be read is an error in the log."""
    configured = get_hierarchical_config()
    values = {}
    for name in names:
        default, read = {**TRACKER, **PLACE}[name]
        value = given.get(name, UNSET)
        if value is UNSET:
            value = configured.get(name, default)
        if value is None:
            # Nothing is a choice only where nothing is the default too.
            value = default
        if value is not None:
            try:
                value = read(value)
            except (TypeError, ValueError):
                logger.error("%s: %r cannot be read, and is left aside", name, value)
                value = default
        values[name] = value
    return values
