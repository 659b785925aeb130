"""`wattprint run --budget`: ends the command in time, and says so."""

import random
import subprocess
import unittest

from support import FAKE_POWERCAP, EndToEnd, end, is_alive, wait_until

POWER = 100.0  # watts of the machine that is played
INTERVAL = 0.1


class Budget(EndToEnd):
    def setUp(self):
        super().setUp()
        if not FAKE_POWERCAP:
            self.skipTest("fake_powercap is not built")
        self.sysfs = self.dir / "sys"
        machine = subprocess.Popen([FAKE_POWERCAP, "--sysfs", str(self.sysfs), "--package", str(POWER)],
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(machine.stdout.close)
        self.addCleanup(end, machine)
        self.assertEqual(machine.stdout.readline().strip(), "ready")

    def run_within(self, command, *options):
        return self.measure(command, "--sysfs-root", str(self.sysfs), "--scope", "machine", "--interval",
                            f"{INTERVAL}s", "--intensity", "360", *options)

    def test_a_command_is_ended_at_its_budget(self):
        result = self.run_within(["sleep", "30"], "--budget", "50 J")
        self.assertEqual(result.status, 128 + 15)
        self.assertEqual(result.record["run"]["state"], "stopped_by_budget")
        self.assertEqual(result.record["run"]["signal"], 15)
        warning = result.warnings()["budget-exceeded"]
        self.assertIn("the budget of 50 J is exceeded", warning["message"])
        self.assertIn("stopped by its budget", self.wattprint("list").stdout + self.wattprint("show").stdout)

    def test_no_run_uses_more_than_its_budget_and_a_sample(self):
        draw = random.Random(5)
        for _ in range(6):
            budget = draw.uniform(5.0, 120.0)
            result = self.run_within(["sleep", "30"], "--budget", f"{budget:.3f} J")
            used = result.record["energy_j"]["value"]
            self.assertGreater(used, budget)
            # One sample, those that a busy machine missed, and 0.1 s for the command to end.
            longest = INTERVAL * (1 + result.record["sampling"]["missed"]) + 0.1
            self.assertLessEqual(used, budget + POWER * longest)

    def test_grams_are_a_budget_too(self):
        # 360 g/kWh and 50 J: 0.005 g.
        result = self.run_within(["sleep", "30"], "--budget", "5 mg")
        self.assertEqual(result.record["run"]["state"], "stopped_by_budget")
        self.assertGreater(result.record["emissions_g"]["value"], 0.005)

    def test_a_run_within_its_budget_is_left_alone(self):
        result = self.run_within(["sleep", "0.3"], "--budget", "1 kWh, 1 kg")
        self.assertEqual(result.status, 0)
        self.assertEqual(result.record["run"]["state"], "finished")
        self.assertNotIn("budget-exceeded", result.warnings())

    def test_warn_lets_the_command_go_on(self):
        result = self.run_within(["sleep", "1"], "--budget", "20 J", "--on-budget", "warn")
        self.assertEqual(result.status, 0)
        self.assertEqual(result.record["run"]["state"], "finished")
        self.assertIn("the budget of 20 J is exceeded", result.warnings()["budget-exceeded"]["message"])
        self.assertGreater(result.record["energy_j"]["value"], 80.0)

    def test_a_command_that_does_not_listen_is_killed_after_the_grace(self):
        stubborn = "trap '' TERM; sleep 60 & echo $!; while :; do sleep 0.05; done"
        result = self.run_within(["sh", "-c", stubborn], "--budget", "20 J", "--budget-grace", "400ms")
        self.assertEqual(result.status, 128 + 9)
        self.assertEqual(result.record["run"]["state"], "stopped_by_budget")
        self.assertGreater(result.record["run"]["duration_s"], 0.5)
        self.assertLess(result.record["run"]["duration_s"], 5.0)
        left = int(result.out.split()[0])
        self.assertTrue(wait_until(lambda: not is_alive(left)), "a process of the command goes on")

    def test_what_a_command_started_ends_with_it(self):
        result = self.run_within(["sh", "-c", "sleep 60 & echo $!; wait; sleep 60"], "--budget", "20 J")
        self.assertEqual(result.record["run"]["state"], "stopped_by_budget")
        left = int(result.out.split()[0])
        self.assertTrue(wait_until(lambda: not is_alive(left)), "a process of the command goes on")

    def test_a_stopped_command_ends_too(self):
        result = self.run_within(["sh", "-c", "kill -STOP $$"], "--budget", "20 J")
        self.assertEqual(result.status, 128 + 15)

    def test_the_environment_and_the_file_set_it(self):
        self.env["WATTPRINT_BUDGET"] = "20 J"
        self.assertEqual(self.run_within(["sleep", "30"]).status, 128 + 15)
        del self.env["WATTPRINT_BUDGET"]
        config = self.dir / "config.toml"
        config.write_text('budget = "20 J"\non_budget = "warn"\n')
        self.assertEqual(self.run_within(["sleep", "0.6"], "--config", str(config)).status, 0)

    def test_a_budget_that_makes_no_sense_is_refused(self):
        for text, why in (("5 apples", 'no unit "apples"'), ("0.05 g/inference", "for the whole run write"),
                          ("5", "it has no unit")):
            result = self.run_within(["true"], "--budget", text)
            self.assertEqual(result.status, 2, text)
            self.assertIn("--budget: ", result.err)
            self.assertIn(why, result.err)


if __name__ == "__main__":
    unittest.main()
