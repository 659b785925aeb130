"""What the packages in this directory do when a program imports them: `import NAME` becomes ours.

Each runs this text as its own `__init__`, with __name__ set to the package stood in for. It may run
in a Python that knows nothing of wattprint. Then the wattprint that these files belong to is tried;
if that cannot be used either, the real package, if installed, is imported as if we were not there.
"""

import importlib.machinery
import importlib.util
import os
import sys
import warnings


def _stand_in():
    try:
        from wattprint.compat import _stand_in

        return _stand_in
    except ImportError:
        package = os.path.dirname(os.path.dirname(_shims))
        start = os.path.join(package, "__init__.py")
        if os.path.basename(package) != "wattprint" or not os.path.exists(start):
            raise
    spec = importlib.util.spec_from_file_location(
        "wattprint", start, submodule_search_locations=[package]
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules["wattprint"] = module
    try:
        spec.loader.exec_module(module)
        from wattprint.compat import _stand_in

        return _stand_in
    except Exception:
        for name in [name for name in sys.modules if name.split(".")[0] == "wattprint"]:
            del sys.modules[name]
        raise


def _import_the_real_one(name, reason):
    here = os.path.join(_shims, name)
    others = [place for place in sys.path if os.path.realpath(place) != os.path.realpath(here)]
    spec = importlib.machinery.PathFinder.find_spec(name, others)
    sentence = (
        f"wattprint run --compat {name}: this Python ({sys.executable}) cannot use the package "
        f"wattprint ({reason})"
    )
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(
            f"{sentence}, and has no {name} either; install wattprint in it", name=name
        )
    warnings.warn(f"{sentence}; the real {name} is used instead", stacklevel=3)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)


try:
    _stand_in().take_over(__name__)
except ImportError as _error:
    _import_the_real_one(__name__, _error)
