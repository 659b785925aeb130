"""wattprint grid backtest: scores of forecasts of the past, or a sentence why there are none."""

import datetime
import gzip
import json
import math
import pathlib
import subprocess
import sys
import unittest

from support import BIN, SCHEMAS, EndToEnd

try:
    import jsonschema
except ImportError:
    jsonschema = None

HEADER = "timestamp_utc,g_per_kwh\n"
SPANS = ["1-24", "24-96", "day1", "day2", "day3", "day4"]
TOOL = pathlib.Path(__file__).resolve().parents[2] / "tools" / "backtest_series.py"


def series(days, step_minutes=60):
    """A grid with a day and a slow wave that no calendar knows."""
    start = datetime.datetime(2024, 1, 1)
    lines = [HEADER]
    for i in range(days * 24 * 60 // step_minutes):
        hours = i * step_minutes / 60
        value = 300 + 60 * math.cos(hours / 24 * 2 * math.pi) + 80 * math.sin(hours / 57)
        time = start + datetime.timedelta(hours=hours)
        lines.append(f"{time.isoformat()}Z,{value:.2f}\n")
    return "".join(lines)


class GridBacktest(EndToEnd):
    def backtest(self, text, *options, status=0, name="s.csv"):
        path = self.dir / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        result = self.wattprint("grid", "backtest", "--series", str(path), *options)
        self.assertEqual(result.returncode, status, result.stderr)
        return result

    def test_the_document(self):
        result = json.loads(self.backtest(series(75), "--json").stdout)
        if jsonschema:
            schema = json.loads((SCHEMAS / "wattprint.grid.backtest.v1.schema.json").read_text())
            jsonschema.validate(result, schema)
        self.assertEqual(result["series"], str(self.dir / "s.csv"))
        self.assertEqual(result["origins"], 15)
        for scores in [result["mape_percent"], result["interval90_coverage"],
                       *result["baselines"].values()]:
            self.assertEqual(list(scores), SPANS)
        self.assertLess(result["mape_percent"]["1-24"], result["baselines"]["reference"]["1-24"])
        self.assertEqual(result["mape_percent"]["1-24"], result["mape_percent"]["day1"])

    def test_gzip_and_standard_input_give_the_same(self):
        text = series(65, 15)
        plain = json.loads(self.backtest(text, "--json").stdout)
        packed = json.loads(self.backtest(gzip.compress(text.encode()), "--json", name="s.gz").stdout)
        piped = json.loads(subprocess.run([BIN, "grid", "backtest", "--series", "-", "--json"], input=text,
                                          capture_output=True, text=True, check=True).stdout)
        for other in (packed, piped):
            self.assertEqual(other["mape_percent"], plain["mape_percent"])

    def test_the_table_and_the_number_of_origins(self):
        result = self.backtest(series(75), "--origins", "4")
        for words in ("4 forecasts of the past", "forecast", "7-day profile", "persistence", "yesterday",
                      "a week ago", "in interval", "day4"):
            self.assertIn(words, result.stdout)
        self.assertEqual(result.stderr, "")

    def test_what_is_no_series_is_refused_with_its_line(self):
        for text, told in [("a,b\n", "s.csv:1:1: "),
                           (series(61) + "2024-01-01T00:00:00Z,5\n", "s.csv:1466:1: earlier than"),
                           (HEADER + "2024-01-01T00:00:00Z,-5\n", "s.csv:2:22: g_per_kwh must be"),
                           (series(20), "s.csv: a backtest begins on the 60th day; the series has 20 days")]:
            result = self.backtest(text, status=1)
            self.assertIn(told, result.stderr)
            self.assertEqual(result.stderr.count("\n"), 1)
            self.assertEqual(result.stdout, "")

    def test_wrong_usage(self):
        self.backtest(series(61), "--origins", "0", status=2)
        self.assertEqual(self.wattprint("grid", "backtest").returncode, 2)

    def test_the_tool_sums_up_a_directory_or_says_that_there_is_none(self):
        self.backtest(series(70))
        done = subprocess.run([sys.executable, str(TOOL), BIN, str(self.dir)], capture_output=True, text=True,
                              check=True)
        self.assertIn("| s | 10 |", done.stdout)
        done = subprocess.run([sys.executable, str(TOOL), BIN, str(self.dir / "no")], capture_output=True,
                              text=True, check=True)
        self.assertIn("skipped: ", done.stdout)


if __name__ == "__main__":
    unittest.main()
