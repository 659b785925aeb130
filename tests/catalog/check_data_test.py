"""scripts/check-data must pass on sound tables and say what is wrong, and where, with broken ones.

    check_data_test.py CHECK_DATA DATA_DIR
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

CHECK_DATA, DATA = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])


class Tables(unittest.TestCase):
    """A copy of the tables that a test may break."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.data = pathlib.Path(scratch.name)
        for name in (*(path.name for path in DATA.glob("*.csv")), "SOURCES.md"):
            shutil.copyfile(DATA / name, self.data / name)

    def check(self, *arguments):
        return subprocess.run([sys.executable, CHECK_DATA, *(arguments or [self.data])], text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)

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
        self.assertEqual(result.returncode, 1, result.stdout)
        found = [line for line in result.stdout.splitlines() if place in line and sentence in line]
        self.assertTrue(found, f"no line with {place!r} and {sentence!r} in:\n{result.stdout}")


class CheckGrid(Tables):
    def test_shipped_tables_are_sound(self):
        result = self.check()
        self.assertEqual((result.returncode, result.stdout), (0, ""))

    def test_wrong_usage(self):
        self.assertEqual(self.check("a", "b").returncode, 2)

    def test_missing_directory(self):
        self.assertEqual(self.check(self.data / "none").returncode, 1)

    def test_figures_out_of_range(self):
        for text in ("0", "-3", "2000", "nan", "inf", "", "34x"):
            with self.subTest(text):
                self.set_field("grid_yearly.csv", 4, 2, text)
                self.assert_found("grid_yearly.csv:6:", "is not between 0 and 2000")

    def test_duplicate_row(self):
        self.change("grid_yearly.csv", lambda lines: lines.insert(10, lines[9]))
        self.assert_found("grid_yearly.csv:12:", "repeats line 11")

    def test_missing_source(self):
        self.set_field("grid_yearly.csv", 0, 7, "")
        self.assert_found("grid_yearly.csv:2:", "is not project:file@commit#row")

    def test_source_that_nobody_describes(self):
        self.set_field("grid_yearly.csv", 0, 7, "hearsay:a.csv@0123abc#DE")
        self.assert_found("grid_yearly.csv:2:", "does not name the source hearsay")

    def test_missing_or_forbidden_licence(self):
        for licence in ("", "AGPL-3.0", "ODbL 1.0", "CC BY-NC 4.0"):
            with self.subTest(licence):
                self.set_field("grid_yearly.csv", 0, 5, licence)
                self.assert_found("grid_yearly.csv:2:", "does not let us ship")

    def test_unknown_zone(self):
        self.set_field("grid_yearly.csv", 0, 0, "AA")
        self.assert_found("grid_yearly.csv:2:", "unknown zone AA")

    def test_dates(self):
        for date in ("", "2025-13-01", "2025-02-30", "22.11.2025", "20251112", "2025-1-2"):
            with self.subTest(date):
                self.set_field("grid_yearly.csv", 0, 6, date)
                self.assert_found("grid_yearly.csv:2:", "is not a date")

    def test_year_after_the_vintage(self):
        self.set_field("grid_yearly.csv", 0, 1, "2098")
        self.assert_found("grid_yearly.csv:2:", "is after the vintage")

    def test_part_of_a_year(self):
        self.set_field("grid_yearly.csv", 0, 8, "1036 h of data; partial year")
        self.assert_found("grid_yearly.csv:2:", "part of a year")
        self.set_field("grid_yearly.csv", 0, 8, "")
        for hours in ("4379", "8785", "x", "-1", "5000.5"):
            with self.subTest(hours):
                self.set_field("grid_yearly.csv", 0, 9, hours)
                self.assert_found("grid_yearly.csv:2:", f'hours "{hours}" is not from 4380 to 8784')

    def test_a_figure_without_a_year_beside_others(self):
        self.set_field("grid_yearly.csv", 0, 1, "")
        self.assert_found("grid_yearly.csv:3:", "AE: a figure without a year is kept only where there is no other")

    def test_the_constant_of_the_nordic_zones(self):
        self.set_field("grid_yearly.csv", 0, 7, "codecarbon:codecarbon/data/private_infra/nordic_emissions.json@b05965e#NO1")
        self.assert_found("grid_yearly.csv:2:", "a constant that one table repeats")

    def test_unsorted(self):
        self.change("grid_yearly.csv", lambda lines: lines.append(lines.pop(0)))
        self.assert_found("grid_yearly.csv:", "stands after")

    def test_lost_field(self):
        self.change("zones.csv", lambda lines: lines.__setitem__(3, "AF,AF"))
        self.assert_found("zones.csv:5:", "2 fields instead of 10")

    def test_zone_that_refers_to_nothing(self):
        for column in (1, 4, 9):
            with self.subTest(column):
                self.set_field("zones.csv", 0, column, "QQ")
                self.assert_found("zones.csv:2:", "QQ is no zone")

    def test_place_off_the_globe(self):
        self.set_field("zones.csv", 0, 5, "92.5")
        self.assert_found("zones.csv:2:", "is not within")

    def test_time_zone_of_no_country(self):
        self.set_field("time_zones.csv", 0, 1, "QQ")
        self.assert_found("time_zones.csv:2:", "QQ is no country")

    def test_time_zone_of_a_part_of_a_country(self):
        self.set_field("time_zones.csv", 0, 1, "US-CA")
        self.assert_found("time_zones.csv:2:", "US-CA is no country")

    def test_utc_is_in_no_country(self):
        self.change("time_zones.csv", lambda lines: lines.append("UTC,GB"))
        self.assert_found("time_zones.csv:", "UTC lies in no country")

    def test_zone_whose_time_zone_is_unknown(self):
        self.change("time_zones.csv", lambda lines: lines.remove("Europe/Berlin,DE"))
        self.assert_found("time_zones.csv:", "the time zone of DE, is missing")

    def test_quotes_and_other_encodings(self):
        text = (self.data / "zones.csv").read_bytes()
        (self.data / "zones.csv").write_bytes(text.replace(b"Germany", b'"Germany"'))
        self.assert_found("zones.csv:", "holds a quote")
        (self.data / "zones.csv").write_bytes(text.replace(b"Germany", b"German\xff"))
        self.assert_found("zones.csv:", "is not UTF-8")


class CheckCpus(Tables):
    def cell(self, name, row, column, text):
        header = (self.data / name).read_text(encoding="utf-8").splitlines()[0].split(",")
        self.set_field(name, row, header.index(column), text)

    def test_watts(self):
        for column, text, sentence in (("tdp_w", "", "is not between"), ("tdp_w", "0", "is not between"),
                                       ("tdp_w", "5000", "is not between"), ("tdp_w", "x", "is not between"),
                                       ("tdp_w_high", "0.6", "does not lie between its ends")):
            with self.subTest(column=column, text=text):
                shutil.copyfile(DATA / "cpus.csv", self.data / "cpus.csv")
                self.cell("cpus.csv", 9, column, text)
                self.assert_found("cpus.csv:11:", sentence)

    def test_counts_and_years(self):
        for column, text in (("cores", "0"), ("cores", "2.5"), ("threads", "-1"), ("base_mhz", "3"),
                             ("launch_year", "1066")):
            with self.subTest(column=column, text=text):
                shutil.copyfile(DATA / "cpus.csv", self.data / "cpus.csv")
                self.cell("cpus.csv", 9, column, text)
                self.assert_found("cpus.csv:11:", f'{column} "{text}"')

    def test_fewer_threads_than_cores(self):
        self.cell("cpus.csv", 9, "cores", "8")
        self.cell("cpus.csv", 9, "threads", "4")
        self.assert_found("cpus.csv:11:", "4 threads on 8 cores")

    def test_duplicate_cpu(self):
        self.change("cpus.csv", lambda lines: lines.insert(10, lines[9]))
        self.assert_found("cpus.csv:12:", "stands in line 11 already")

    def test_key_in_another_form(self):
        self.cell("cpus.csv", 0, "key", "A10-5700")
        self.assert_found("cpus.csv:2:", "must be lower case letters")

    def test_missing_and_unknown_source(self):
        self.cell("cpus.csv", 0, "source", "")
        self.assert_found("cpus.csv:2:", "source is empty")
        self.cell("cpus.csv", 0, "source", "cc;bv")
        self.assert_found("cpus.csv:2:", "does not name the source bv")

    def test_server_without_a_year(self):
        def forget(lines):
            row = next(i for i, line in enumerate(lines) if ",AMD EPYC 7763," in line)
            fields = lines[row].split(",")
            fields[12] = ""
            lines[row] = ",".join(fields)
        self.change("cpus.csv", forget)
        self.assert_found("cpus.csv:", "AMD EPYC 7763: a server CPU needs")

    def test_alias_of_a_cpu_that_is_not_there(self):
        self.cell("cpu_aliases.csv", 0, "candidates", "AMD EPYC 0000")
        self.assert_found("cpu_aliases.csv:2:", "AMD EPYC 0000 is not in cpus.csv")

    def test_alias_that_nothing_can_match(self):
        self.cell("cpu_aliases.csv", 0, "alias", "AMD EPYC(R)")
        self.assert_found("cpu_aliases.csv:2:", "form in which names are compared")

    def test_pattern(self):
        self.cell("cpu_series.csv", 0, "pattern", "altra[")
        self.assert_found("cpu_series.csv:2:", "is no pattern")
        self.cell("cpu_series.csv", 1, "tier", "maybe")
        self.assert_found("cpu_series.csv:3:", "neither yes nor no")

    def test_two_dies_of_one_stepping(self):
        def overlap(lines):
            row = next(i for i, line in enumerate(lines) if line.startswith("intel-6-85,5,7"))
            lines[row] = lines[row].replace("intel-6-85,5,7", "intel-6-85,4,7")
        self.change("cpuid.csv", overlap)
        self.assert_found("cpuid.csv:", "intel-6-85 shares steppings with line")

    def test_power_family_that_is_not_there(self):
        self.cell("cpuid.csv", 0, "power_family", "k11")
        self.assert_found("cpuid.csv:2:", "k11 is not in cpu_power_families.csv")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
