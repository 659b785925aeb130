"""Equivalents, software carbon intensity and Scope 2 of estimates and runs."""

import json
import unittest

from support import SCHEMAS, EndToEnd

try:
    import jsonschema
except ImportError:
    jsonschema = None

REQUESTS = ("estimate", "llm", "--params", "70B", "--input-tokens", "200", "--output-tokens", "300",
            "--requests", "1000", "--intensity", "100", "--pue", "1.5")


def validate(document):
    if jsonschema:
        schema = (SCHEMAS / f"{document['schema']}.schema.json").read_text(encoding="utf-8")
        jsonschema.validate(document, json.loads(schema))


class EstimateScores(EndToEnd):
    def estimate(self, *options):
        result = self.wattprint(*REQUESTS, *options, "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        document = json.loads(result.stdout)
        validate(document)
        return document

    def refused(self, *options, told):
        result = self.wattprint(*REQUESTS, *options)
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        self.assertIn(told, result.stderr)

    def test_nothing_is_there_unless_asked_for(self):
        document = self.estimate()
        self.assertEqual([document[key] for key in ("equivalents", "sci", "scope2")], [None] * 3)

    def test_equivalents_by_default_and_by_another_set(self):
        for options, name in ((("--equivalents",), "default"), (("--equivalents", "epa-2024"), "epa-2024"),
                              (("--equivalents=strubell-2019",), "strubell-2019")):
            document = self.estimate(*options)
            self.assertGreater(len(document["equivalents"]), 2)
            for one in document["equivalents"]:
                self.assertEqual(one["set"], name)
                by_energy = one["emissions_g_each"] is None
                amount = document["facility"]["energy_j"] if by_energy else document["emissions_g"]
                each = one["energy_j_each"] if by_energy else one["emissions_g_each"]
                for of_count, of_amount in (("count", "value"), ("low", "low"), ("high", "high")):
                    self.assertAlmostEqual(one[of_count] * each / amount[of_amount], 1)
        text = self.wattprint(*REQUESTS, "--equivalents").stdout
        self.assertIn("as much as (set default):", text)
        self.assertIn("km by car", text)
        self.refused("--equivalents", "nonsense", told="green-algorithms")

    def test_software_carbon_intensity_by_request_token_and_anything(self):
        by_request = self.estimate("--unit", "request")
        whole = by_request["facility"]["energy_j"]["value"] / 3.6e6 * 100 + by_request["embodied_g"]["value"]
        self.assertAlmostEqual(by_request["sci"]["g_per_unit"]["value"], whole / 1000)
        by_token = self.estimate("--unit", "token")["sci"]
        self.assertEqual(by_token["units"], 500000)
        by_image = self.estimate("--unit", "image", "--per", "50")["sci"]
        self.assertAlmostEqual(by_image["g_per_unit"]["value"], whole / 50)
        self.refused("--unit", "image", told="--per N")
        self.refused("--per", "10", told="--unit NAME")
        self.refused("--unit", "image", "--per", "-1", told="--per")

    def test_scope_2_side_by_side_and_emissions_stay_location_based(self):
        document = self.estimate("--market-intensity", "0")
        self.assertEqual(document["scope2"]["market_based_g"]["value"], 0)
        self.assertEqual(document["scope2"]["location_based_g"]["value"], document["emissions_g"]["value"])
        supplier = self.estimate("--market-intensity", "25")
        self.assertAlmostEqual(supplier["scope2"]["market_based_g"]["value"], document["emissions_g"]["value"] / 4)
        self.assertEqual(supplier["emissions_g"], document["emissions_g"])
        self.refused("--market-intensity", "green", told="--market-intensity")

    def test_they_are_of_our_own_method(self):
        self.refused("--unit", "request", "--method", "ecologits", told="our own method only")

    def test_equivalents_of_a_run(self):
        self.assertEqual(self.wattprint("run", "--intensity", "100", "--", "true").returncode, 0)
        plain = json.loads(self.wattprint("show", "--json").stdout)
        result = self.wattprint("show", "--equivalents", "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        document = json.loads(result.stdout)
        validate(document)
        self.assertEqual(document["run"], plain["run"]["id"])
        car = next(one for one in document["equivalents"] if one["id"] == "car_km")
        self.assertAlmostEqual(car["count"] * 175 / plain["emissions_g"]["value"], 1)
        text = self.wattprint("show", "--equivalents", "epa-2024").stdout
        self.assertIn("less than a thousandth of the km by car in the US", text)
        self.assertEqual(self.wattprint("show", "--equivalents=nonsense").returncode, 2)


if __name__ == "__main__":
    unittest.main()
