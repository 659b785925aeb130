"""tools/check_golden.py must find what is wrong with an answer; a program that always answers the same stands for ours.

    check_golden_test.py CHECK_GOLDEN
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

CHECK_GOLDEN = pathlib.Path(sys.argv[1])


class CheckGolden(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.scratch = pathlib.Path(scratch.name)

    def check(self, expected, answer):
        case = {"id": "one", "tool": "ecologits", "kind": "k", "input": {}, "expected": expected}
        (self.scratch / "cases.jsonl").write_text(json.dumps(case) + "\n", encoding="utf-8")
        program = self.scratch / "answers"
        program.write_text(f"#!{sys.executable}\nimport sys\nfor _ in sys.stdin:\n    print({json.dumps(answer)!r})\n",
                           encoding="utf-8")
        program.chmod(0o755)
        return subprocess.run([sys.executable, CHECK_GOLDEN, self.scratch, "--answers", program, "--failures", "--all"],
                              text=True, capture_output=True, check=False)

    def assert_right(self, expected, answer):
        result = self.check(expected, answer)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertIn("1 of 1 cases come out", result.stdout)

    def assert_wrong(self, expected, answer, sentence):
        result = self.check(expected, answer)
        self.assertEqual(result.returncode, 1, result.stdout + result.stderr)
        self.assertIn("0 of 1 cases come out", result.stdout)
        self.assertIn(sentence, result.stdout)

    def test_numbers_agree_to_nine_digits(self):
        self.assert_right(1234.56789012345, 1234.56789012346)
        self.assert_wrong(1234.5678901, 1234.5679, "1234.5679 instead of 1234.5678901")
        self.assert_right(205.269145, 205.2691450001)
        self.assert_wrong(1e-8, 2e-8, "2e-08 instead of 1e-08")
        self.assert_wrong(1.0000008, 1.0, "1.0 instead of 1.0000008")
        self.assert_wrong(0.0, 1e-3, "0.001 instead of 0.0")
        self.assert_wrong(1, True, "True instead of 1")

    def test_an_answer_that_lacks_a_field_is_partly_right(self):
        result = self.check({"a": 1.5, "b": 2.5}, {"a": 1.5})
        self.assertEqual(result.returncode, 1)
        self.assertIn("0 of 1 cases come out, 1 more in what is answered", result.stdout)
        self.assert_wrong({"a": 1.5, "b": 2.5}, {"a": 1.6}, "/a: 1.6 instead of 1.5")

    def test_texts_lists_and_nothing(self):
        self.assert_right("0:01:00", "0:01:00")
        self.assert_wrong("0:01:00", "0:1:00", "'0:1:00' instead of '0:01:00'")
        self.assert_right([1.5, "DE"], [1.5, "DE"])
        self.assert_wrong([1.5, "DE"], [1.5], "instead of")
        self.assert_right(None, None)
        self.assert_wrong(None, 85.0, "85.0 instead of None")

    def test_an_error_is_right_where_the_tool_has_one(self):
        self.assert_right({"error": "TypeError"}, {"error": "the page dies"})
        self.assert_wrong({"error": "TypeError"}, {"kgco2e": 60.0}, "an error was expected")
        self.assert_wrong({"kgco2e": 60.0}, {"error": "no"}, "/kgco2e: missing")

    def test_an_interval_without_width_is_one_number(self):
        self.assert_right({"min": 2.0, "max": 2.0}, 2.0)
        self.assert_wrong({"min": 2.0, "max": 3.0}, 2.0, "/max: 2.0 instead of 3.0")

    def test_what_is_not_supported_does_not_come_out(self):
        self.assert_wrong(1.0, {"unsupported": "its table may not be shipped"}, "its table may not be shipped")

    def test_a_program_that_stops_halfway_is_no_answer(self):
        self.check(1.0, 1.0)
        (self.scratch / "answers").write_text(f"#!{sys.executable}\n", encoding="utf-8")
        result = subprocess.run([sys.executable, CHECK_GOLDEN, self.scratch, "--answers", self.scratch / "answers"],
                                text=True, capture_output=True, check=False)
        self.assertEqual(result.returncode, 2)
        self.assertIn("answered 0 of 1 cases", result.stderr)

    def test_a_folder_without_cases_is_no_success(self):
        result = subprocess.run([sys.executable, CHECK_GOLDEN, self.scratch, "--answers", "/bin/true", "--all"],
                                text=True, capture_output=True, check=False)
        self.assertEqual(result.returncode, 2)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
