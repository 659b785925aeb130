"""In place of the package eco2ai: its calls and its CSV, on wattprint's measurement.

    from wattprint.compat import eco2ai
    tracker = eco2ai.Tracker(project_name="digits")

docs/compat-eco2ai.md tells what differs, and why.
"""

from .emission_track import IncorrectMethodSequenceError, Tracker, track
from .utils import available_devices, get_params, set_params, summary

__all__ = [
    "IncorrectMethodSequenceError",
    "Tracker",
    "available_devices",
    "get_params",
    "set_params",
    "summary",
    "track",
]

IMPORT_NAMES = {"eco2ai" + name: __name__ + name for name in ("", ".emission_track", ".utils")}
"""Modules of the real package, and ours in place of each."""
