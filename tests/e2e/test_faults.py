"""Whatever goes wrong with measuring or keeping, the command runs and its status comes back."""

import ctypes
import json
import os
import shutil
import signal
import sqlite3
import struct
import subprocess
import time
import unittest

from support import BIN, EndToEnd, end, wait_until

NOBODY = 65534


def as_nobody():
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def forbid(*numbers):
    """A seccomp filter that answers EPERM to some x86-64 system calls, as containers' do."""
    def install():
        load, jump_equal, ret = 0x20, 0x15, 0x06
        allow, errno_eperm = 0x7FFF0000, 0x00050000 | 1
        code = [(load, 0, 0, 0)]
        for i, number in enumerate(numbers):
            code.append((jump_equal, len(numbers) - i, 0, number))
        code += [(ret, 0, 0, allow), (ret, 0, 0, errno_eperm)]
        program = b"".join(struct.pack("HBBI", *c) for c in code)
        buffer = ctypes.create_string_buffer(program, len(program))
        header = struct.pack("HxxxxxxP", len(code), ctypes.addressof(buffer))
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(38, 1, 0, 0, 0)  # PR_SET_NO_NEW_PRIVS
        if libc.prctl(22, 2, header, 0, 0) != 0:  # PR_SET_SECCOMP, SECCOMP_MODE_FILTER
            raise OSError(ctypes.get_errno(), "seccomp")
    return install


class Store(EndToEnd):
    def kept_anyway(self, **popen):
        """The command runs, its status comes back, and the record names the trouble."""
        result = self.measure(["sh", "-c", "exit 5"], **popen)
        self.assertEqual(result.status, 5, result.err)
        self.assertIn("store-unavailable", result.warnings())
        warning = result.warnings()["store-unavailable"]
        self.assertTrue(warning["fix"])
        return warning["message"]

    def test_read_only_data_directory(self):
        self.data.mkdir(mode=0o555)
        self.kept_anyway(preexec_fn=as_nobody)

    def test_full_disk(self):
        self.data.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", str(self.data)],
                          capture_output=True).returncode != 0:
            self.skipTest("a tiny file system cannot be mounted here")
        try:
            self.kept_anyway()
        finally:
            subprocess.run(["umount", str(self.data)], check=True)

    def test_corrupt_database_is_left_as_it_is(self):
        self.data.mkdir()
        garbage = b"this is no database\n" * 1000
        (self.data / "wattprint.db").write_bytes(garbage)
        self.assertIn("wattprint.db", self.kept_anyway())
        self.assertEqual((self.data / "wattprint.db").read_bytes(), garbage)

    def test_database_of_a_newer_version(self):
        self.measure(["true"])
        with sqlite3.connect(self.data / "wattprint.db") as database:
            database.execute("PRAGMA user_version = 9999")
        self.assertIn("newer", self.kept_anyway())

    def test_no_home(self):
        del self.env["HOME"]
        process = subprocess.run(
            [BIN, "run", "--json", str(self.json), "--", "sh", "-c", "exit 5"],
            env={k: v for k, v in self.env.items() if not k.startswith("XDG")},
            text=True, capture_output=True, timeout=30)
        self.assertEqual(process.returncode, 5, process.stderr)
        codes = [w["code"] for w in json.loads(self.json.read_text())["warnings"]]
        self.assertIn("store-unavailable", codes)

    def test_two_runs_at_once(self):
        processes = []
        for i in range(4):
            command = [BIN, "run", "--data-dir", str(self.data), "--name", f"run{i}", "--quiet",
                       "--", "sleep", "0.3"]
            processes.append(subprocess.Popen(command, env=self.env))
        for process in processes:
            self.assertEqual(process.wait(timeout=60), 0)
        listed = json.loads(self.wattprint("list", "--json").stdout)
        runs = listed["runs"] if isinstance(listed, dict) else listed
        self.assertEqual(len(runs), 4)

    def test_kill_9_leaves_an_interrupted_run_and_an_unharmed_command(self):
        process = self.start(["--interval", "100ms"], ["sh", "-c", "echo $$; exec sleep 30"])
        self.addCleanup(end, process)
        command = int(process.stdout.readline())
        self.assertTrue(wait_until(lambda: (self.data / "wattprint.db").exists()))
        time.sleep(0.5)
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()
        os.kill(command, 0)  # still there
        shown = self.wattprint("show", "--json")
        os.kill(command, signal.SIGKILL)
        self.assertEqual(shown.returncode, 0, shown.stderr)
        run = json.loads(shown.stdout)["run"]
        self.assertEqual(run["state"], "interrupted")
        self.assertEqual(run["command"][0], "sh")


class Surroundings(EndToEnd):
    def test_no_proc(self):
        result = self.measure(["sh", "-c", "exit 5"], "--procfs-root", str(self.dir / "none"))
        self.assertEqual(result.status, 5, result.err)
        self.assertIsNone(result.record["energy_j"])
        self.assertIsNone(result.record["emissions_g"])
        self.assertIn("no-cpu-time", result.warnings())
        self.assertGreater(result.record["attribution"]["cpu_s"], 0)

    def test_no_proc_at_all(self):
        if shutil.which("unshare") is None:
            self.skipTest("no unshare")
        script = f"umount -l /proc && exec {BIN} run --data-dir {self.data} --json {self.json} -- sh -c 'exit 5'"
        process = subprocess.run(["unshare", "--mount", "sh", "-c", script], env=self.env,
                                 text=True, capture_output=True, timeout=30)
        if "umount" in process.stderr or "unshare" in process.stderr:
            self.skipTest("no mount namespace can be made here: " + process.stderr)
        self.assertEqual(process.returncode, 5, process.stderr)
        self.assertIsNone(json.loads(self.json.read_text())["energy_j"])

    def test_user_without_rights(self):
        result = self.measure(["sh", "-c", "exit 5"], preexec_fn=as_nobody)
        self.assertEqual(result.status, 5, result.err)
        self.assert_figure(result.record["energy_j"])
        self.assertEqual(result.record["energy_j"]["basis"], "estimated")

    def test_seccomp_filter_like_a_containers(self):
        # perf_event_open, mkdir, mkdirat, unshare, bpf, prctl would break the shell: not filtered.
        install = forbid(298, 83, 258, 272, 321)
        self.data.mkdir()
        result = self.measure(["sh", "-c", "exit 5"], preexec_fn=install)
        self.assertEqual(result.status, 5, result.err)
        self.assert_figure(result.record["energy_j"])
        self.assertEqual(result.record["attribution"]["method"], "wait and /proc")
        self.assertIn("tree-may-lose", result.warnings())

    def test_no_signalfd_or_timerfd_means_no_samples_but_the_command_runs(self):
        # timerfd_create: the run has a start and an end, and that is enough.
        result = self.measure(["sh", "-c", "exit 5"], preexec_fn=forbid(283))
        self.assertEqual(result.status, 5, result.err)
        self.assert_figure(result.record["energy_j"])

    def test_bad_place_for_json_and_samples(self):
        result = self.measure(["sh", "-c", "exit 5"], "--samples", "/nonexistent/s.csv")
        self.assertEqual(result.status, 5)
        self.assertIn("samples-not-written", result.warnings())
        process = self.wattprint("run", "--json", "/nonexistent/r.json", "--", "sh", "-c", "exit 5")
        self.assertEqual(process.returncode, 5)
        self.assertIn("/nonexistent/r.json", process.stderr)


if __name__ == "__main__":
    unittest.main()
