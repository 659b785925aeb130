"""wattprint estimate job --what-if: the same job with something changed, in one table; and scores of jobs."""

import json
import unittest

from support import SCHEMAS, EndToEnd

try:
    import jsonschema
except ImportError:
    jsonschema = None

JOB = ("estimate", "job", "--gpu", "V100-PCIE-16GB", "--gpus", "4", "--hours", "100")
HERE = ("--region", "aws:eu-central-1")


class WhatIf(EndToEnd):
    def document(self, *options, job=JOB):
        result = self.wattprint(*job, *options, "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        document = json.loads(result.stdout)
        if jsonschema:
            schema = (SCHEMAS / "wattprint.estimate.job.v1.schema.json").read_text(encoding="utf-8")
            jsonschema.validate(document, json.loads(schema))
        return document

    def rows(self, *options, job=JOB):
        document = self.document(*options, job=job)
        for row in document["what_if"]:
            for key in ("energy_j", "facility_energy_j", "emissions_g"):
                self.assert_figure(row[key])
        return document, {row["change"]: row for row in document["what_if"]}

    def refused(self, *options, told):
        result = self.wattprint(*JOB, *options)
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        for words in told:
            self.assertIn(words, result.stderr)

    def test_nothing_unless_asked_for(self):
        self.assertIsNone(self.document()["what_if"])

    def test_other_hours_epochs_region_and_gpu(self):
        document, rows = self.rows(*HERE, "--what-if", "hours=25", "--what-if=epochs=0.5x", "--what-if",
                                   "region=aws:eu-north-1", "--what-if", "gpu=A100 SXM4 80GB,hours=40")
        self.assertEqual(len(rows), 4)
        self.assertAlmostEqual(rows["hours=25"]["emissions_ratio"], 0.25)
        self.assertAlmostEqual(rows["epochs=0.5x"]["energy_ratio"], 0.5)
        self.assertLess(rows["region=aws:eu-north-1"]["emissions_ratio"], 0.3)
        other = self.document(*HERE, job=("estimate", "job", "--gpu", "A100 SXM4 80GB", "--gpus", "4", "--hours", "40"))
        self.assertEqual(rows["gpu=A100 SXM4 80GB,hours=40"]["emissions_g"], other["emissions_g"])
        for row in rows.values():
            self.assertAlmostEqual(row["emissions_ratio"],
                                   row["emissions_g"]["value"] / document["emissions_g"]["value"])

    def test_without_a_change_the_usual_ones_are_asked(self):
        document, rows = self.rows(*HERE, "--repeats", "3", "--what-if")
        half, tries, region = rows
        self.assertEqual((half, tries), ("hours=0.5x", "repeats=0.5x"))
        self.assertTrue(region.startswith("region=aws:"))
        self.assertLess(rows[region]["emissions_ratio"], 0.2)
        self.assertEqual(list(self.rows(*HERE, "--repeats", "3", "--what-if", "auto")[1]), list(rows))
        text = self.wattprint(*JOB, *HERE, "--what-if").stdout
        for words in ("what if ", "as it is ", "hours=0.5x ", "x 0.50"):
            self.assertIn(words, text)

    def test_faults_name_the_change(self):
        self.refused("--what-if", "hours=-1", told=["--what-if hours=-1"])
        self.refused("--what-if", "gpu=NoSuchCard", told=["--what-if gpu=NoSuchCard", "no GPU"])
        self.refused("--what-if", "region=mars", told=["region=mars", "did you mean"])
        self.refused("--what-if", "colour=green", told=["KEY=VALUE", "hours"])
        self.refused("--what-if", "--method", "all", told=["our own method only"])
        self.refused("--unit", "run", "--method", "mlco2", told=["our own method only"])

    def test_scores_and_equivalents_of_a_job(self):
        document = self.document("--intensity", "100", "--pue", "1.5", "--repeats", "4", "--unit", "run",
                                 "--market-intensity", "50", "--equivalents", "epa-2021")
        emissions, embodied = document["emissions_g"]["value"], document["embodied_g"]["value"]
        self.assertAlmostEqual(document["sci"]["g_per_unit"]["value"], (emissions + embodied) / 4)
        self.assertAlmostEqual(document["scope2"]["market_based_g"]["value"], emissions / 2)
        self.assertEqual({one["set"] for one in document["equivalents"]}, {"epa-2021"})

    def test_a_past_run_has_no_hardware_to_score(self):
        self.assertEqual(self.wattprint("run", "--", "true").returncode, 0)
        run = json.loads(self.wattprint("show", "--json").stdout)["run"]["id"]
        past = ("estimate", "job", "--like", run, "--times", "10")
        _, rows = self.rows("--what-if", "repeats=50", "--what-if", "zone=SE", job=past)
        self.assertAlmostEqual(rows["repeats=50"]["energy_ratio"], 5)
        result = self.wattprint(*past, "--unit", "run")
        self.assertEqual(result.returncode, 2)
        self.assertIn("making the hardware", result.stderr)


if __name__ == "__main__":
    unittest.main()
