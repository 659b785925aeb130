"""Several processes of one job on a machine: the machine is counted once."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import threading
import time

import pytest

RANK = """
import sys, time, wattprint
with wattprint.track("rank", scope=sys.argv[1], interval=0.05) as t:
    end = time.process_time() + 0.3
    while time.process_time() < end:
        pass
"""


class Package:
    """A /sys with one RAPL package that draws `watts`, while the block lasts."""

    def __init__(self, root, watts):
        self._zone = pathlib.Path(root) / "class/powercap/intel-rapl:0"
        self._zone.mkdir(parents=True)
        self._watts = watts
        for name, text in (("name", "package-0"), ("max_energy_range_uj", str(2**40))):
            (self._zone / name).write_text(text + "\n")
        self._write(0)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._draw)

    def _write(self, microjoules):
        # Whoever reads meanwhile must find a number.
        new = self._zone / "new"
        new.write_text(f"{microjoules}\n")
        new.rename(self._zone / "energy_uj")

    def _draw(self):
        start = time.monotonic()
        while not self._stop.wait(0.005):
            self._write(int((time.monotonic() - start) * self._watts * 1e6))

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join()


@pytest.fixture
def ranks(tmp_path, monkeypatch):
    """Runs RANK as torchrun would start it, `size` times at once."""
    program = tmp_path / "rank.py"
    program.write_text(RANK)
    monkeypatch.setenv("WATTPRINT_SYSFS_ROOT", str(tmp_path / "sys"))

    def run(size, scope, **more):
        with Package(tmp_path / "sys", watts=50):
            processes = [
                subprocess.Popen(
                    [sys.executable, str(program), scope],
                    env={
                        **os.environ,
                        "RANK": str(rank),
                        "WORLD_SIZE": str(size),
                        "LOCAL_RANK": str(rank),
                        "LOCAL_WORLD_SIZE": str(size),
                        "TORCHELASTIC_RUN_ID": "job",
                        **more,
                    },
                )
                for rank in range(size)
            ]
            assert [process.wait(timeout=120) for process in processes] == [0] * size

    return run


def longest(records):
    return max(record["run"]["duration_s"] for record in records)


def test_ranks_that_each_measure_the_machine_count_it_once(ranks, kept):
    ranks(4, "machine")
    records = kept()
    assert len(records) == 4
    assert all(record["attribution"]["of_machine"] == 0.25 for record in records)
    together = sum(record["energy_j"]["value"] for record in records)
    assert together <= 50 * longest(records) * 1.2
    assert together >= 50 * min(r["run"]["duration_s"] for r in records) * 0.8


def test_ranks_that_each_measure_themselves_add_up_to_at_most_the_machine(ranks, kept):
    ranks(3, "tree")
    records = kept()
    assert all("of_machine" not in record["attribution"] for record in records)
    together = sum(record["energy_j"]["value"] for record in records)
    assert 0 < together <= 50 * longest(records) * 1.2


def test_a_rank_may_stand_for_the_whole_machine(ranks, kept):
    ranks(2, "machine", WATTPRINT_RANKS="whole")
    for record in kept():
        assert "of_machine" not in record["attribution"]
        assert record["energy_j"]["value"] == pytest.approx(
            50 * record["run"]["duration_s"], rel=0.3
        )


def test_the_group_has_its_sum(ranks, kept, command_line):
    ranks(3, "machine")
    records = kept()
    shown = command_line("show", records[0]["run"]["id"], "--group", "--json")
    assert shown.returncode == 0, shown.stderr
    group = json.loads(shown.stdout)
    assert group["schema"] == "wattprint.group.v1"
    assert (group["group"], group["launcher"], group["size"]) == ("job", "torchrun", 3)
    assert [rank["rank"] for rank in group["ranks"]] == [0, 1, 2]
    assert group["missing_ranks"] == []
    assert group["energy_j"]["value"] == pytest.approx(
        sum(record["energy_j"]["value"] for record in records)
    )
    text = command_line("show", records[0]["run"]["id"], "--group").stdout
    assert "3 of 3 ranks by torchrun, group job" in text
    assert "rank" in command_line("show").stdout


def test_a_run_without_ranks_has_no_group(script, command_line):
    script("import wattprint\nwith wattprint.track(): pass")
    shown = command_line("show", "--group")
    assert shown.returncode == 2 and "not one of several ranks" in shown.stderr


@pytest.mark.parametrize("mpirun", ["mpirun.openmpi", "mpirun.mpich"])
@pytest.mark.parametrize("wrapper", [[], ["sh", "-c", '"$0" "$@"; exit $?']])
def test_ranks_of_a_real_launcher_are_one_group(mpirun, wrapper, tmp_path, kept):
    if shutil.which(mpirun) is None:
        pytest.skip(f"{mpirun} is not installed")
    program = tmp_path / "rank.py"
    program.write_text(RANK)
    options = ["--oversubscribe", "--allow-run-as-root"] if "openmpi" in mpirun else []
    subprocess.run(
        [mpirun, "-n", "2", *options, *wrapper, sys.executable, str(program), "tree"],
        check=True,
        timeout=120,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    one, other = (record["run"]["rank"] for record in kept())
    assert one["group"] == other["group"]
    assert {one["rank"], other["rank"]} == {0, 1}
    assert one["local_size"] == other["local_size"] == 2
