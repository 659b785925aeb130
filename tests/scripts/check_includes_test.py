"""The include check must be able to fail: each test builds a small tree and looks at the breaches."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).parents[2] / "scripts" / "check-includes"


class CheckIncludes(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.directory.name)
        self.write("src/base/result.hpp", "#include <string>\n")
        self.write("src/measure/source.hpp", '#include "base/result.hpp"\n')

    def tearDown(self):
        self.directory.cleanup()

    def write(self, path, text):
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def check(self):
        done = subprocess.run([sys.executable, SCRIPT, self.root], capture_output=True, text=True)
        return done.returncode, done.stdout

    def assert_one_breach(self, *parts):
        status, output = self.check()
        self.assertEqual(status, 1)
        self.assertEqual(output.count("\n"), 1, output)
        for part in parts:
            self.assertIn(part, output)

    def test_accepts_what_the_table_allows(self):
        self.assertEqual(self.check(), (0, ""))

    def test_rejects_an_include_upwards(self):
        self.write("src/base/bad.cpp", '\n#include "measure/source.hpp"\n')
        self.assert_one_breach("src/base/bad.cpp:2:", "base may not include measure")

    def test_rejects_an_include_sideways(self):
        self.write("src/processes/tree.hpp", "")
        self.write("src/sensors/all.cpp", '#include "processes/tree.hpp"\n')
        self.assert_one_breach("sensors may not include processes")

    def test_rejects_a_header_of_one_sensor_outside_its_folder(self):
        self.write("src/sensors/rapl/zones.hpp", "")
        self.write("src/sensors/rapl/zones.cpp", '#include "sensors/rapl/zones.hpp"\n')
        self.write("src/sensors/all.cpp", '#include "sensors/rapl/zones.hpp"\n')
        self.assertEqual(self.check(), (0, ""))
        self.write("src/sensors/nvidia/nvml.cpp", '#include "sensors/rapl/zones.hpp"\n')
        self.assert_one_breach("src/sensors/nvidia/nvml.cpp:1:", "src/sensors/all.cpp")

    def test_rejects_it_from_the_command_line_too(self):
        self.write("src/sensors/rapl/zones.hpp", "")
        self.write("apps/wattprint/main.cpp", '#include "sensors/rapl/zones.hpp"\n')
        self.assert_one_breach("apps/wattprint/main.cpp:1:")

    def test_rejects_heavy_libraries_in_headers_but_not_in_sources(self):
        self.write("src/base/json.cpp", "#include <nlohmann/json.hpp>\n#include <fmt/format.h>\n")
        self.write("src/base/forward.hpp", "#include <nlohmann/json_fwd.hpp>\n")
        self.assertEqual(self.check(), (0, ""))
        self.write("src/base/json.hpp", "#include <nlohmann/json.hpp>\n")
        self.assert_one_breach("src/base/json.hpp:1:", "move it to a .cpp")

    def test_rejects_a_path_that_is_not_below_src(self):
        self.write("src/measure/counter.cpp", '#include "source.hpp"\n')
        self.assert_one_breach('"source.hpp" is no file below src/')

    def test_rejects_a_folder_that_is_no_domain(self):
        self.write("src/utils/misc.hpp", "")
        self.assert_one_breach("src/utils: no domain")

    def test_rejects_a_private_header_in_an_installed_one(self):
        self.write("include/wattprint/wattprint.h", '#include "base/result.hpp"\n')
        self.assert_one_breach("include/wattprint/wattprint.h:1:", "installed header")


if __name__ == "__main__":
    unittest.main()
