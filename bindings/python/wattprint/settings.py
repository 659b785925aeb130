"""Keyword arguments of a tracker as the settings of the engine."""

# Keyword to setting of `wattprint run`.
_SETTINGS = {
    "name": "name",
    "project": "project",
    "interval": "interval",
    "scope": "scope",
    "zone": "zone",
    "intensity": "intensity",
    "pue": "pue",
    "idle": "idle",
    "samples": "samples",
    "budget": "budget",
    "ranks": "ranks",
    "data_dir": "data-dir",
    "sysfs_root": "sysfs-root",
    "procfs_root": "procfs-root",
}
_OTHERS = ("tags", "store", "settings", "epochs", "on_budget")


def settings_of(arguments):
    """["zone=DE", ...] of keyword arguments; None is what was not given.

    TypeError for a keyword that there is not, with the nearest one that there is; ValueError for a
    tag that cannot be one. All else the engine judges.
    """
    lines = []
    for key, value in arguments.items():
        if key in _SETTINGS:
            if value is not None:
                lines.append(f"{_SETTINGS[key]}={_text(key, value)}")
        elif key not in _OTHERS:
            raise TypeError(_unknown(key))
    for key, value in (arguments.get("tags") or {}).items():
        if "=" in str(key):
            raise ValueError(f"the tag {key!r} has a = in its name")
        lines.append(f"tag={key}={value}")
    if arguments.get("store") is False:
        lines.append("no-store=true")
    for key, values in (arguments.get("settings") or {}).items():
        for value in values if isinstance(values, (list, tuple)) else [values]:
            lines.append(f"{key.replace('_', '-')}={value}")
    return [line.encode("utf-8", "backslashreplace").decode("utf-8") for line in lines]


def seconds_of(interval):
    """Of a number of seconds, or a text such as "100ms" that the engine has accepted."""
    if not isinstance(interval, str):
        return float(interval)
    for unit, seconds in (("us", 1e-6), ("ms", 1e-3), ("s", 1.0), ("m", 60.0), ("h", 3600.0)):
        if interval.endswith(unit):
            return float(interval[: -len(unit)]) * seconds
    return float(interval)


def _text(key, value):
    if key == "interval" and isinstance(value, (int, float)):
        return f"{value * 1e6:.0f}us"
    return str(value)


def _unknown(key):
    from difflib import get_close_matches

    known = [*_SETTINGS, *_OTHERS]
    near = get_close_matches(key, known, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else f"; there are: {', '.join(known)}"
    return f"track() has no argument {key!r}{hint}"
