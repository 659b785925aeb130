"""scripts/check-data must say what is wrong with broken tables of machine types.

    instances_data_test.py CHECK_DATA DATA_DIR
"""
import unittest

from table_case import TableCase, run

TABLE = "instances.csv"


class Instances(TableCase):
    def line_of(self, key):
        for number, line in enumerate((self.data / TABLE).read_text().splitlines(), start=1):
            if line.startswith(key + ","):
                return number
        raise AssertionError(key)

    def set_in(self, key, column, text):
        line = self.line_of(key)
        self.set_field(TABLE, line - 2, column, text)
        return f"{TABLE}:{line}:"

    def test_shipped_table_is_sound(self):
        result = self.check()
        self.assertEqual((result.returncode, result.stdout), (0, ""))

    def test_numbers_out_of_range(self):
        for column, text, sentence in (
                (3, "0", "vcpus"), (3, "2.5", "vcpus"), (3, "", "vcpus"), (3, "-2", "vcpus"), (3, "9999", "vcpus"),
                (4, "0", "memory_gb"), (4, "", "memory_gb"), (4, "8 GB", "memory_gb"), (4, "nan", "memory_gb"),
                (5, "-1", "gpus"), (5, "", "gpus"), (9, "0", "host_threads"), (10, "1.5", "host_sockets")):
            with self.subTest(column=column, text=text):
                self.assert_found(self.set_in("m5.large", column, text), sentence)
                self.restore(TABLE)

    def test_more_than_the_host_has(self):
        self.assert_found(self.set_in("m5.large", 3, "97"), "vcpus 97 is more than host_threads 96")
        self.assert_found(self.set_in("m5.large", 4, "385"), "memory_gb 385 is more than host_memory_gb 384")

    def test_duplicate_type(self):
        line = self.line_of("m5.large")
        self.change(TABLE, lambda lines: lines.insert(line - 1, lines[line - 2]))
        self.assert_found(f"{TABLE}:{line + 1}:", f"m5.large stands in line {line} already")

    def test_accelerators_without_a_name(self):
        self.assert_found(self.set_in("g5.xlarge", 6, ""), "gpus and gpu_model go together")
        self.assert_found(self.set_in("m5.large", 6, "NVIDIA T4"), "gpus and gpu_model go together")

    def test_key_that_is_not_the_type(self):
        self.assert_found(self.set_in("m5.large", 2, "m5.xlarge"), 'must be "m5.xlarge"')

    def test_unknown_provider(self):
        self.assert_found(self.set_in("m5.large", 1, "acme"), 'unknown provider "acme"')

    def test_missing_and_unknown_sources(self):
        self.assert_found(self.set_in("m5.large", 13, ""), "no source")
        self.assert_found(self.set_in("m5.large", 13, "pk;bv"), "does not name the source bv")

    def test_missing_microarchitecture(self):
        self.assert_found(self.set_in("m5.large", 8, ""), "no microarchitecture")

    def test_unsorted(self):
        self.change(TABLE, lambda lines: lines.append(lines.pop(0)))
        self.assert_found(f"{TABLE}:", "stands after")


if __name__ == "__main__":
    run()
