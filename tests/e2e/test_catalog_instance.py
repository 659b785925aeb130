"""wattprint catalog instance: what people and programs get to see."""

import json
import unittest

from support import SCHEMAS, EndToEnd

try:
    import jsonschema
except ImportError:
    jsonschema = None


class CatalogInstance(EndToEnd):
    def look_up(self, *words):
        return self.wattprint("catalog", "instance", *words)

    def as_json(self, name):
        result = self.look_up(name, "--json")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        document = json.loads(result.stdout)
        if jsonschema is not None:
            schema = SCHEMAS / "wattprint.catalog.instance.v1.schema.json"
            jsonschema.validate(document, json.loads(schema.read_text()))
        return document

    def test_text_says_what_it_is_and_where_it_runs(self):
        result = self.look_up("aws:c6i.4xlarge")
        self.assertEqual(result.returncode, 0)
        for words in ("aws c6i.4xlarge: 16 vCPUs, 32 GiB", "Intel Xeon Platinum 8375C (Ice Lake)",
                      "128 hardware threads in 2 sockets", "12.5 %"):
            self.assertIn(words, result.stdout)

    def test_json_of_a_match(self):
        document = self.as_json("g5.12XLARGE")
        self.assertEqual((document["match"], document["kind"]), ("g5.12xlarge", "exact"))
        self.assertEqual((document["gpus"], document["gpu_model"]), (4, "NVIDIA A10G"))
        self.assertEqual(document["share_of_host"], 0.25)
        self.assertEqual(document["suggestions"], [])

    def test_json_where_the_host_is_not_known(self):
        document = self.as_json("Standard_D4s_v5")
        self.assertEqual(document["provider"], "azure")
        self.assertIsNone(document["host_threads"])
        self.assertIsNone(document["share_of_host"])

    def test_unknown_type_is_an_answer_with_suggestions(self):
        result = self.look_up("m5.larg")
        self.assertEqual(result.returncode, 1)
        self.assertIn("Did you mean m5.large", result.stdout)
        document = self.as_json("m5.larg")
        self.assertEqual((document["match"], document["kind"]), (None, "none"))
        self.assertIn("m5.large", document["suggestions"])

    def test_what_cannot_be_a_name_is_an_error(self):
        for name in ("", "  ", "x" * 5000):
            with self.subTest(name[:5]):
                result = self.look_up(name)
                self.assertNotEqual(result.returncode, 0)
                self.assertEqual(result.stdout, "")
                self.assertIn("m5.large", result.stderr)


if __name__ == "__main__":
    unittest.main()
