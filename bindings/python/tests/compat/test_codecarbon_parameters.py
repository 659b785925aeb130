"""Where the parameters of wattprint.compat.codecarbon come from, and what it refuses."""

import inspect

import pytest
from codecarbon_support import place  # noqa: F401
from wattprint.compat.codecarbon import EmissionsTracker, OfflineEmissionsTracker, track_emissions
from wattprint.compat.codecarbon.core.config import get_hierarchical_config, normalize_gpu_ids
from wattprint.compat.codecarbon.output import OutputMethod

QUIET = {"log_level": "critical", "save_to_file": False}


def configure(path, **settings):
    path.write_text("[codecarbon]\n" + "".join(f"{k} = {v}\n" for k, v in settings.items()))


def test_home_then_directory_then_environment_then_the_script(place, tmp_path, monkeypatch):
    names = ("project_name", "experiment_name", "output_file", "prometheus_url")
    configure(tmp_path / ".codecarbon.config", **dict.fromkeys(names, "home"))
    configure(place / ".codecarbon.config", **dict.fromkeys(names[1:], "directory"))
    monkeypatch.setenv("CODECARBON_OUTPUT_FILE", "environment")
    monkeypatch.setenv("codecarbon_prometheus_url", "environment")
    conf = EmissionsTracker(prometheus_url="script", **QUIET)._conf
    assert [conf[name] for name in names] == ["home", "directory", "environment", "script"]


def test_texts_are_read_as_what_they_stand_for(place, monkeypatch):
    configure(
        place / ".codecarbon.config",
        measure_power_secs="2.5",
        api_call_interval="-1",
        save_to_file="False",
        allow_multiple_runs="True",
        gpu_ids="0, GPU-12ab",
        pue="1.3",
        output_methods="csv, logger",
        api_key="50%done",
    )
    conf = EmissionsTracker(log_level="critical", logging_logger=None)._conf
    assert (conf["measure_power_secs"], conf["api_call_interval"], conf["pue"]) == (2.5, -1, 1.3)
    assert (conf["save_to_file"], conf["allow_multiple_runs"]) == (False, True)
    assert conf["gpu_ids"] == [0, "GPU-12ab"] and conf["api_key"] == "50%done"


def test_a_text_that_cannot_be_read_leaves_the_default(place, monkeypatch, caplog):
    monkeypatch.setenv("CODECARBON_PUE", "much")
    monkeypatch.setenv("CODECARBON_MEASURE_POWER_SECS", "often")
    conf = EmissionsTracker(**QUIET)._conf
    assert conf["pue"] is None and conf["measure_power_secs"] == 15


def test_a_broken_file_is_left_aside(place, tmp_path):
    (place / ".codecarbon.config").write_text("project_name = nowhere\n")
    configure(tmp_path / ".codecarbon.config", project_name="home")
    assert get_hierarchical_config() == {"project_name": "home"}


def test_none_in_the_script_comes_before_configuration(place, monkeypatch):
    monkeypatch.setenv("CODECARBON_EMISSIONS_ENDPOINT", "http://127.0.0.1:9")
    assert EmissionsTracker(**QUIET)._conf["emissions_endpoint"] == "http://127.0.0.1:9"
    assert EmissionsTracker(emissions_endpoint=None, **QUIET)._conf["emissions_endpoint"] is None


@pytest.mark.parametrize(
    "name, value",
    [
        ("pue", 0.5),
        ("pue", float("nan")),
        ("wue", -1),
        ("force_cpu_power", -5),
        ("force_carbon_intensity_g_co2e_kwh", -1),
    ],
)
def test_absurd_numbers_are_left_aside(place, name, value):
    assert EmissionsTracker(**{name: value}, **QUIET)._conf[name] in (None, 0.0)


def test_an_unknown_name_is_refused_with_the_nearest(place):
    with pytest.raises(TypeError, match="did you mean 'project_name'"):
        EmissionsTracker(project_nam="p")
    with pytest.raises(TypeError, match="country_iso_code"):
        EmissionsTracker(country_iso_code="FRA")
    with pytest.raises(TypeError, match="did you mean 'offline'"):
        track_emissions(ofline=True)


def test_settings_that_make_no_sense_are_refused(place):
    with pytest.raises(ValueError, match="machine"):
        EmissionsTracker(tracking_mode="core", **QUIET)
    with pytest.raises(OSError, match="output_dir"):
        EmissionsTracker(output_dir="nowhere", log_level="critical")
    with pytest.raises(ValueError, match="append"):
        EmissionsTracker(on_csv_write="replace", log_level="critical")
    with pytest.raises(ValueError, match="smoke"):
        EmissionsTracker(output_methods=["smoke"], log_level="critical")


def test_the_offline_class_says_so_and_runs_all_the_same(place):
    tracker = OfflineEmissionsTracker(
        country_iso_code="FRA", output_dir="nowhere", log_level="critical"
    )
    tracker.start()
    assert tracker.stop() >= 0
    assert not list(place.iterdir())


def test_parameters_may_be_passed_by_position(place):
    conf = EmissionsTracker("p", 3, 4, log_level="critical", save_to_file=False)._conf
    assert (conf["project_name"], conf["measure_power_secs"], conf["api_call_interval"]) == (
        "p",
        3,
        4,
    )
    with pytest.raises(TypeError, match="twice"):
        EmissionsTracker("p", project_name="q")


def test_output_methods_come_before_the_older_flags(place):
    def kinds(**parameters):
        tracker = EmissionsTracker(log_level="critical", **parameters)
        return [type(handler).__name__ for handler in tracker._handlers.all]

    assert kinds() == ["FileOutput"]
    assert kinds(save_to_file=False) == []
    assert kinds(output_methods=[OutputMethod.BOAMPS]) == ["BoAmpsOutput"]
    assert kinds(output_methods=["csv"], save_to_file=False) == ["FileOutput"]
    assert kinds(output_methods=[], emissions_endpoint="http://127.0.0.1:9") == ["HTTPOutput"]


def test_gpu_ids_in_all_their_spellings():
    assert normalize_gpu_ids(None) is None
    assert (
        normalize_gpu_ids("1,2")
        == normalize_gpu_ids([1, 2])
        == normalize_gpu_ids(["1", 2])
        == [1, 2]
    )
    assert normalize_gpu_ids("[0, 'GPU-1']") == [0, "GPU-1"]
    assert normalize_gpu_ids(3) == [3] and normalize_gpu_ids("") == []


def test_every_parameter_of_the_installed_package_is_there_in_its_place():
    real = pytest.importorskip("codecarbon", reason="the real codecarbon is not installed")
    if real.EmissionsTracker is EmissionsTracker:
        pytest.skip("codecarbon is ours here")
    for ours, theirs in (
        (EmissionsTracker, real.EmissionsTracker),
        (track_emissions, real.track_emissions),
    ):
        names = list(inspect.signature(theirs).parameters)
        assert list(inspect.signature(ours).parameters)[: len(names)] == names
    base = list(inspect.signature(real.EmissionsTracker).parameters)
    offline = set(inspect.signature(real.OfflineEmissionsTracker).parameters) - {"args", "kwargs"}
    assert list(inspect.signature(OfflineEmissionsTracker).parameters)[: len(base)] == base
    assert offline <= set(inspect.signature(OfflineEmissionsTracker).parameters)
