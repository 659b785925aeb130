"""wattprint grid zones: what people and programs get to see."""

import json
import unittest

from support import SCHEMAS, EndToEnd

try:
    import jsonschema
except ImportError:
    jsonschema = None


class GridZones(EndToEnd):
    def zones(self, *words):
        return self.wattprint("grid", "zones", *words)

    def as_json(self, *words):
        result = self.zones(*words, "--json")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        document = json.loads(result.stdout)
        if jsonschema is not None:
            schema = SCHEMAS / "wattprint.grid.zones.v1.schema.json"
            jsonschema.validate(document, json.loads(schema.read_text()))
        return document

    def test_one_zone_in_full(self):
        result = self.zones("germany")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        for words in ("DE  Germany", "340 g/kWh (150 to 610)", "life cycle; average, location-based",
                      "ENTSO-E 10Y1001A1001A82H", "  2024  344.1  life cycle  2025-11-12  Our World in Data",
                      "older, back to 2000: --json"):
            self.assertIn(words, result.stdout)

    def test_json_has_all_vintages_with_source_and_licence(self):
        document = self.as_json("DE")
        self.assertEqual((document["matched_by"], document["meant"]), ("code", 1))
        self.assertEqual((document["signal"], document["method"]), ("average", "location-based"))
        intensity = document["zones"][0]["intensity"]
        self.assertEqual((intensity["year"], intensity["kind"]), (2024, "lifecycle"))
        self.assertAlmostEqual(intensity["g_per_kwh"]["value"], 344.1399)
        years = [figure["year"] for figure in document["figures"]]
        self.assertEqual((years[0], years[-1]), (2024, 2000))
        self.assertEqual(years, sorted(years, reverse=True))
        self.assertTrue(all(figure["licence"] and figure["source"] for figure in document["figures"]))
        self.assertEqual(document["codes"][0]["code"], "10Y1001A1001A82H")

    def test_words_of_a_query_need_no_quotes(self):
        self.assertEqual(self.as_json("aws", "eu-central-1")["zones"][0]["code"], "DE")
        self.assertEqual([zone["code"] for zone in self.as_json("north", "swed")["zones"]], ["SE-SE1", "SE-SE2"])

    def test_coordinates_also_of_the_southern_half(self):
        document = self.as_json("-33.9,18.4")
        self.assertEqual(document["matched_by"], "coordinates")
        self.assertEqual(document["zones"][0]["code"], "ZA")
        self.assertGreater(document["zones"][0]["distance_km"], 500)
        self.assertIn("no borders are known", document["note"])
        result = self.zones("52.5,13.4")
        self.assertIn("one inside DE, 260 km away", result.stdout)

    def test_a_zone_without_figure_shows_the_one_that_stands_in(self):
        zone = self.as_json("SE-SE3")["zones"][0]
        self.assertEqual((zone["code"], zone["intensity"]["zone"]), ("SE-SE3", "SE"))
        self.assertIn("stands in for it", zone["intensity"]["note"])

    def test_figures_without_a_year_and_of_parts_of_years_are_labelled(self):
        undated = self.as_json("RU-SA")
        self.assertIsNone(undated["figures"][0]["year"])
        self.assertEqual(undated["zones"][0]["intensity"]["kind"], "unknown")
        part = self.as_json("JP-TK")
        self.assertEqual(part["figures"][0]["hours"], 6553)
        self.assertEqual(part["zones"][0]["intensity"]["period"], "mean of 6553 h of 2021")

    def test_all_zones(self):
        document = self.as_json()
        self.assertEqual(document["matched_by"], "all")
        self.assertGreater(len(document["zones"]), 500)
        self.assertEqual(document["figures"], [])
        lines = self.zones().stdout.splitlines()
        self.assertEqual(len(lines), len(document["zones"]) + 1)
        self.assertTrue(lines[0].startswith("  zone"))
        name = lines[0].index("name")
        for line, zone in zip(lines[1:], document["zones"]):
            self.assertEqual(line[name:], zone["name"])
        andorra = next(line for line in lines if line.startswith("  AD "))
        self.assertIn(" WORLD ", andorra)

    def test_unknown_zone_is_an_answer_with_suggestions(self):
        result = self.zones("germny")
        self.assertEqual(result.returncode, 1)
        self.assertIn("Did you mean DE (Germany)?", result.stdout)
        document = self.as_json("germny")
        self.assertEqual((document["matched_by"], document["zones"]), ("none", []))

    def test_what_cannot_be_a_query_is_an_error(self):
        for query in ("95,3", "x" * 5000):
            with self.subTest(query[:5]):
                result = self.zones(query)
                self.assertEqual((result.returncode, result.stdout), (1, ""))
                self.assertTrue(result.stderr.startswith("wattprint: "))

    def test_escape_sequences_do_not_reach_the_terminal(self):
        for query in ("\x1b[31mred", "9\x1b,3"):
            self.assertNotIn("\x1b", self.zones(query).stdout + self.zones(query).stderr)


if __name__ == "__main__":
    unittest.main()
