"""What the tests of scripts/check-data share: a copy of the tables that a test breaks.

A test program is called with CHECK_DATA and DATA_DIR.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

CHECK_DATA, DATA = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])


class TableCase(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.data = pathlib.Path(scratch.name) / "data"
        shutil.copytree(DATA, self.data)

    def restore(self, name):
        shutil.copyfile(DATA / name, self.data / name)

    def check(self):
        return subprocess.run([sys.executable, CHECK_DATA, self.data], text=True, capture_output=True, check=False)

    def change(self, name, change):
        """change(lines) alters the rows below the header, in place; row i stands in line i + 2."""
        header, *lines = (self.data / name).read_text(encoding="utf-8").splitlines()
        change(lines)
        (self.data / name).write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")

    def set_field(self, name, row, column, text):
        def change(lines):
            fields = lines[row].split(",")
            fields[column] = text
            lines[row] = ",".join(fields)
        self.change(name, change)

    def assert_found(self, place, sentence):
        result = self.check()
        self.assertEqual(result.returncode, 1, result.stdout + result.stderr)
        found = [line for line in result.stdout.splitlines() if place in line and sentence in line]
        self.assertTrue(found, f"no line with {place!r} and {sentence!r} in:\n{result.stdout}")


def run():
    unittest.main(module="__main__", argv=sys.argv[:1])
