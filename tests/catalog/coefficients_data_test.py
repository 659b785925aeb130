"""scripts/check-data must say what is wrong with broken tables of memory, storage and embodied figures.

    coefficients_data_test.py CHECK_DATA DATA_DIR
"""
from table_case import TableCase, run


class Coefficients(TableCase):
    def set_in(self, table, key, column, text):
        for number, line in enumerate((self.data / table).read_text().splitlines(), start=1):
            if line.startswith(key + ","):
                self.set_field(table, number - 2, column, text)
                return f"{table}:{number}:"
        raise AssertionError(key)

    def test_values_out_of_range(self):
        for table, key, text in (("memory.csv", "idle", "0"), ("memory.csv", "idle", "-1"),
                                 ("memory.csv", "idle", ""), ("memory.csv", "idle", "nan"),
                                 ("memory.csv", "idle", "70"), ("storage.csv", "nvme_idle", "0.x"),
                                 ("embodied.csv", "hdd", "31100"), ("embodied.csv", "cpu_die", "19.7")):
            with self.subTest(f"{table} {key} {text}"):
                self.assert_found(self.set_in(table, key, 1, text), f'{key}: value "{text}" is not from')
                self.restore(table)

    def test_interval_out_of_order(self):
        self.assert_found(self.set_in("memory.csv", "idle", 2, "0.2"), "out of order")
        self.restore("memory.csv")
        self.assert_found(self.set_in("memory.csv", "idle", 3, "0.1"), "out of order")

    def test_unknown_unit(self):
        self.assert_found(self.set_in("embodied.csv", "hdd", 4, "gCO2e"), 'unknown unit "gCO2e"')

    def test_missing_and_unknown_sources(self):
        self.assert_found(self.set_in("storage.csv", "nvme_idle", 6, ""), "no source")
        self.assert_found(self.set_in("storage.csv", "nvme_idle", 6, "hearsay"), "does not name the source hearsay")

    def test_drive_that_rests_when_it_works(self):
        self.assert_found(self.set_in("storage.csv", "hdd_35_active", 1, "5.1"), "out of order")
        self.set_in("storage.csv", "hdd_35_active", 2, "5")
        self.assert_found("storage.csv:", "hdd_35 draws less at work than idle")

    def test_duplicate_and_missing_rows(self):
        self.change("embodied.csv", lambda lines: lines.insert(1, lines[0]))
        self.assert_found("embodied.csv:3:", "assembly stands in line 2 already")
        self.restore("embodied.csv")
        self.change("embodied.csv", lambda lines: lines.pop(0))
        self.assert_found("embodied.csv:1:", "the row assembly is missing")
        self.change("network.csv", lambda lines: lines.pop())
        self.assert_found("network.csv:1:", "the row transfer is missing")

    def test_network_in_watt_hours(self):
        self.assert_found(self.set_in("network.csv", "transfer", 1, "10"), "out of order")
        self.restore("network.csv")
        self.assert_found(self.set_in("network.csv", "transfer", 4, "Wh/GB"), 'unknown unit "Wh/GB"')

    def test_gpus_of_which_the_making_is_published(self):
        table = "embodied_gpus.csv"
        for column, text, told in ((0, "NVIDIA H100 of ours", 'gpus.csv has no "NVIDIA H100 of ours"'),
                                   (1, "", 'memory_gb "" is not from'), (1, "180", "line 2 has the same memory"),
                                   (2, "164000", 'kgco2e "164000" is not from'), (2, "nan", 'kgco2e "nan" is not from'),
                                   (3, "", "no source"), (3, "hearsay", "does not name the source hearsay")):
            with self.subTest(text=text, column=column):
                self.assert_found(self.set_in(table, "NVIDIA H100 SXM5 80GB", column, text), told)
                self.restore(table)
        self.assert_found(self.set_in(table, "NVIDIA B200 SXM", 4, ""), "how was it derived?")
        self.restore(table)
        self.change(table, lambda lines: lines.pop())
        self.assert_found("embodied_gpus.csv:1:", "a line needs two GPUs")


if __name__ == "__main__":
    run()
