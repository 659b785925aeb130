"""In place of the package carbontracker: its calls, its text and its logs, on wattprint's measurement.

    from wattprint.compat.carbontracker.tracker import CarbonTracker

docs/compat-carbontracker.md tells what differs, and why.
"""

IMPORT_NAMES = {
    "carbontracker" + name: __name__ + name for name in ("", ".exceptions", ".parser", ".tracker")
}
"""Modules of the real package, and ours in place of each."""
