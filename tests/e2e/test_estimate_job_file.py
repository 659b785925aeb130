"""wattprint estimate job --file: a description goes in, in either syntax, and the job it describes comes out."""

import json
import pathlib
import unittest

from support import SCHEMAS, EndToEnd

try:
    import jsonschema
except ImportError:
    jsonschema = None

EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "examples" / "estimate"
GPU = '[[gpu]]\nmodel = "A100-SXM4-80GB"\n'
# The same job as the examples describe, in options.
OPTIONS = ("--gpu", "A100-SXM4-80GB x8", "--gpu", "T4 x2", "--cpu", "EPYC 7763 x2", "--memory", "1024 GB", "--ssd", "4TB",
           "--hdd", "500 GB", "--network", "300 GB", "--hours", "72", "--repeats", "3", "--region", "aws:eu-west-1", "--start", "2023-03-01",
           "--price", "0.30 EUR")


class EstimateJobFile(EndToEnd):
    def estimate(self, *options, status=0):
        result = self.wattprint("estimate", "job", *options)
        self.assertEqual(result.returncode, status, result.stdout + result.stderr)
        return result

    def document(self, *options):
        document = json.loads(self.estimate(*options, "--json").stdout)
        if jsonschema:
            schema = json.loads((SCHEMAS / f"{document['schema']}.schema.json").read_text(encoding="utf-8"))
            jsonschema.validate(document, schema)
        return document

    def described(self, text, name="job.toml"):
        path = self.dir / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def test_the_examples_are_the_same_job_in_both_syntaxes(self):
        toml, js = (self.document("--file", str(EXAMPLES / name)) for name in ("job.toml", "job.json"))
        self.assertEqual(toml, js)
        self.assertEqual([p["part"] for p in toml["parts"]], ["gpu", "gpu", "cpu", "cpu", "memory", "storage", "storage", "network"])
        self.assertEqual((toml["grid"]["zone"], toml["grid"]["period"]), ("IE", "yearly average 2023"))
        self.assertEqual(toml["cost"]["currency"], "EUR")

    def test_a_description_is_what_its_options_are(self):
        text = (EXAMPLES / "job.toml").read_text(encoding="utf-8")
        # What options cannot say: a utilisation of its own for each, and cores of the second CPU.
        text = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("utilisation"))
        text = text.replace('[[cpu]]\nmodel = "Xeon Gold 6248"\ncores = 8\n', "")
        described, typed = self.document("--file", self.described(text)), self.document(*OPTIONS)
        self.assertEqual(described, typed)

    def test_two_cpus_and_two_gpus_add_up(self):
        hours = "hours = 5\n"
        parts = (GPU, '[[gpu]]\nmodel = "T4"\ncount = 2\n', '[[cpu]]\nmodel = "EPYC 7763"\n',
                 '[[cpu]]\nmodel = "Xeon Gold 6248"\ncores = 8\n')
        whole = self.document("--file", self.described(hours + "".join(parts)))
        alone = [self.document("--file", self.described(hours + part)) for part in parts]
        self.assertAlmostEqual(whole["energy_j"]["value"], sum(one["energy_j"]["value"] for one in alone), delta=1e-3)

    def test_goes_with_methods_alternatives_equivalents_and_scores(self):
        example = str(EXAMPLES / "job.json")
        methods = self.document("--file", example, "--method", "all")
        self.assertIn("mlco2", [row["method"] for row in methods["methods"]])
        self.assertEqual(self.document("--file", example, "--method", "ccf")["method"], "ccf")
        shown = self.document("--file", example, "--what-if", "gpu=H100", "--equivalents", "--unit", "epoch", "--per", "30")
        self.assertEqual(len(shown["what_if"]), 1)
        self.assertTrue(shown["equivalents"])
        self.assertEqual(shown["sci"]["unit"], "epoch")

    def test_options_go_before_the_file_and_the_file_before_the_settings(self):
        path = self.described('hours = 1\nzone = "DE"\n' + GPU)
        self.env["WATTPRINT_ZONE"] = "FR"
        one = self.document("--file", path)
        self.assertEqual(one["grid"]["zone"], "DE")
        two = self.document("--file", path, "--hours", "2", "--zone", "SE")
        self.assertEqual(two["grid"]["zone"], "SE")
        self.assertAlmostEqual(two["energy_j"]["value"], 2 * one["energy_j"]["value"], delta=1e-3)
        self.assertEqual(self.document("--file", self.described("hours = 1\n" + GPU))["grid"]["zone"], "FR")

    def test_what_is_wrong_is_told_with_its_place(self):
        for name, text, told in (
                ("job.toml", "hours = 1\n" + GPU + "count = -1\n", "job.toml line 4: gpu.count: expected a whole number"),
                ("job.toml", "hours = 1\n" + GPU + "coun = 8\n", 'job.toml line 4: gpu.coun: there is no key "coun"; did you'),
                ("job.toml", 'hours = 1\n[[gpu]]\nmodel = "A1000x"\n', "job.toml line 3: gpu.model: no GPU of the catalog"),
                ("job.toml", "hours = 1\nmemory = 64\n" + GPU, 'line 2: memory: there is no key "memory"; say its unit in its name'),
                ("job.toml", "hours = 1e9\n" + GPU, "line 1: hours: expected a number from"),
                ("job.toml", 'hours = 1\nregion = "aws:eu-west-9"\n' + GPU, "line 2: region: "),
                ("job.toml", 'hours = 1\nzone = "DE"\nregion = "aws:eu-west-1"\n' + GPU, "line 2: zone: zone and region both"),
                ("job.toml", "hours = 1\nnetwork_gb = -5\n" + GPU, "line 2: network_gb: expected a number from 0"),
                ("job.json", "", "job.json: line 1"),
                ("job.json", '{"hours": 1, "hours": 2}', "job.json: /hours is there twice"),
                ("job.toml", GPU, "job.toml: hours is missing"),
                ("job.toml", "", "job.toml: has no hardware"),
                ("job.toml", "[[gpu", "job.toml line 1: "),
                ("job.json", '{"hours": 1, "gpu": [{"model": 7}]}', "job.json: /gpu/0/model: expected a text"),
                ("job.json", '{"hours": 1e999}', "job.json: "),
                ("job.json", '{"hours": "\x1b[31m"}', "job.json: line 1"),
                ("job.json", '{"hours": "\\u001b[31m"}', "job.json: /hours: expected a number"),
                ("job.txt", GPU, "job.txt: a job is described in TOML or JSON")):
            with self.subTest(text=text):
                result = self.estimate("--file", self.described(text, name), status=2)
                self.assertIn(told, result.stderr)
                self.assertNotIn("\x1b", result.stderr)
                self.assertEqual(result.stdout, "")

    def test_what_the_file_does_not_say_is_listed_with_its_effect(self):
        def about(text):
            document = self.document("--file", self.described(text))
            return {a["about"]: a["effect"] for a in document["assumptions"]}
        bare = about("hours = 1\n" + GPU)
        for what in ("grid", "pue", "computers around the GPUs", "lifetime of the hardware"):
            self.assertGreater(bare[what]["high"], 1.0, what)
        # The fewer, the more is said.
        full = about('hours = 1\nzone = "DE"\npue = 1.1\nmemory_gb = 512\n' + GPU + "utilisation = 0.8\n"
                     '[[cpu]]\nmodel = "EPYC 7763"\nutilisation = 0.3\n')
        self.assertEqual(set(full), {"lifetime of the hardware"})

    def test_a_file_that_cannot_be_read_is_another_status(self):
        self.assertIn("none.toml", self.estimate("--file", str(self.dir / "none.toml"), status=1).stderr)
        self.assertIn("d.toml", self.estimate("--file", str(self.make_directory("d.toml")), status=1).stderr)

    def make_directory(self, name):
        path = self.dir / name
        path.mkdir()
        return path

    def test_options_that_contradict_a_file_are_refused(self):
        path = self.described("hours = 1\n" + GPU)
        for options, told in ((["--gpu", "T4"], "--what-if gpu=NAME"), (["--cores", "3"], "--cores"), (["--hdd", "1TB"], "--hdd"),
                              (["--like", "7f"], "--like"), (["--times", "3"], "--like"), (["--sacct", "x"], "--sacct"),
                              (["--input", "x", "--output", "y"], "--input"), (["--provider", "aws"], "--region"),
                              (["--hours", "1e9"], "a thousand years")):
            with self.subTest(options=options):
                self.assertIn(told, self.estimate("--file", path, *options, status=2).stderr)


if __name__ == "__main__":
    unittest.main()
