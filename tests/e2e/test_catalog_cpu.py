"""`wattprint catalog cpu NAME`: what a person and a program get."""

import json
import unittest

from support import SCHEMAS, EndToEnd

try:
    import jsonschema
except ImportError:
    jsonschema = None

NAMES = {
    "Intel(R) Xeon(R) Gold 6252 CPU @ 2.10GHz": ("exact", "Intel Xeon Gold 6252", 150, 24, "Cascade Lake"),
    "Intel Xeon Platinum 6252": ("alias", "Intel Xeon Gold 6252", 150, 24, "Cascade Lake"),
    "AMD EPYC-Milan Processor": ("family", None, None, None, "Zen 3"),
    "Intel Xeon Gold 6999Z": ("family", None, None, None, None),
    "QEMU Virtual CPU version 2.5+": ("none", None, None, None, None),
    "Grüße \U0001f600 \"quoted\" \\": ("none", None, None, None, None),
}


class CatalogCpu(EndToEnd):
    def ask(self, name):
        result = self.wattprint("catalog", "cpu", "--json", name)
        self.assertEqual((result.returncode, result.stderr), (0, ""), name)
        return json.loads(result.stdout)

    def test_json_keeps_the_contract(self):
        for name, (kind, match, watts, cores, microarchitecture) in NAMES.items():
            with self.subTest(name):
                document = self.ask(name)
                self.assertEqual([k for k in document if k != "schema"][:7],
                                 ["query", "match", "kind", "tdp_w", "cores", "microarchitecture", "source"])
                self.assertEqual((document["query"], document["kind"], document["match"]), (name, kind, match))
                self.assertEqual(document["cores"], cores)
                if microarchitecture:
                    self.assertEqual(document["microarchitecture"], microarchitecture)
                if watts:
                    self.assertEqual(document["tdp_w"]["value"], watts)
                if document["tdp_w"]:
                    self.assert_figure(document["tdp_w"])
                self.assertEqual(document["tdp_w"] is None, kind == "none")

    def test_json_follows_its_schema(self):
        if jsonschema is None:
            self.skipTest("python3-jsonschema is not installed")
        schema = json.loads((SCHEMAS / "wattprint.catalog.cpu.v1.schema.json").read_text())
        validator = jsonschema.Draft202012Validator(schema)
        for name in NAMES:
            validator.validate(self.ask(name))
        wrong = self.ask("AMD EPYC")
        wrong["match"] = "AMD EPYC 7763"  # a family claims no CPU
        self.assertFalse(validator.is_valid(wrong))

    def test_text_says_what_it_is_and_how_sure(self):
        page = self.wattprint("catalog", "cpu", "AMD EPYC 7763 64-Core Processor")
        self.assertEqual(page.returncode, 0)
        for words in ("AMD EPYC 7763\n", "280 W  (225 to 280)", "64 a package", "Zen 3", "estimated"):
            self.assertIn(words, page.stdout)
        family = self.wattprint("catalog", "cpu", "Intel(R) Xeon(R) CPU @ 2.20GHz").stdout
        self.assertIn("may be one of several", family)
        self.assertIn("Broadwell or Cascade Lake", family)

    def test_nothing_found_is_an_answer_with_suggestions(self):
        result = self.wattprint("catalog", "cpu", "Epic 7763")
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("no CPU that the catalog knows", result.stdout)
        self.assertIn("AMD EPYC 7763", result.stdout)
        self.assertIn("AMD EPYC 7763", self.ask("Epic 7763")["suggestions"])

    def test_bad_input_is_refused_with_a_sentence(self):
        for name, sentence in (("", "which CPU?"), ("  ", "which CPU?"), ("x" * 201, "201 bytes"),
                               ("x" * 100_000, "100000 bytes"), ("Xeon\x01", "control characters")):
            with self.subTest(name[:10]):
                for options in ((), ("--json",)):
                    result = self.wattprint("catalog", "cpu", *options, name)
                    self.assertNotEqual(result.returncode, 0)
                    self.assertEqual(result.stdout, "")
                    self.assertIn(sentence, result.stderr)
                    self.assertLess(len(result.stderr), 400)


if __name__ == "__main__":
    unittest.main()
