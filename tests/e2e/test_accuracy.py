"""Figures against a machine whose energy is known, and against the kernel's own accounts."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import unittest

from support import FAKE_POWERCAP, EndToEnd, end

MANY = """
import os, resource, sys, time
def burn(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end: pass
n, each = int(sys.argv[1]), float(sys.argv[2])
for _ in range(n):
    pid = os.fork()
    if pid == 0:
        burn(each); os._exit(0)
    os.waitpid(pid, 0)
own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
print(sum((own.ru_utime, own.ru_stime, children.ru_utime, children.ru_stime)))
"""


class FakeMachine:
    """A powercap tree whose counters advance at known powers."""

    def __init__(self, test, *options):
        if not FAKE_POWERCAP:
            test.skipTest("fake_powercap is not built")
        self.sysfs = test.dir / "sys"
        self.process = subprocess.Popen([FAKE_POWERCAP, "--sysfs", str(self.sysfs), *options],
                                        stdout=subprocess.PIPE, text=True)
        test.addCleanup(self.stop)
        test.assertEqual(self.process.stdout.readline().strip(), "ready")

    def zone(self, name):
        return self.sysfs / "class" / "powercap" / name

    def stop(self):
        end(self.process)
        self.process.stdout.close()


class KnownPower(EndToEnd):
    # Two sockets of 70 and 50 W, 8 and 6 W of memory; a range of 100 J wraps every 1.4 s.
    POWER = 70 + 50 + 8 + 6
    MACHINE = ("--sockets", "2", "--package", "70,50", "--dram", "8,6", "--psys", "300", "--core",
               "30", "--uncore", "5", "--mmio", "--hex", "--range", "100000000", "--start",
               "99000000")

    def check(self, interval):
        machine = FakeMachine(self, *self.MACHINE)
        result = self.measure(["sleep", "5"], "--interval", interval, "--sysfs-root",
                              str(machine.sysfs))
        self.assertEqual(result.status, 0, result.err)
        record = result.record
        energy = record["attribution"]["machine_energy_j"]
        expected = self.POWER * record["run"]["duration_s"]
        self.assertAlmostEqual(energy["value"] / expected, 1.0, delta=0.01)
        self.assertEqual(energy["basis"], "measured")
        self.assert_conserved(record)
        names = sorted(c["device"] for c in record["components"])
        self.assertEqual(names, ["dram-0", "dram-1", "package-0", "package-1"])
        return record

    def test_within_1_percent_at_1_hz(self):
        self.check("1s")

    def test_within_1_percent_at_20_hz(self):
        record = self.check("50ms")
        self.assertGreater(record["sampling"]["samples"], 80)

    def test_duplicates_are_listed(self):
        machine = FakeMachine(self, *self.MACHINE)
        report = json.loads(self.wattprint("--sysfs-root", str(machine.sysfs), "doctor",
                                           "--json").stdout)
        duplicates = [s["name"] for s in report["sensors"] if s["state"] == "duplicate"]
        self.assertEqual(len([d for d in duplicates if "psys" in d]), 1)
        self.assertGreaterEqual(len(duplicates), 5)  # psys, two mmio twins, cores, uncores
        self.assertEqual(len([u for u in report["used"] if "rapl" in u]), 4)

    def test_scope_machine_charges_all_of_it(self):
        machine = FakeMachine(self, *self.MACHINE)
        result = self.measure(["sleep", "1"], "--scope", "machine", "--sysfs-root",
                              str(machine.sysfs))
        record = result.record
        self.assertAlmostEqual(record["energy_j"]["value"],
                               record["attribution"]["machine_energy_j"]["value"], places=6)


class UnreadableZones(EndToEnd):
    def setUp(self):
        super().setUp()
        self.machine = FakeMachine(self, "--sockets", "2", "--package", "40", "--dram", "5")

    def measure_with(self, break_it, command=("sleep", "1.5")):
        def later():
            time.sleep(0.5)
            break_it()
        thread = threading.Thread(target=later)
        thread.start()
        result = self.measure(list(command), "--interval", "100ms", "--sysfs-root",
                              str(self.machine.sysfs))
        thread.join()
        self.assertEqual(result.status, 0, result.err)
        self.assert_conserved(result.record)
        return result

    def freeze(self):
        self.machine.process.send_signal(signal.SIGSTOP)

    def test_garbage_truncation_and_negative_numbers_mid_run(self):
        for content in ("garbage\n", "", "-5\n", "99999999999999999999999\n"):
            with self.subTest(content=content):
                def break_it(content=content):
                    self.freeze()
                    (self.machine.zone("intel-rapl:0") / "energy_uj").write_text(content)
                result = self.measure_with(break_it)
                self.machine.process.send_signal(signal.SIGCONT)
                told = [w for w in result.record["warnings"] if w["code"].startswith("rapl")]
                self.assertTrue(told, result.record["warnings"])
                machine = result.record["attribution"]["machine_energy_j"]["value"]
                self.assertGreater(machine, 20)  # what was read before the fault is kept
                self.assertLess(machine, 90 * result.record["run"]["duration_s"] * 1.05)

    def test_a_zone_that_disappears_mid_run(self):
        def break_it():
            self.freeze()
            # A kept descriptor still reads a deleted plain file; in sysfs it would give ENODEV.
            zone = self.machine.zone("intel-rapl:1").resolve()
            os.truncate(zone / "energy_uj", 0)
            shutil.rmtree(zone)
        result = self.measure_with(break_it)
        self.assertTrue([w for w in result.record["warnings"] if w["code"].startswith("rapl")])

    def test_a_zone_that_cannot_be_read_from_the_start_is_unknown_not_zero(self):
        self.freeze()
        for zone in ("intel-rapl:0", "intel-rapl:1"):
            (self.machine.zone(zone) / "energy_uj").write_text("garbage")
        result = self.measure(["sleep", "0.3"], "--sysfs-root", str(self.machine.sysfs))
        cpu = [c for c in result.record["components"] if c["component"] == "cpu"]
        self.assertTrue(cpu)  # the model steps in
        for component in cpu:
            self.assertEqual(component["energy_j"]["basis"], "estimated")
        self.assertTrue([w for w in result.record["warnings"] if w["code"].startswith("rapl")])


class ManyShortChildren(EndToEnd):
    def burn(self, count, each):
        result = self.measure([sys.executable, "-c", MANY, str(count), str(each)])
        self.assertEqual(result.status, 0, result.err)
        kernel = float(result.out)
        return result.record, kernel

    def test_2000_children_of_5_ms_are_all_counted(self):
        record, kernel = self.burn(2000, 0.005)
        cpu = record["attribution"]["cpu_s"]
        # The command's own exit and exec come on top of what it could print itself.
        self.assertAlmostEqual(cpu / kernel, 1.0, delta=0.02)

        one, _ = self.burn(1, 10.0)
        per_second = record["energy_j"]["value"] / cpu
        of_one = one["energy_j"]["value"] / one["attribution"]["cpu_s"]
        self.assertAlmostEqual(per_second / of_one, 1.0, delta=0.03)
        self.assert_conserved(record)


if __name__ == "__main__":
    unittest.main()
