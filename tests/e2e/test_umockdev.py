"""The real binary on a mocked /sys/class/powercap, with nothing told to it."""

import json
import shutil
import subprocess
import unittest

from support import BIN, EndToEnd

DEVICES = """P: /devices/virtual/powercap/intel-rapl
E: SUBSYSTEM=powercap
A: enabled=1\\n

P: /devices/virtual/powercap/intel-rapl/intel-rapl:0
E: SUBSYSTEM=powercap
A: name=package-0\\n
A: energy_uj=5000000\\n
A: max_energy_range_uj=262143328850\\n
A: constraint_0_max_power_uw=120000000\\n

P: /devices/virtual/powercap/intel-rapl/intel-rapl:0/intel-rapl:0:0
E: SUBSYSTEM=powercap
A: name=dram\\n
A: energy_uj=1000000\\n
A: max_energy_range_uj=65712999613\\n
"""


class Umockdev(EndToEnd):
    def setUp(self):
        super().setUp()
        if shutil.which("umockdev-run") is None:
            self.skipTest("umockdev-run is not installed")
        self.description = self.dir / "powercap.umockdev"
        self.description.write_text(DEVICES)

    def run_mocked(self, *command):
        return subprocess.run(["umockdev-run", "--device", str(self.description), "--", *command],
                              env=self.env, text=True, capture_output=True, timeout=60)

    def test_doctor_finds_the_mocked_zones(self):
        process = self.run_mocked(BIN, "--data-dir", str(self.data), "doctor", "--json")
        self.assertEqual(process.returncode, 0, process.stderr)
        report = json.loads(process.stdout)
        used = [s for s in report["sensors"] if s["state"] == "ok"]
        self.assertEqual(sorted(s["component"] for s in used), ["cpu", "dram"], report["sensors"])

    def test_a_run_reads_them(self):
        # The counters stand still: what they count is unknown, never zero, and the user is told.
        process = self.run_mocked(*self.args(), "--", "sh", "-c", "sleep 1.3; exit 3")
        self.assertEqual(process.returncode, 3, process.stderr)
        record = json.loads(self.json.read_text())
        self.assertIsNone(record["energy_j"])
        self.assertIn("counter-stuck", [w["code"] for w in record["warnings"]])


if __name__ == "__main__":
    unittest.main()
