"""How wattprint's record becomes CodeCarbon's figures, on records made up for it."""

import math
import os

import pytest
import wattprint
from codecarbon_support import KWH, place, rows_of  # noqa: F401
from wattprint.compat.codecarbon import EmissionsTracker


def figure(value, basis="estimated", source="model"):
    return {"value": value, "low": value, "high": value, "basis": basis, "source": source}


def component(kind, device, joules, basis="estimated", source="model"):
    return {"component": kind, "device": device, "energy_j": figure(joules, basis, source)}


def gpu(device, joules, model="NVIDIA A100"):
    return component(
        "gpu", device, joules, "measured", f"NVML energy counter of {model} ({device})"
    )


class Engine:
    """In place of wattprint.Tracker: its record is what the test says."""

    components = []
    cpu_s = 1.0
    refuses = ()
    made_with = None

    def __init__(self, **settings):
        if settings.get("zone") in self.refuses:
            raise ValueError(f"unknown zone {settings['zone']}")
        type(self).made_with = settings

    def start(self):
        return self

    usage = None

    def task(self, name):
        return self

    def stop(self):
        return None

    def record(self):
        total = sum(part["energy_j"]["value"] for part in self.components)
        known = bool(self.components)
        return {
            "run": {"duration_s": 10.0},
            "components": self.components,
            "energy_j": figure(total) if known else None,
            "emissions_g": figure(total * 1e-4) if known else None,
            "grid": {"zone": "DE", "intensity_g_per_kwh": figure(360)},
            "facility": {"pue": figure(1)},
            "attribution": {"cpu_s": self.cpu_s},
        }


@pytest.fixture
def engine(place, monkeypatch):
    class ThisEngine(Engine):
        pass

    monkeypatch.setattr(wattprint, "Tracker", ThisEngine)
    return ThisEngine


def run(**parameters):
    tracker = EmissionsTracker(log_level="critical", **parameters)
    tracker.start()
    tracker.stop()
    return tracker.final_emissions_data


def test_energy_of_a_whole_machine_counts_as_the_cpus(engine):
    engine.components = [component("platform", "psys", 50), component("dram", "memory", 20)]
    data = run()
    assert (data.cpu_energy, data.ram_energy) == pytest.approx((50 / KWH, 20 / KWH))
    assert data.emissions == pytest.approx(70 * 1e-7)


@pytest.mark.parametrize(
    "ids, joules, models",
    [
        (None, 111, "2 x NVIDIA A1001 x NVIDIA L4"),
        ([1], 10, "1 x NVIDIA A100"),
        ("0,2", 101, "1 x NVIDIA A1001 x NVIDIA L4"),
        (["GPU-bbbb"], 10, "1 x NVIDIA A100"),
        ("GPU-cccc-0000-and-all-the-rest", 100, "1 x NVIDIA L4"),
        ([], 0, ""),
        ([7], 0, ""),
    ],
)
def test_gpu_ids_are_positions_or_beginnings_of_uuids(engine, ids, joules, models):
    engine.components = [
        gpu("GPU-aaaa-000", 1),
        gpu("GPU-bbbb-000", 10),
        gpu("GPU-cccc-000", 100, "NVIDIA L4"),
    ]
    data = run(gpu_ids=ids)
    assert data.gpu_energy == pytest.approx(joules / KWH)
    assert data.gpu_model == models
    assert data.emissions == pytest.approx(joules * 1e-7)


def test_how_busy_gpus_were_is_unknown_and_not_0(engine, place):
    engine.components = [gpu("GPU-aaaa-000", 1)]
    assert math.isnan(run().gpu_utilization_percent)
    assert rows_of(place / "emissions.csv")[0]["gpu_utilization_percent"] == ""


def test_stated_power_stands_for_what_no_sensor_tells(engine):
    engine.components = [component("cpu", "cpu", 50), component("dram", "memory", 20)]
    data = run(force_ram_power=3)
    assert (data.cpu_energy, data.ram_energy) == pytest.approx((50 / KWH, 30 / KWH))
    assert data.emissions == pytest.approx(80 * 1e-7)


def test_stated_power_gives_way_to_a_sensor(engine):
    engine.components = [
        component("cpu", "package-0", 50, "measured"),
        component("dram", "dram-0", 20, "measured"),
    ]
    data = run(force_cpu_power=100, force_ram_power=3)
    assert (data.cpu_energy, data.ram_energy) == pytest.approx((50 / KWH, 20 / KWH))


def test_the_cpus_stated_power_is_taken_by_cpu_time_in_process_mode(engine, monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 4)
    engine.components = [component("cpu", "cpu", 50)]
    engine.cpu_s = 8.0
    data = run(force_cpu_power=100, tracking_mode="process")
    assert data.cpu_energy == pytest.approx(100 * 8 / 4 / KWH)


def test_the_cpus_stated_power_is_linear_in_the_load_of_the_machine(engine, monkeypatch):
    monkeypatch.setattr(
        "wattprint.compat.codecarbon._host.Utilisation.busy_share", lambda self: 0.5
    )
    engine.components = [component("cpu", "cpu", 50)]
    data = run(force_cpu_power=100)
    assert data.cpu_power == pytest.approx(100 * (0.1 + 0.9 * 0.5))
    assert data.cpu_energy == pytest.approx(550 / KWH)


def test_what_nobody_knows_is_a_number_that_says_so_and_an_empty_cell(engine, place):
    tracker = EmissionsTracker(log_level="critical")
    tracker.start()
    kg = tracker.stop()
    assert isinstance(kg, float) and math.isnan(kg) and f"{1000 * kg:.2f}" == "nan"
    (row,) = rows_of(place / "emissions.csv")
    assert (row["emissions"], row["energy_consumed"], row["duration"]) == ("", "", "10.0")
    assert '"emissions": null' in tracker.final_emissions_data.toJSON()


@pytest.mark.parametrize("fault", [RuntimeError("no"), OSError("no"), ValueError("no")])
def test_an_engine_that_fails_never_raises_into_the_program(place, monkeypatch, fault):
    def broken(**settings):
        raise fault

    monkeypatch.setattr(wattprint, "Tracker", broken)
    tracker = EmissionsTracker(log_level="critical")
    tracker.start()
    tracker.start_task("a")
    assert math.isnan(tracker.stop_task().emissions)
    assert math.isnan(tracker.flush()) and math.isnan(tracker.stop())


def test_an_engine_that_fails_on_the_way_never_raises_into_the_program(engine, monkeypatch):
    engine.components = [component("cpu", "cpu", 50)]
    tracker = EmissionsTracker(log_level="critical")
    tracker.start()
    for broken in (None, {}, {"run": {}}):
        monkeypatch.setattr(engine, "record", lambda self, broken=broken: broken)
        assert math.isnan(tracker.flush())
    assert math.isnan(tracker.stop())


def test_parameters_become_settings_of_wattprint(engine):
    engine.components = [component("cpu", "cpu", 50)]
    run(
        project_name="p",
        measure_power_secs=0.5,
        tracking_mode="process",
        pue=1.2,
        force_carbon_intensity_g_co2e_kwh=100,
    )
    settings = engine.made_with
    assert (settings["project"], settings["scope"], settings["interval"]) == ("p", "tree", "500ms")
    assert (settings["pue"], settings["intensity"], settings["zone"]) == (1.2, 100, None)
    run(measure_power_secs=15)
    assert engine.made_with["interval"] == "1000ms" and engine.made_with["scope"] == "machine"
    assert "pue" not in engine.made_with and "providers" not in engine.made_with["settings"]


def test_a_token_is_lent_to_the_engine_and_to_nobody_else(engine, monkeypatch):
    seen = []
    monkeypatch.setattr(
        engine,
        "start",
        lambda self: seen.append(os.environ.get("WATTPRINT_ELECTRICITY_MAPS_KEY")) or self,
    )
    engine.components = [component("cpu", "cpu", 50)]
    run(electricitymaps_api_token="secret")
    assert engine.made_with["settings"]["providers"] == "electricity-maps"
    assert seen == ["secret"] and "WATTPRINT_ELECTRICITY_MAPS_KEY" not in os.environ
    run(co2_signal_api_token="older")
    assert seen[1] == "older"


def test_thousands_of_tasks_do_not_make_the_record_long(engine, monkeypatch):
    begun = []
    monkeypatch.setattr(engine, "task", lambda self, name: begun.append(name) or self)
    engine.components = [component("cpu", "cpu", 50)]
    tracker = EmissionsTracker(log_level="critical", save_to_file=False)
    tracker.start()
    for number in range(1000):
        tracker.start_task(f"batch {number}")
        assert tracker.stop_task().emissions == 0
    tracker.stop()
    assert begun == [f"batch {number}" for number in range(20)] and len(tracker._tasks) == 1000
