"""Energy and emissions of this program, measured from inside.

    import wattprint

    with wattprint.track("train") as t:
        ...
    print(t.energy, t.emissions)

Importing loads nothing: each name is loaded when it is first used.
"""

# Each public name, and the module that it is loaded from.
_HOME = {
    "track": "tracker",
    "Tracker": "tracker",
    "Task": "tracker",
    "Figure": "figures",
    "Usage": "figures",
    "WattprintWarning": "faults",
    "BudgetExceeded": "faults",
    "Prediction": "planning",
    "Verdict": "planning",
    "EarlyStopping": "planning",
    "estimate_job": "answers",
    "grid_zones": "answers",
    "catalog": "answers",
    "load_ipython_extension": "notebook",
}


def __getattr__(name):
    home = _HOME.get(name)
    if name == "__version__":
        from . import _native

        value = _native.version()
    elif home is None:
        raise AttributeError(f"module 'wattprint' has no attribute {name!r}")
    else:
        from importlib import import_module

        value = getattr(import_module("." + home, __name__), name)
    globals()[name] = value
    return value


def __dir__():
    return sorted([*globals(), *_HOME, "__version__"])
