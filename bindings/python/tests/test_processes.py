"""Other processes, and the ends that a program can come to."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

BURN = """
import time
def burn(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
"""


def told(ran):
    """What was said, but for what Python 3.12 says of each fork() of a process with threads."""
    lines = ran.stderr.splitlines()
    return "".join(
        line for line in lines if "use of fork()" not in line and "os.fork()" not in line
    )


def test_importing_loads_nothing_else(script):
    ran = script(
        """
        import sys
        before = set(sys.modules)
        import wattprint
        print(sorted(set(sys.modules) - before))
        """
    )
    assert ran.stdout.strip() == "['wattprint']", ran.stderr


def test_tracking_loads_no_heavy_module(script):
    ran = script(
        """
        import sys
        import wattprint
        with wattprint.track() as t:
            with t.task("a"):
                pass
            t.epoch()
        str(t.energy)
        heavy = {"asyncio", "dataclasses", "inspect", "json", "logging", "pandas", "subprocess",
                 "typing", "urllib"}
        print(sorted(heavy & set(sys.modules)))
        """
    )
    assert ran.stdout.strip() == "[]", ran.stderr


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_counts_the_workers_of_a_pool_and_once(method, script, kept):
    ran = script(
        BURN
        + f"""
import multiprocessing
import wattprint

def work(n):
    burn(0.2)
    return n

if __name__ == "__main__":
    with wattprint.track("pool") as t:
        with multiprocessing.get_context({method!r}).Pool(2) as pool:
            assert pool.map(work, range(4), chunksize=1) == [0, 1, 2, 3]
            pool.close()
            pool.join()
"""
    )
    assert ran.returncode == 0 and ran.stderr == "", ran.stderr
    (record,) = kept()
    assert 0.75 < record["attribution"]["cpu_s"] < 2.5
    assert record["run"]["state"] == "finished"


def test_a_forked_child_leaves_the_measuring_to_its_parent(script, kept):
    ran = script(
        BURN
        + """
import os, sys
import wattprint
t = wattprint.track("parent").start()
task = t.task("both").start()
child = os.fork()
if child == 0:
    t.epoch(); t.mark("no"); task.stop()
    with t.task("in the child"):
        burn(0.2)
    print(t.energy, t.record())
    t.stop()
    sys.exit(0)
os.waitpid(child, 0)
task.stop()
t.stop()
"""
    )
    assert told(ran) == "" and ran.stdout == "None None\n", ran
    (record,) = kept()
    assert record["attribution"]["cpu_s"] >= 0.2
    assert [task["name"] for task in record["tasks"]] == ["both"]
    assert "epochs" not in record and "marks" not in record


def test_a_forked_child_may_measure_itself(script, kept):
    ran = script(
        """
import os
import wattprint
outer = wattprint.track("parent").start()
child = os.fork()
if child == 0:
    with wattprint.track("child") as t:
        pass
    os._exit(0 if t.energy is not None else 1)
_, status = os.waitpid(child, 0)
outer.stop()
raise SystemExit(os.waitstatus_to_exitcode(status))
"""
    )
    assert ran.returncode == 0 and told(ran) == "", ran.stderr
    assert sorted(record["run"]["name"] for record in kept()) == ["child", "parent"]


def test_the_end_of_the_program_ends_the_run(script, kept):
    ran = script("import wattprint; wattprint.track('left open').start()")
    assert ran.returncode == 0 and ran.stderr == ""
    assert kept()[0]["run"]["state"] == "finished"


def test_an_error_that_ends_the_program_makes_the_run_a_failed_one(script, kept):
    ran = script("import wattprint; wattprint.track().start(); 1 / 0")
    assert ran.returncode == 1 and "ZeroDivisionError" in ran.stderr
    assert kept()[0]["run"]["state"] == "failed"


def test_what_ends_without_a_word_is_closed_by_the_next_command(script, kept):
    ran = script(
        """
        import os, time, wattprint
        wattprint.track("gone", interval=0.02).start()
        time.sleep(0.3)
        os._exit(5)
        """
    )
    assert ran.returncode == 5
    (record,) = kept()
    assert record["run"]["name"] == "gone"
    assert record["run"]["state"] == "interrupted"


@pytest.mark.parametrize(
    "number, state", [(signal.SIGINT, "interrupted"), (signal.SIGTERM, "interrupted")]
)
def test_signals_end_the_program_as_they_would_without_us(number, state, tmp_path, kept):
    program = tmp_path / "waits.py"
    program.write_text(
        "import time, wattprint\n"
        "with wattprint.track('waits', interval=0.02):\n"
        "    print('ready', flush=True)\n"
        "    time.sleep(60)\n"
    )
    process = subprocess.Popen(
        [sys.executable, str(program)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout.readline() == b"ready\n"
    time.sleep(0.1)
    process.send_signal(number)
    process.communicate(timeout=30)
    assert process.returncode == -number
    assert kept()[0]["run"]["state"] == state


def test_samples_go_on_while_the_interpreter_is_busy(script, kept):
    # One call that never lets another Python thread run.
    ran = script(
        """
        import time, wattprint
        with wattprint.track(interval=0.02):
            end = time.perf_counter() + 0.5
            while time.perf_counter() < end:
                sum(range(5_000_000))
        """
    )
    assert ran.returncode == 0, ran.stderr
    sampling = kept()[0]["sampling"]
    assert sampling["samples"] >= 15 and sampling["missed"] <= 5


def test_a_store_that_cannot_be_written_does_not_stop_the_program(script, tmp_path):
    (tmp_path / "data").write_text("a file where the directory should be")
    ran = script(
        """
        import json, wattprint
        with wattprint.track() as t:
            pass
        print(json.dumps([w["code"] for w in t.record()["warnings"]]), t.energy.value > 0)
        """
    )
    assert ran.returncode == 0, ran.stderr
    codes, measured = ran.stdout.rsplit(" ", 1)
    assert json.loads(codes) and measured == "True\n"


def test_a_disk_that_is_full_does_not_stop_the_program(script):
    # No file may grow: each write fails as on a full disk.
    ran = script(
        """
        import resource, wattprint
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        with wattprint.track(interval=0.01) as t:
            for _ in t.epochs(20):
                sum(range(200_000))
        codes = [w["code"] for w in t.record()["warnings"]]
        raise SystemExit(0 if codes and t.energy.value > 0 else repr(codes))
        """
    )
    assert ran.returncode == 0, ran.stderr


def test_the_command_line_comes_with_the_package(command_line):
    import wattprint

    ran = command_line("--version")
    assert ran.returncode == 0 and wattprint.__version__ in ran.stdout
    assert command_line("no-such-command").returncode == 2


def test_an_interpreter_in_another_encoding_has_the_same_names(script, kept):
    ran = script(
        "import wattprint\nwith wattprint.track('größer'):\n    pass\n",
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    )
    assert ran.returncode == 0, ran.stderr
    assert kept()[0]["run"]["name"] == "größer"
