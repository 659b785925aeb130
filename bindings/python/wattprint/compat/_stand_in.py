"""Makes `import NAME` find `wattprint.compat.NAME`, in the running interpreter."""

import importlib
import importlib.abc
import importlib.machinery
import sys

NAMES = ("codecarbon", "carbontracker", "eco2ai", "experiment_impact_tracker")


class _Alias(importlib.abc.Loader):
    """Gives a module of ours another name too; it stays one module."""

    def __init__(self, ours):
        self._ours = ours

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        # The import system takes over what it finds in sys.modules afterwards.
        sys.modules[module.__name__] = importlib.import_module(self._ours)


class _Finder(importlib.abc.MetaPathFinder):
    """Modules below the name stood in for; the import system would else load ours a second time."""

    def __init__(self, name, import_names):
        self._name = name
        self._import_names = import_names

    def find_spec(self, fullname, path=None, target=None):
        if not fullname.startswith(self._name + "."):
            return None
        ours = self._import_names.get(fullname)
        if ours is None:
            raise ModuleNotFoundError(
                f"wattprint stands in for {self._name}, and has nothing in place of {fullname}",
                name=fullname,
            )
        return importlib.machinery.ModuleSpec(
            fullname, _Alias(ours), is_package=fullname in _parents(self._import_names)
        )


def _parents(names):
    return {name.rpartition(".")[0] for name in names}


def take_over(name):
    """From now on `import name` finds ours. ImportError when there is none."""
    ours = importlib.import_module("wattprint.compat." + name)
    sys.meta_path.insert(0, _Finder(name, ours.IMPORT_NAMES))
    sys.modules[name] = ours
