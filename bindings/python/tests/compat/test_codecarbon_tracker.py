"""Trackers of wattprint.compat.codecarbon on a machine whose counters move by known joules."""

import asyncio
import math
import os
import time

import pytest
from codecarbon_support import COLUMNS, KWH, machine, place, rows_of  # noqa: F401
from wattprint.compat.codecarbon import EmissionsTracker, OfflineEmissionsTracker, track_emissions
from wattprint.compat.codecarbon.emissions_tracker import TaskEmissionsTracker, track_task_emissions
from wattprint.compat.codecarbon.output import BaseOutput

QUIET = {"log_level": "critical"}
# 360 g/kWh: a joule is 1e-7 kg.
KNOWN = {"force_carbon_intensity_g_co2e_kwh": 360, **QUIET}
KG_PER_J = 1e-7


class Kept(BaseOutput):
    """Keeps what it is handed."""

    def __init__(self):
        self.outs, self.lives, self.tasks, self.exits = [], [], [], 0

    def out(self, total, delta):
        self.outs.append((total, delta))

    def live_out(self, total, delta):
        self.lives.append((total, delta))

    def task_out(self, data, experiment_name):
        self.tasks.append((data, experiment_name))

    def exit(self):
        self.exits += 1


def test_energy_and_emissions_are_those_of_the_counters(machine):
    tracker = EmissionsTracker(pue=1.5, wue=2, **KNOWN)
    tracker.start()
    machine.use(package=40, dram=8)
    kg = tracker.stop()
    data = tracker.final_emissions_data
    assert data.cpu_energy == pytest.approx(60 / KWH)
    assert data.ram_energy == pytest.approx(12 / KWH)
    assert data.gpu_energy == 0
    assert data.energy_consumed == pytest.approx(72 / KWH)
    assert data.water_consumed == pytest.approx(144 / KWH)
    assert kg == tracker.final_emissions == data.emissions == pytest.approx(72 * KG_PER_J)
    assert data.cpu_power == pytest.approx(60 / data.duration)
    assert data.emissions_rate == pytest.approx(kg / data.duration)
    assert (data.pue, data.wue, data.tracking_mode) == (1.5, 2, "machine")


def test_the_row_of_the_file_is_the_final_data(machine, place):
    with EmissionsTracker(project_name="größe", **KNOWN) as tracker:
        machine.use(package=36)
    (row,) = rows_of(place / "emissions.csv")
    assert list(row) == COLUMNS
    assert row["project_name"] == "größe" and row["run_id"] == str(tracker.run_id)
    assert float(row["emissions"]) == tracker.final_emissions == pytest.approx(36 * KG_PER_J)
    assert (row["longitude"], row["on_cloud"], row["gpu_count"]) == ("", "N", "0")


def test_a_task_has_what_was_used_from_its_begin_to_its_end(machine, place):
    tracker = EmissionsTracker(experiment_name="grid", **KNOWN)
    tracker.start()
    machine.use(package=5)
    tracker.start_task("load")
    machine.use(package=30, dram=6)
    task = tracker.stop_task()
    machine.use(package=9)
    tracker.stop()
    assert task.cpu_energy == pytest.approx(30 / KWH)
    assert task.ram_energy == pytest.approx(6 / KWH)
    assert task.emissions == pytest.approx(36 * KG_PER_J)
    # What was used before, between and after the tasks is of the run too.
    assert tracker.final_emissions == pytest.approx(50 * KG_PER_J)
    (row,) = rows_of(place / f"emissions_grid_{tracker.run_id}.csv")
    assert row["task_name"] == "load" and float(row["cpu_energy"]) == task.cpu_energy


def test_a_run_of_tasks_alone_is_their_sum(machine):
    tracker = EmissionsTracker(save_to_file=False, **KNOWN)
    for joules in (10, 20):
        tracker.start_task("same")
        machine.use(package=joules)
        tracker.stop_task("same" if joules == 10 else None)
        machine.use(package=100)
    kg = tracker.stop()
    durations = [task.emissions_data.duration for task in tracker._tasks.values()]
    assert kg == pytest.approx(30 * KG_PER_J)
    assert tracker.final_emissions_data.duration == pytest.approx(sum(durations))
    assert len(tracker._tasks) == 2


def test_a_task_that_runs_at_the_end_ends_with_the_run(machine):
    tracker = EmissionsTracker(save_to_file=False, **KNOWN)
    tracker.start_task("open")
    machine.use(package=10)
    assert tracker.stop() == pytest.approx(10 * KG_PER_J)
    assert tracker._tasks["open"].emissions_data.emissions == pytest.approx(10 * KG_PER_J)


def test_one_task_at_a_time(machine):
    tracker = EmissionsTracker(save_to_file=False, **KNOWN)
    tracker.start_task("first")
    tracker.start_task("second")
    machine.use(package=10)
    assert tracker.stop_task("second") is None
    assert tracker.stop_task().emissions == pytest.approx(10 * KG_PER_J)
    assert tracker.stop_task() is None
    assert list(tracker._tasks) == ["first"]


def test_the_two_other_ways_to_measure_a_task(machine):
    tracker = EmissionsTracker(save_to_file=False, **KNOWN)

    @track_task_emissions(tracker=tracker, task_name="predict")
    def predict(joules):
        machine.use(package=joules)
        return joules

    with TaskEmissionsTracker("fit", tracker=tracker):
        machine.use(package=4)
    assert predict(6) == 6
    assert [task.emissions_data.emissions for task in tracker._tasks.values()] == pytest.approx(
        [4 * KG_PER_J, 6 * KG_PER_J]
    )
    assert tracker.stop() == pytest.approx(10 * KG_PER_J)


def test_handlers_get_the_whole_and_what_is_new(machine):
    kept = Kept()
    tracker = EmissionsTracker(save_to_file=False, output_handlers=[kept], **KNOWN)
    tracker.start()
    machine.use(package=10)
    assert tracker.flush() == pytest.approx(10 * KG_PER_J)
    machine.use(package=30)
    tracker.stop()
    assert [total.emissions for total, _ in kept.outs] == pytest.approx(
        [10 * KG_PER_J, 40 * KG_PER_J]
    )
    assert [new.emissions for _, new in kept.outs] == pytest.approx([10 * KG_PER_J, 30 * KG_PER_J])
    assert kept.exits == 1 and not kept.tasks


def test_handlers_hear_while_it_runs(machine):
    kept = Kept()
    tracker = EmissionsTracker(
        measure_power_secs=0.05,
        api_call_interval=2,
        save_to_file=False,
        output_handlers=[kept],
        **KNOWN,
    )
    tracker.start()
    machine.use(package=10)
    end = time.monotonic() + 10
    while len(kept.lives) < 3 and time.monotonic() < end:
        time.sleep(0.02)
    tracker.stop()
    heard = len(kept.lives)
    assert heard >= 3
    news = [new for _, new in kept.lives + kept.outs]
    assert sum(new.emissions for new in news) == pytest.approx(10 * KG_PER_J)
    assert sum(new.duration for new in news) == pytest.approx(tracker.final_emissions_data.duration)
    time.sleep(0.25)
    assert len(kept.lives) == heard


def test_a_handler_that_fails_keeps_nobody_from_anything(machine, place):
    class Broken(Kept):
        def out(self, total, delta):
            raise RuntimeError("no")

        task_out = exit = out

    tracker = EmissionsTracker(output_handlers=[Broken()], **KNOWN)
    tracker.start()
    machine.use(package=10)
    assert tracker.flush() == pytest.approx(10 * KG_PER_J)
    assert tracker.stop() == pytest.approx(10 * KG_PER_J)
    assert len(rows_of(place / "emissions.csv")) == 2


def test_calls_out_of_order_answer_as_the_package_does(machine):
    tracker = EmissionsTracker(save_to_file=False, **KNOWN)
    assert tracker.stop() is None and tracker.flush() is None and tracker.stop_task() is None
    tracker.start()
    tracker.start()
    machine.use(package=10)
    first = tracker.stop()
    machine.use(package=10)
    tracker.start()
    tracker.start_task("late")
    assert tracker.stop() == first == pytest.approx(10 * KG_PER_J)
    assert tracker.flush() is None and not tracker._tasks


def test_an_exception_goes_through_and_the_row_is_written(machine, place):
    with pytest.raises(KeyError, match="mine"):
        with EmissionsTracker(**KNOWN):
            machine.use(package=10)
            raise KeyError("mine")
    (row,) = rows_of(place / "emissions.csv")
    assert float(row["emissions"]) == pytest.approx(10 * KG_PER_J)


def test_the_decorator_bare_with_arguments_async_and_failing(machine, place, monkeypatch):
    monkeypatch.setenv("CODECARBON_LOG_LEVEL", "critical")
    monkeypatch.setenv("CODECARBON_FORCE_CARBON_INTENSITY_G_CO2E_KWH", "360")

    @track_emissions
    def bare(joules):
        """Says what it does."""
        machine.use(package=joules)
        return joules

    @track_emissions(project_name="named")
    def named(joules):
        machine.use(package=joules)

    @track_emissions(project_name="async")
    async def waiting(joules):
        await asyncio.sleep(0)
        machine.use(package=joules)
        return joules

    @track_emissions(offline=True, country_iso_code="FRA", project_name="offline")
    def failing():
        raise OSError("mine")

    assert bare(1) == 1 and bare.__doc__ == "Says what it does."
    named(2)
    assert asyncio.run(waiting(3)) == 3
    with pytest.raises(OSError, match="mine"):
        failing()
    rows = rows_of(place / "emissions.csv")
    assert [row["project_name"] for row in rows] == ["codecarbon", "named", "async", "offline"]
    assert [float(row["emissions"]) for row in rows[:3]] == pytest.approx(
        [KG_PER_J, 2 * KG_PER_J, 3 * KG_PER_J]
    )
    assert rows[3]["country_name"] == "France"


def test_offline_without_a_place_is_refused_where_it_is_used(place):
    @track_emissions(offline=True, **QUIET)
    def work():
        return 1

    with pytest.raises(ValueError, match="country_iso_code"):
        work()


@pytest.mark.parametrize(
    "where, zone, country, region",
    [
        ({"country_iso_code": "DEU"}, "DE", "Germany", ""),
        (
            {"country_iso_code": "USA", "region": "California"},
            "US-CA",
            "United States",
            "california",
        ),
        ({"country_iso_code": "USA", "region": "georgia"}, "US-GA", "United States", "georgia"),
        ({"country_iso_code": "CAN", "region": "quebec"}, "CA-QC", "Canada", "quebec"),
        ({"country_iso_code": "SWE", "region": "SE1"}, "SE", "Sweden", "se1"),
        ({"country_iso_code": "FRA", "region": "bretagne"}, "FR", "France", "bretagne"),
        ({"cloud_provider": "gcp", "cloud_region": "europe-west4"}, "NL", "Netherlands", ""),
        (
            {"cloud_provider": "aws", "cloud_region": "nowhere-1", "country_iso_code": "FRA"},
            "FR",
            "France",
            "",
        ),
        ({"country_iso_code": "ATL"}, None, "", ""),
    ],
)
def test_where_the_script_says_it_runs(machine, place, where, zone, country, region):
    tracker = OfflineEmissionsTracker(**where, **QUIET)
    tracker.start()
    machine.use(package=10)
    assert tracker.stop() > 0
    if zone:
        assert tracker._measurement.zone == zone
    (row,) = rows_of(place / "emissions.csv")
    if country:
        assert row["country_name"] == country
    assert row["region"] == region
    assert row["on_cloud"] == ("Y" if "cloud_region" in where else "N")


def test_without_any_place_nobody_is_asked_and_no_country_is_made_up(machine, place):
    with EmissionsTracker(**QUIET):
        machine.use(package=10)
    (row,) = rows_of(place / "emissions.csv")
    assert (row["country_iso_code"], row["latitude"]) == ("DEU", "")  # TZ=Europe/Berlin


def test_one_at_a_time_when_asked_for(machine, place):
    first = EmissionsTracker(allow_multiple_runs=False, save_to_file=False, **KNOWN)
    second = EmissionsTracker(allow_multiple_runs=False, **KNOWN)
    first.start()
    second.start()
    second.start_task("never")
    machine.use(package=10)
    assert second.stop_task() is None and second.flush() is None and second.stop() is None
    assert first.stop() == pytest.approx(10 * KG_PER_J)
    assert not (place / "emissions.csv").exists()
    # The file of the lock is still there, as after a crash: it keeps nobody out.
    third = EmissionsTracker(allow_multiple_runs=False, save_to_file=False, **KNOWN)
    third.start()
    machine.use(package=10)
    assert third.stop() == pytest.approx(10 * KG_PER_J)


def test_hardware_is_told_before_anything_runs(machine):
    found = EmissionsTracker(
        measure_power_secs=0, save_to_file=False, **QUIET
    ).get_detected_hardware()
    assert found["ram_total_size"] > 0 and found["cpu_count"] >= 1 and found["cpu_model"]
    assert (found["gpu_count"], found["gpu_model"], found["gpu_ids"]) == (0, "", None)


def test_a_child_that_was_forked_does_not_end_the_run_of_its_parent(machine, place):
    tracker = EmissionsTracker(**KNOWN)
    tracker.start()
    machine.use(package=10)
    child = os.fork()
    if child == 0:
        os._exit(0 if tracker.stop() is None else 1)
    assert os.waitpid(child, 0)[1] == 0
    machine.use(package=10)
    assert tracker.stop() == pytest.approx(20 * KG_PER_J)
    assert len(rows_of(place / "emissions.csv")) == 1


def test_process_mode_is_charged_less_than_the_machine(machine):
    trackers = [
        EmissionsTracker(tracking_mode=mode, save_to_file=False, **KNOWN)
        for mode in ("machine", "process")
    ]
    for tracker in trackers:
        tracker.start()
    time.sleep(0.3)
    machine.use(package=40)
    whole, own = (tracker.stop() for tracker in trackers)
    assert whole == pytest.approx(40 * KG_PER_J)
    assert 0 <= own < whole


def test_without_a_sensor_there_is_an_estimate(place, monkeypatch, tmp_path):
    monkeypatch.setenv("WATTPRINT_SYSFS_ROOT", str(tmp_path / "nothing"))
    tracker = EmissionsTracker(save_to_file=False, **KNOWN)
    tracker.start()
    time.sleep(0.2)
    assert tracker.stop() > 0
    data = tracker.final_emissions_data
    assert data.energy_consumed == data.cpu_energy + data.gpu_energy + data.ram_energy > 0
    assert math.isfinite(data.cpu_power)
