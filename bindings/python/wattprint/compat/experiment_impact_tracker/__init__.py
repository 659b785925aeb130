"""In place of the package experiment_impact_tracker, on wattprint's measurement.

    from wattprint.compat.experiment_impact_tracker.compute_tracker import ImpactTracker

docs/compat-experiment-impact-tracker.md tells what differs, and why.
"""

IMPORT_NAMES = {
    "experiment_impact_tracker" + name: __name__ + name
    for name in ("", ".compute_tracker", ".data_interface")
}
"""Modules of the real package, and ours in place of each."""
