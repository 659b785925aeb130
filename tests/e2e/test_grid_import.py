"""wattprint grid import and export: files of carbon intensities into the store and out again."""

import json
import unittest

from support import SCHEMAS, EndToEnd

try:
    import jsonschema
except ImportError:
    jsonschema = None

ROWS = "".join(f"2026-01-{1 + h // 24:02}T{h % 24:02}:00:00Z,{100 + h % 24}.125\n" for h in range(24 * 70 % 744))
OWN = "timestamp_utc,g_per_kwh\n" + ROWS


class GridImport(EndToEnd):
    def grid(self, *words, status=0, text=None):
        if text is not None:
            (self.dir / "s.csv").write_text(text)
        result = self.wattprint("grid", *words)
        self.assertEqual(result.returncode, status, result.stderr)
        return result

    def test_the_document(self):
        text = "time,value,unit\n2026-01-20 00:00,200,kg/MWh\n2026-01-20 01:00,,kg/MWh\n2026-01-20 02:00,300,kg/MWh\n"
        result = json.loads(self.grid("import", str(self.dir / "s.csv"), "--zone", "DE", "--time-zone", "Europe/Berlin",
                                      "--source", "Ours", "--kind", "direct", "--json", text=text).stdout)
        if jsonschema:
            jsonschema.validate(result, json.loads((SCHEMAS / "wattprint.grid.import.v1.schema.json").read_text()))
        self.assertEqual((result["points"], result["rows"], result["gaps"], result["without_value"]), (2, 3, 1, 1))
        self.assertEqual(result["first"][:16], "2026-01-19T23:00")
        self.assertEqual((result["kind"], result["source"]), ("direct", "Ours"))

    def test_what_is_exported_is_read_back_as_the_same(self):
        self.grid("import", str(self.dir / "s.csv"), "--zone", "DE", "--source", "Ours", text=OWN)
        first = self.grid("export", "--zone", "DE").stdout
        self.assertEqual(first.splitlines()[0], "timestamp_utc,g_per_kwh,low,high,source,end")
        self.assertEqual(len(first.splitlines()), len(OWN.splitlines()))
        self.assertIn("2026-01-01T00:00:00.000Z,100.125,", first)
        self.grid("import", str(self.dir / "s.csv"), "--zone", "FR", text=first)
        self.assertEqual(self.grid("export", "--zone", "FR").stdout, first)
        self.grid("export", "--zone", "FR", "--output", str(self.dir / "out.csv"), "--from", "2026-01-02", "--to",
                  "2026-01-03")
        self.assertEqual(len((self.dir / "out.csv").read_text().splitlines()), 25)

    def test_a_bad_row_keeps_everything_out_unless_asked(self):
        bad = OWN + "2020-01-01T00:00:00Z,5\n"
        result = self.grid("import", str(self.dir / "s.csv"), "--zone", "DE", text=bad, status=1)
        self.assertIn("earlier than the row before", result.stderr)
        self.assertIn("nothing", self.grid("export", "--zone", "DE", status=1).stderr)
        result = self.grid("import", str(self.dir / "s.csv"), "--zone", "DE", "--keep-going", status=1)
        self.assertIn("1 bad row left out", result.stdout)
        self.grid("export", "--zone", "DE")

    def test_two_kinds_are_not_mixed(self):
        for kind in ("direct", "lifecycle"):
            self.grid("import", str(self.dir / "s.csv"), "--zone", "DE", "--kind", kind, text=OWN)
        self.assertIn("choose one by", self.grid("export", "--zone", "DE", status=1).stderr)
        self.grid("export", "--zone", "DE", "--kind", "direct")

    def test_wrong_usage(self):
        self.grid("import", "x.csv", status=2)
        self.grid("import", "x.csv", "--zone", "DE", "--unit", "W", status=2)
        self.grid("import", str(self.dir / "no.csv"), "--zone", "DE", status=1)


if __name__ == "__main__":
    unittest.main()
