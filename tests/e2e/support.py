"""What the end-to-end tests share: they drive the real binary, as a user would.

WATTPRINT_BIN names the binary, WATTPRINT_FAKE_POWERCAP the program that plays a powercap tree.
"""

import json
import os
import pathlib
import signal
import subprocess
import tempfile
import time
import unittest

BIN = os.environ.get("WATTPRINT_BIN", "build/release/bin/wattprint")
FAKE_POWERCAP = os.environ.get("WATTPRINT_FAKE_POWERCAP", "")
SCHEMAS = pathlib.Path(__file__).resolve().parents[2] / "docs" / "schema"


class Result:
    def __init__(self, process, out, err, json_path):
        self.status = process.returncode
        self.out = out
        self.err = err
        self.record = None
        if json_path.exists() and json_path.stat().st_size:
            self.record = json.loads(json_path.read_text())

    def warnings(self):
        return {w["code"]: w for w in self.record["warnings"]}


class EndToEnd(unittest.TestCase):
    """A scratch directory with a data directory of its own, and nothing of the user's settings."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="wattprint-e2e-")
        self.addCleanup(scratch.cleanup)
        self.dir = pathlib.Path(scratch.name)
        self.dir.chmod(0o777)
        self.data = self.dir / "data"
        self.json = self.dir / "record.json"
        keep = {k: v for k, v in os.environ.items() if not k.startswith(("WATTPRINT_", "XDG_"))}
        self.env = {**keep, "HOME": str(self.dir), "TZ": "Europe/Berlin"}

    def args(self, *options):
        return [BIN, "run", "--data-dir", str(self.data), "--json", str(self.json), *options]

    def start(self, options, command, **popen):
        self.json.unlink(missing_ok=True)
        popen.setdefault("env", self.env)
        popen.setdefault("stdout", subprocess.PIPE)
        popen.setdefault("stderr", subprocess.PIPE)
        return subprocess.Popen([*self.args(*options), "--", *command], text=True, **popen)

    def measure(self, command, *options, timeout=120, **popen):
        """Runs a command under wattprint to its end."""
        process = self.start(options, command, **popen)
        out, err = process.communicate(timeout=timeout)
        return Result(process, out, err, self.json)

    def finish(self, process, timeout=60):
        out, err = process.communicate(timeout=timeout)
        return Result(process, out, err, self.json)

    def wattprint(self, *arguments, **options):
        return subprocess.run([BIN, "--data-dir", str(self.data), *arguments], text=True,
                              env=self.env, capture_output=True, timeout=60, **options)

    def assert_figure(self, figure):
        self.assertIsNotNone(figure)
        self.assertLessEqual(figure["low"], figure["value"])
        self.assertLessEqual(figure["value"], figure["high"])
        self.assertIn(figure["basis"], ("measured", "estimated", "assumed"))
        self.assertTrue(figure["source"])

    def assert_conserved(self, record):
        attribution = record["attribution"]
        parts = [record["energy_j"]["value"]]
        parts += [attribution[k]["value"] for k in
                  ("idle_energy_j", "others_energy_j", "unattributed_energy_j")]
        self.assertAlmostEqual(sum(parts), attribution["machine_energy_j"]["value"],
                               delta=1e-6 * max(1.0, sum(parts)))


def wait_until(condition, seconds=10.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.01)
    return False


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat") as stat:
        return stat.read().rsplit(")", 1)[1].split()[0] != "Z"


def end(process):
    """Ends a process that a test has started."""
    if process.poll() is None:
        process.send_signal(signal.SIGKILL)
        process.wait()
