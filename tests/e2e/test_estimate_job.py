"""wattprint estimate job: hardware and hours go in, energy and what it causes come out, or a sentence says why not."""

import json
import resource
import subprocess
import unittest

from support import BIN, SCHEMAS, EndToEnd

try:
    import jsonschema
except ImportError:
    jsonschema = None

TRAINING = ("--gpu", "A100-SXM4-80GB x8", "--cpu", "EPYC 7763", "--cpus", "2", "--memory", "1 TB", "--ssd", "4TB",
            "--hours", "72", "--utilisation", "80%")
KWH = 3.6e6


class EstimateJob(EndToEnd):
    def document(self, *options):
        result = self.wattprint("estimate", "job", *options, "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        document = json.loads(result.stdout)
        if jsonschema:
            schema = json.loads((SCHEMAS / f"{document['schema']}.schema.json").read_text(encoding="utf-8"))
            jsonschema.validate(document, schema)
        for row in document.get("methods", [document]):
            for key in ("energy_j", "emissions_g"):
                if row[key]:
                    self.assert_figure(row[key])
        return document

    def refused(self, *options, told, status=2):
        result = self.wattprint("estimate", "job", *options)
        self.assertEqual(result.returncode, status, result.stdout + result.stderr)
        self.assertEqual(result.stdout, "")
        for words in told:
            self.assertIn(words, result.stderr)

    def value(self, document, key="energy_j"):
        return document[key]["value"]

    def about(self, document):
        return {a["about"]: a for a in document["assumptions"]}

    def test_what_it_prints(self):
        result = self.wattprint("estimate", "job", *TRAINING, "--region", "aws:eu-west-1", "--repeats", "3", "--price",
                                "0.30 EUR")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(result.stderr, "")
        for words in ("8 x A100-SXM4-80GB + 2 x EPYC 7763 + 1024 GB + 4 TB SSD, 72 h, 3 times", "energy ", "emissions ",
                      "embodied ", "water ", " EUR ", "IE 2", "8 x NVIDIA A100 SXM4 80GB", "lifetime of the hardware"):
            self.assertIn(words, result.stdout)

    def test_all_said_leaves_the_lifetime_to_assume(self):
        document = self.document(*TRAINING, "--zone", "DE", "--pue", "1.1")
        self.assertEqual(document["method"], "wattprint")
        self.assertEqual(document["energy_j"]["basis"], "estimated")
        self.assertEqual(document["grid"]["zone"], "DE")
        self.assertEqual(set(self.about(document)), {"lifetime of the hardware"})
        self.assertEqual([p["part"] for p in document["parts"]], ["gpu", "cpu", "memory", "storage"])
        self.assertAlmostEqual(sum(p["energy_j"]["value"] for p in document["parts"]), self.value(document), delta=1e-3)
        self.assertAlmostEqual(sum(p["embodied_g"]["value"] for p in document["embodied_parts"]),
                               self.value(document, "embodied_g"), delta=1e-6)
        self.assertIsNone(document["water_l"])
        self.assertIsNone(document["cost"])

    def test_pue_once_price_and_water(self):
        told = ("--pue", "1.5", "--intensity", "100", "--price", "0.25 eur/kWh", "--wue", "2")
        document = self.document(*TRAINING, *told)
        kwh = self.value(document) / KWH
        self.assertAlmostEqual(document["facility"]["energy_j"]["value"] / KWH, kwh * 1.5, places=6)
        self.assertAlmostEqual(self.value(document, "emissions_g"), kwh * 150, places=3)
        self.assertAlmostEqual(document["cost"]["amount"]["value"], kwh * 1.5 * 0.25, places=6)
        self.assertEqual(document["cost"]["currency"], "EUR")
        self.assertAlmostEqual(self.value(document, "water_l"), kwh * 2, places=6)

    def test_counts_in_every_spelling(self):
        eight = self.value(self.document("--gpu", "A100-SXM4-80GB", "--gpus", "8", "--hours", "1"))
        for options in (("--gpu", "A100-SXM4-80GBx8"), ("--gpu", "A100-SXM4-80GB x 8"), ("--gpu", "8 x A100-SXM4-80GB"),
                        ("--gpu", "A100-SXM4-80GB x3", "--gpu", "A100-SXM4-80GB x5")):
            self.assertAlmostEqual(self.value(self.document(*options, "--hours", "1")), eight, delta=1e-3)
        # These have an x in their names.
        for name in ("rtx 4090", "gtx 1080", "RTX 3090"):
            self.assertIn("1 x " + name, self.document("--gpu", name, "--hours", "1")["job"])
        self.assertIn("1 x xeon x5650", self.document("--cpu", "xeon x5650", "--hours", "1")["job"])

    def test_several_kinds_at_once(self):
        both = self.document("--gpu", "T4 x2", "--gpu", "V100-PCIE-16GB", "--cpu", "EPYC 7763", "--cpu", "Xeon Gold 6248 x2",
                             "--hours", "5")
        self.assertEqual([p["part"] for p in both["parts"]], ["gpu", "gpu", "cpu", "cpu"])
        one = [self.value(self.document("--hours", "5", *o)) for o in
               (("--gpu", "T4", "--gpus", "2"), ("--gpu", "V100-PCIE-16GB"), ("--cpu", "EPYC 7763"),
                ("--cpu", "Xeon Gold 6248", "--cpus", "2"))]
        self.assertAlmostEqual(sum(one), self.value(both), delta=1e-3)

    def test_hours_and_repeats_are_proportional(self):
        one = self.document(*TRAINING, "--zone", "DE")
        many = self.document(*TRAINING, "--zone", "DE", "--repeats", "7")
        for key in ("energy_j", "emissions_g", "embodied_g"):
            for end in ("low", "value", "high"):
                self.assertAlmostEqual(many[key][end] / one[key][end], 7)
        self.assertEqual(self.value(self.document(*TRAINING, "--repeats", "0")), 0)

    def test_a_published_method_prints_what_it_prints(self):
        # 8 x 400 W x 10 h, at its own figure of Google's Belgian region; without PUE, idle or CPU.
        document = self.document("--gpu", "A100 SXM4 80 GB x8", "--hours", "10", "--region", "gcp:europe-west1", "--method",
                                 "mlco2")
        self.assertEqual(document["method"], "mlco2")
        energy = document["energy_j"]
        self.assertEqual((energy["low"], energy["high"]), (energy["value"], energy["value"]))
        self.assertAlmostEqual(energy["value"] / KWH, 32.0)
        self.assertIn("ML CO2", energy["source"])
        fault = self.document("--gpu", "A100", "--cpu", "EPYC 7763", "--hours", "10", "--zone", "DE", "--method", "boavizta")
        self.assertIn("575.1", " ".join(fault["faults"]))

    def test_all_methods_side_by_side(self):
        document = self.document(*TRAINING, "--zone", "DE", "--method", "all")
        rows = {row["method"]: row for row in document["methods"]}
        self.assertEqual(document["methods"][0]["method"], "wattprint")
        for name in ("mlco2", "green-algorithms", "boavizta", "ccf", "codecarbon", "carbontracker", "eco2ai"):
            self.assertIn(name, rows)
        self.assertIsNone(rows["ccf"]["energy_j"])  # it knows three clouds and nothing else
        self.assertIn("aws", rows["ccf"]["refused"])
        energies = [row["energy_j"]["value"] for row in rows.values() if row["energy_j"]]
        self.assertAlmostEqual(document["spread"]["energy"], max(energies) / min(energies))
        ours = self.document(*TRAINING, "--zone", "DE")
        self.assertEqual(rows["wattprint"]["energy_j"], ours["facility"]["energy_j"])
        self.assertEqual(rows["wattprint"]["emissions_g"], ours["emissions_g"])
        text = self.wattprint("estimate", "job", *TRAINING, "--zone", "DE", "--method", "all").stdout
        for words in ("wattprint", "green-algorithms", "known fault", "highest / lowest"):
            self.assertIn(words, text)

    def test_a_past_run_scaled_up(self):
        run = self.measure(["sleep", "0.2"], "--zone", "FR", "--pue", "1.3")
        energy, identity = run.record["energy_j"], run.record["run"]["id"]
        document = self.document("--like", identity[:6], "--times", "50")
        for end in ("low", "value", "high"):
            self.assertAlmostEqual(document["energy_j"][end], energy[end] * 50, places=6)
        self.assertAlmostEqual(self.value(document, "emissions_g"), run.record["emissions_g"]["value"] * 50, places=6)
        self.assertEqual(document["facility"]["pue"]["value"], 1.3)
        self.assertIsNone(document["embodied_g"])
        elsewhere = self.document("--like", identity, "--times", "50", "--zone", "PL")
        self.assertGreater(self.value(elsewhere, "emissions_g"), 5 * self.value(document, "emissions_g"))
        for options, told in ((("--gpu", "T4"), "leave out hardware"), (("--hours", "3"), "--hours"),
                              (("--repeats", "2"), "--times"), (("--method", "all"), "--method")):
            self.refused("--like", identity, *options, told=[told])
        self.refused("--like", "abc", told=["no run"], status=1)

    def test_unknown_names_and_the_nearest(self):
        self.refused("--gpu", "RTX 4091", "--hours", "1", told=['"RTX 4091"', "RTX 4090"])
        self.refused("--cpu", "abacus", "--hours", "1", told=['"abacus"'])
        self.refused("--gpu", "A100", "--hours", "1", "--region", "aws:eu-west-9", told=["--region", "aws:eu-west-1"])
        self.refused("--gpu", "A100", "--hours", "1", "--zone", "ATLANTIS", told=["--zone", "ATLANTIS"])
        self.refused("--gpu", "A100", "--hours", "1", "--method", "green", told=["--method", "green-algorithms"])
        self.refused("--gpu", "A100", "--hours", "1", "--method", "ecologits", told=["estimate llm"])
        self.refused("--gpu", "x\x1b[31my", "--hours", "1", told=["x?[31my"])

    def test_contradictions_and_what_lacks(self):
        self.refused(told=["--gpu", "--like"])
        self.refused("--hours", "3", told=["--gpu"])
        self.refused("--gpu", "A100", told=["--hours"])
        self.refused("--gpu", "A100", "--hours", "1", "--zone", "DE", "--region", "aws:eu-west-1", told=["--zone", "--region"])
        self.refused("--gpu", "A100 x8", "--gpus", "4", "--hours", "1", told=["says how many already"])
        self.refused("--gpus", "4", "--cores", "4", "--hours", "1", told=["--gpus needs one --gpu"])
        self.refused("--cpu", "EPYC 7763", "--cpus", "2", "--cores", "4", "--hours", "1", told=["leave out one"])
        self.refused("--gpu", "A100", "--hours", "1", "--times", "3", told=["--like"])

    def test_numbers_that_cannot_be(self):
        for option, word in (("--hours", "-1"), ("--hours", "0"), ("--hours", "nan"), ("--hours", "1e30"), ("--gpus", "0"),
                             ("--gpus", "-8"), ("--gpus", "2.5"), ("--memory", "64"), ("--memory", "-4 GB"),
                             ("--memory", "64 kWh"), ("--memory", "1e30 GB"), ("--ssd", "2"), ("--hdd", "0 TB"),
                             ("--utilisation", "80"), ("--utilization", "120%"), ("--utilisation", "-1%"),
                             ("--repeats", "-3"), ("--repeats", "inf"), ("--wue", "-1"), ("--price", "0.30"),
                             ("--price", "-1 EUR"), ("--price", "cheap"), ("--pue", "0.9"), ("--intensity", "-5"),
                             ("--cores", "-2"), ("--cpus", "0"), ("--network", "500"), ("--network", "-1 GB")):
            with self.subTest(f"{option} {word}"):
                rest = () if option == "--hours" else ("--hours", "1")
                more = ("--cpu", "EPYC 7763") if option in ("--cpus", "--cores") else ()
                self.refused("--gpu", "T4", *rest, *more, f"{option}={word}",
                             told=[option.replace("utiliz", "utilis")])

    def test_a_region_by_its_provider(self):
        one = self.document("--gpu", "T4", "--hours", "1", "--region", "aws:eu-west-3")
        self.assertEqual(self.document("--gpu", "T4", "--hours", "1", "--provider", "aws", "--region", "eu-west-3"), one)
        self.refused("--gpu", "T4", "--hours", "1", "--provider", "aws", told=["--region"])

    def test_the_grid_of_the_year_it_starts_in(self):
        def intensity(*options):
            return self.document("--gpu", "T4", "--hours", "1", "--zone", "GB", *options)["grid"]
        then = intensity("--start", "2012-06-01")
        self.assertIn("2012", then["period"])
        self.assertGreater(then["intensity_g_per_kwh"]["value"], 1.5 * intensity()["intensity_g_per_kwh"]["value"])
        self.refused("--gpu", "T4", "--hours", "1", "--start", "yesterday", told=["--start", "2026-11-25"])

    def test_data_sent_over_the_internet(self):
        told = ("--gpu", "T4", "--hours", "1", "--utilisation", "50%", "--zone", "DE")
        alone, sent = self.document(*told), self.document(*told, "--network", "2 TB")
        self.assertAlmostEqual((self.value(sent) - self.value(alone)) / KWH, 20.0)  # 10 Wh a GB
        self.assertEqual([p["part"] for p in sent["parts"]], ["gpu", "network"])
        effect = next(a["effect"] for what, a in self.about(sent).items() if what.startswith("networks"))
        self.assertAlmostEqual(effect["high"], 1 + 180 * KWH / self.value(sent))
        self.refused("--network", "2 TB", "--hours", "1", told=["--gpu"])  # nothing else is known of the job
        self.refused("--like", "7f", "--network", "2 TB", told=["--network"])

    def test_this_machine_is_not_where_the_job_runs(self):
        self.env["WATTPRINT_ZONE"] = "PL"
        self.env["WATTPRINT_INTENSITY"] = "900"
        document = self.document("--gpu", "T4", "--hours", "1", "--region", "aws:eu-west-3")
        self.assertEqual(document["grid"]["zone"], "FR")
        self.assertLess(document["grid"]["intensity_g_per_kwh"]["value"], 100)
        self.assertEqual(self.document("--gpu", "T4", "--hours", "1")["grid"]["intensity_g_per_kwh"]["value"], 900)

    def test_is_there_at_once(self):
        spent = []
        for _ in range(5):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([BIN, "estimate", "job", *TRAINING, "--region", "aws:eu-west-1"], check=True, capture_output=True,
                           env=self.env)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        self.assertLess(min(spent), 0.015)


if __name__ == "__main__":
    unittest.main()
