"""wattprint estimate job --sacct: the log of a cluster goes in, its sum comes out, or a sentence says why not."""

import json
import pathlib
import unittest

from support import SCHEMAS, EndToEnd

try:
    import jsonschema
except ImportError:
    jsonschema = None

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples" / "slurm" / "sacct.txt"
HEADER = "JobID|Elapsed|Partition|NNodes|NCPUS|TotalCPU|CPUTime|ReqMem|MaxRSS|State|AllocTRES\n"
GPU_JOB = "7|10:00:00|gpu|1|8|80:00:00|80:00:00|64G||{state}|gres/gpu:a100=2\n"


class EstimateSacct(EndToEnd):
    def sacct(self, log, *options, status=0):
        result = self.wattprint("estimate", "job", "--sacct", "-", *options, input=log)
        self.assertEqual(result.returncode, status, result.stderr)
        return result

    def document(self, log, *options):
        document = json.loads(self.sacct(log, "--json", *options).stdout)
        if jsonschema:
            schema = json.loads((SCHEMAS / "wattprint.estimate.sacct.v1.schema.json").read_text(encoding="utf-8"))
            jsonschema.validate(document, schema)
        return document

    def test_a_job_of_the_log_is_what_the_same_job_is_by_its_options(self):
        document = self.document(HEADER + GPU_JOB.format(state="COMPLETED"), "--cpu", "EPYC 7763", "--zone", "DE")
        alone = json.loads(self.wattprint(
            "estimate", "job", "--gpu", "a100 x2", "--cpu", "EPYC 7763", "--cores", "8", "--memory", "64 GiB", "--hours",
            "10", "--zone", "DE", "--json").stdout)
        # The utilisation of the log is that of its cores; they were busy all the time, as is assumed without one.
        for figure in ("energy_j", "emissions_g", "embodied_g"):
            # Within a sum of jobs, all that is not a GPU is wrong together, so its interval is a little wider.
            for end, share in (("value", 1e-6), ("low", 0.03), ("high", 0.03)):
                self.assertAlmostEqual(document[figure][end], alone[figure][end], delta=share * alone[figure][end])
        self.assertEqual(document["failed"]["jobs"], 0)
        self.assertEqual(document["failed"]["energy_j"]["value"], 0)
        self.assertIsNone(document["memory_overallocation"])

    def test_example_counts_what_failed_what_goes_on_and_memory_in_vain(self):
        log = EXAMPLE.read_text(encoding="utf-8")
        document = self.document(log, "--gpu", "A100", "--zone", "DE", "--price", "0.30 EUR")
        self.assertEqual((document["jobs"], document["unfinished"], document["failed"]["jobs"]), (3, 1, 2))
        self.assertLess(document["failed"]["energy_j"]["value"], document["energy_j"]["value"])
        self.assertAlmostEqual(document["memory_overallocation"], 256 / 71, places=4)
        kwh = document["facility_energy_j"]["value"] / 3.6e6
        self.assertAlmostEqual(document["cost"]["amount"]["value"], 0.30 * kwh, delta=1e-6 * kwh)
        text = self.sacct(log, "--gpu", "A100", "--zone", "DE").stdout
        for words in ("3 jobs of a Slurm log, 1 not over yet", "failed     2 jobs", "3.6 times"):
            self.assertIn(words, text)

    def test_lists_what_nothing_says_with_its_effect(self):
        log = HEADER + GPU_JOB.format(state="COMPLETED")
        bare = {a["about"]: a for a in self.document(log)["assumptions"]}
        for what in ("grid", "pue", "which GPU", "which CPU"):
            self.assertEqual(bare[what]["jobs"], 1, what)
            self.assertGreater(bare[what]["effect"]["high"], 1.0, what)
        told = ("--cpu", "EPYC 7763", "--zone", "DE", "--pue", "1.1")
        self.assertTrue({"grid", "pue", "which CPU"}.isdisjoint(a["about"] for a in self.document(log, *told)["assumptions"]))
        self.assertIn("which GPU", self.sacct(log, *told).stdout)

    def test_bad_lines_end_the_work_or_are_listed(self):
        good = HEADER + GPU_JOB.format(state="COMPLETED")
        log = good + "8|soon|cpu|1|1|1|1|1G||COMPLETED|\n"
        refused = self.sacct(log, status=1)
        self.assertIn(":3: ", refused.stderr)
        self.assertEqual(refused.stdout, "")
        kept = self.sacct(log, "--keep-going", status=1)
        self.assertIn(":3: ", kept.stderr)
        self.assertIn("1 bad line left out", kept.stdout)
        self.assertIn("1 job of a Slurm log", kept.stdout)

    def test_what_says_nothing_is_a_sentence(self):
        for log, told in (("", "the text is empty"),
                          ("JobID|Elapsed\n", "no column Partition"),
                          (HEADER, "no jobs"),
                          (HEADER + "7|10:00:00|gpu|1|8|1:00|1:00|64G||COMPLETED|gres/gpu=2\n", "say --gpu")):
            with self.subTest(log=log):
                result = self.sacct(log, status=1)
                self.assertIn(told, result.stderr)
                self.assertEqual(result.stdout, "")

    def test_the_published_method_has_the_whole_log(self):
        log = HEADER + GPU_JOB.format(state="COMPLETED") + GPU_JOB.format(state="FAILED").replace("7|", "8|", 1)
        options = ("--cpu", "EPYC 7763", "--intensity", "100", "--pue", "1.5", "--method", "green-algorithms-4hpc")
        document = json.loads(self.sacct(log, *options, "--json").stdout)
        if jsonschema:
            schema = json.loads((SCHEMAS / "wattprint.estimate.method.v1.schema.json").read_text(encoding="utf-8"))
            jsonschema.validate(document, schema)
        alone = json.loads(self.wattprint("estimate", "job", "--gpu", "a100 x2", "--cpu", "EPYC 7763", "--cores", "8", "--memory",
                                          "64 GB", "--hours", "10", *options[2:], "--json").stdout)
        for key in ("energy_j", "emissions_g"):
            self.assertAlmostEqual(document[key]["value"], 2 * alone[key]["value"], delta=1e-6 * alone[key]["value"])
        self.assertEqual((document["log"]["jobs"], document["log"]["failed"]), (2, 1))
        self.assertAlmostEqual(document["log"]["failed_energy_j"], alone["energy_j"]["value"], delta=1)
        text = self.sacct(log, *options).stdout
        for words in ("2 jobs of a Slurm log", "GreenAlgorithms4HPC", "failed  1 job, 50 % of the energy"):
            self.assertIn(words, text)

    def test_messages_name_the_file_that_was_given(self):
        path = self.dir / "march.txt"
        path.write_text(HEADER + GPU_JOB.format(state="COMPLETED") + "8|soon|cpu|1|1|1|1|1G||COMPLETED|\n")
        for method in ("wattprint", "green-algorithms-4hpc"):
            result = self.wattprint("estimate", "job", "--sacct", str(path), "--method", method)
            self.assertEqual(result.returncode, 1)
            self.assertIn('march.txt:3: Elapsed "soon" makes no sense; a time is', result.stderr)

    def test_options_that_contradict_the_log_are_refused(self):
        for options, told in ((["--hours", "3"], "how long"),
                              (["--cores", "3"], "how many GPUs and cores"),
                              (["--ssd", "1 TB"], "no drives"),
                              (["--gpu", "A100", "--gpu", "T4"], "one --gpu"),
                              (["--method", "all"], "our own method"),
                              (["--method", "mlco2"], "green-algorithms-4hpc"),
                              (["--method", "green-algorithms-4hpc", "--price", "1 EUR"], "0.34 a kWh"),
                              (["--file", "job.toml"], "--file"),
                              (["--what-if"], "--what-if"),
                              (["--equivalents"], "equivalents"),
                              (["--like", "7f3a1c"], "--like"),
                              (["--input", "jobs.csv"], "--input"),
                              (["--zone", "Atlantis"], "Atlantis")):
            with self.subTest(options=options):
                result = self.sacct(HEADER, *options, status=2)
                self.assertIn(told, result.stderr)


if __name__ == "__main__":
    unittest.main()
