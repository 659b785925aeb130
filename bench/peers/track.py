"""Sleeps under one of the trackers that people use today, as its documentation says.

    track.py codecarbon|carbontracker|eco2ai SECONDS

scripts/bench.sh --peers measures this process from outside. Location services are answered by a
closed port, so that no peer waits for a network or tells one where it runs.
"""

import os
import sys
import tempfile
import time

for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
    os.environ[name] = "http://127.0.0.1:9"


def codecarbon(seconds, directory):
    from codecarbon import OfflineEmissionsTracker

    tracker = OfflineEmissionsTracker(
        country_iso_code="DEU", measure_power_secs=1, output_dir=directory, log_level="error")
    tracker.start()
    time.sleep(seconds)
    tracker.stop()


def carbontracker(seconds, directory):
    from carbontracker.tracker import CarbonTracker

    # Without RAPL it has no CPU component and ends; a constant power stands in for one.
    tracker = CarbonTracker(
        epochs=1, update_interval=1, log_dir=directory, verbose=0, sim_cpu="cpu", sim_cpu_tdp=100)
    tracker.epoch_start()
    time.sleep(seconds)
    tracker.epoch_end()
    tracker.stop()


def eco2ai(seconds, directory):
    import eco2ai as tool

    tracker = tool.Tracker(
        file_name=os.path.join(directory, "emission.csv"), measure_period=1, alpha_2_code="DE",
        ignore_warnings=True)
    tracker.start()
    time.sleep(seconds)
    tracker.stop()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        {"codecarbon": codecarbon, "carbontracker": carbontracker, "eco2ai": eco2ai}[sys.argv[1]](
            float(sys.argv[2]), scratch)
