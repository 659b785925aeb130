"""scripts/check-data must say what is wrong with the tables of published methods and of equivalents.

    methods_data_test.py CHECK_DATA DATA_DIR
"""
from table_case import TableCase, run

METHODS, CPUS, EQUIVALENTS = "methods.csv", "method_cpus.csv", "equivalents.csv"


class Tables(TableCase):
    def set_in(self, table, key, column, text):
        lines = (self.data / table).read_text(encoding="utf-8").splitlines()
        line = next(i for i, text_of_line in enumerate(lines, start=1) if text_of_line.startswith(key + ","))
        self.set_field(table, line - 2, column, text)
        return f"{table}:{line}:"

    def drop(self, table, key):
        def change(lines):
            lines[:] = [line for line in lines if not line.startswith(key + ",")]
        self.change(table, change)

    def test_shipped_tables_are_sound(self):
        result = self.check()
        self.assertEqual((result.returncode, result.stdout), (0, ""))


class Methods(Tables):
    def test_figures_that_cannot_be(self):
        for key, values, sentence in (
                ("mlco2/hardware/T4", "seventy", '"seventy" is not between'),
                ("mlco2/hardware/T4", "-70", '"-70" is not between'),
                ("mlco2/hardware/T4", "nan", '"nan" is not between'),
                ("mlco2/hardware/T4", "", "a value is missing"),
                ("mlco2/hardware/T4", "70;70", "2 values instead of 1"),
                ("ccf/region/aws/us-east-1", "379.069;", "is not between"),  # grams instead of tonnes
                ("codecarbon/province/quebec", "100;0;0", "3 values instead of 4")):
            with self.subTest(key=key, values=values):
                self.restore(METHODS)
                self.assert_found(self.set_in(METHODS, key, 1, values), sentence)

    def test_a_kind_that_no_method_reads(self):
        self.assert_found(self.set_in(METHODS, "mlco2/hardware/T4", 0, "mlco2/hard/T4"), "unknown kind of row")

    def test_a_source_of_another_tool(self):
        self.assert_found(self.set_in(METHODS, "mlco2/hardware/T4", 3, "cc"), "is not that of its tool")

    def test_a_row_that_stands_there_twice(self):
        def change(lines):
            lines.insert(0, lines[0])
        self.change(METHODS, change)
        self.assert_found(f"{METHODS}:3:", "stands there twice")

    def test_what_a_method_falls_back_on(self):
        for key in ("eco2ai/index/WORLD/Whole country", "ccf/region/gcp/Unknown", "green-algorithms/pue/Unknown"):
            with self.subTest(key=key):
                self.restore(METHODS)
                self.drop(METHODS, key)
                self.assert_found(METHODS, f"no row {key}")

    def test_watts_of_cpus(self):
        for column, text, sentence in ((1, "many", "is not between 0 and 1000"), (2, "5000", "is not between 0 and 1000"),
                                       (3, "-1", "is not between 0 and 1000")):
            with self.subTest(column=column, text=text):
                self.restore(CPUS)
                self.assert_found(self.set_in(CPUS, "AMD EPYC 7763", column, text), sentence)

    def test_a_cpu_of_nobody(self):
        place = self.set_in(CPUS, "AMD EPYC 7763", 1, "")
        for column in (2, 3):
            self.set_in(CPUS, "AMD EPYC 7763", column, "")
        self.assert_found(place, "nobody's watts")


class Equivalents(Tables):
    def test_constants_that_cannot_be(self):
        for column, text, sentence in ((0, "default car", "must be set/id"), (1, "0", "is not between"), (1, "x", "is not between"),
                                       (2, "kg", 'unknown unit "kg"'), (3, "", "what is empty"), (4, "0", "is no year"),
                                       (5, "", "source is empty")):
            with self.subTest(column=column, text=text):
                self.restore(EQUIVALENTS)
                self.assert_found(self.set_in(EQUIVALENTS, "default/car_km", column, text), sentence)

    def test_a_default_that_is_missing(self):
        self.drop(EQUIVALENTS, "default/phone_charge")
        self.assert_found(EQUIVALENTS, "no row default/phone_charge")


if __name__ == "__main__":
    run()
