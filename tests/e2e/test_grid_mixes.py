"""wattprint grid history from ENTSO-E and EIA: what plants generate becomes an intensity, and faults become sentences."""

import unittest

from grid_stub import GridStub, intensity
from support import EndToEnd

GAS, NUCLEAR = 490, 12  # g/kWh over the life of the plant, medians of IPCC AR5 WG III
HOUR = 1768899600  # 2026-01-20T09:00Z


def mix(gas):
    return (gas * GAS + 100 * NUCLEAR) / (gas + 100)


class GridMixes(EndToEnd):
    def history(self, name, zone, key, fault=""):
        with GridStub() as stub:
            url = stub.url + (f"/fault/{fault}/{name}" if fault else f"/{name}")
            config = self.dir / "config.toml"
            config.write_text(f'providers = ["{name}"]\n[provider.{name}]\nurl = "{url}"\n')
            self.env["WATTPRINT_" + name.upper().replace("-", "_") + "_KEY"] = key
            result = self.wattprint("grid", "history", "--zone", zone, "--from", "2026-01-20T09:00", "--to",
                                    "2026-01-20T11:00", "--json", "--config", str(config), "--data-dir", str(self.data))
        self.assertNotIn(key, result.stdout + result.stderr)
        return result

    def test_entso_e(self):
        result = self.history("entso-e", "FR", "t0ken-e")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("ENTSO-E", result.stdout)
        self.assertIn(f"{mix(intensity('10YFR-RTE------C', HOUR)):.6f}"[:8], result.stdout)

    def test_eia(self):
        result = self.history("eia", "US-CAL-CISO", "t0ken-a")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("US EIA", result.stdout)
        self.assertIn(f"{mix(intensity('CISO', HOUR)):.6f}"[:8], result.stdout)

    def test_faults_are_sentences_and_never_wrong_figures(self):
        for name, zone, key in (("entso-e", "FR", "t0ken-e"), ("eia", "US-CAL-CISO", "t0ken-a")):
            for fault in ("html", "words", "absurd", "no-points", "server-error", "cut", "echo-key"):
                with self.subTest(name=name, fault=fault):
                    result = self.history(name, zone, key, fault)
                    self.assertIn(name + ": ", result.stdout + result.stderr)
            result = self.history(name, zone, "wr0ng-key")
            self.assertIn("key", result.stdout + result.stderr)
            self.assertNotIn("wr0ng-key", result.stdout + result.stderr)


if __name__ == "__main__":
    unittest.main()
