"""In place of the package codecarbon: its calls and its files, on wattprint's measurement.

    from wattprint.compat.codecarbon import EmissionsTracker

docs/compat-codecarbon.md tells what differs, and why.
"""

from ._version import __version__
from .emissions_tracker import EmissionsTracker, OfflineEmissionsTracker, track_emissions
from .output_methods.base_output import OutputMethod

__all__ = ["EmissionsTracker", "OfflineEmissionsTracker", "OutputMethod", "track_emissions"]
__app_name__ = "codecarbon"

IMPORT_NAMES = {
    "codecarbon" + name: __name__ + name
    for name in (
        "",
        "._version",
        ".core",
        ".core.config",
        ".core.units",
        ".emissions_tracker",
        ".external",
        ".external.logger",
        ".external.task",
        ".output",
        ".output_methods",
        ".output_methods.base_output",
        ".output_methods.boamps",
        ".output_methods.emissions_data",
        ".output_methods.file",
        ".output_methods.http",
        ".output_methods.logger",
        ".output_methods.metrics",
        ".output_methods.metrics.logfire",
        ".output_methods.metrics.prometheus",
    )
}
"""Modules of the real package, and ours in place of each."""
