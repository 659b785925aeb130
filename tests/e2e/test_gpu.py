"""GPUs by a stand-in for NVIDIA's library, which the binary opens as it would the real one."""

import json
import os
import unittest

from support import EndToEnd

LIBRARIES = os.environ.get("WATTPRINT_FAKE_LIBRARIES", "")

# The command enters itself in the machine's list of users of GPU 0, and works for two seconds.
USE_GPU = "echo process 0 pid=$$ sm=75 >> {state}; exec sleep 2"


class Gpu(EndToEnd):
    def setUp(self):
        super().setUp()
        if not os.path.isdir(os.path.join(LIBRARIES, "nvml")):
            self.skipTest("the fake libraries are not built")
        self.state = self.dir / "gpus.txt"
        self.env["FAKE_NVML_STATE"] = str(self.state)
        self.use_library("nvml")

    def use_library(self, name):
        self.env["LD_LIBRARY_PATH"] = os.path.join(LIBRARIES, name)

    def run_on(self, state, *options, command=USE_GPU):
        self.state.write_text(state)
        result = self.measure(["sh", "-c", command.format(state=self.state)], *options)
        self.assertEqual(result.status, 0, result.err)
        self.assert_conserved(result.record)
        return result

    def gpus(self, result):
        return {c["device"]: c["energy_j"] for c in result.record["components"]
                if c["component"] == "gpu"}

    def test_energy_goes_to_the_runs_own_process(self):
        result = self.run_on("gpu 0 power_w=200\ngpu 1 power_w=50\n", "--interval", "100ms")
        gpus = sorted(self.gpus(result).items())
        self.assertEqual(len(gpus), 2)
        used, idle = gpus[0][1]["value"], gpus[1][1]["value"]
        self.assertGreater(used, 0.75 * 200 * 2)
        self.assertLess(used, 1.05 * 200 * result.record["run"]["duration_s"])
        self.assertEqual(idle, 0)
        self.assertEqual(gpus[0][1]["basis"], "measured")

    def test_a_shared_gpu_is_shared_by_utilisation(self):
        result = self.run_on("gpu 0 power_w=200\nprocess 0 pid=1 sm=25\n", "--interval", "100ms")
        (energy,) = self.gpus(result).values()
        total = 200 * result.record["run"]["duration_s"]
        self.assertAlmostEqual(energy["value"] / total, 0.75, delta=0.12)
        self.assertGreater(result.record["attribution"]["others_energy_j"]["value"], 0.15 * total)

    def test_without_an_energy_counter_power_is_integrated_not_zero(self):
        result = self.run_on("gpu 0 power_w=120 counter=0\n", "--interval", "100ms")
        (energy,) = self.gpus(result).values()
        self.assertGreater(energy["value"], 0.7 * 120 * 2)
        self.assertIn("power", energy["source"])

    def test_a_driver_of_2017_still_gives_the_machines_energy(self):
        self.use_library("nvml_old")
        result = self.run_on("gpu 0 power_w=120\n", "--interval", "100ms", "--scope", "machine")
        (energy,) = self.gpus(result).values()
        self.assertGreater(energy["value"], 0.7 * 120 * 2)

    def test_a_slow_driver_does_not_delay_the_command(self):
        result = self.run_on("init_delay_ms 1500\ngpu 0 power_w=200\n", "--interval", "100ms",
                             command="date +%s.%N > {state}.date; sleep 2.5")
        started = float((self.dir / "gpus.txt.date").read_text())
        begun = result.record["run"]["started_at"]
        from datetime import datetime
        begun = datetime.fromisoformat(begun.replace("Z", "+00:00")).timestamp()
        self.assertLess(started - begun, 0.5)
        self.assertIn("sensor-late", result.warnings())

    def test_a_driver_that_does_not_answer_is_a_warning(self):
        # 18: the library and the kernel module are of different versions.
        result = self.run_on("init 18\ngpu 0\n", command="true")
        self.assertIn("reboot", " ".join(w["message"] for w in result.record["warnings"]))

    def test_a_library_without_a_driver_is_nothing_to_worry_about(self):
        result = self.run_on("init 9\ngpu 0\n", command="true")
        self.assertEqual(result.record["warnings"], [])

    def test_doctor_shows_them(self):
        self.state.write_text("gpu 0 name=NVIDIA_Fake_A100\n")
        report = json.loads(self.wattprint("doctor", "--json").stdout)
        used = [s for s in report["sensors"] if s["component"] == "gpu" and s["state"] == "ok"]
        self.assertEqual(len(used), 1, report["sensors"])


if __name__ == "__main__":
    unittest.main()
