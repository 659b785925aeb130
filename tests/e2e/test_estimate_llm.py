"""wattprint estimate llm: requests go in, energy with its assumptions comes out, or a sentence says why not."""

import json
import resource
import subprocess
import unittest

from support import BIN, SCHEMAS, EndToEnd

try:
    import jsonschema
except ImportError:
    jsonschema = None

REQUEST = ("--input-tokens", "200", "--output-tokens", "400")
SAID = ("--gpu", "NVIDIA H100 SXM5 80GB", "--gpus", "4", "--batch", "64", "--precision", "fp16", "--zone", "DE")


class EstimateLlm(EndToEnd):
    def estimate(self, *options):
        result = self.wattprint("estimate", "llm", *options, "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        document = json.loads(result.stdout)
        if jsonschema:
            schema = json.loads((SCHEMAS / "wattprint.estimate.llm.v1.schema.json").read_text(encoding="utf-8"))
            jsonschema.validate(document, schema)
        for key in ("energy_j", "emissions_g", "embodied_g"):
            self.assert_figure(document[key])
        return document

    def refused(self, *options, told):
        result = self.wattprint("estimate", "llm", *options)
        self.assertEqual(result.returncode, 2, result.stdout)
        self.assertEqual(result.stdout, "")
        for words in told:
            self.assertIn(words, result.stderr)
        return result

    def about(self, document):
        return {a["about"]: a for a in document["assumptions"]}

    def test_what_it_prints(self):
        result = self.wattprint("estimate", "llm", "--model", "llama3.1:70b", *REQUEST, "--requests", "1000000")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("Llama-3.1-70B  1,000,000 requests, 200 + 400 tokens each", result.stdout)
        for words in ("energy ", "emissions ", "embodied ", "served by  4 x NVIDIA H100 SXM5 80GB, bf16, 64 requests",
                      "batch ", "gpu ", "pue ", "the world's average"):
            self.assertIn(words, result.stdout)
        self.assertEqual(result.stderr, "")

    def test_all_said_leaves_little_to_assume(self):
        document = self.estimate("--params", "70B", *REQUEST, *SAID, "--pue", "1.1")
        self.assertEqual(document["energy_j"]["basis"], "estimated")
        self.assertEqual(document["grid"]["zone"], "DE")
        self.assertEqual(set(self.about(document)), {"prompt", "host", "load", "embodied"})
        self.assertAlmostEqual(sum(p["energy_j"]["value"] for p in document["parts"]), document["energy_j"]["value"])
        self.assertIsNone(document["water_l"])

    def test_pue_once_intensity_and_water(self):
        plain = self.estimate("--params", "70B", *REQUEST, "--pue", "1", "--intensity", "100")
        cooled = self.estimate("--params", "70B", *REQUEST, "--pue", "1.6", "--intensity", "100", "--wue", "2")
        self.assertEqual(plain["energy_j"], cooled["energy_j"])
        self.assertAlmostEqual(cooled["emissions_g"]["value"] / plain["emissions_g"]["value"], 1.6)
        self.assertAlmostEqual(cooled["water_l"]["value"], cooled["energy_j"]["value"] / 3.6e6 * 2)
        self.assertNotIn("grid", self.about(plain))

    def test_nothing_costs_nothing(self):
        for options in (("--output-tokens", "0"), ("--output-tokens", "500", "--requests", "0")):
            document = self.estimate("--model", "gpt-4o-mini", *options)
            for key in ("energy_j", "emissions_g", "embodied_g"):
                self.assertEqual((document[key]["value"], document[key]["high"]), (0, 0))

    def test_a_closed_model_is_assumed(self):
        document = self.estimate("--model", "gpt-4o-2024-08-06", *REQUEST)
        self.assertEqual(document["model"], "GPT-4o")
        self.assertEqual(document["energy_j"]["basis"], "assumed")
        parameters = self.about(document)["parameters"]
        self.assertIn("100 to 600", parameters["chosen"])
        self.assertLess(document["energy_j"]["low"], document["energy_j"]["value"] * parameters["effect"]["low"])
        self.assertGreater(document["energy_j"]["high"], document["energy_j"]["value"] * parameters["effect"]["high"])

    def test_unknown_names_and_the_nearest(self):
        self.refused("--model", "lama-3.1-8b", *REQUEST, told=['no model "lama-3.1-8b"', "Llama-3.1-8B"])
        self.refused("--model", "x\x1b[31my", *REQUEST, told=["x?[31my"])
        self.refused("--params", "7B", *REQUEST, "--gpu", "RTX 4091", told=['no GPU "RTX 4091"', "RTX 4090"])
        self.refused("--params", "7B", *REQUEST, "--gpu", "K80", told=["memory bandwidth is not known"])
        self.refused("--params", "7B", *REQUEST, "--precision", "fp7", told=['"fp7"', "fp8"])
        self.refused("--params", "7B", *REQUEST, "--zone", "ATLANTIS", told=["ATLANTIS"])

    def test_contradictions(self):
        self.refused("--model", "gpt-4o", "--params", "70B", *REQUEST, told=["--model", "--params"])
        self.refused("--params", "70B", "--active-params", "80B", *REQUEST, told=["80B", "more than the 70B"])
        self.refused("--active-params", "8B", *REQUEST, told=["--params"])
        self.refused(*REQUEST, told=["--model NAME or --params"])
        self.refused("--params", "70B", *REQUEST, *SAID, "--gpus", "1", told=["--gpus"])
        self.refused("--params", "70B", *REQUEST, "--gpu", "T4", "--gpus", "1", told=["140 GB", "16 GB"])

    def test_numbers_that_cannot_be(self):
        for option, word in (("--output-tokens", "1e30"), ("--output-tokens", "-1"), ("--input-tokens", "nan"),
                             ("--input-tokens", "1,000"), ("--requests", "1.5"), ("--requests", "-3"), ("--batch", "0"),
                             ("--batch", "inf"), ("--gpus", "0"), ("--gpus", "2.5"), ("--wue", "-1"), ("--pue", "0.9"),
                             ("--intensity", "-5")):
            with self.subTest(f"{option} {word}"):
                rest = () if option == "--output-tokens" else ("--output-tokens", "10")
                self.refused("--params", "7B", *rest, f"{option}={word}", told=[option])
        for word, why in (("70", "the unit is missing"), ("B", "not a number"), ("0B", "1M to 100T"),
                          ("1e30B", "1M to 100T"), ("-7B", "1M to 100T"), ("7 parameters", "not a number")):
            with self.subTest(word):
                self.refused(f"--params={word}", "--output-tokens", "10", told=["--params", why])

    def test_settings_come_from_the_environment_too(self):
        self.env["WATTPRINT_PUE"] = "1.5"
        document = self.estimate("--params", "7B", *REQUEST)
        self.assertEqual(document["facility"]["pue"]["value"], 1.5)

    def test_is_there_at_once(self):
        spent = []
        for _ in range(5):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([BIN, "estimate", "llm", "--model", "gpt-5", *REQUEST], check=True, capture_output=True,
                           env=self.env)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        self.assertLess(min(spent), 0.015)


if __name__ == "__main__":
    unittest.main()
