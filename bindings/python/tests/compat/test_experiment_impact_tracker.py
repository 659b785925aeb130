"""wattprint.compat.experiment_impact_tracker, on a machine that draws 100 W."""

import json
import os
import subprocess
import sys
import time

import pytest
from test_ranks import Package
from wattprint.compat.experiment_impact_tracker.compute_tracker import ImpactTracker
from wattprint.compat.experiment_impact_tracker.data_interface import DataInterface


@pytest.fixture
def package(tmp_path, monkeypatch):
    monkeypatch.setenv("WATTPRINT_SYSFS_ROOT", str(tmp_path / "sys"))
    monkeypatch.setenv("WATTPRINT_SCOPE", "machine")
    with Package(tmp_path / "sys", watts=100):
        yield


def test_power_is_written_a_line_a_second_and_added_up(package, tmp_path, kept):
    with ImpactTracker(tmp_path / "log") as tracker:
        time.sleep(1.3)
        latest = tracker.get_latest_info_and_check_for_errors()
    assert latest["rapl_estimated_attributable_power_draw"] == pytest.approx(100, rel=0.3)
    data = DataInterface([str(tmp_path / "log")])
    assert data.PUE == 1.58
    assert data.exp_len_hours * 3600 == pytest.approx(1.3, abs=0.3)
    (record,) = kept()
    assert data.total_power * 3.6e6 == pytest.approx(
        record["facility"]["energy_j"]["value"], rel=0.1
    )
    assert data.kg_carbon * 1000 == pytest.approx(record["emissions_g"]["value"], rel=0.1)


def test_two_directories_are_added(package, tmp_path):
    for name in ("a", "b"):
        with ImpactTracker(str(tmp_path / name)):
            time.sleep(0.1)
    one = DataInterface(str(tmp_path / "a"))
    both = DataInterface([str(tmp_path / "a"), str(tmp_path / "b")])
    assert both.total_power > one.total_power > 0


def test_a_pue_of_the_environment_comes_first(package, tmp_path, monkeypatch):
    monkeypatch.setenv("OVERRIDE_PUE", "1.1")
    with ImpactTracker(tmp_path / "log"):
        pass
    assert DataInterface(tmp_path / "log").PUE == 1.1


def test_stop_twice_and_launch_twice_do_no_harm(package, tmp_path, kept):
    tracker = ImpactTracker(tmp_path / "log")
    tracker.stop()
    tracker.launch_impact_monitor()
    tracker.launch_impact_monitor()
    tracker.stop()
    tracker.stop()
    assert len(kept()) == 1


def test_an_exception_passes_through(package, tmp_path):
    with pytest.raises(KeyError):
        with ImpactTracker(tmp_path / "log"):
            raise KeyError
    assert DataInterface(tmp_path / "log").total_power > 0


def test_a_directory_that_cannot_be_made_is_told_when_asked(package, tmp_path):
    (tmp_path / "log").write_text("")
    with pytest.warns(UserWarning, match="nothing is written"):
        with ImpactTracker(tmp_path / "log") as tracker:
            with pytest.raises(OSError):
                tracker.get_latest_info_and_check_for_errors()


def test_a_line_that_was_cut_off_is_left_out(package, tmp_path):
    with ImpactTracker(tmp_path / "log"):
        time.sleep(0.1)
    before = DataInterface(tmp_path / "log").total_power
    with open(tmp_path / "log/impacttracker/data.json", "a") as file:
        file.write('{"timestamp": 17')
    assert DataInterface(tmp_path / "log").total_power == before


def test_a_directory_without_a_log_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        DataInterface(tmp_path)


def test_no_pickle_is_written(package, tmp_path):
    with ImpactTracker(tmp_path / "log"):
        pass
    names = {path.name for path in (tmp_path / "log/impacttracker").iterdir()}
    assert names == {"data.json", "info.json"}
    json.loads((tmp_path / "log/impacttracker/info.json").read_text())


def test_an_unchanged_script_finds_ours(tmp_path):
    program = tmp_path / "train.py"
    program.write_text(
        "from experiment_impact_tracker.compute_tracker import ImpactTracker\n"
        "from experiment_impact_tracker.data_interface import DataInterface\n"
        "with ImpactTracker('log'):\n"
        "    sum(range(1000000))\n"
        "print(DataInterface(['log']).total_power > 0)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-m", "wattprint.compat", "experiment_impact_tracker", str(program)],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert ran.stdout == "True\n", ran.stderr


def test_a_forked_child_leaves_the_log_to_its_parent(package, tmp_path):
    with ImpactTracker(tmp_path / "log") as tracker:
        child = os.fork()
        if child == 0:
            status = 1
            try:
                tracker.stop()
                ImpactTracker.launch_impact_monitor(tracker)
                status = 0
            finally:
                os._exit(status)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        time.sleep(0.1)
    assert DataInterface(tmp_path / "log").total_power > 0
