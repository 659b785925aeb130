"""scripts/check-data must say what is wrong, and where, with broken tables of cloud regions.

    check_cloud_regions_test.py CHECK_DATA DATA_DIR
"""
from table_case import DATA, TableCase, run

REGIONS, FIGURES = "cloud_regions.csv", "cloud_figures.csv"


def row_of(name, start):
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()[1:]
    return next(i for i, line in enumerate(lines) if line.startswith(start))


class CheckCloudRegions(TableCase):
    def broken_region(self, column, text, sentence):
        row = row_of(REGIONS, "aws:eu-central-1,")
        self.set_field(REGIONS, row, column, text)
        self.assert_found(f"{REGIONS}:{row + 2}:", sentence)

    def test_a_region_without_a_zone(self):
        self.broken_region(7, "DE-BY", 'zone "DE-BY" is not in zones.csv')

    def test_a_zone_of_another_country(self):
        self.broken_region(7, "FR", "zone FR is not in DE")

    def test_a_key_that_is_another_region(self):
        self.broken_region(2, "eu-central-2", "is not provider:region in lower case")

    def test_an_id_that_two_regions_share(self):
        self.set_field(REGIONS, row_of(REGIONS, "aws:eu-central-1,"), 4, "westeurope")
        # The one that comes later is blamed.
        self.assert_found(f"{REGIONS}:{row_of(REGIONS, 'azure:westeurope') + 2}:", "is a name of aws:eu-central-1 too")

    def test_a_provider_that_nobody_knows(self):
        self.broken_region(1, "asw", 'unknown provider "asw"')

    def test_a_source_that_is_not_described(self):
        self.broken_region(8, "hearsay", 'does not describe the source "hearsay"')

    def test_rows_out_of_order(self):
        def swap(lines):
            lines[0], lines[1] = lines[1], lines[0]
        self.change(REGIONS, swap)
        self.assert_found(f"{REGIONS}:3:", "sort by the first column")

    def broken_figure(self, start, column, text, sentence):
        row = row_of(FIGURES, start)
        self.set_field(FIGURES, row, column, text)
        self.assert_found(f"{FIGURES}:{row + 2}:", sentence)

    def test_figures_that_cannot_be(self):
        self.broken_figure("aws:eu-central-1,pue", 2, "0.9", "is not between 1.0 and 3.0")
        self.broken_figure("gcp:europe-west1,cfe_percent", 2, "0.8x", "is not between 0 and 100")
        self.broken_figure("gcp:europe-west1,grid_g_per_kwh", 2, "26700", "is not between 0 and 2000")

    def test_a_grid_that_emits_nothing(self):
        self.broken_figure("aws:af-south-1,grid_g_per_kwh", 2, "0", "no grid emits nothing")

    def test_a_market_figure_as_a_grid_figure(self):
        self.broken_figure("seeweb:fro2,market_g_per_kwh", 1, "grid_g_per_kwh", 'kind "claim" of grid_g_per_kwh is none of')

    def test_a_licence_that_we_do_not_ship(self):
        self.broken_figure("gcp:europe-west1,grid_g_per_kwh", 6, "AGPL-3.0", "is none that we ship")

    def test_a_figure_of_a_region_that_is_not_there(self):
        self.broken_figure("gcp:europe-west1,grid_g_per_kwh", 0, "gcp:europe-west11", "is neither in cloud_regions.csv")

    def test_a_figure_twice(self):
        row = row_of(FIGURES, "gcp:europe-west1,grid_g_per_kwh")
        self.change(FIGURES, lambda lines: lines.insert(row, lines[row]))
        self.assert_found(f"{FIGURES}:{row + 3}:", "already")

    def test_a_region_of_ml_co2_impact_that_methods_has_otherwise(self):
        row = row_of(FIGURES, "azure:westeurope,offset_percent,")
        self.set_field(FIGURES, row, 2, "90")
        self.assert_found(f"{FIGURES}:{row + 2}:", "90 here and 100 in methods.csv")


run()
