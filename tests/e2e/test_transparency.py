"""The command must not notice: streams, signals, terminal, directory, environment, descriptors."""

import os
import pty
import select
import signal
import subprocess
import sys
import time
import unittest

from support import BIN, EndToEnd, end, is_alive, wait_until

REPORT = """
import json, os, signal
print(json.dumps({
  "cwd": os.getcwd(), "fds": sorted(int(f) for f in os.listdir("/proc/self/fd"))[:-1],
  "blocked": open("/proc/self/status").read().split("SigBlk:")[1].split()[0],
  "ignored": open("/proc/self/status").read().split("SigIgn:")[1].split()[0],
  "env": sorted(os.environ), "pgrp": os.getpgrp(), "sid": os.getsid(0), "nice": os.nice(0)}))
"""


class Streams(EndToEnd):
    def test_standard_input_and_output_are_the_commands_own(self):
        process = self.start([], ["tr", "a-z", "A-Z"], stdin=subprocess.PIPE)
        out, _ = process.communicate("hello\n" * 10000)
        self.assertEqual(out, "HELLO\n" * 10000)

    def test_a_reader_who_leaves_ends_the_command_as_ever(self):
        shell = f"{BIN} run --no-store --quiet -- yes | head -n 1; echo ${{PIPESTATUS[0]}}"
        result = subprocess.run(["bash", "-c", shell], text=True, env=self.env,
                                capture_output=True, timeout=30)
        self.assertEqual(result.stdout.split(), ["y", str(128 + signal.SIGPIPE)])

    def test_process_is_the_same_as_without_wattprint(self):
        alone = subprocess.run([sys.executable, "-c", REPORT], env=self.env, cwd=self.dir,
                               text=True, capture_output=True).stdout
        under = self.measure([sys.executable, "-c", REPORT], cwd=self.dir).out
        self.assertEqual(under, alone)

    def test_closed_standard_error_harms_nothing(self):
        process = subprocess.run(["bash", "-c", f"{BIN} run --no-store -- sh -c 'exit 4' 2>&-"],
                                 env=self.env, timeout=30)
        self.assertEqual(process.returncode, 4)


class Signals(EndToEnd):
    TRAP = "trap 'echo caught $0; exit 7' {name}; echo ready; while :; do sleep 0.05; done"

    def forwarded(self, name):
        process = self.start([], ["sh", "-c", self.TRAP.format(name=name)])
        self.addCleanup(end, process)
        self.assertEqual(process.stdout.readline(), "ready\n")
        process.send_signal(getattr(signal, "SIG" + name))
        return self.finish(process)

    def test_signals_reach_the_command_and_the_record_is_written(self):
        for name in ("TERM", "INT", "HUP", "USR1", "QUIT"):
            with self.subTest(signal=name):
                result = self.forwarded(name)
                self.assertEqual(result.status, 7)
                self.assertIn("caught", result.out)
                self.assertEqual(result.record["run"]["exit_code"], 7)

    def test_a_command_that_dies_of_the_signal_leaves_nothing_behind(self):
        process = self.start([], ["sleep", "1000"])
        self.addCleanup(end, process)
        pids = []

        def started():
            pids[:] = children_of(process.pid)
            return len(pids) == 1 and is_alive(pids[0])
        self.assertTrue(wait_until(started))
        time.sleep(0.1)
        process.terminate()
        result = self.finish(process)
        self.assertEqual(result.status, 128 + signal.SIGTERM)
        self.assertFalse(is_alive(pids[0]))
        self.assertEqual(result.record["run"]["state"], "failed")

    def test_nohup_is_respected(self):
        process = self.start(["--no-store"], ["sh", "-c", "echo ready; sleep 0.5; exit 6"],
                             preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        self.assertEqual(process.stdout.readline(), "ready\n")
        process.send_signal(signal.SIGHUP)
        self.assertEqual(self.finish(process).status, 6)

    def test_a_parent_that_ignores_sigchld_changes_nothing(self):
        result = self.measure(["sh", "-c", "sh -c 'exit 0'; exit 9"],
                              preexec_fn=lambda: signal.signal(signal.SIGCHLD, signal.SIG_IGN))
        self.assertEqual(result.status, 9)


class JobControl(EndToEnd):
    """A real shell on a real (pseudo) terminal."""

    def setUp(self):
        super().setUp()
        pid, self.terminal = pty.fork()
        if pid == 0:
            os.chdir(self.dir)
            os.execve("/bin/bash", ["bash", "--norc", "--noprofile", "-i"],
                      {**self.env, "PS1": "$ ", "TERM": "dumb"})
        self.shell = pid
        self.screen = ""
        self.expect("$ ")

    def tearDown(self):
        os.kill(self.shell, signal.SIGKILL)
        os.waitpid(self.shell, 0)
        os.close(self.terminal)

    def type(self, text):
        os.write(self.terminal, text.encode())

    def expect(self, text, seconds=15):
        deadline = time.monotonic() + seconds
        while text not in self.screen:
            ready, _, _ = select.select([self.terminal], [], [], deadline - time.monotonic())
            if not ready:
                self.fail(f"waited for {text!r}, saw {self.screen!r}")
            self.screen += os.read(self.terminal, 65536).decode(errors="replace")
        before, _, self.screen = self.screen.partition(text)
        return before

    def test_ctrl_c_reaches_the_command_once(self):
        script = self.dir / "count.py"
        script.write_text("import signal, time\nn = 0\n"
                          "def f(*_):\n global n\n n += 1\n"
                          "signal.signal(signal.SIGINT, f)\nprint('rea' + 'dy', flush=True)\n"
                          "end = time.time() + 1\n"
                          "while time.time() < end: time.sleep(0.05)\nprint('count', n)\n")
        self.type(f"{BIN} run --no-store --quiet -- {sys.executable} {script}\n")
        self.expect("ready")
        self.type("\x03")
        self.expect("count 1")

    def test_ctrl_z_stops_and_fg_continues(self):
        self.type(f"{BIN} run --no-store --quiet -- sh -c 'echo rea''dy; sleep 1; echo do''ne; exit 3'\n")
        self.expect("ready")
        self.type("\x1a")
        self.expect("Stopped")
        time.sleep(0.3)
        self.type("fg\n")
        self.expect("done")
        self.type("echo status $?\n")
        self.expect("status 3")

    def test_the_command_has_the_terminal(self):
        self.type(f"{BIN} run --no-store --quiet -- sh -c 'test -t 0 && test -t 1 && echo t''ty'\n")
        self.expect("tty")


def children_of(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as file:
            return [int(p) for p in file.read().split()]
    except OSError:
        return []


if __name__ == "__main__":
    unittest.main()
