"""That `import codecarbon...` can find wattprint.compat.codecarbon under every public name."""

import csv
import importlib
import importlib.util
import logging
import pathlib

import pytest
from wattprint.compat import codecarbon
from wattprint.compat.codecarbon import _countries
from wattprint.compat.codecarbon.core.units import Energy, Power, Time
from wattprint.compat.codecarbon.external.logger import set_logger_format, set_logger_level

ZONES = pathlib.Path(__file__).resolve().parents[4] / "data" / "zones.csv"

# What public scripts, other packages and CodeCarbon's own examples import.
USED = {
    "codecarbon": "EmissionsTracker OfflineEmissionsTracker track_emissions OutputMethod __version__",
    "codecarbon.emissions_tracker": "EmissionsTracker OfflineEmissionsTracker BaseEmissionsTracker "
    "TaskEmissionsTracker track_emissions track_task_emissions",
    "codecarbon.output": "BaseOutput FileOutput HTTPOutput CodeCarbonAPIOutput LoggerOutput "
    "GoogleCloudLoggerOutput LogfireOutput PrometheusOutput BoAmpsOutput "
    "EmissionsData TaskEmissionsData",
    "codecarbon.output_methods.base_output": "BaseOutput OutputMethod",
    "codecarbon.output_methods.emissions_data": "EmissionsData TaskEmissionsData",
    "codecarbon.output_methods.file": "FileOutput",
    "codecarbon.output_methods.http": "HTTPOutput CodeCarbonAPIOutput",
    "codecarbon.output_methods.logger": "LoggerOutput GoogleCloudLoggerOutput",
    "codecarbon.output_methods.metrics.prometheus": "PrometheusOutput",
    "codecarbon.output_methods.metrics.logfire": "LogfireOutput",
    "codecarbon.output_methods.boamps": "BoAmpsOutput",
    "codecarbon.external.logger": "logger set_logger_level set_logger_format",
    "codecarbon.external.task": "Task",
    "codecarbon.core.config": "get_hierarchical_config",
    "codecarbon.core.units": "Energy EmissionsPerKWh Power Time Water",
    "codecarbon._version": "__version__",
}


@pytest.mark.parametrize("module", USED)
def test_a_name_that_is_imported_elsewhere_is_there(module):
    ours = importlib.import_module(codecarbon.IMPORT_NAMES[module])
    for name in USED[module].split():
        assert hasattr(ours, name), name


def test_every_name_has_its_module_and_its_parents():
    for real, ours in codecarbon.IMPORT_NAMES.items():
        importlib.import_module(ours)
        parent = real.rpartition(".")[0]
        assert not parent or parent in codecarbon.IMPORT_NAMES


def test_every_module_of_ours_exists_in_the_installed_package():
    real = pytest.importorskip("codecarbon", reason="the real codecarbon is not installed")
    if real is codecarbon:
        pytest.skip("codecarbon is ours here")
    for name in codecarbon.IMPORT_NAMES:
        assert importlib.util.find_spec(name), name


def test_the_version_compares_as_the_release_whose_interface_it_is():
    version, _, local = codecarbon.__version__.partition("+")
    assert [int(part) for part in version.split(".")] >= [3, 3, 0] and local == "wattprint"


@pytest.mark.skipif(not ZONES.exists(), reason="data/zones.csv is not beside the tests")
def test_countries_and_regions_are_those_of_the_catalog():
    with ZONES.open(encoding="utf-8") as file:
        zones = list(csv.DictReader(file))
    countries = {
        zone["code"]: (zone["iso3"], zone["name"])
        for zone in zones
        if zone["code"] == zone["iso2"] and zone["iso3"]
    }
    assert _countries.BY_ISO2 == countries
    regions = {
        (zone["iso2"], zone["name"].lower()): zone["code"]
        for zone in zones
        if zone["iso2"] in ("US", "CA") and len(zone["code"]) == 5
    }
    assert _countries.REGION_CODES == {**regions, ("CA", "quebec"): "CA-QC"}


def test_a_kilowatt_for_an_hour_is_a_kilowatt_hour_in_all_units():
    energy = Energy.from_power_and_time(power=Power.from_watts(1000), time=Time.from_seconds(3600))
    assert energy == Energy.from_ujoules(3.6e12) == Energy.from_millijoules(3.6e9) == Energy(1.0)
    assert Power.from_energies_and_delay(Energy(1.0), Energy(3.0), Time(7200)).W == 1000


def test_the_loggers_level_takes_names_numbers_and_the_environment(monkeypatch):
    logger = logging.getLogger("codecarbon")
    before = logger.level
    try:
        for given, level in (("debug", 10), ("WARNING", 30), (40, 40), ("loud", 40), (None, 50)):
            monkeypatch.setenv("CODECARBON_LOG_LEVEL", "critical")
            set_logger_level(given)
            assert logger.level == level
    finally:
        logger.setLevel(before)


def test_handlers_of_the_script_stay_when_the_format_changes():
    logger = logging.getLogger("codecarbon")
    own = logging.NullHandler()
    logger.addHandler(own)
    try:
        set_logger_format("first")
        set_logger_format("second")
        assert own in logger.handlers
        assert sum(type(handler) is logging.StreamHandler for handler in logger.handlers) == 1
    finally:
        logger.removeHandler(own)
        set_logger_format()
