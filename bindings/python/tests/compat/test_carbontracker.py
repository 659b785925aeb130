"""wattprint.compat.carbontracker, on a machine that draws 100 W."""

import json
import os
import pathlib
import subprocess
import sys
import time

import pytest
from test_ranks import Package
from wattprint.compat.carbontracker import IMPORT_NAMES, parser
from wattprint.compat.carbontracker._text import GRAMS_PER_KM, time_text
from wattprint.compat.carbontracker.tracker import CarbonTracker

LOG = """\
2025-01-01 00:00:00 - CarbonTracker: \nPredicted consumption for 10 epoch(s):
\tTime:\t0:02:30
\tEnergy:\t0.003968 kWh
\tCO2eq:\t1.167384 g
\tThis is equivalent to:
\t0.009696 km travelled by car
2025-01-01 00:00:01 - CarbonTracker: \nActual consumption for {epochs} epoch(s):
\tTime:\t0:03:00
\tEnergy:\t0.005000 kWh
\tCO2eq:\t1.500000 g
\tThis is equivalent to:
\t0.012000 km travelled by car
2025-01-01 00:00:02 - CarbonTracker: Finished monitoring.
"""


@pytest.fixture
def package(tmp_path, monkeypatch):
    monkeypatch.setenv("WATTPRINT_SYSFS_ROOT", str(tmp_path / "sys"))
    monkeypatch.setenv("WATTPRINT_SCOPE", "machine")
    with Package(tmp_path / "sys", watts=100):
        yield


def train(tracker, epochs, seconds=0.1):
    for _ in range(epochs):
        tracker.epoch_start()
        time.sleep(seconds)
        tracker.epoch_end()


def rapl_joules(kept):
    """Of the epochs of the only run, and its PUE."""
    (record,) = kept()
    return sum(e["energy_j"]["value"] for e in record["epochs"])


def test_prints_what_was_predicted_and_what_was_used(package, capsys, kept):
    tracker = CarbonTracker(epochs=4, decimal_precision=9, update_interval=0.1)
    train(tracker, 4)
    lines = capsys.readouterr().out.splitlines()
    at = lines.index("Predicted consumption for 4 epoch(s):")
    assert lines[at - 1] == "CarbonTracker: "
    assert [line.split(":")[0] for line in lines[at + 1 : at + 5]] == [
        "\tTime",
        "\tEnergy",
        "\tCO2eq",
        "\tThis is equivalent to",
    ]
    assert "Actual consumption for 4 epoch(s):" in lines
    assert lines[-1] == "CarbonTracker: Finished monitoring."
    # 0.4 s at 100 W; the predicted ones are from one epoch.
    assert tracker.actual["kwh"] * 3.6e6 == pytest.approx(40, rel=0.3)
    assert tracker.actual["kwh"] * 3.6e6 == pytest.approx(rapl_joules(kept), rel=0.25)
    assert tracker.predicted["kwh"] * 3.6e6 == pytest.approx(40, rel=0.5)
    assert tracker.actual["grams"] == pytest.approx(tracker.actual["kwh"] * 344.1399, rel=1e-6)
    kilometres = float(lines[-2].split()[0])
    assert kilometres == pytest.approx(tracker.actual["grams"] / GRAMS_PER_KM, rel=1e-3)


def test_its_logs_are_read_by_the_parser(package, tmp_path, capsys):
    logs = tmp_path / "logs"
    tracker = CarbonTracker(epochs=3, log_dir=str(logs), log_file_prefix="net", update_interval=0.1)
    train(tracker, 3)
    (log,) = parser.parse_all_logs(str(logs))
    assert pathlib.Path(log["standard_filename"]).name.startswith("net_")
    assert not log["early_stop"]
    assert log["actual"]["epochs"] == log["pred"]["epochs"] == 3
    assert log["actual"]["energy (kWh)"] == pytest.approx(tracker.actual["kwh"], rel=1e-6)
    cpu = log["components"]["cpu"]
    assert len(cpu["epoch_durations (s)"]) == 3
    assert sum(cpu["avg_energy_usages (J)"]) == pytest.approx(
        tracker.actual["kwh"] * 3.6e6, rel=0.1
    )
    energy, _, equivalents = parser.aggregate_consumption(str(logs))
    assert energy == pytest.approx(tracker.actual["kwh"], rel=1e-6)
    assert list(equivalents) == ["km travelled by car"]


def test_a_training_that_ends_early_tells_what_all_its_epochs_used(package, tmp_path, capsys):
    tracker = CarbonTracker(epochs=10, log_dir=str(tmp_path / "logs"), update_interval=0.1)
    train(tracker, 3)
    tracker.epoch_start()
    tracker.stop()
    tracker.stop()
    assert "Actual consumption for 3 epoch(s):" in capsys.readouterr().out
    (log,) = parser.parse_all_logs(str(tmp_path / "logs"))
    assert log["early_stop"] and log["actual"]["epochs"] == 3


def test_epochs_after_the_monitored_ones_are_not_measured(package, capsys, kept):
    tracker = CarbonTracker(epochs=5, monitor_epochs=2, update_interval=0.1)
    train(tracker, 5, seconds=0.02)
    assert tracker.actual["epochs"] == 2
    assert len(kept()[0]["epochs"]) == 2


def test_nothing_is_predicted_when_told_so(package, capsys):
    tracker = CarbonTracker(epochs=2, epochs_before_pred=0, update_interval=0.1)
    train(tracker, 2, seconds=0.02)
    assert tracker.predicted is None and "Predicted" not in capsys.readouterr().out


def test_prediction_after_all_epochs_is_what_was_used(package, capsys):
    tracker = CarbonTracker(epochs=2, epochs_before_pred=-1, update_interval=0.1)
    train(tracker, 2, seconds=0.05)
    assert tracker.predicted["kwh"] == pytest.approx(tracker.actual["kwh"], rel=0.2)


def test_a_stated_power_stands_in_for_the_sensor(package, capsys):
    tracker = CarbonTracker(
        epochs=2, update_interval=0.1, sim_cpu_tdp=200, sim_gpu_watts=300, sim_gpu_util=1.0
    )
    train(tracker, 2)
    joules = tracker.actual["kwh"] * 3.6e6
    assert joules == pytest.approx((100 + 300) * tracker.actual["seconds"], rel=0.02)


def test_a_component_that_is_not_there_is_no_energy_and_no_error(package, capsys):
    tracker = CarbonTracker(epochs=1, components="gpu", update_interval=0.1)
    train(tracker, 1, seconds=0.02)
    assert tracker.actual["kwh"] == 0


def test_verbose_0_prints_nothing(package, capsys):
    train(CarbonTracker(epochs=1, verbose=0, update_interval=0.1), 1, seconds=0.02)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("answer, goes_on", [("y", True), ("what?\nyes", True), ("n", False)])
def test_asks_whether_to_go_on(package, capsys, monkeypatch, answer, goes_on):
    answers = iter(answer.split("\n"))
    monkeypatch.setattr("builtins.input", lambda *_: next(answers))
    tracker = CarbonTracker(epochs=2, stop_and_confirm=True, update_interval=0.1)
    if goes_on:
        train(tracker, 2, seconds=0.02)
        assert tracker.actual["epochs"] == 2
    else:
        with pytest.raises(SystemExit) as ended:
            train(tracker, 2, seconds=0.02)
        assert ended.value.code == 0


def test_asks_nobody_where_nobody_can_answer(package, capsys, monkeypatch):
    def nobody(*_):
        raise EOFError

    monkeypatch.setattr("builtins.input", nobody)
    tracker = CarbonTracker(epochs=1, stop_and_confirm=True, update_interval=0.1)
    train(tracker, 1, seconds=0.02)
    assert tracker.actual["epochs"] == 1 and tracker.deleted


def test_a_key_is_not_left_in_the_environment(package, capsys, monkeypatch):
    monkeypatch.setenv("WATTPRINT_INTENSITY", "100")  # nobody is asked
    tracker = CarbonTracker(epochs=1, update_interval=0.1, api_keys={"electricitymaps": "secret"})
    train(tracker, 1, seconds=0.02)
    assert "secret" not in os.environ.values()


@pytest.mark.parametrize(
    "arguments",
    [
        {"monitor_epochs": 0},
        {"epochs_before_pred": 3, "monitor_epochs": 2},
        {"components": "toaster"},
        {"epochs_before_pred": -2},
    ],
)
def test_what_makes_no_sense_is_refused(arguments):
    with pytest.raises(ValueError):
        CarbonTracker(epochs=5, **arguments)


def test_end_without_start_and_a_log_dir_that_is_a_file_do_no_harm(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    with pytest.warns(UserWarning, match="nothing is logged"):
        tracker = CarbonTracker(epochs=1, log_dir=str(tmp_path / "file"), update_interval=0.1)
    tracker.epoch_end()
    train(tracker, 1, seconds=0.01)
    assert tracker.actual["epochs"] == 1


# The parser


def test_epochs_that_were_measured_are_counted():
    # The real package says 1, whatever the log says.
    actual, pred = parser.get_consumption(LOG.format(epochs=10))
    assert actual == {
        "epochs": 10,
        "duration (s)": 180.0,
        "energy (kWh)": 0.005,
        "co2eq (g)": 1.5,
        "equivalents": {"km travelled by car": 0.012},
    }
    assert pred["epochs"] == 10 and pred["energy (kWh)"] == 0.003968


def logs_of(tmp_path, epochs, standard):
    (tmp_path / "1.2_carbontracker_output.log").write_text(LOG.format(epochs=epochs))
    (tmp_path / "1.2_carbontracker.log").write_text(standard)
    return str(tmp_path)


@pytest.mark.parametrize(
    "epochs, standard, kwh",
    [
        (10, "", 0.005),
        (3, "Training was interrupted before all 10 epochs", 0.005),
        (3, "", 0.003968),
    ],
)
def test_the_sum_takes_what_was_measured_where_it_is_whole(tmp_path, epochs, standard, kwh):
    assert parser.aggregate_consumption(logs_of(tmp_path, epochs, standard))[0] == kwh


def test_powers_of_several_devices_are_added(tmp_path):
    directory = logs_of(
        tmp_path,
        2,
        "The following components were found: GPU with device(s) A, B. CPU with device(s) C.\n"
        "Epoch 1:\nDuration: 0:00:02.00\n"
        "Average power usage (W) for gpu: [30.1 40.2]\nAverage power usage (W) for cpu: 10\n"
        "Epoch 2:\nDuration: 0:00:04.00\n"
        "Average power usage (W) for gpu: [30 40]\nAverage power usage (W) for cpu: None\n",
    )
    components = parser.parse_logs(directory)
    assert components["gpu"]["devices"] == ["A", "B"]
    assert list(components["gpu"]["avg_power_usages (W)"]) == pytest.approx([70.3, 70])
    assert list(components["gpu"]["avg_energy_usages (J)"]) == pytest.approx([140.6, 280])


def test_a_log_that_was_cut_off_is_an_error_that_names_it(tmp_path):
    directory = logs_of(
        tmp_path,
        2,
        "The following components were found: CPU with device(s) C.\n"
        "Duration: 0:00:02.00\nDuration: 0:00:02.00\nAverage power usage (W) for cpu: 10\n",
    )
    with pytest.raises(Exception, match="1 powers of the cpu and 2 durations"):
        parser.parse_logs(directory)


def test_a_log_without_any_figure_has_none(tmp_path):
    assert parser.get_consumption("nothing here") == (None, None)
    (tmp_path / "x_carbontracker_output.log").write_text("")
    (tmp_path / "x_carbontracker.log").write_text("")
    assert parser.aggregate_consumption(str(tmp_path)) == (0.0, 0.0, {})


@pytest.mark.parametrize(
    "seconds, text, hundredths",
    [
        (0.5, "0:00:00", "0:00:00.50"),
        (1.5, "0:00:02", "0:00:01.50"),
        (59.999, "0:01:00", "0:01:00.00"),
        (3599.6, "1:00:00", "0:59:59.60"),
        (10342, "2:52:22", "2:52:22.00"),
        (-5, "-0:00:05", "-0:00:05.00"),
    ],
)
def test_times_are_written_as_the_real_package_does(seconds, text, hundredths):
    assert time_text(seconds) == text
    assert time_text(seconds, hundredths=True) == hundredths
    assert parser.get_time(hundredths) == pytest.approx(seconds, abs=0.006)


def test_the_command_line_measures_a_command_and_has_its_status(package, tmp_path):
    ran = subprocess.run(
        [sys.executable, "-m", "wattprint.compat.carbontracker", "--log_dir", str(tmp_path / "l")]
        + ["sh", "-c", "sleep 0.1; exit 3"],
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 3, ran.stderr
    assert "Actual consumption for 1 epoch(s):" in ran.stdout
    ran = subprocess.run(
        [sys.executable, "-m", "wattprint.compat.carbontracker", "--parse", str(tmp_path / "l")],
        capture_output=True,
        text=True,
    )
    assert "kWh of electricity contributing to" in ran.stdout


def test_every_module_of_ours_has_the_real_name(script, tmp_path):
    ran = script(
        f"""
        import importlib, json
        from wattprint.compat import _stand_in
        _stand_in.take_over("carbontracker")
        names = {sorted(IMPORT_NAMES)!r}
        from carbontracker.tracker import CarbonTracker
        print(json.dumps([importlib.import_module(name).__name__ for name in names]))
        """
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == [IMPORT_NAMES[name] for name in sorted(IMPORT_NAMES)]
