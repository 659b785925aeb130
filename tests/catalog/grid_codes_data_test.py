"""scripts/check-data must say what is wrong with broken tables of emission factors and zone codes.

    grid_codes_data_test.py CHECK_DATA DATA_DIR
"""
from table_case import TableCase, run

FACTORS, CODES = "emission_factors.csv", "zone_codes.csv"


class GridCodes(TableCase):
    def line_of(self, table, start):
        for number, line in enumerate((self.data / table).read_text().splitlines(), start=1):
            if line.startswith(start):
                return number
        raise AssertionError(start)

    def set_in(self, table, start, column, text):
        number = self.line_of(table, start)
        self.set_field(table, number - 2, column, text)
        return f"{table}:{number}:"

    def test_factors_out_of_range(self):
        for column, text in ((2, "-1"), (2, "2001"), (2, "nan"), (2, "x"), (3, ""), (4, ""), (4, "inf")):
            with self.subTest(f"{column} {text}"):
                self.assert_found(self.set_in(FACTORS, "gas,lifecycle,490", column, text), "is not from 0 to 2000")
                self.restore(FACTORS)

    def test_interval_out_of_order(self):
        self.assert_found(self.set_in(FACTORS, "gas,lifecycle,490", 3, "491"), "out of order")
        self.restore(FACTORS)
        self.assert_found(self.set_in(FACTORS, "gas,lifecycle,490", 4, "489"), "out of order")

    def test_a_factor_that_nobody_states(self):
        self.assert_found(self.set_in(FACTORS, "gas,lifecycle,490", 8, ""), "who says so?")
        self.restore(FACTORS)
        self.assert_found(self.set_in(FACTORS, "gas,lifecycle,490", 9, ""), "no source")
        self.restore(FACTORS)
        self.assert_found(self.set_in(FACTORS, "gas,lifecycle,490", 9, "hearsay"), "does not name the source hearsay")

    def test_unknown_words(self):
        for column, text, sentence in ((0, "gasoline", 'unknown source "gasoline"'), (1, "marginal", 'unknown kind'),
                                       (5, "maybe", "neither default nor compare"), (6, "14", "is not a year")):
            with self.subTest(text):
                self.set_in(FACTORS, "gas,lifecycle,490", column, text)
                self.assert_found(FACTORS, sentence)
                self.restore(FACTORS)

    def test_defaults_missing_or_double(self):
        number = self.line_of(FACTORS, "peat,direct")
        self.change(FACTORS, lambda lines: lines.pop(number - 2))
        self.assert_found(f"{FACTORS}:1:", "there is no default for peat, direct")
        self.restore(FACTORS)
        self.change(FACTORS, lambda lines: lines.insert(number - 2, lines[number - 2]))
        self.assert_found(f"{FACTORS}:{number + 1}:", "a second default for peat, direct")
        self.restore(FACTORS)
        self.assert_found(self.set_in(FACTORS, "battery,", 5, "default"), "it has no default")

    def test_eic_with_a_wrong_check_character(self):
        place = self.set_in(CODES, "FR,entsoe,", 2, "10YFR-RTE------D")
        self.assert_found(place, "10YFR-RTE------D: the check character must be C")

    def test_codes_of_another_form(self):
        for start, code in (("DK-DK1,energi", "DK3"), ("GB,neso,13", "18"), ("US-CAL-CISO,eia", "caiso"),
                            ("FR,entsoe", "FR"), ("US-CAL-CISO,watttime,CAISO_NORTH", "caiso north")):
            with self.subTest(code):
                self.assert_found(self.set_in(CODES, start, 2, code), f'"{code}" is no code of')
                self.restore(CODES)

    def test_codes_of_nothing_and_of_nobody(self):
        self.assert_found(self.set_in(CODES, "FR,entsoe", 0, "FQ"), "unknown zone FQ")
        self.restore(CODES)
        self.assert_found(self.set_in(CODES, "FR,entsoe", 1, "entso"), 'unknown scheme "entso"')
        self.restore(CODES)
        self.assert_found(self.set_in(CODES, "FR,entsoe", 4, ""), "no source")
        self.restore(CODES)
        number = self.line_of(CODES, "FR,entsoe")
        self.change(CODES, lambda lines: lines.insert(number - 2, lines[number - 2]))
        self.assert_found(f"{CODES}:{number + 1}:", f"repeats line {number}")


if __name__ == "__main__":
    run()
