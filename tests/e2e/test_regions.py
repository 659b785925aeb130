"""wattprint regions and wattprint catalog region: the same work elsewhere, as a user types it."""

import json
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from support import SCHEMAS, EndToEnd  # noqa: E402

VALIDATE = pathlib.Path(__file__).resolve().parents[1] / "runs" / "validate_json.py"
SKIPPED = 77  # of validate_json.py
KWH = 3.6e6

# statworx, February 2022, "KI und Nachhaltigkeit": GPT-3 (310 V100 for 90 days) on 17 regions, t CO2e, made with
# ML CO2 Impact.
ARTICLE = {
    "gcp:europe-west1": "54.2", "gcp:europe-west2": "124.5", "gcp:europe-west3": "122.5", "gcp:europe-west4": "114.5",
    "gcp:europe-west6": "4.0", "gcp:europe-north1": "42.2", "aws:eu-central-1": "122.5", "aws:eu-west-1": "124.5",
    "aws:eu-west-2": "124.5", "aws:eu-west-3": "20.1", "aws:eu-north-1": "10.0", "azure:francecentral": "20.1",
    "azure:francesouth": "20.1", "azure:northeurope": "124.5", "azure:westeurope": "114.5", "azure:ukwest": "124.5",
    "azure:uksouth": "124.5",
}
GPT3 = ("--gpu", "V100-PCIE-16GB", "--count", "310", "--hours", "2160")


class Regions(EndToEnd):
    def regions(self, *arguments):
        result = self.wattprint("regions", *arguments)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(result.stderr, "")
        return result.stdout

    def document(self, *arguments):
        return json.loads(self.regions(*arguments, "--json"))

    def refused(self, status, sentence, *arguments):
        result = self.wattprint("regions", *arguments)
        self.assertEqual(result.returncode, status, result.stderr)
        self.assertIn(sentence, result.stderr)
        self.assertLess(len(result.stderr), 500)
        self.assertEqual(result.stdout, "")

    def assert_valid(self, schema, document):
        path = self.dir / "document.json"
        path.write_text(json.dumps(document))
        result = subprocess.run([sys.executable, VALIDATE, SCHEMAS / schema, path], text=True, capture_output=True)
        if result.returncode == SKIPPED:
            self.skipTest(result.stdout)
        self.assertEqual(result.returncode, 0, result.stdout)

    def test_the_table_of_the_article_to_the_digit(self):
        page = self.regions(*GPT3, "--method", "mlco2", "--limit", "100")
        printed = {}
        for line in page.splitlines():
            words = line.split()
            if words and ":" in words[0]:
                printed[words[0]] = words[-1]
        self.assertEqual({key: printed.get(key) for key in ARTICLE}, ARTICLE)
        self.assertEqual(len(printed), 82)

    def test_the_same_with_todays_figures(self):
        document = self.document(*GPT3, "--utilization", "100%", "--here", "aws:eu-central-1")
        found = {f'{r["provider"]}:{r["region"]}': r for r in document["regions"]}
        self.assertLessEqual(set(ARTICLE), set(found))
        # Our own V100 PCIe has 250 W, and its training draws less.
        kwh = document["energy_j"]["value"] / KWH
        self.assertTrue(60_000 < kwh < 310 * 2160 * 0.25, kwh)
        self.assertLess(document["energy_j"]["low"], document["energy_j"]["value"])
        here = found["aws:eu-central-1"]
        self.assertAlmostEqual(here["saving_percent"], 0)
        self.assertTrue(here["overlaps_here"])
        self.assertGreater(found["aws:eu-north-1"]["saving_percent"], 80)
        self.assertFalse(found["aws:eu-north-1"]["overlaps_here"])

    def test_ranked_saved_and_counted(self):
        document = self.document("--energy", "12.5kWh", "--here", "DE", "--pue", "1.5")
        self.assertEqual(document["energy_j"]["value"], 12.5 * KWH)
        here = document["here"]
        self.assertAlmostEqual(here["energy_j"]["value"], 12.5 * 1.5 * KWH)
        emissions = [r["emissions_g"]["value"] for r in document["regions"]]
        self.assertEqual(emissions, sorted(emissions))
        self.assertEqual([r["rank"] for r in document["regions"]], list(range(1, len(emissions) + 1)))
        self.assertGreaterEqual(len(emissions), 180)
        for region in document["regions"]:
            for figure in ("intensity_g_per_kwh", "pue", "energy_j", "emissions_g", "saving_g"):
                self.assert_figure(region[figure])
            expected = 12.5 * region["pue"]["value"] * region["intensity_g_per_kwh"]["value"]
            self.assertAlmostEqual(region["emissions_g"]["value"], expected, places=6)
            self.assertAlmostEqual(region["saving_g"]["value"], here["emissions_g"]["value"] - expected, places=6)
            self.assertIsNone(region["market"])
        # Frankfurt lies on the same grid as here; only its building differs, and that for sure.
        frankfurt = next(r for r in document["regions"] if r["region"] == "eu-central-1")
        self.assertFalse(frankfurt["overlaps_here"])

    def test_scale_changes_nothing_but_the_grams(self):
        small = self.document("--energy", "1kWh", "--here", "PL")
        large = self.document("--energy", "1 GWh", "--here", "PL")
        for a, b in zip(small["regions"], large["regions"], strict=True):
            self.assertEqual(a["region"], b["region"])
            self.assertAlmostEqual(b["emissions_g"]["value"] / a["emissions_g"]["value"], 1e6, places=3)
            self.assertAlmostEqual(a["saving_percent"], b["saving_percent"], places=9)
            self.assertEqual(a["overlaps_here"], b["overlaps_here"])

    def test_each_unit_of_energy(self):
        for text, joules in (("1Wh", 3600), ("1kwh", 3.6e6), ("2 MWh", 7.2e9), ("3.6MJ", 3.6e6), ("5J", 5), ("1e3kJ", 1e6)):
            with self.subTest(text):
                document = self.document("--energy", text, "--limit", "1")
                self.assertAlmostEqual(document["energy_j"]["value"], joules)
                self.assertGreater(document["left_out"], 100)

    def test_market_based_figures_stand_beside_and_move_nothing(self):
        plain = self.document("--energy", "1kWh", "--here", "DE")
        market = self.document("--energy", "1kWh", "--here", "DE", "--market")
        for a, b in zip(plain["regions"], market["regions"], strict=True):
            self.assertEqual((a["region"], a["emissions_g"], a["saving_g"]), (b["region"], b["emissions_g"], b["saving_g"]))
        by_key = {f'{r["provider"]}:{r["region"]}': r["market"] for r in market["regions"]}
        self.assertEqual(by_key["gcp:us-central1"]["method"], "cfe")
        self.assertEqual(by_key["aws:us-east-1"]["method"], "claim")
        self.assertIsNone(by_key["azure:westeurope"])
        page = self.regions("--energy", "1kWh", "--market", "--provider", "azure", "--limit", "1")
        self.assertIn("market g/kWh", page)
        self.assertNotIn("market g/kWh", self.regions("--energy", "1kWh"))
        self.assertIn("claim 2024", self.regions("--energy", "1kWh", "--market", "--provider", "aws"))

    def test_a_run_says_where_here_is(self):
        record = self.measure([sys.executable, "-c", "sum(range(3000000))"], "--zone", "PL", "--pue", "1.3").record
        document = self.document("--run", record["run"]["id"][:6])
        self.assertEqual(document["energy_j"], record["energy_j"])
        self.assertEqual(document["here"]["zone"], "PL")
        self.assertEqual(document["here"]["pue"]["value"], 1.3)
        self.assertAlmostEqual(document["here"]["emissions_g"]["value"], record["emissions_g"]["value"])
        self.refused(2, "leave out --here", "--run", record["run"]["id"], "--here", "DE")

    def test_here_is_this_machine_when_nobody_says(self):
        self.assertEqual(self.document("--energy", "1kWh")["here"]["zone"], "DE")
        self.env["WATTPRINT_ZONE"] = "FR"
        self.assertEqual(self.document("--energy", "1kWh")["here"]["zone"], "FR")
        self.env["WATTPRINT_INTENSITY"] = "500"
        self.assertEqual(self.document("--energy", "1kWh")["here"]["intensity_g_per_kwh"]["value"], 500)

    def test_providers_by_their_names(self):
        document = self.document("--energy", "1kWh", "--provider", "Google,ovhcloud", "--provider", "ovh")
        self.assertEqual({r["provider"] for r in document["regions"]}, {"gcp", "ovh"})
        keys = [(r["provider"], r["region"]) for r in document["regions"]]
        self.assertEqual(len(keys), len(set(keys)))

    def test_a_computer_around_the_gpus(self):
        alone = self.document("--gpu", "A100-SXM4-80GB", "--count", "8", "--hours", "10", "--utilization", "80%")
        both = self.document("--gpu", "A100-SXM4-80GB", "--count", "8", "--hours", "10", "--utilization", "80%",
                             "--cpu", "EPYC 7763", "--cores", "64")
        self.assertGreater(both["energy_j"]["value"], alone["energy_j"]["value"] * 1.05)
        self.assertIn("64 cores of AMD EPYC 7763", both["work"])
        self.assertIn("the GPUs alone, without the computers around them", alone["notes"])

    def test_what_makes_no_sense(self):
        self.refused(2, "say what the work is")
        self.refused(2, "exclude each other", "--energy", "1kWh", "--gpu", "A100", "--hours", "1")
        self.refused(2, "need --hours", "--gpu", "A100")
        self.refused(2, "--count needs --gpu", "--energy", "1kWh", "--count", "3")
        self.refused(2, "--cores needs --cpu", "--gpu", "A100", "--hours", "1", "--cores", "3")
        self.refused(2, "--method mlco2 needs", "--energy", "1kWh", "--method", "mlco2")
        self.refused(2, "knows no --utilization", *GPT3, "--method", "mlco2", "--utilization", "80%")
        self.refused(2, "--limit", "--energy", "1kWh", "--limit", "0")
        self.refused(2, "--count", "--gpu", "A100", "--hours", "1", "--count", "-3")
        self.refused(2, "--pue", "--energy", "1kWh", "--pue", "0.8")
        for text in ("12", "kWh", "-1kWh", "0kWh", "1mWh", "1e40GWh", "nankWh", "1kW", "\x1b[31m1kWh"):
            with self.subTest(text):
                self.refused(1, "--energy: ", "--energy=" + text)
        for text in ("-5", "0", "1e300", "five", "5 days"):
            with self.subTest(text):
                self.refused(1, "--hours: ", "--gpu", "A100", "--hours=" + text)
        for text in ("80", "101%", "-1%", "full"):
            with self.subTest(text):
                self.refused(1, "--utilization: ", "--gpu", "A100", "--hours", "1", "--utilization=" + text)

    def test_names_that_nothing_has_get_the_nearest(self):
        self.refused(1, "did you mean NVIDIA GeForce RTX", "--gpu", "RTX 4080 Ti", "--hours", "1")
        self.refused(1, "no CPU of the catalog", "--cpu", "abacus", "--hours", "1")
        self.refused(1, "unknown cloud provider", "--energy", "1kWh", "--provider", "hertz")
        self.refused(1, "aws:eu-central-1", "--energy", "1kWh", "--here", "eu-centrl-1")
        self.refused(1, "names more than one cloud region", "--energy", "1kWh", "--here", "Frankfurt")
        self.refused(1, "Tesla V100-SXM2-16GB", "--gpu", "V100", "--hours", "1", "--method", "mlco2")
        self.refused(1, "no run", "--run", "abc")

    def test_documents_are_those_of_the_schema(self):
        for arguments in (("--energy", "1kWh", "--market"), ("--energy", "1kWh", "--here", "aws:us-west-2"),
                          (*GPT3, "--method", "mlco2"), (*GPT3, "--method", "mlco2", "--here", "gcp:europe-west6"),
                          (*GPT3, "--limit", "3")):
            with self.subTest(arguments):
                self.assert_valid("wattprint.regions.v1.schema.json", self.document(*arguments))
        self.assertIsNone(self.document(*GPT3, "--method", "mlco2")["here"])

    def test_a_page_that_goes_to_a_file_has_all_columns(self):
        page = self.regions("--energy", "1kWh", "--limit", "3")
        self.assertIn("provider's", page)
        self.assertIn("and ", page)
        self.assertFalse([line for line in page.splitlines() if line != line.rstrip()])


class CatalogRegion(EndToEnd):
    def look_up(self, name, status=0):
        result = self.wattprint("catalog", "region", "--json", "--", name)
        self.assertEqual(result.returncode, status, result.stderr)
        return json.loads(result.stdout)

    def test_a_page_for_a_person(self):
        result = self.wattprint("catalog", "region", "gcp europe-west1")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("gcp:europe-west1, Saint-Ghislain\n", result.stdout)
        self.assertIn("Google, life cycle  2019 196, 2020 212\n", result.stdout)
        self.assertIn("Google, direct      2021 110, 2022 123, 2023 122, 2024 103.37\n", result.stdout)

    def test_a_document_for_a_program(self):
        found = self.look_up("West Europe")
        self.assertEqual((found["match"], found["kind"], found["zone"]), ("azure:westeurope", "name", "NL"))
        self.assert_figure(found["pue"])
        self.assertEqual(found["pue"]["value"], 1.14)
        self.assertIsNone(found["market"])
        origins = {figure["origin"] for figure in found["published"]["location_based"]}
        self.assertIn("mlco2", origins)

    def test_several_and_none(self):
        found = self.look_up("Frankfurt")
        self.assertEqual((found["match"], found["kind"]), (None, "ambiguous"))
        self.assertIn("gcp:europe-west3", found["candidates"])
        found = self.look_up("eu-centrl-1")
        self.assertEqual((found["match"], found["kind"]), (None, "none"))
        self.assertEqual(found["suggestions"][0], "aws:eu-central-1")
        result = self.wattprint("catalog", "region", "eu-centrl-1")
        self.assertEqual(result.returncode, 1)
        self.assertIn("did you mean aws:eu-central-1", result.stdout)
        for name in ("", " ", "x" * 1000, "a\nb"):
            self.assertNotEqual(self.wattprint("catalog", "region", "--", name).returncode, 0)

    def test_documents_are_those_of_the_schema(self):
        paths = []
        for i, name in enumerate(("aws:eu-central-1", "gra", "LAS1", "seeweb fro2", "Frankfurt", "nowhere", "us-east1")):
            paths.append(self.dir / f"{i}.json")
            paths[-1].write_text(json.dumps(self.look_up(name)))
        schema = SCHEMAS / "wattprint.catalog.region.v1.schema.json"
        result = subprocess.run([sys.executable, VALIDATE, schema, *paths], text=True, capture_output=True)
        if result.returncode == SKIPPED:
            self.skipTest(result.stdout)
        self.assertEqual(result.returncode, 0, result.stdout)
        broken = self.look_up("gra")
        del broken["pue"]
        paths[0].write_text(json.dumps(broken))
        result = subprocess.run([sys.executable, VALIDATE, schema, paths[0]], text=True, capture_output=True)
        self.assertEqual(result.returncode, 1, result.stdout)


if __name__ == "__main__":
    unittest.main()
