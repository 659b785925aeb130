"""`run --compat`: an unchanged script finds our package in place of another one."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

from support import EndToEnd

COMPAT = pathlib.Path(__file__).resolve().parents[2] / "bindings/python/wattprint/compat"
STAND_IN = (COMPAT / "_stand_in.py").read_text()
RUN_SCRIPT = (COMPAT / "__main__.py").read_text()


class Compat(EndToEnd):
    """A package wattprint without its native part: what is handed over to is told by `who`."""

    def setUp(self):
        super().setUp()
        self.python = self.dir / "python"
        self.write("wattprint/__init__.py", "")
        self.write("wattprint/compat/__init__.py", "")
        self.write("wattprint/compat/_stand_in.py", STAND_IN)
        self.write("wattprint/compat/__main__.py", RUN_SCRIPT)
        self.write("wattprint/compat/eco2ai.py", "who = 'ours'\nIMPORT_NAMES = {}\n")
        self.write("wattprint/compat/carbontracker/__init__.py",
                   "who = 'ours'\n"
                   "IMPORT_NAMES = {'carbontracker.tracker': "
                   "'wattprint.compat.carbontracker.tracker'}\n")
        self.write("wattprint/compat/carbontracker/tracker.py", "class CarbonTracker: pass\n")
        self.env["PYTHONPATH"] = str(self.python)

    def write(self, name, text):
        path = self.python / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def run_code(self, code, *options):
        return self.measure([sys.executable, "-c", code], *options)

    def test_script_finds_ours_and_its_modules_once(self):
        result = self.run_code(
            "import carbontracker, wattprint.compat.carbontracker.tracker as ours\n"
            "from carbontracker.tracker import CarbonTracker\n"
            "print(carbontracker.who, CarbonTracker is ours.CarbonTracker)",
            "--compat", "carbontracker")
        self.assertEqual(result.out.split(), ["ours", "True"], result.err)

    def test_module_that_we_do_not_have_is_an_import_error_that_says_so(self):
        result = self.run_code("import carbontracker.unheard_of", "--compat", "carbontracker")
        self.assertEqual(result.status, 1)
        self.assertIn("nothing in place of carbontracker.unheard_of", result.err)

    def test_what_is_said_of_the_place_holds_inside_too(self):
        result = self.run_code(
            "import os; print(*(os.environ['WATTPRINT_' + n] for n in "
            "('ZONE', 'PUE', 'INTENSITY', 'DATA_DIR')))",
            "--compat", "eco2ai", "--zone", "DE", "--pue", "1.25", "--intensity", "350")
        self.assertEqual(result.out.split(), ["DE", "1.25", "350", str(self.data)], result.err)

    def test_only_what_was_named_is_stood_in_for(self):
        self.write("eco2ai.py", "who = 'real'\n")
        code = "import eco2ai; print(eco2ai.who)"
        self.assertEqual(self.run_code(code, "--compat", "carbontracker").out.strip(), "real")
        self.assertEqual(self.run_code(code, "--compat", "carbontracker,eco2ai").out.strip(), "ours")
        self.assertEqual(self.run_code(code, "--compat", "all").out.strip(), "ours")
        self.assertEqual(self.run_code(code).out.strip(), "real")

    def test_command_is_told_whose_part_it_is_and_only_with_compat(self):
        code = "import os; print(os.environ.get('WATTPRINT_PARENT'))"
        result = self.run_code(code, "--compat", "eco2ai")
        self.assertEqual(result.out.strip(), result.record["run"]["id"])
        self.assertEqual(self.run_code(code).out.strip(), "None")

    def test_run_within_a_run_is_tagged_with_its_parent(self):
        self.env["WATTPRINT_PARENT"] = "0123456789ab"
        result = self.measure(["true"])
        self.assertEqual(result.record["run"]["tags"], {"parent": "0123456789ab"})
        result = self.measure(["true"], "--tag", "parent=mine")
        self.assertEqual(result.record["run"]["tags"], {"parent": "mine"})

    def test_python_without_wattprint_uses_the_real_package_and_says_so(self):
        with tempfile.TemporaryDirectory() as other:
            pathlib.Path(other, "eco2ai.py").write_text("who = 'real'\n")
            self.env["PYTHONPATH"] = other
            result = self.run_code("import eco2ai; print(eco2ai.who)", "--compat", "eco2ai")
        self.assertEqual((result.status, result.out.strip()), (0, "real"))
        self.assertIn("the real eco2ai is used instead", result.err)

    def test_python_with_neither_gets_an_import_error_with_the_remedy(self):
        del self.env["PYTHONPATH"]
        result = self.run_code("import eco2ai", "--compat", "eco2ai")
        self.assertEqual(result.status, 1)
        self.assertIn("install wattprint in it", result.err)

    def test_name_that_nobody_stands_in_for_starts_nothing(self):
        mark = self.dir / "started"
        result = self.measure(["touch", str(mark)], "--compat", "codecarbn")
        self.assertEqual(result.status, 2)
        self.assertIn("did you mean codecarbon?", result.err)
        self.assertFalse(mark.exists())

    def test_missing_stand_ins_start_nothing_and_the_place_is_named(self):
        result = self.measure(["true"], "--compat", "all", "--python-dir", str(self.dir / "no"))
        self.assertEqual(result.status, 2)
        self.assertIn(str(self.dir / "no/wattprint/compat/_shims"), result.err)

    def test_script_runs_with_ours_by_the_python_module_too(self):
        script = self.dir / "train.py"
        script.write_text("import sys, eco2ai; print(eco2ai.who, sys.argv[1:], __name__)")
        done = subprocess.run([sys.executable, "-m", "wattprint.compat", "eco2ai", script, "--lr"],
                              env=self.env, text=True, capture_output=True, timeout=60)
        self.assertEqual(done.stdout.strip(), "ours ['--lr'] __main__", done.stderr)


if __name__ == "__main__":
    unittest.main()
