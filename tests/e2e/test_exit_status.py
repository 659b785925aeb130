"""What a shell sees of a command must be what it would see without wattprint."""

import signal
import sys
import unittest

from support import EndToEnd


class ExitStatus(EndToEnd):
    def test_is_that_of_the_command(self):
        for status in (0, 1, 3, 255):
            result = self.measure(["sh", "-c", f"exit {status}"])
            self.assertEqual(result.status, status)
            self.assertEqual(result.record["run"]["exit_code"], status)
            self.assertIsNone(result.record["run"]["signal"])
            self.assertEqual(result.record["run"]["state"], "finished" if status == 0 else "failed")

    def test_is_128_and_the_signal_that_ended_the_command(self):
        for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV):
            result = self.measure(["sh", "-c", f"kill -{int(number)} $$"])
            self.assertEqual(result.status, 128 + number)
            self.assertIsNone(result.record["run"]["exit_code"])
            self.assertEqual(result.record["run"]["signal"], number)

    def test_is_127_for_an_unknown_command(self):
        result = self.measure(["no-such-command-anywhere"])
        self.assertEqual(result.status, 127)
        self.assertIn("no-such-command-anywhere", result.err)
        self.assertIsNone(result.record)

    def test_is_126_for_what_cannot_be_executed(self):
        plain = self.dir / "plain.txt"
        plain.write_text("no program")
        for command in (str(plain), "/tmp"):
            result = self.measure([command])
            self.assertEqual(result.status, 126, result.err)
            self.assertIn(command, result.err)

    def test_is_2_for_wrong_usage_and_says_what_is_wrong(self):
        cases = [
            (["run"], "COMMAND"),
            (["run", "--"], "COMMAND"),
            (["run", "--", ""], "COMMAND"),
            (["run", "--intervall", "1s", "--", "true"], "--intervall"),
            (["run", "--interval", "soon", "--", "true"], "soon"),
            (["run", "--interval", "-1s", "--", "true"], "-1s"),
            (["run", "--interval", "0", "--", "true"], "--interval"),
            (["run", "--zone", "Atlantis", "--", "true"], "Atlantis"),
            (["run", "--pue", "0.9", "--", "true"], "0.9"),
            (["run", "--pue", "nan", "--", "true"], "--pue"),
            (["run", "--intensity", "-5", "--", "true"], "-5"),
            (["run", "--scope", "galaxy", "--", "true"], "galaxy"),
            (["run", "--idle", "never", "--", "true"], "never"),
            (["fly"], "fly"),
            ([], "subcommand"),
        ]
        for arguments, told in cases:
            with self.subTest(arguments=arguments):
                result = self.wattprint(*arguments)
                self.assertEqual(result.returncode, 2, result.stderr)
                self.assertIn(told.lower(), result.stderr.lower())

    def test_a_verb_that_is_missing_or_is_none_is_answered_with_those_that_there_are(self):
        for words, expected in [(["grid"], "wattprint grid: say now, history"),
                                (["grid", "nowx"], 'there is no "nowx"; say now, history'),
                                (["catalog"], "cpu, gpu, instance or region"),
                                (["estimate", "thing"], 'there is no "thing"')]:
            with self.subTest(words=words):
                result = self.wattprint(*words)
                self.assertEqual(result.returncode, 2)
                self.assertIn(expected, result.stderr)

    def test_wrong_usage_does_not_run_the_command(self):
        touched = self.dir / "touched"
        self.wattprint("run", "--zone", "Atlantis", "--", "touch", str(touched))
        self.assertFalse(touched.exists())

    def test_options_of_the_command_are_the_commands(self):
        result = self.measure([sys.executable, "-c", "import sys; print(sys.argv[1:])", "--json",
                               "--interval", "--", "-x"])
        self.assertEqual(result.out.strip(), "['--json', '--interval', '--', '-x']")

    def test_two_dashes_may_be_left_out(self):
        result = self.wattprint("run", "--no-store", "--interval", "100ms", "sh", "-c", "exit 5")
        self.assertEqual(result.returncode, 5)

    def test_help_and_version_go_to_standard_output(self):
        for arguments in (["--help"], ["run", "--help"], ["--version"]):
            result = self.wattprint(*arguments)
            self.assertEqual(result.returncode, 0)
            self.assertTrue(result.stdout)
            self.assertFalse(result.stderr)


if __name__ == "__main__":
    unittest.main()
