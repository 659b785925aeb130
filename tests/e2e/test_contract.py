"""The documents that others build on, and what people see of kept runs."""

import json
import re
import subprocess
import unittest

from support import SCHEMAS, EndToEnd

try:
    import jsonschema
except ImportError:
    jsonschema = None


class Contract(EndToEnd):
    def validate(self, document, schema):
        if jsonschema is None:
            self.skipTest("python3-jsonschema is not installed")
        text = (SCHEMAS / f"{schema}.schema.json").read_text()
        jsonschema.validate(document, json.loads(text))

    def test_run_record_is_valid_and_complete(self):
        result = self.measure(["sleep", "0.3"], "--interval", "100ms", "--name", "nap", "--project",
                              "tests", "--tag", "a=1", "--tag", "b=x y", "--pue", "1.5")
        self.validate(result.record, "wattprint.run.v1")
        record = result.record
        self.assertEqual(record["run"]["tags"], {"a": "1", "b": "x y"})
        self.assertEqual(record["run"]["name"], "nap")
        self.assertEqual(record["grid"]["zone"], "DE")  # from TZ
        self.assertEqual(record["grid"]["intensity_g_per_kwh"]["basis"], "assumed")
        self.assertEqual(record["facility"]["pue"]["value"], 1.5)
        for figure in (record["energy_j"], record["emissions_g"], record["facility"]["energy_j"],
                       record["grid"]["intensity_g_per_kwh"]):
            self.assert_figure(figure)
        self.assert_conserved(record)
        expected = record["energy_j"]["value"] / 3.6e6 * 1.5 * \
            record["grid"]["intensity_g_per_kwh"]["value"]
        self.assertAlmostEqual(record["emissions_g"]["value"] / expected, 1.0, places=9)

    def test_zone_by_flag_environment_file_and_none(self):
        grid = lambda *options: self.measure(["true"], *options).record["grid"]
        self.assertEqual(grid()["zone"], "DE")
        config = self.dir / "config.toml"
        config.write_text('zone = "PL"\n')
        self.assertEqual(grid("--config", str(config))["zone"], "PL")
        self.env["WATTPRINT_ZONE"] = "SE"
        self.assertEqual(grid("--config", str(config))["zone"], "SE")
        self.assertEqual(grid("--zone", "FR")["zone"], "FR")
        self.assertEqual(grid("--zone", "FR")["intensity_g_per_kwh"]["basis"], "estimated")
        del self.env["WATTPRINT_ZONE"]
        self.env["TZ"] = "UTC"
        world = grid()
        self.assertEqual(world["zone"], "WORLD")
        figure = world["intensity_g_per_kwh"]
        self.assertEqual(figure["basis"], "assumed")
        self.assertGreater(figure["high"], 2 * figure["low"])
        self.assertEqual(grid("--intensity", "350")["intensity_g_per_kwh"]["value"], 350)

    def test_doctor_is_valid_and_answers_without_rights(self):
        document = json.loads(self.wattprint("doctor", "--json").stdout)
        self.validate(document, "wattprint.doctor.v1")
        self.assertIn("model", document["used"])
        for sensor in document["sensors"]:
            self.assertTrue(sensor["detail"], sensor)
            if sensor["state"] == "denied":
                self.assertTrue(sensor["fix"], sensor)

    def test_samples_add_up_to_the_record(self):
        samples = self.dir / "samples.csv"
        result = self.measure(["sh", "-c", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done"],
                              "--interval", "50ms", "--samples", str(samples))
        rows = [line.split(",") for line in samples.read_text().splitlines()]
        header, rows = rows[0], rows[1:]
        self.assertTrue(all(len(row) == len(header) for row in rows))
        total = sum(float(row[header.index("energy_j")]) for row in rows)
        self.assertAlmostEqual(total / result.record["energy_j"]["value"], 1.0, delta=1e-3)
        self.assertEqual(len(rows), result.record["sampling"]["samples"])

    def test_json_may_go_to_standard_output(self):
        process = self.wattprint("run", "--quiet", "--json", "-", "--", "true")
        self.assertEqual(json.loads(process.stdout)["schema"], "wattprint.run.v1")
        self.assertEqual(process.stderr, "")


class KeptRuns(EndToEnd):
    def test_list_show_compare_and_rm(self):
        first = self.measure(["sleep", "0.1"], "--name", "short").record["run"]["id"]
        second = self.measure(["sleep", "0.2"], "--name", "long").record["run"]["id"]
        listed = self.wattprint("list").stdout
        self.assertIn("short", listed)
        self.assertIn("long", listed)
        self.assertEqual([r["run"]["name"] for r in
                          json.loads(self.wattprint("list", "--json").stdout)["runs"]],
                         ["long", "short"])
        shown = json.loads(self.wattprint("show", first[:6], "--json").stdout)
        self.assertEqual(shown["run"]["id"], first)
        self.assertIn("long", self.wattprint("show").stdout)  # the newest
        compared = self.wattprint("compare", first[:8], second[:8])
        self.assertEqual(compared.returncode, 0, compared.stderr)
        self.assertIn("energy", compared.stdout)
        self.assertEqual(self.wattprint("rm", first).returncode, 0)
        gone = self.wattprint("show", first)
        self.assertEqual(gone.returncode, 1)
        self.assertIn(first[:6], gone.stderr)

    def test_a_run_may_be_called_run(self):
        self.measure(["true"], "--name", "run")
        listed = json.loads(self.wattprint("list", "--name", "run", "--limit", "5", "--json").stdout)
        self.assertEqual(len(listed["runs"]), 1)

    def test_nothing_kept_yet(self):
        self.assertEqual(self.wattprint("list").returncode, 0)
        shown = self.wattprint("show")
        self.assertEqual(shown.returncode, 1)
        self.assertTrue(shown.stderr)


class Summary(EndToEnd):
    def test_is_a_few_lines_without_colour_on_a_pipe(self):
        result = self.measure(["sleep", "0.1"], "--name", "nap")
        lines = result.err.splitlines()
        self.assertLess(len(lines), 12)
        self.assertTrue(re.match(r"wattprint  nap  1\d\d ms, exit 0$", lines[0]), lines[0])
        self.assertNotIn("\x1b", result.err)
        for word in ("energy", "emissions", "kept as run"):
            self.assertIn(word, result.err)
        self.assertTrue(re.search(r"grid DE \d+ g/kWh", result.err), result.err)

    def test_quiet_says_nothing(self):
        self.assertEqual(self.measure(["true"], "--quiet").err, "")


if __name__ == "__main__":
    unittest.main()
