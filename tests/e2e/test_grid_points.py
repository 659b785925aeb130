"""wattprint grid now, history and forecast: from the table, from providers, and through every fault."""

import datetime
import http.server
import json
import re
import threading
import time
import unittest

import grid_stub
from grid_stub import GridStub, intensity
from support import SCHEMAS, EndToEnd

try:
    import jsonschema
except ImportError:
    jsonschema = None

KEY = "em-test-key"


def epoch(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


class GridCase(EndToEnd):
    def setUp(self):
        super().setUp()
        self.config = self.dir / "config.toml"
        self.env["WATTPRINT_CONFIG"] = str(self.config)
        self.config.write_text("")

    def configure(self, **providers):
        """A configuration that lists providers in this order, each with the options of its table."""
        lines = [f"providers = {json.dumps([name.replace('_', '-') for name in providers])}"]
        for name, options in providers.items():
            lines.append(f"[provider.{name.replace('_', '-')}]")
            lines += [f"{option} = {json.dumps(value)}" for option, value in options.items()]
        self.config.write_text("\n".join(lines) + "\n")

    def ask(self, what, *options, status=0):
        result = self.wattprint("grid", what, "--json", *options)
        self.assertEqual(result.returncode, status, result.stderr)
        if status:
            return result
        document = json.loads(result.stdout)
        if jsonschema:
            schema = json.loads((SCHEMAS / "wattprint.grid.points.v1.schema.json").read_text())
            jsonschema.validate(document, schema, format_checker=jsonschema.FormatChecker())
        ends = None
        for point in document["points"]:
            self.assert_figure(point["g_per_kwh"])
            self.assertLess(point["start"], point["end"])
            if ends:
                self.assertGreaterEqual(point["start"], ends)
            ends = point["end"]
        return document


class Offline(GridCase):
    def test_now_is_the_yearly_average_of_the_time_zones_country(self):
        document = self.ask("now")
        self.assertEqual(document["zone"], "DE")
        self.assertIn("time zone Europe/Berlin", document["zone_from"])
        self.assertIsNone(document["provider"])
        self.assertEqual(document["label"]["scope"], "lifecycle")
        point = document["points"][0]
        self.assertEqual(point["g_per_kwh"]["basis"], "assumed")
        self.assertLessEqual(epoch(point["start"]), time.time())
        self.assertGreater(epoch(point["end"]), time.time())

    def test_a_cloud_region_stands_for_its_zone(self):
        self.assertEqual(self.ask("now", "--zone", "gcp:europe-west1")["zone"], "BE")

    def test_an_unknown_zone_names_the_nearest(self):
        result = self.ask("now", "--zone", "Germny", status=1)
        self.assertIn("Germany", result.stderr)

    def test_an_unknown_cloud_region_names_the_nearest(self):
        result = self.ask("now", "--zone", "aws:us-esat-1", status=1)
        self.assertIn("aws:us-east-1", result.stderr)

    def test_history_has_the_average_of_each_year(self):
        document = self.ask("history", "--zone", "FR", "--from", "2021-12-30", "--to", "2022-01-02T12:00")
        self.assertEqual([(p["start"][:10], p["end"][:16]) for p in document["points"]],
                         [("2021-12-30", "2022-01-01T00:00"), ("2022-01-01", "2022-01-02T12:00")])
        years = [re.search(r"average (\d+)", p["g_per_kwh"]["source"]).group(1) for p in document["points"]]
        self.assertEqual(years, ["2021", "2022"])

    def test_a_forecast_without_a_history_says_that_it_is_none(self):
        document = self.ask("forecast", "--zone", "PL", "--hours", "30")
        self.assertEqual(len(document["points"]), 30)
        self.assertEqual(len({p["g_per_kwh"]["value"] for p in document["points"]}), 1)
        self.assertIn("no history", " ".join(document["notes"]))

    def test_times_that_make_no_sense_are_usage_errors(self):
        for options in [("history", "--from", "yesterday"), ("forecast", "--hours", "0"),
                        ("forecast", "--hours", "97")]:
            self.ask(*options, status=2)
        self.ask("history", "--from", "2024-02-02", "--to", "2024-02-01", status=1)
        self.ask("history", "--to", "2100-01-01", status=1)

    def test_a_cloud_machine_of_which_only_the_firmware_tells_has_all_regions_in_its_interval(self):
        dmi = self.dir / "sys/class/dmi/id"
        dmi.mkdir(parents=True)
        (dmi / "sys_vendor").write_text("Amazon EC2\n")
        self.env["TZ"] = "UTC"
        document = self.ask("now", "--sysfs-root", str(self.dir / "sys"))
        figure = document["points"][0]["g_per_kwh"]
        self.assertEqual(document["zone"], "WORLD")
        self.assertIn("regions of Amazon Web Services", figure["source"])
        self.assertLess(figure["low"], 60)
        self.assertGreater(figure["high"], 600)


class Live(GridCase):
    def setUp(self):
        super().setUp()
        self.stub = GridStub()
        self.addCleanup(self.stub.close)

    def test_now_is_the_services_figure_and_names_it(self):
        self.configure(uk={"url": self.stub.url + "/uk"})
        document = self.ask("now", "--zone", "GB")
        point = document["points"][0]
        self.assertEqual(point["g_per_kwh"]["value"], intensity("GB", epoch(point["start"])))
        self.assertLessEqual(epoch(point["start"]), time.time())
        self.assertGreater(epoch(point["end"]), time.time() - 3600)
        self.assertEqual((document["provider"], document["source"]), ("uk", "UK Carbon Intensity"))
        self.assertEqual(document["label"], {"signal": "average", "accounting": "location-based", "scope": "direct"})
        self.assertFalse(document["stale"])

    def test_the_second_question_asks_nobody(self):
        self.configure(uk={"url": self.stub.url + "/uk"})
        first = self.ask("now", "--zone", "GB")
        asked = len(self.stub.requests)
        self.assertEqual(self.ask("now", "--zone", "GB")["points"], first["points"])
        self.assertEqual(len(self.stub.requests), asked)

    def test_history_has_each_half_hour(self):
        self.configure(uk={"url": self.stub.url + "/uk"})
        day = datetime.date.today() - datetime.timedelta(days=3)
        document = self.ask("history", "--zone", "GB", "--from", str(day), "--to", f"{day}T06:00")
        self.assertEqual(len(document["points"]), 12)
        for point in document["points"]:
            self.assertEqual(point["g_per_kwh"]["value"], intensity("GB", epoch(point["start"])))
        self.assertIsNone(document["issued_at"])

    def test_a_long_history_is_asked_for_in_pieces_and_only_once(self):
        self.configure(uk={"url": self.stub.url + "/uk"})
        end = datetime.date.today() - datetime.timedelta(days=2)
        start = end - datetime.timedelta(days=40)
        document = self.ask("history", "--zone", "GB", "--from", str(start), "--to", str(end))
        self.assertEqual(len(document["points"]), 40 * 48)
        asked = len(self.stub.requests)
        self.ask("history", "--zone", "GB", "--from", str(start), "--to", str(end))
        self.assertEqual(len(self.stub.requests), asked)

    def test_the_longest_piece_is_within_the_services_limit_at_any_minute(self):
        end = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=2)
        end = end.replace(minute=17, second=0, microsecond=0)
        start = end - datetime.timedelta(days=35)
        self.env["WATTPRINT_ELECTRICITY_MAPS_KEY"] = KEY
        self.env["WATTPRINT_WATTTIME_KEY"] = "wt-user:wt-secret-pass"
        for zone, name in [("GB", "uk"), ("DE", "electricity-maps"), ("US-CAL-CISO", "watttime"),
                           ("DK-DK1", "energi-data-service")]:
            with self.subTest(provider=name):
                self.configure(**{name.replace("-", "_"): {"url": f"{self.stub.url}/{name}"}})
                document = self.ask("history", "--zone", zone, "--from", f"{start:%Y-%m-%dT%H:%M}",
                                    "--to", f"{end:%Y-%m-%dT%H:%M}")
                self.assertEqual(document["problems"], [])
                self.assertEqual(document["provider"], name)

    def test_a_providers_forecast_comes_first_and_own_makes_ours(self):
        self.configure(uk={"url": self.stub.url + "/uk"})
        theirs = self.ask("forecast", "--zone", "GB", "--hours", "24")
        self.assertEqual(theirs["provider"], "uk")
        self.assertIsNotNone(theirs["issued_at"])
        for point in theirs["points"]:
            self.assertEqual(point["g_per_kwh"]["value"], intensity("GB", epoch(point["start"])))
        ours = self.ask("forecast", "--zone", "GB", "--hours", "24", "--own")
        self.assertIn("forecast from the history of UK", ours["source"])
        # Half hours without a gap, from the end of the last hour that is known. In the second half of an
        # hour the service has told all of it, so that ours begins with the next.
        self.assertEqual(len(ours["points"]), 48 - (2 if time.time() % 3600 >= 1800 else 0))
        for point, following in zip(ours["points"], ours["points"][1:]):
            self.assertEqual(epoch(following["start"]) - epoch(point["start"]), 1800)
        self.assertLessEqual(epoch(ours["points"][0]["start"]), time.time() + 3600)
        self.assertGreaterEqual(epoch(ours["points"][-1]["end"]), time.time() + 23 * 3600 - 1800)
        for point in ours["points"]:
            truth = intensity("GB", epoch(point["start"]))
            self.assertAlmostEqual(point["g_per_kwh"]["value"] / truth, 1.0, delta=0.15)

    def test_the_first_provider_that_answers_wins(self):
        self.configure(uk={"url": self.stub.url + "/fault/server-error/uk"},
                       electricity_maps={"url": self.stub.url + "/electricity-maps"})
        self.env["WATTPRINT_ELECTRICITY_MAPS_KEY"] = KEY
        document = self.ask("now", "--zone", "GB")
        self.assertEqual(document["provider"], "electricity-maps")
        self.assertEqual(document["label"]["scope"], "lifecycle")
        self.assertIn("uk:", " ".join(document["problems"]))

    def test_a_key_comes_from_a_file_that_only_its_owner_can_read(self):
        key = self.dir / "em.key"
        key.write_text(KEY + "\n")
        key.chmod(0o600)
        self.configure(electricity_maps={"url": self.stub.url + "/electricity-maps", "key_file": str(key)})
        self.assertEqual(self.ask("now", "--zone", "DE")["provider"], "electricity-maps")
        key.chmod(0o644)
        document = self.ask("now", "--zone", "FR")
        self.assertIsNone(document["provider"])
        self.assertIn("chmod 600", " ".join(document["problems"]))

    def test_no_secret_is_written_anywhere(self):
        self.configure(electricity_maps={"url": self.stub.url + "/fault/echo-key/electricity-maps"})
        self.env["WATTPRINT_ELECTRICITY_MAPS_KEY"] = "a-secret-that-is-wrong"
        result = self.wattprint("grid", "now", "--zone", "DE", "--json")
        kept = b"".join(p.read_bytes() for p in self.data.rglob("*") if p.is_file())
        for text in [result.stdout.encode(), result.stderr.encode(), kept]:
            self.assertNotIn(b"a-secret-that-is-wrong", text)
        self.assertIn("electricity-maps: ", result.stdout)
        self.assertTrue(self.stub.requests)

    def test_what_is_kept_serves_when_the_service_is_gone_and_says_that_it_is_stale(self):
        self.configure(uk={"url": self.stub.url + "/uk"})
        now = self.ask("now", "--zone", "GB")
        self.age_the_cache(hours=5)
        self.stub.fault = "server-error"
        stale = self.ask("now", "--zone", "GB")
        self.assertTrue(stale["stale"])
        self.assertEqual(stale["points"][0]["g_per_kwh"]["value"], now["points"][0]["g_per_kwh"]["value"])

    def age_the_cache(self, hours):
        """As if everything in it had been asked for so long ago."""
        import sqlite3
        with sqlite3.connect(self.data / "wattprint.db") as database:
            for table, column in [("grid_points", "fetched_at"), ("grid_fetched", "fetched_at")]:
                database.execute(f"UPDATE {table} SET {column} = {column} - ?", (hours * 3_600_000,))

    def test_each_fault_ends_in_a_sentence_and_the_next_source_never_in_a_wrong_number(self):
        true_faults = {"gaps", "duplicates", "unsorted", "strings", "some-nulls", "contradictions"}
        self.env["WATTPRINT_ELECTRICITY_MAPS_KEY"] = KEY
        for fault in grid_stub.FAULTS:
            if fault in ("hang", "drip", "huge-body"):
                continue  # slow ones have a test of their own
            with self.subTest(fault=fault):
                self.env["XDG_DATA_HOME"] = str(self.dir)
                data = self.dir / fault
                self.configure(uk={"url": f"{self.stub.url}/fault/{fault}/uk"})
                result = self.wattprint("--data-dir", str(data), "grid", "now", "--zone", "GB", "--json")
                self.assertEqual(result.returncode, 0, result.stderr)
                document = json.loads(result.stdout)
                if document["provider"] == "uk":
                    point = document["points"][0]
                    truth = intensity("GB", epoch(point["start"]))
                    self.assertIn(point["g_per_kwh"]["value"], (truth, truth + 10), fault)
                else:
                    self.assertNotIn(fault, true_faults)
                    self.assertTrue(any(p.startswith("uk: ") for p in document["problems"]), document["problems"])
                    self.assertIn("yearly average", document["source"])

    def test_slow_servers_and_endless_answers_are_cut(self):
        for fault in ("hang", "drip", "huge-body"):
            with self.subTest(fault=fault):
                data = self.dir / fault
                self.configure(uk={"url": f"{self.stub.url}/fault/{fault}/uk"})
                began = time.monotonic()
                result = self.wattprint("--data-dir", str(data), "grid", "now", "--zone", "GB", "--json")
                self.assertLess(time.monotonic() - began, 15)
                self.assertEqual(result.returncode, 0)
                self.assertIn("uk: ", result.stdout)



class ByAddress(GridCase):
    """IP geolocation: only when it is switched on, and never trusted further than it makes sense."""

    def setUp(self):
        super().setUp()
        self.env["TZ"] = "UTC"
        self.body = b'{"ip": "192.0.2.7", "country_code": "US", "region_code": "CA", "city": "San Jose"}'
        self.asked = 0
        case = self

        class Service(http.server.BaseHTTPRequestHandler):
            def do_GET(self):  # noqa: N802
                case.asked += 1
                self.send_response(200)
                self.send_header("Content-Length", str(len(case.body)))
                self.end_headers()
                self.wfile.write(case.body)

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.env["WATTPRINT_IP_LOCATION_URL"] = f"http://127.0.0.1:{server.server_address[1]}/json"

    def test_nobody_is_asked_unless_it_is_switched_on(self):
        self.assertEqual(self.ask("now")["zone"], "WORLD")
        self.assertEqual(self.asked, 0)

    def test_part_of_a_country_where_it_is_a_zone_else_the_country(self):
        document = self.ask("now", "--ip-location")
        self.assertEqual(document["zone"], "US-CA")
        self.assertEqual(document["points"][0]["g_per_kwh"]["basis"], "assumed")
        self.assertIn("address on the Internet", document["zone_from"])
        self.body = b'{"countryCode": "AT", "region": "9", "regionName": "Vienna"}'
        self.assertEqual(self.ask("now", "--ip-location")["zone"], "AT")

    def test_a_stated_zone_needs_nobody(self):
        self.assertEqual(self.ask("now", "--ip-location", "--zone", "FR")["zone"], "FR")
        self.assertEqual(self.asked, 0)

    def test_a_run_is_weighed_where_the_address_is(self):
        result = self.measure(["sleep", "0.6"], "--ip-location")
        self.assertEqual(result.status, 0)
        self.assertEqual(result.record["grid"]["zone"], "US-CA")
        self.assertIn("address on the Internet", result.record["grid"]["intensity_g_per_kwh"]["source"])
        self.body = b"<html>"
        result = self.measure(["sleep", "0.6"], "--ip-location")
        self.assertEqual(result.record["grid"]["zone"], "WORLD")
        self.assertIn("country_code", result.warnings()["grid-unavailable"]["message"])

    def test_nonsense_is_a_problem_and_the_next_way_is_taken(self):
        for body in [b"", b"<html>", b"[]", b'{"country_code": 7}', b'{"country_code": "ZZ"}',
                     b'{"country_code": "Germany"}', b'{"error": true, "reason": "RateLimited"}']:
            with self.subTest(body=body):
                self.body = body
                document = self.ask("now", "--ip-location")
                self.assertEqual(document["zone"], "WORLD")
                self.assertEqual(len(document["problems"]), 1, document["problems"])


class Answers(GridCase):
    """Messages for people."""

    def test_the_line_is_short_and_says_what_it_is(self):
        out = self.wattprint("grid", "now", "--zone", "SE").stdout
        self.assertRegex(out, r"^SE Sweden +\d+ g/kWh +\(\d+ to \d+\)")
        self.assertIn("average, location-based, life cycle", out)

    def test_the_providers_are_listed_with_what_is_wrong_with_them(self):
        key = self.dir / "em.key"
        key.write_text("secret-of-mine")
        key.chmod(0o644)
        self.configure(uk={}, electricity_maps={"key_file": str(key)}, mine={"kind": "nonsense"})
        result = self.wattprint("grid", "providers", "--json")
        document = json.loads(result.stdout)
        if jsonschema:
            jsonschema.validate(document, json.loads(
                (SCHEMAS / "wattprint.grid.providers.v1.schema.json").read_text()))
        lines = {line["name"]: line for line in document["providers"]}
        self.assertEqual(lines["uk"]["turn"], 1)
        self.assertIsNone(lines["uk"]["problem"])
        self.assertIn("chmod 600", lines["electricity-maps"]["problem"])
        self.assertIn("no provider", lines["mine"]["problem"])
        self.assertIsNone(lines["watttime"]["turn"])
        self.assertIsNone(lines["watttime"]["problem"])
        self.env["WATTPRINT_PROVIDERS"] = "watttime"
        asked = json.loads(self.wattprint("grid", "providers", "--json").stdout)["providers"][0]
        self.assertIn("WATTPRINT_WATTTIME_KEY", asked["problem"])
        del self.env["WATTPRINT_PROVIDERS"]
        text = self.wattprint("grid", "providers").stdout
        self.assertIn("asked as number 1", text)
        self.assertNotIn("secret-of-mine", result.stdout + text)

    def test_a_problem_goes_to_standard_error(self):
        self.env["WATTPRINT_PROVIDERS"] = "nobody"
        result = self.wattprint("grid", "now", "--zone", "SE")
        self.assertEqual(result.returncode, 0)
        self.assertIn('there is no provider "nobody"', result.stderr)
        self.assertNotIn("nobody", result.stdout)


if __name__ == "__main__":
    unittest.main()
