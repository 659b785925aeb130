"""wattprint estimate llm --method: our own, a published method as published, or all side by side."""

import json
import unittest

from support import SCHEMAS, EndToEnd

try:
    import jsonschema
except ImportError:
    jsonschema = None

REQUESTS = ("--params", "70B", "--input-tokens", "200", "--output-tokens", "400", "--requests", "1000")


class EstimateMethods(EndToEnd):
    def document(self, *options, schema):
        result = self.wattprint("estimate", "llm", *options, "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        document = json.loads(result.stdout)
        self.assertEqual(document["schema"], schema)
        if jsonschema:
            text = (SCHEMAS / f"{schema}.schema.json").read_text(encoding="utf-8")
            jsonschema.validate(document, json.loads(text))
        return document

    def one(self, *options):
        return self.document(*options, schema="wattprint.estimate.method.v1")

    def all(self, *options):
        return self.document(*options, "--method", "all", schema="wattprint.estimate.methods.v1")

    def refused(self, *options, told):
        result = self.wattprint("estimate", "llm", *options)
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        for words in told:
            self.assertIn(words, result.stderr)

    def test_our_own_is_what_is_printed_without_a_method(self):
        plain = self.wattprint("estimate", "llm", *REQUESTS, "--json").stdout
        named = self.wattprint("estimate", "llm", *REQUESTS, "--method", "wattprint", "--json").stdout
        self.assertEqual(plain, named)

    def test_ecologits_scales_with_requests_and_keeps_its_faults(self):
        thousand = self.one(*REQUESTS, "--method", "ecologits", "--intensity", "100", "--pue", "1.5")
        one = self.one(*REQUESTS[:-2], "--method", "ecologits", "--intensity", "100", "--pue", "1.5")
        self.assertAlmostEqual(thousand["energy_j"]["value"] / one["energy_j"]["value"], 1000)
        self.assertEqual((one["intensity_g_per_kwh"], one["pue"]), (100, 1.5))
        self.assertAlmostEqual(one["emissions_g"]["value"], one["energy_j"]["value"] / 3.6e6 * 100)
        self.assertAlmostEqual(sum(p["energy_j"]["value"] for p in one["parts"]), one["energy_j"]["value"])
        self.assertEqual(one["faults"], [])
        large = self.one("--params", "405B", "--output-tokens", "10", "--method", "ecologits")
        self.assertIn("up to 200 milliard parameters", " ".join(large["faults"]))

    def test_a_closed_model_is_a_range_by_the_method_too(self):
        document = self.one("--model", "gpt-4o", "--output-tokens", "100", "--method", "ecologits")
        self.assertLess(document["energy_j"]["low"], document["energy_j"]["high"])
        said = " ".join(a["what"] for a in document["assumptions"])
        self.assertIn("parameters are those of our table", said)

    def test_what_the_method_does_not_take_is_said(self):
        document = self.one(*REQUESTS, "--batch", "8", "--gpu", "H200", "--method", "ecologits")
        said = [a["what"] for a in document["assumptions"]]
        self.assertIn("--batch, --gpu have no effect", said)
        self.assertIn("the method does not count input tokens", said)

    def test_all_side_by_side_with_the_spread(self):
        document = self.all(*REQUESTS, "--zone", "DE", "--pue", "1.2")
        ours, ecologits = document["methods"]
        self.assertEqual((ours["method"], ecologits["method"]), ("wattprint", "ecologits"))
        self.assertEqual(ours["intensity_g_per_kwh"], ecologits["intensity_g_per_kwh"])
        values = [m["energy_j"]["value"] for m in document["methods"]]
        self.assertAlmostEqual(document["spread"]["energy"], max(values) / min(values))
        own = json.loads(self.wattprint("estimate", "llm", *REQUESTS, "--zone", "DE", "--pue", "1.2", "--json").stdout)
        self.assertEqual(ours["energy_j"], own["facility"]["energy_j"])
        self.assertEqual(ours["emissions_g"], own["emissions_g"])
        self.assertAlmostEqual(sum(p["emissions_g"]["value"] for p in ours["parts"]), ours["emissions_g"]["value"])
        text = self.wattprint("estimate", "llm", *REQUESTS, "--method", "all").stdout
        for words in ("wattprint  70B parameters  1,000 requests", "\n  ecologits ", "highest / lowest", "assumed"):
            self.assertIn(words, text)

    def test_methods_that_take_no_requests_and_unknown_ones(self):
        self.refused(*REQUESTS, "--method", "green-algorithms", told=["takes a job", "ecologits and all"])
        self.refused(*REQUESTS, "--method", "ecologit", told=['"ecologit"', "ecologits"])
        self.refused(*REQUESTS, "--method", "ecologits", "--pue", "0.5", told=["--pue"])


if __name__ == "__main__":
    unittest.main()
