"""scripts/check-data must say what is wrong, and where, with a broken table of GPUs.

    check_gpus_test.py CHECK_DATA DATA_DIR
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

CHECK_DATA, DATA = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
GPUS = "gpus.csv"


class CheckGpus(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.data = pathlib.Path(scratch.name)
        for file in DATA.iterdir():
            shutil.copyfile(file, self.data / file.name)
        self.header, *self.rows = (self.data / GPUS).read_text(encoding="utf-8").splitlines()

    def write(self):
        (self.data / GPUS).write_text("\n".join([self.header, *self.rows]) + "\n", encoding="utf-8")

    def index(self, name):
        return next(i for i, row in enumerate(self.rows) if row.startswith(name + ","))

    def set_fields(self, name, **fields):
        i = self.index(name)
        row = dict(zip(self.header.split(","), self.rows[i].split(",")))
        row.update(fields)
        self.rows[i] = ",".join(row.values())
        self.write()
        return f"{GPUS}:{i + 2}:"

    def assert_found(self, place, sentence):
        result = subprocess.run([sys.executable, CHECK_DATA, self.data], text=True,
                                capture_output=True, check=False)
        self.assertEqual(result.returncode, 1, result.stdout)
        found = [line for line in result.stdout.splitlines() if place in line and sentence in line]
        self.assertTrue(found, f"no line with {place!r} and {sentence!r} in:\n{result.stdout}")

    def test_numbers_that_no_gpu_has(self):
        for column, text in (("tdp_w", "0"), ("tdp_w", "4000"), ("tdp_w", "3OO"), ("memory_gb", ""),
                             ("memory_gb", "81559"), ("devices", "0"), ("launch_year", "22"),
                             ("fp16_tflops", "-1"), ("fp32_tflops", "nan")):
            with self.subTest(column=column, text=text):
                self.assert_found(self.set_fields("NVIDIA A40", **{column: text}), f'{column} "{text}" is not between')
                self.setUp()

    def test_a_part_of_a_device(self):
        self.assert_found(self.set_fields("NVIDIA A40", devices="1.5"), "is not a whole number")

    def test_ends_out_of_order(self):
        self.assert_found(self.set_fields("NVIDIA A40", tdp_low_w="310"), "tdp_low_w <= tdp_w <= tdp_high_w does not hold")
        self.assert_found(self.set_fields("NVIDIA T4", tdp_high_w=""), "go together")

    def test_idle_without_anybody_who_read_it(self):
        self.assert_found(self.set_fields("NVIDIA A40", idle_source=""), "who read the idle power")

    def test_more_than_the_rating(self):
        self.assert_found(self.set_fields("NVIDIA A40", observed_high_w="700"), "is above the rated power")

    def test_speed_in_another_unit(self):
        self.assert_found(self.set_fields("NVIDIA A40", fp16_tflops="0.15"), "are in different units")

    def test_words_outside_the_lists(self):
        for column in ("vendor", "memory_kind", "form", "fp16_kind"):
            with self.subTest(column):
                self.assert_found(self.set_fields("NVIDIA A40", **{column: "Voodoo"}), f'unknown {column} "Voodoo"')

    def test_sources(self):
        self.assert_found(self.set_fields("NVIDIA A40", source=""), "source is empty")
        self.assert_found(self.set_fields("NVIDIA A40", source="vendor;boaviztapi"),
                          "does not name the source boaviztapi")

    def test_one_name_for_two(self):
        self.set_fields("NVIDIA L40S", nvml_names="nvidia a40")
        self.assert_found(GPUS, '"nvidia a40" stands in line')

    def test_order(self):
        i = self.index("NVIDIA A40")
        self.rows[i], self.rows[i + 1] = self.rows[i + 1], self.rows[i]
        self.write()
        self.assert_found(GPUS, "sort by the first column")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
