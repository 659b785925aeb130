"""`python -m wattprint.compat.carbontracker --parse DIR`, or COMMAND: a command as one epoch."""

import argparse
import subprocess
import sys

from .parser import print_aggregate
from .tracker import CarbonTracker


def main(arguments=None):
    parser = argparse.ArgumentParser(
        prog="carbontracker", description="Measures a command, or sums the logs of a directory."
    )
    parser.add_argument("--log_dir", default="./logs", help="where logs go")
    parser.add_argument("--parse", metavar="DIR", help="sum of the logs of DIR")
    parser.add_argument("command", nargs=argparse.REMAINDER, help="what to measure")
    given = parser.parse_args(arguments)
    if given.parse:
        print_aggregate(given.parse)
        return 0
    if not given.command:
        parser.error("give a command, or --parse DIR")
    tracker = CarbonTracker(epochs=1, epochs_before_pred=0, log_dir=given.log_dir)
    tracker.epoch_start()
    try:
        status = subprocess.run(given.command).returncode
    except OSError as error:
        print(f"carbontracker: {given.command[0]}: {error.strerror}", file=sys.stderr)
        status = 127
    tracker.epoch_end()
    return status if status >= 0 else 128 - status


if __name__ == "__main__":
    sys.exit(main())
