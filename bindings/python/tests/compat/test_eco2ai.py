"""wattprint.compat.eco2ai, on a machine that draws 100 W."""

import csv
import subprocess
import sys
import threading
import time

import pytest
from test_ranks import Package
from wattprint.compat import eco2ai
from wattprint.compat.eco2ai import _csv, _pricing

COLUMNS = [
    "id",
    "project_name",
    "experiment_description",
    "epoch",
    "start_time",
    "duration(s)",
    "power_consumption(kWh)",
    "CO2_emissions(kg)",
    "CPU_name",
    "GPU_name",
    "OS",
    "region/country",
    "cost",
]


@pytest.fixture
def package(tmp_path, monkeypatch):
    monkeypatch.setenv("WATTPRINT_SYSFS_ROOT", str(tmp_path / "sys"))
    monkeypatch.chdir(tmp_path)
    with Package(tmp_path / "sys", watts=100):
        yield


def rows(path="emission.csv"):
    with open(path, newline="") as file:
        lines = list(csv.reader(file))
    assert all(len(line) == len(lines[0]) for line in lines)
    return [dict(zip(lines[0], line)) for line in lines[1:]]


MACHINE = {"cpu_processes": "all", "measure_period": 0.1}


def test_a_run_is_a_row(package, kept):
    tracker = eco2ai.Tracker("digits", "a forest", alpha_2_code="FR", pue=1.5, **MACHINE)
    tracker.start()
    time.sleep(0.3)
    tracker.stop()
    (row,) = rows()
    assert list(row) == COLUMNS
    assert row["project_name"] == "digits" and row["experiment_description"] == "a forest"
    assert row["epoch"] == "N/A" and row["region/country"] == "FR"
    assert row["id"] == tracker.id()
    kwh = float(row["power_consumption(kWh)"])
    assert kwh * 3.6e6 == pytest.approx(100 * 0.3 * 1.5, rel=0.3)
    assert kwh == pytest.approx(tracker.consumption())
    assert float(row["CO2_emissions(kg)"]) == pytest.approx(kwh * tracker.emission_level() / 1000)
    (record,) = kept()
    assert record["run"]["project"] == "digits"


def test_an_epoch_is_a_row_with_its_parameters(package):
    tracker = eco2ai.Tracker(emission_level=500, file_name="epochs.csv", **MACHINE)
    tracker.start_training(start_epoch=3)
    for epoch in range(2):
        time.sleep(0.2)
        tracker.new_epoch({"loss": 1.5 - epoch, "lr": 0.1})
    time.sleep(0.3)  # belongs to no epoch
    tracker.stop_training()
    first, second = rows("epochs.csv")
    assert first["epoch"] == "epoch: 3, loss: 1.5, lr: 0.1, "
    assert second["epoch"] == "epoch: 4, loss: 0.5, lr: 0.1, "
    for row in (first, second):
        assert float(row["power_consumption(kWh)"]) * 3.6e6 == pytest.approx(20, rel=0.4)
        assert float(row["CO2_emissions(kg)"]) == pytest.approx(
            float(row["power_consumption(kWh)"]) * 0.5
        )


def test_a_decorated_function_keeps_its_exception(package):
    @eco2ai.track
    def fails():
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        fails()
    assert len(rows()) == 1


def test_a_tracker_may_start_again(package):
    tracker = eco2ai.Tracker(**MACHINE)
    for _ in range(2):
        tracker.start()
        tracker.stop()
    one, other = rows()
    assert one["id"] != other["id"]


def test_calls_out_of_order_are_named(package):
    tracker = eco2ai.Tracker(**MACHINE)
    with pytest.raises(Exception, match="first start"):
        tracker.stop()
    with pytest.raises(eco2ai.IncorrectMethodSequenceError, match="start_training"):
        tracker.new_epoch({})
    tracker.start_training()
    with pytest.raises(eco2ai.IncorrectMethodSequenceError):
        tracker.start()
    tracker.stop_training()


@pytest.mark.parametrize(
    "arguments, error",
    [
        ({"measure_period": 0}, ValueError),
        ({"cpu_processes": "some"}, ValueError),
        ({"file_name": "table.txt"}, Exception),
        ({"alpha_2_code": "XQ"}, ValueError),
        ({"pue": 0.5}, ValueError),
        ({"electricity_pricing": {"8:00-19:00": 1}}, ValueError),
    ],
)
def test_what_makes_no_sense_is_refused(arguments, error):
    with pytest.raises(error):
        eco2ai.Tracker(**arguments)


def test_a_region_is_a_zone_where_there_is_one(package):
    tracker = eco2ai.Tracker(alpha_2_code="US", region="CA", **MACHINE)
    tracker.start()
    tracker.stop()
    assert rows()[0]["region/country"].startswith("US-CA")


def test_a_file_of_an_older_version_keeps_its_rows_and_gets_the_columns(package):
    with open("emission.csv", "w") as file:
        file.write("project_name,cost,mine\nold,7,x\n")
    tracker = eco2ai.Tracker("new", **MACHINE)
    tracker.start()
    tracker.stop()
    old, new = rows()
    assert (old["project_name"], old["cost"], old["mine"]) == ("old", "7", "x")
    assert old["power_consumption(kWh)"] == ""
    assert new["project_name"] == "new" and float(new["duration(s)"]) > 0 and new["mine"] == ""


def test_rows_of_programs_that_write_at_once_arrive_whole(tmp_path):
    path = str(tmp_path / "all.csv")

    def write(number):
        for n in range(20):
            _csv.append(path, {name: f"{number}-{n}" for name in COLUMNS})

    threads = [threading.Thread(target=write, args=(n,)) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(rows(path)) == 100
    assert all(len(set(row.values())) == 1 for row in rows(path))


def test_a_directory_that_is_not_there_is_a_warning(package):
    tracker = eco2ai.Tracker(file_name="nowhere/emission.csv", **MACHINE)
    tracker.start()
    with pytest.warns(UserWarning, match="the row is not written"):
        tracker.stop()


def test_prices_by_time_of_day():
    minutes = _pricing.parsed({"8:30-19:00": 2, "19:00-8:30": 1})
    assert (minutes[8 * 60 + 29], minutes[8 * 60 + 30], minutes[19 * 60]) == (1, 2, 1)
    begin = time.strptime("08:00", "%H:%M")
    assert _pricing.mean_price(minutes, begin, 59 * 60 + 59) == pytest.approx(1.5)
    assert set(_pricing.parsed({"0:00-24:00": 3})) == {3}


@pytest.mark.parametrize(
    "pricing, sentence",
    [
        ({"8:00-20:00": 1, "19:00-8:00": 2}, "overlaps"),
        ({"8:00-20:00": 1}, "no price for"),
        ({"8-25": 1}, "no such time"),
        ({"all day": 1}, "is not like"),
    ],
)
def test_prices_that_make_no_day_are_refused(pricing, sentence):
    with pytest.raises(ValueError, match=sentence):
        _pricing.parsed(pricing)


def test_the_cost_is_the_energy_times_the_price(package):
    tracker = eco2ai.Tracker(electricity_pricing={"0:00-24:00": 0.3}, **MACHINE)
    tracker.start()
    time.sleep(0.1)
    tracker.stop()
    assert float(rows()[0]["cost"]) == pytest.approx(tracker.consumption() * 0.3)


def test_parameters_are_kept_for_the_user_not_in_the_package(package, tmp_path):
    eco2ai.set_params(project_name="kept", file_name="kept.csv")
    assert eco2ai.get_params()["project_name"] == "kept"
    assert (tmp_path / ".config/wattprint/eco2ai.json").exists()
    tracker = eco2ai.Tracker(**MACHINE)
    tracker.start()
    tracker.stop()
    assert rows("kept.csv")[0]["project_name"] == "kept"


def test_the_summary_adds_up_projects_and_all(package):
    pytest.importorskip("pandas", reason="summary() answers a pandas.DataFrame")
    for project in ("a", "a", "b"):
        tracker = eco2ai.Tracker(project, **MACHINE)
        tracker.start()
        tracker.stop()
    table = eco2ai.summary("emission.csv", write_to_file="sums.csv")
    assert list(table["project_name"]) == ["a", "b", "All the projects"]
    total = table["total duration(s)"]
    assert total[2] == pytest.approx(total[0] + total[1])
    with pytest.raises(Exception, match="no file"):
        eco2ai.summary("nowhere.csv")


def test_an_unchanged_script_finds_ours(tmp_path, kept):
    program = tmp_path / "train.py"
    program.write_text("import eco2ai\nt = eco2ai.Tracker(project_name='x')\nt.start(); t.stop()\n")
    ran = subprocess.run(
        [sys.executable, "-m", "wattprint.compat", "eco2ai", str(program)],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert ran.returncode == 0, ran.stderr
    assert kept()[0]["run"]["project"] == "x" and (tmp_path / "emission.csv").exists()


def test_kept_parameters_that_cannot_be_read_are_the_defaults(package, tmp_path):
    (tmp_path / ".config/wattprint").mkdir(parents=True)
    for text in ("[1, 2]", "{", "3"):
        (tmp_path / ".config/wattprint/eco2ai.json").write_text(text)
        assert eco2ai.get_params()["file_name"] == "emission.csv"
        eco2ai.Tracker(**MACHINE)


def test_a_row_comes_after_one_that_was_cut_off(tmp_path):
    path = tmp_path / "cut.csv"
    path.write_text(",".join(COLUMNS) + "\nid-1,old")
    _csv.append(str(path), {name: "new" for name in COLUMNS})
    assert path.read_text().splitlines()[1:] == ["id-1,old", ",".join(["new"] * len(COLUMNS))]


def test_what_is_none_is_what_was_kept(package):
    eco2ai.set_params(measure_period=0.5, pue=1.25)
    tracker = eco2ai.Tracker(cpu_processes="all", measure_period=None, pue=None)
    tracker.start()
    tracker.stop()
    assert tracker.measure_period() == 0.5
    assert tracker._tracker.record()["facility"]["pue"]["value"] == 1.25
