"""The two log files of a training, laid out as the real package's parser reads them."""

import os
import random
import time

from ...faults import tell_once


class Logs:
    """`..._carbontracker.log`, what was measured, and `..._carbontracker_output.log`, what was
    printed. Without a directory nothing is written; a disk that is full is one warning."""

    def __init__(self, directory, prefix, verbose):
        self._verbose = verbose
        self._paths = None
        if not directory:
            return
        start = time.strftime("%Y-%m-%dT%H%M%SZ", time.gmtime())
        stem = f"{prefix}_" if prefix else ""
        stem += f"{os.getpid()}.{random.randint(1, 999999)}_{start}_carbontracker"
        try:
            os.makedirs(directory, exist_ok=True)
        except OSError as error:
            tell_once("carbontracker logs", f"nothing is logged: {error}")
            return
        self._paths = {
            "info": os.path.join(directory, stem + ".log"),
            "output": os.path.join(directory, stem + "_output.log"),
        }

    def info(self, text):
        self._write("info", text)

    def output(self, text, level=0):
        """Printed too, unless the level is above `verbose`."""
        if level <= self._verbose:
            print(f"CarbonTracker: {text}", flush=True)
        self._write("output", f"CarbonTracker: {text}")

    def _write(self, which, text):
        if self._paths is None:
            return
        try:
            with open(self._paths[which], "a", encoding="utf-8") as file:
                file.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')} - {text}\n")
        except OSError as error:
            tell_once("carbontracker logs", f"what follows is not logged: {error}")
