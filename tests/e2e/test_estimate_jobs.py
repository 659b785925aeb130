"""wattprint estimate job --input: a table of jobs goes in, a table comes out, or a sentence says why not."""

import csv
import io
import json
import os
import pathlib
import subprocess
import unittest

from support import BIN, SCHEMAS, EndToEnd

try:
    import jsonschema
except ImportError:
    jsonschema = None

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples" / "jobs" / "jobs.csv"
HEADER = "id,gpu,gpus,hours,zone\n"
KWH = 3.6e6


class EstimateJobs(EndToEnd):
    def setUp(self):
        super().setUp()
        self.input = self.dir / "in.csv"
        self.output = self.dir / "out.csv"

    def estimate(self, table, *options, status=0):
        self.input.write_text(table, encoding="utf-8")
        result = self.wattprint("estimate", "job", "--input", str(self.input), "--output", str(self.output), *options)
        self.assertEqual(result.returncode, status, result.stderr)
        return result

    def rows(self):
        return list(csv.DictReader(io.StringIO(self.output.read_text(encoding="utf-8"))))

    def test_rows_are_what_each_job_gives_by_itself_and_the_total_is_their_sum(self):
        result = self.estimate(HEADER + "a,A100,8,72,DE\nb,T4,1,10,FR\n", "--price", "0.30 EUR", "--json")
        document = json.loads(result.stdout)
        if jsonschema:
            schema = json.loads((SCHEMAS / "wattprint.estimate.jobs.v1.schema.json").read_text(encoding="utf-8"))
            jsonschema.validate(document, schema)
        rows = self.rows()
        self.assertEqual([row["id"] for row in rows], ["a", "b"])
        alone = []
        for gpu, hours, zone in (("A100 x8", "72", "DE"), ("T4", "10", "FR")):
            single = self.wattprint("estimate", "job", "--gpu", gpu, "--hours", hours, "--zone", zone, "--price",
                                    "0.30 EUR", "--json")
            alone.append(json.loads(single.stdout))
        for row, single in zip(rows, alone):
            for end, key in (("", "value"), ("_low", "low"), ("_high", "high")):
                for column, field, unit in (("energy_kwh", "energy_j", KWH), ("emissions_g", "emissions_g", 1),
                                            ("embodied_g", "embodied_g", 1)):
                    expected = single[field][key] / unit
                    self.assertAlmostEqual(float(row[column + end]), expected, delta=1e-5 * expected)
        for field in ("energy_j", "emissions_g", "embodied_g"):
            total = sum(single[field]["value"] for single in alone)
            self.assertAlmostEqual(document[field]["value"], total, delta=1e-6 * total)
        cost = sum(single["cost"]["amount"]["value"] for single in alone)
        self.assertAlmostEqual(document["cost"]["amount"]["value"], cost, delta=1e-6 * cost)

    def test_the_example_through_pipes(self):
        result = subprocess.run([BIN, "estimate", "job", "--input", "-", "--output", "-"], input=EXAMPLE.read_bytes(),
                                capture_output=True, check=False, env=self.env)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(len(result.stdout.splitlines()), len(EXAMPLE.read_bytes().splitlines()))
        self.assertIn(b"jobs estimated", result.stderr)

    def test_a_bad_row_leaves_no_file(self):
        result = self.estimate(HEADER + "a,A100,8,72,DE\nb,A1000000,1,10,FR\n", status=1)
        self.assertIn("in.csv:3:3: no GPU of the catalog is called", result.stderr)
        self.assertFalse(self.output.exists())

    def test_keep_going_lists_bad_rows_and_estimates_the_others(self):
        result = self.estimate(HEADER + "a,A100,8,72,DE\nb,A100,1,soon,FR\nc,A100,1,1,Atlantis\nd,A100,8,72,DE\n",
                               "--keep-going", status=1)
        self.assertIn("in.csv:3:10: hours \"soon\" is not a number", result.stderr)
        self.assertIn("in.csv:4:12: unknown zone \"Atlantis\"", result.stderr)
        self.assertEqual([row["id"] for row in self.rows()], ["a", "d"])

    def test_options_that_do_not_go_together(self):
        for options, told in ((("--gpu", "A100"), "leave out their options"), (("--like", "7f"), "--like scales up"),
                              (("--method", "all"), "leave out --method"),
                              (("--zone", "DE", "--region", "aws:eu-west-1"), "leave out one")):
            with self.subTest(options=options):
                result = self.estimate(HEADER, *options, status=2)
                self.assertIn(told, result.stderr)
        result = self.wattprint("estimate", "job", "--gpu", "A100", "--hours", "1", "--keep-going")
        self.assertEqual(result.returncode, 2)
        self.assertIn("--input", result.stderr)

    def test_memory_does_not_grow_with_the_table(self):
        def peak(jobs):
            self.input.write_text(HEADER + "a,A100,8,72,DE\n" * jobs, encoding="utf-8")
            process = subprocess.Popen([BIN, "--quiet", "estimate", "job", "--input", self.input, "--output",
                                        self.output], env=self.env)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = status
            self.assertEqual(status, 0)
            return usage.ru_maxrss

        self.assertLess(peak(20000), peak(100) + 4096)


if __name__ == "__main__":
    unittest.main()
