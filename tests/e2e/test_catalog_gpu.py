"""wattprint catalog gpu NAME: what a person and a program are told of a GPU."""

import json
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from support import SCHEMAS, EndToEnd  # noqa: E402

VALIDATE = pathlib.Path(__file__).resolve().parents[1] / "runs" / "validate_json.py"
SCHEMA = SCHEMAS / "wattprint.catalog.gpu.v1.schema.json"
SKIPPED = 77  # of validate_json.py


class CatalogGpu(EndToEnd):
    def look_up(self, name):
        result = self.wattprint("catalog", "gpu", "--json", "--", name)
        self.assertEqual(result.returncode, 0, result.stderr)
        return json.loads(result.stdout)

    def test_a_page_for_a_person(self):
        result = self.wattprint("catalog", "gpu", "Tesla V100-PCIE-16GB")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(result.stderr, "")
        self.assertEqual(result.stdout, "\n".join((
            "NVIDIA V100 PCIe 16GB",
            "  rated     250 W",
            "  idle      26 W (23 to 57), nothing loaded, estimated",
            "  typical   160 W (23 to 250) under a load, estimated",
            "  memory    16 GB hbm",
            "  form      pcie",
            "  launched  2017",
            "  seen      36 to 230 W as the mean of 68 training runs",
            "  note      observed: taken for this variant because its limit was 250 W",
            "  source    vendor;impact;experiment-impact-tracker;zeus",
            "")))

    def test_a_document_for_a_program(self):
        found = self.look_up("NVIDIA A100-SXM4-80GB")
        self.assertEqual(found["schema"], "wattprint.catalog.gpu.v1")
        self.assertEqual((found["match"], found["kind"]), ("NVIDIA A100 SXM4 80GB", "alias"))
        self.assertEqual((found["memory_gb"], found["launch_year"], found["vendor"]), (80, 2020, "NVIDIA"))
        for figure in ("tdp_w", "idle_w", "typical_w"):
            self.assert_figure(found[figure])
        self.assertEqual(found["tdp_w"]["value"], 400)
        self.assertEqual(found["typical_w"]["basis"], "estimated")
        self.assertEqual(found["candidates"], [])

    def test_a_name_of_several_is_none_of_them(self):
        found = self.look_up("A100")
        self.assertEqual((found["match"], found["kind"]), (None, "family"))
        self.assertEqual(len(found["candidates"]), 4)
        self.assertEqual((found["tdp_w"]["low"], found["tdp_w"]["high"]), (250, 400))
        self.assertIsNone(found["memory_gb"])
        page = self.wattprint("catalog", "gpu", "A100").stdout
        self.assertIn("A100: may be one of", page)

    def test_what_is_not_known_is_said_with_the_nearest(self):
        result = self.wattprint("catalog", "gpu", "RTX 4080 Ti")
        self.assertEqual(result.returncode, 1)
        self.assertIn('no GPU of the catalog is called "RTX 4080 Ti"; did you mean', result.stdout)
        found = self.look_up("RTX 4080 Ti")
        self.assertEqual((found["match"], found["kind"], found["tdp_w"]), (None, "none", None))
        self.assertTrue(found["suggestions"])

    def test_no_power_is_invented(self):
        found = self.look_up("TPU v5e")
        self.assertEqual(found["match"], "Google TPU v5e chip")
        self.assertIsNone(found["tdp_w"])
        self.assertIsNone(found["typical_w"])

    def test_what_cannot_be_a_name(self):
        for name in ("", "  ", "x" * 1000, "a\nb"):
            with self.subTest(name[:10]):
                result = self.wattprint("catalog", "gpu", name)
                self.assertNotEqual(result.returncode, 0)
                self.assertIn("the name of a GPU is a line of", result.stderr)
                self.assertLess(len(result.stderr), 400)
                self.assertEqual(result.stdout, "")

    def test_documents_are_those_of_the_schema(self):
        names = ("NVIDIA A100-SXM4-80GB", "A100", "TPU v5e", "no such thing", "Tesla K80", "Größe \\ \"")
        paths = []
        for i, name in enumerate(names):
            paths.append(self.dir / f"{i}.json")
            paths[-1].write_text(json.dumps(self.look_up(name)))
        result = subprocess.run([sys.executable, VALIDATE, SCHEMA, *paths], text=True, capture_output=True)
        if result.returncode == SKIPPED:
            self.skipTest(result.stdout)
        self.assertEqual(result.returncode, 0, result.stdout)
        broken = self.look_up("A100")
        broken["kind"] = "exact"
        paths[0].write_text(json.dumps(broken))
        result = subprocess.run([sys.executable, VALIDATE, SCHEMA, paths[0]], text=True, capture_output=True)
        self.assertEqual(result.returncode, 1, result.stdout)


if __name__ == "__main__":
    unittest.main()
