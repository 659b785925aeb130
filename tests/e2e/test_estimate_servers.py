"""wattprint estimate servers: a table goes in, a table comes out, or a sentence says why not."""

import csv
import gzip
import io
import json
import os
import pathlib
import resource
import subprocess
import unittest

from support import BIN, SCHEMAS, EndToEnd

try:
    import jsonschema
except ImportError:
    jsonschema = None

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples" / "inventory" / "servers.csv"
HEADER = "id,cpu,chips,cores,threads,mhz,mem_gb,load\n"
GOOD = "a,AMD EPYC 7742,2,128,256,2250,512,25\n"


class EstimateServers(EndToEnd):
    def setUp(self):
        super().setUp()
        self.input = self.dir / "in.csv"
        self.output = self.dir / "out.csv"

    def estimate(self, inventory, *options, status=0):
        """Runs it on an inventory (text or bytes) from file to file."""
        raw = inventory if isinstance(inventory, bytes) else inventory.encode()
        self.input.write_bytes(raw)
        result = self.wattprint("estimate", "servers", "--input", str(self.input), "--output",
                                str(self.output), *options)
        self.assertEqual(result.returncode, status, result.stderr)
        return result

    def rows(self, text=None):
        text = self.output.read_text(encoding="utf-8") if text is None else text
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        for row in rows:
            self.assertEqual(list(row), ["id", "load", "watts", "low", "high"])
            self.assertLess(0, float(row["low"]))
            self.assertLessEqual(float(row["low"]), float(row["watts"]))
            self.assertLessEqual(float(row["watts"]), float(row["high"]))
        return rows

    def refused(self, inventory, *told, options=()):
        """Exit status 1, a sentence, and nothing written."""
        result = self.estimate(inventory, *options, status=1)
        for words in told:
            self.assertIn(words, result.stderr)
        self.assertEqual(result.stderr.count("\n"), 1, result.stderr)
        self.assertEqual(sorted(p.name for p in self.dir.iterdir() if p.name != "data"), ["in.csv"])
        return result

    def test_the_example(self):
        result = self.estimate(EXAMPLE.read_text())
        with open(EXAMPLE, newline="") as file:
            given = list(csv.DictReader(file))
        rows = self.rows()
        self.assertEqual([(r["id"], r["load"]) for r in rows], [(r["id"], r["load"]) for r in given])
        self.assertEqual(result.stdout, "")
        self.assertIn("7 rows estimated", result.stderr)
        self.assertIn("column rack", result.stderr)
        self.assertIn("mhz in 1 row, mem_gb in 1 row", result.stderr)

    def test_cpus_that_nobody_knows_are_named_with_their_line(self):
        result = self.estimate(HEADER + GOOD.replace("AMD EPYC 7742", "unknown") * 2 +
                               GOOD.replace("AMD EPYC 7742", "Abacus 3000"), "--json")
        self.assertIn('"unknown" (line 2), "Abacus 3000" (line 4)', result.stderr)
        self.assertIn("3 not at all", result.stderr)
        self.assertEqual(json.loads(result.stdout)["unknown_cpus"],
                         [{"cpu": "unknown", "line": 2}, {"cpu": "Abacus 3000", "line": 4}])

    def test_more_load_is_more_power(self):
        self.estimate(HEADER + "".join(GOOD.replace(",25\n", f",{load}\n") for load in range(101)))
        watts = [float(r["watts"]) for r in self.rows()]
        self.assertEqual(watts, sorted(watts))
        self.assertLess(watts[0], watts[-1])

    def test_windows_line_ends_mark_and_quotes(self):
        self.estimate(b"\xef\xbb\xbf" + (HEADER + '"rack 1, ""left""","AMD EPYC\u2122 7742",2,128,256,'
                                         '2250,512,"25"\n\n' + GOOD).replace("\n", "\r\n").encode())
        rows = self.rows()
        self.assertEqual([r["id"] for r in rows], ['rack 1, "left"', "a"])
        self.assertNotIn(b"\r", self.output.read_bytes())

    def test_an_id_of_other_bytes_than_utf8_comes_back(self):
        self.estimate(HEADER.encode() + b"M\xfcnchen" + GOOD[1:].encode())
        self.assertIn(b"\nM\xfcnchen,25,", self.output.read_bytes())

    def test_gzip(self):
        plain = HEADER + GOOD * 1000
        self.estimate(plain)
        expected = self.output.read_text()
        self.estimate(gzip.compress(plain.encode()))
        self.assertEqual(self.output.read_text(), expected)
        self.output.unlink()
        self.refused(gzip.compress(plain.encode())[:-20], "in.csv: the compressed data ends too early",
                     options=["--keep-going"])

    def test_a_header_alone(self):
        result = self.estimate(HEADER)
        self.assertEqual(self.output.read_text(), "id,load,watts,low,high\n")
        self.assertIn("0 rows estimated", result.stderr)

    def test_bad_files(self):
        self.refused("", "in.csv:1:1: empty")
        self.refused("id,cpu,chips,cores,threads,mhz,mem,laod\n" + GOOD,
                     'missing columns mem_gb, load (is it "laod"?)')
        self.refused("\t".join(HEADER.split(",")), "not separated by commas")
        self.refused((HEADER + GOOD).encode("utf-16"), "NUL byte")
        self.refused(bytes(range(256)) * 100, "in.csv:1:1: a NUL byte")
        self.refused(b"x" * (2 << 20), "in.csv:1:1: a row of more than 1048576 bytes")

    def test_bad_rows(self):
        for column, wrong, told in (
                ("load", "120", '3:36: load "120" is not between 0 and 100'),
                ("load", "-1", "load"), ("load", "NaN", "not a number"), ("load", "", "empty"),
                ("chips", "0", "3:17: chips"), ("chips", "two", "not a number"),
                ("cores", "1", "each of the 2 chips"), ("threads", "1", "each of the 128 cores"),
                ("mhz", "2.25", "2500 for 2.5 GHz"), ("mem_gb", "-5", "mem_gb"),
                ("id", "", "3:1: id is empty"), ("cpu", "", "cpu is empty"),
                ("cpu", "x" * 100000, "100000 bytes"), ("load", '25"', "not a number"),
                ("load", '"25', "a quote is opened"), ("load", "25,1", "9 fields")):
            with self.subTest(column=column, wrong=wrong[:20]):
                fields = dict(zip(HEADER.strip().split(","), GOOD.strip().split(",")))
                fields[column] = wrong
                self.refused(HEADER + GOOD + ",".join(fields.values()) + "\n" + GOOD, "in.csv:3:", told)

    def test_a_message_holds_no_escape_sequence(self):
        result = self.refused(HEADER + GOOD.replace(",25\n", ",\x1b[31m25\n"), "?[31m25")
        self.assertNotIn("\x1b", result.stderr)

    def test_keep_going_writes_the_good_and_lists_the_bad(self):
        bad = "b,x,0,1,1,2000,64,50\n"
        result = self.estimate(HEADER + GOOD + bad * 50 + GOOD, "--keep-going", status=1)
        self.assertEqual([r["id"] for r in self.rows()], ["a", "a"])
        listed = [line for line in result.stderr.splitlines() if "in.csv:" in line]
        self.assertEqual(len(listed), 50)  # all of them: this is no terminal
        self.assertIn("in.csv:52:5: chips", listed[-1])
        self.assertIn("2 rows estimated, 50 bad rows left out", result.stderr)

    def test_keep_going_without_bad_rows_is_a_success(self):
        self.estimate(HEADER + GOOD, "--keep-going")
        self.assertEqual(len(self.rows()), 1)

    def test_loads_between_0_and_1_are_pointed_out(self):
        result = self.estimate(HEADER + GOOD.replace(",25\n", ",0.25\n") * 3)
        self.assertIn("it is in percent", result.stderr)
        self.assertNotIn("it is in percent", self.estimate(HEADER + GOOD).stderr)

    def test_json(self):
        result = self.estimate(EXAMPLE.read_text(), "--json")
        summary = json.loads(result.stdout)
        self.assertEqual(summary["rows"], 7)
        self.assertEqual(summary["bad_rows"], 0)
        self.assertEqual(summary["cpu_exact"] + summary["cpu_family"] + summary["cpu_unknown"], 7)
        self.assertEqual(summary["unused_columns"], ["rack"])
        width = [100 * (float(r["high"]) - float(r["low"])) / float(r["watts"]) for r in self.rows()]
        self.assertAlmostEqual(summary["mean_interval_width_percent"], sum(width) / 7, delta=0.2)
        if jsonschema is None:
            self.skipTest("python3-jsonschema is not installed")
        schema = (SCHEMAS / "wattprint.estimate.servers.v1.schema.json").read_text()
        jsonschema.validate(summary, json.loads(schema))
        empty = json.loads(self.estimate(HEADER, "--json").stdout)
        self.assertIsNone(empty["mean_interval_width_percent"])
        jsonschema.validate(empty, json.loads(schema))

    def test_quiet_says_nothing_of_a_success(self):
        self.input.write_text(HEADER + GOOD)
        result = self.wattprint("--quiet", "estimate", "servers", "--input", str(self.input), "--output",
                                str(self.output))
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, "", ""))

    def test_through_pipes(self):
        result = self.wattprint("estimate", "servers", "--input", "-", "--output", "-",
                                input=HEADER + GOOD * 3)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(len(self.rows(result.stdout)), 3)
        self.assertIn("3 rows estimated", result.stderr)
        result = self.wattprint("estimate", "servers", "--input", "-", "--output", "-",
                                input=HEADER + GOOD + "b\n")
        self.assertEqual(result.returncode, 1)
        self.assertIn("standard input:3:1: 1 fields", result.stderr)

    def test_what_cannot_be_read(self):
        for place in (self.dir / "none.csv", self.dir, self.dir / "none" / "in.csv"):
            result = self.wattprint("estimate", "servers", "--input", str(place), "--output",
                                    str(self.output))
            self.assertEqual(result.returncode, 1)
            self.assertIn(f"{place}: cannot", result.stderr)
            self.assertFalse(self.output.exists())

    def test_what_cannot_be_written(self):
        self.input.write_text(HEADER + GOOD * 10000)
        for place, told in ((self.dir, "Is a directory"), (self.dir / "none" / "out.csv", "No such file"),
                            ("/dev/full", "No space left"), (self.input, "is the input too")):
            result = self.wattprint("estimate", "servers", "--input", str(self.input), "--output",
                                    str(place))
            self.assertEqual(result.returncode, 1)
            self.assertIn(f"{place}: ", result.stderr)
            self.assertIn(told, result.stderr)
        self.assertEqual(self.input.read_text(), HEADER + GOOD * 10000)
        with open("/dev/full", "w") as full:
            result = subprocess.run([BIN, "estimate", "servers", "--input", str(self.input), "--output",
                                     "-"], stdout=full, stderr=subprocess.PIPE, text=True, env=self.env)
        self.assertEqual(result.returncode, 1)
        self.assertIn("standard output: cannot write: No space left", result.stderr)

    def test_a_full_disk_leaves_the_old_result(self):
        self.input.write_text(HEADER + GOOD * 10000)
        self.output.write_text("old")

        def small_files_only():
            resource.setrlimit(resource.RLIMIT_FSIZE, (50000, 50000))
        result = subprocess.run(["sh", "-c", 'trap "" XFSZ; exec "$@"', "sh", BIN, "estimate", "servers",
                                 "--input", str(self.input), "--output", str(self.output)],
                                stderr=subprocess.PIPE, text=True, env=self.env,
                                preexec_fn=small_files_only)
        self.assertEqual(result.returncode, 1)
        self.assertIn(f"{self.output}: cannot write: File too large", result.stderr)
        self.assertEqual(self.output.read_text(), "old")
        self.assertEqual(len(list(self.dir.glob("out.csv*"))), 1)

    def test_wrong_usage(self):
        for arguments, told in (
                (["estimate"], "say servers"),
                (["estimate", "cars"], "cars"),
                (["estimate", "servers"], "--input"),
                (["estimate", "servers", "--input", "-"], "--output"),
                (["estimate", "servers", "--input", "-", "--output", "-", "--json"], "--json")):
            with self.subTest(arguments=arguments):
                result = self.wattprint(*arguments, input="")
                self.assertEqual(result.returncode, 2, result.stderr)
                self.assertIn(told, result.stderr)
                self.assertEqual(result.stdout, "")

    def test_memory_does_not_grow_with_the_inventory(self):
        def peak_kib(rows):
            with open(self.input, "w") as file:
                file.write(HEADER)
                file.writelines(f"{i},CPU number {i},2,128,256,2250,{1 + i / 1000},{i % 101}\n"
                                for i in range(rows))
            process = subprocess.Popen([BIN, "--quiet", "estimate", "servers", "--input",
                                        str(self.input), "--output", str(self.output)], env=self.env)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            self.assertEqual(process.returncode, 0)
            return usage.ru_maxrss
        small, large = peak_kib(10000), peak_kib(200000)
        self.assertLess(large, small + 2048)
        with open(self.output) as file:
            self.assertEqual(sum(1 for _ in file), 200001)


if __name__ == "__main__":
    unittest.main()
