"""Runs are weighed with the carbon intensity of their time, and weighed again when more is known of it."""

import datetime
import http.server
import json
import threading
import time
import unittest

from grid_stub import GridStub, intensity
from support import SCHEMAS, EndToEnd, end, wait_until

try:
    import jsonschema
except ImportError:
    jsonschema = None

PATIENCE = 0.5  # of a run that has ended, for the first answer
SLACK = 0.35    # for what starting and ending a process takes on a busy machine


def epoch(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


class GridRuns(EndToEnd):
    def setUp(self):
        super().setUp()
        stub = GridStub()
        self.addCleanup(stub.close)
        self.stub = stub

    def ask_uk(self, url, zone="GB"):
        """Whom to ask from now on; None for nobody."""
        config = self.dir / "config.toml"
        config.write_text(f'zone = "{zone}"\n' +
                          (f'providers = ["uk"]\n[provider.uk]\nurl = "{url}"\n' if url else ""))
        self.env["WATTPRINT_CONFIG"] = str(config)

    def timed(self, command, *options):
        begin = time.monotonic()
        result = self.measure(command, *options)
        return result, time.monotonic() - begin

    def validate(self, document, schema):
        if jsonschema:
            jsonschema.validate(document, json.loads((SCHEMAS / f"{schema}.schema.json").read_text()))

    def parts(self, record):
        parts = record["grid"]["parts"]
        self.assertAlmostEqual(sum(p["energy_share"] for p in parts), 1.0, places=9)
        mean = sum(p["energy_share"] * p["intensity_g_per_kwh"]["value"] for p in parts)
        self.assertAlmostEqual(mean / record["grid"]["intensity_g_per_kwh"]["value"], 1.0, places=9)
        expected = record["energy_j"]["value"] / 3.6e6 * record["grid"]["intensity_g_per_kwh"]["value"] * \
            record["facility"]["pue"]["value"]
        self.assertAlmostEqual(record["emissions_g"]["value"] / expected, 1.0, places=9)
        return parts


class WhileItRuns(GridRuns):
    def test_the_figure_of_the_hour_is_used_and_named(self):
        self.ask_uk(self.stub.url + "/uk")
        result = self.measure(["sleep", "0.2"])
        self.validate(result.record, "wattprint.run.v1")
        (part,) = self.parts(result.record)
        self.assertEqual(part["kind"], "live")
        self.assertEqual(part["source"], "UK Carbon Intensity")
        self.assertEqual(part["label"], {"signal": "average", "accounting": "location-based", "scope": "direct"})
        self.assertAlmostEqual(part["intensity_g_per_kwh"]["value"], intensity("GB", epoch(part["from"])), delta=2.01)
        self.assertEqual(result.record["grid"]["zone"], "GB")
        self.assertIn("UK Carbon Intensity (direct), by readings", " ".join(result.err.split()))
        self.assertNotIn("grid-unavailable", result.warnings())

    def test_a_network_that_hangs_delays_a_short_command_by_half_a_second_at_most(self):
        self.ask_uk(self.stub.url + "/fault/hang/uk")
        _, without = self.timed(["sleep", "0.1"], "--intensity", "100")
        result, took = self.timed(["sh", "-c", "sleep 0.1; exit 3"])
        self.assertTrue(self.stub.requests)
        self.assertEqual(result.status, 3)
        self.assertLess(took, without + PATIENCE + SLACK)
        warning = result.warnings()["grid-unavailable"]
        self.assertIn("100 % of the energy is weighed with the yearly average", warning["message"])
        self.assertIn("wattprint grid backfill", warning["fix"])
        self.assertEqual([p["kind"] for p in self.parts(result.record)], ["yearly"])

    def test_a_network_that_hangs_does_not_delay_a_command_of_half_a_second(self):
        self.ask_uk(self.stub.url + "/fault/hang/uk")
        _, without = self.timed(["sleep", "0.7"], "--intensity", "100")
        result, took = self.timed(["sleep", "0.7"])
        self.assertLess(took, without + SLACK)
        self.assertIn("grid-unavailable", result.warnings())

    def test_no_network_at_all_is_no_reason_to_fail(self):
        self.ask_uk("http://127.0.0.1:9")  # the port of "discard", where nobody listens
        result = self.measure(["true"])
        self.assertEqual(result.status, 0)
        self.assertIn("grid-unavailable", result.warnings())
        self.assertEqual([p["kind"] for p in self.parts(result.record)], ["yearly"])

    def test_what_is_stated_is_not_asked_for(self):
        self.ask_uk(self.stub.url + "/uk")
        result = self.measure(["true"], "--intensity", "350")
        (part,) = self.parts(result.record)
        self.assertEqual((part["kind"], part["label"]), ("stated", None))
        self.assertEqual(result.record["grid"]["intensity_g_per_kwh"]["value"], 350)
        self.assertEqual(self.stub.requests, [])

    def test_a_zone_that_nobody_knows_is_not_asked_for(self):
        self.ask_uk(self.stub.url + "/uk", zone="WORLD")
        result = self.measure(["true"])
        self.assertIn("--zone", result.warnings()["grid-unavailable"]["fix"])
        self.assertEqual(self.stub.requests, [])

    def libraries_of_a_run(self):
        process = self.start([], ["sleep", "1.5"])
        self.addCleanup(end, process)
        self.addCleanup(process.communicate)
        wait_until(lambda: self.stub.requests or process.poll() is not None, 1)
        with open(f"/proc/{process.pid}/maps") as maps:
            return maps.read()

    def test_without_providers_no_network_library_is_even_loaded(self):
        self.ask_uk(None)
        self.assertNotIn("libcurl", self.libraries_of_a_run())
        self.ask_uk(self.stub.url + "/uk")
        self.assertIn("libcurl", self.libraries_of_a_run())


class ChangingGrid:
    """Speaks as the UK's service does: 100 g/kWh until a moment, 300 from then on."""

    def __init__(self, moment):
        def form(at):
            return datetime.datetime.fromtimestamp(at, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"

        rows = [{"from": form(at), "intensity": {"actual": value, "forecast": value}}
                for at, value in ((moment - 900, 100), (moment, 300))]
        body = json.dumps({"data": rows}).encode()

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):  # noqa: N802
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Afterwards(GridRuns):
    def backfill(self, *options, status=0):
        result = self.wattprint("grid", "backfill", *options)
        self.assertEqual(result.returncode, status, result.stderr)
        return result

    def document(self, *options):
        document = json.loads(self.backfill("--json", *options).stdout)
        self.validate(document, "wattprint.grid.backfill.v1")
        return document

    def kept(self, run):
        return json.loads(self.wattprint("show", run, "--json").stdout)

    def test_each_joule_gets_the_intensity_of_its_moment_and_the_first_figures_stay(self):
        self.ask_uk(None)
        first = self.measure(["sleep", "4"], "--interval", "100ms").record
        run = first["run"]["id"]
        start, stop = epoch(first["run"]["started_at"]), epoch(first["run"]["ended_at"])
        moment = int(start) + 2  # providers' times are whole seconds
        early = (moment - start) / (stop - start)
        grid = ChangingGrid(moment)
        self.addCleanup(grid.close)
        self.ask_uk(grid.url)

        would = self.document(run, "--dry-run")
        self.assertEqual(would["runs"][0]["outcome"], "improved")
        self.assertEqual(self.kept(run), first)

        done = self.document(run)
        after = self.kept(run)
        self.validate(after, "wattprint.run.v1")
        self.assertEqual(done["runs"][0]["after"]["grid"], after["grid"])
        (part,) = self.parts(after)
        self.assertEqual(part["kind"], "history")
        # In slots of five minutes, so that within this run power counts as even.
        self.assertAlmostEqual(after["grid"]["intensity_g_per_kwh"]["value"], 100 * early + 300 * (1 - early), delta=1)
        self.assertEqual(after["energy_j"], first["energy_j"])
        (revision,) = after["revisions"]
        self.assertEqual(revision["emissions_g"], first["emissions_g"])
        self.assertEqual(revision["grid"], first["grid"])

        self.assertEqual(self.document(run)["runs"][0]["outcome"], "unchanged")
        self.assertEqual(self.kept(run), after)
        shown = self.wattprint("show", run).stdout
        self.assertIn("before", shown)
        self.assertIn("yearly average", shown)

    def test_a_run_that_missed_the_answer_is_made_good_for_later(self):
        self.ask_uk(self.stub.url + "/fault/hang/uk")
        result = self.measure(["sleep", "0.1"])
        self.assertIn("grid-unavailable", result.warnings())
        self.ask_uk(self.stub.url + "/uk")
        self.forget_the_failure()
        table = self.backfill("--all").stdout
        self.assertIn("UK Carbon Intensity (direct)", " ".join(table.split()))
        self.assertIn("1 of 1 run improved", table)
        after = self.kept(result.record["run"]["id"])
        self.assertNotIn("grid-unavailable", {w["code"] for w in after["warnings"]})

    def forget_the_failure(self):
        """As if the pause after a failure were over."""
        import sqlite3
        with sqlite3.connect(self.data / "wattprint.db") as database:
            for (table,) in database.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name IN ('grid_states', 'grid_turns')"
            ).fetchall():
                database.execute(f"DELETE FROM {table}")

    def test_says_why_a_run_is_left_alone_or_stays_as_it_is(self):
        self.ask_uk(None)
        stated = self.measure(["true"], "--intensity", "350").record["run"]["id"]
        nowhere = self.measure(["true"], "--zone", "WORLD").record["run"]["id"]
        french = self.measure(["true"], "--zone", "FR").record["run"]["id"]
        self.ask_uk(self.stub.url + "/uk")
        runs = {run["id"]: run for run in self.document("--since", "2020-01-01")["runs"]}
        self.assertEqual(runs[stated]["outcome"], "left_alone")
        self.assertIn("was stated", runs[stated]["reason"])
        self.assertEqual(runs[nowhere]["outcome"], "left_alone")
        self.assertIn("zone", runs[nowhere]["reason"])
        self.assertEqual(runs[french]["outcome"], "unchanged")
        self.assertEqual(runs[french]["reason"], "no provider that is listed has the history of FR")
        self.assertTrue(all(run["after"] is None for run in runs.values()))

    def test_wrong_usage(self):
        self.ask_uk(None)
        self.measure(["true"])
        self.assertIn("which runs?", self.backfill(status=2).stderr)
        self.assertIn("no provider is listed", " ".join(self.backfill("--all").stdout.split()))
        self.ask_uk(self.stub.url + "/uk")
        self.assertIn("--since", self.backfill("--since", "lately", status=2).stderr)
        self.assertIn("no run", self.backfill("abcdef", status=1).stderr)


if __name__ == "__main__":
    unittest.main()
