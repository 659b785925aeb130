"""Where wattprint.compat.codecarbon hands figures on, and that it does so only when asked."""

import json
import logging
import socket
import sys

import pytest
from codecarbon_support import COLUMNS, machine, place, server  # noqa: F401
from wattprint.compat.codecarbon import EmissionsTracker, OutputMethod
from wattprint.compat.codecarbon.output import (
    BoAmpsOutput,
    CodeCarbonAPIOutput,
    EmissionsData,
    GoogleCloudLoggerOutput,
    HTTPOutput,
    LoggerOutput,
)

QUIET = {"log_level": "critical", "force_carbon_intensity_g_co2e_kwh": 360}


def row(**values):
    cells = dict.fromkeys(COLUMNS, 0.0)
    cells.update(
        timestamp="2026-11-26T04:00:00",
        run_id="r",
        cpu_model="EPYC",
        cpu_count=2,
        gpu_count=0,
        gpu_model="",
        country_name="France",
        on_cloud="N",
        latitude=None,
        longitude=None,
        region=None,
        cloud_provider="",
    )
    cells.update(values)
    return EmissionsData(**cells)


@pytest.fixture
def log(caplog):
    """What the logger "codecarbon" says; it does not pass it on to the root logger."""
    logger = logging.getLogger("codecarbon")
    logger.addHandler(caplog.handler)
    yield caplog
    logger.removeHandler(caplog.handler)


def run(machine, **parameters):
    tracker = EmissionsTracker(**{"save_to_file": False, **QUIET, **parameters})
    tracker.start()
    machine.use(package=10)
    kg = tracker.stop()
    assert kg == pytest.approx(1e-6)
    return tracker


def test_nothing_is_sent_unless_asked_for(machine, monkeypatch):
    def refuse(*arguments, **options):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    with EmissionsTracker(save_to_file=False, **QUIET) as tracker:
        tracker.start_task("a")
        machine.use(package=10)
        tracker.stop_task()
        tracker.flush()
    assert tracker.final_emissions == pytest.approx(1e-6)


def test_the_run_is_posted_to_the_endpoint(machine, server):
    tracker = run(machine, emissions_endpoint=server.url + "/here")
    ((method, path, _, content),) = server.received
    assert (method, path) == ("POST", "/here")
    assert list(content) == [*COLUMNS, "user"]
    assert content["emissions"] == tracker.final_emissions and content["longitude"] is None


@pytest.mark.parametrize(
    "endpoint", ["http://127.0.0.1:9/closed", "file:///etc/passwd", "nonsense"]
)
def test_an_endpoint_that_cannot_be_reached_is_an_error_in_the_log(machine, log, endpoint):
    run(machine, emissions_endpoint=endpoint, log_level="error")
    assert "HTTPOutput.out" in log.text


def test_an_endpoint_that_refuses_is_an_error_in_the_log(machine, log, server):
    server.status = 500
    run(machine, emissions_endpoint=server.url, log_level="error")
    assert "answered 500" in log.text


def test_the_api_gets_a_run_and_then_what_is_new_of_it(server):
    api = CodeCarbonAPIOutput(server.url + "/", "experiment", "key", {})
    api.live_out(row(duration=3.0), row(duration=3.0, emissions=0.5, cpu_energy=1.0))
    api.out(row(duration=5.5), row(duration=2.5, emissions=0.25, cpu_energy=2.0))
    register, first, second = server.received
    assert register[1] == "/runs" and register[2]["x-api-token"] == "key"
    assert (register[3]["experiment_id"], register[3]["cpu_model"]) == ("experiment", "EPYC")
    assert first[1] == second[1] == "/emissions"
    assert (first[3]["run_id"], first[3]["duration"]) == ("run-of-the-server", 3)
    assert (second[3]["emissions_sum"], second[3]["cpu_energy"], second[3]["duration"]) == (
        0.25,
        2.0,
        2,
    )
    assert second[3]["emissions_rate"] == pytest.approx(0.25 / 2.5)


def test_what_the_api_did_not_take_goes_along_with_the_next(server):
    api = CodeCarbonAPIOutput(server.url, "experiment", "key", {})
    api.out(row(), row(duration=0.5, emissions=1.0))
    assert not server.received
    server.status = 503
    with pytest.raises(OSError, match="503"):
        api.out(row(), row(duration=2.0, emissions=2.0))
    server.status = 201
    api.out(row(), row(duration=2.0, emissions=4.0))
    assert server.received[-1][3]["emissions_sum"] == 7.0
    assert server.received[-1][3]["duration"] == 4


@pytest.mark.parametrize("key", ["", "api_key", None])
def test_without_a_key_nothing_goes_to_the_public_api(monkeypatch, key):
    def refuse(*arguments, **options):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    api = CodeCarbonAPIOutput("https://api.codecarbon.io", "experiment", key, {})
    api.out(row(duration=5.0), row(duration=5.0))


def test_a_server_of_ones_own_may_take_no_key(server):
    CodeCarbonAPIOutput(server.url, "experiment", "api_key", {}).out(row(), row(duration=5.0))
    assert [path for _, path, _, _ in server.received] == ["/runs", "/emissions"]


def test_the_log_has_the_run_as_json(machine, log):
    logger = logging.getLogger("of-the-script")
    logger.setLevel(logging.INFO)
    tracker = run(
        machine, save_to_logger=True, logging_logger=LoggerOutput(logger, logging.WARNING)
    )
    (record,) = [record for record in log.records if record.name == "of-the-script"]
    assert record.levelno == logging.WARNING
    content = json.loads(record.getMessage())
    assert content["emissions"] == tracker.final_emissions and list(content) == COLUMNS


def test_a_logger_that_was_not_passed_is_an_error_in_the_log(machine, log):
    run(machine, save_to_logger=True, log_level="error")
    assert "logging_logger" in log.text


def test_googles_logger_gets_a_structure_and_a_severity_that_it_knows():
    class Google:
        def log_struct(self, content, severity):
            self.content, self.severity = content, severity

    google = Google()
    GoogleCloudLoggerOutput(google).live_out(row(emissions=float("nan")), None)
    assert google.severity == "INFO" and google.content["emissions"] is None


def test_prometheus_gets_all_metrics_and_forgets_them_at_the_end(machine, server):
    pytest.importorskip("prometheus_client", reason="prometheus_client is not installed")
    run(machine, save_to_prometheus=True, prometheus_url=server.url, project_name="my project")
    push, forget = server.received
    assert push[:2] == ("PUT", "/metrics/job/my_project_base") and forget[0] == "DELETE"
    text = push[3].decode()
    assert "codecarbon_energy_total{" in text and 'project_name="my project"' in text
    for name in ("duration", "emissions", "cpu_power", "ram_energy", "energy_consumed"):
        assert f"\ncodecarbon_{name}{{" in text


@pytest.mark.parametrize(
    "flag, package", [("save_to_prometheus", "prometheus_client"), ("save_to_logfire", "logfire")]
)
def test_a_package_that_is_not_installed_is_named(machine, log, monkeypatch, flag, package):
    monkeypatch.setitem(sys.modules, package, None)
    run(machine, **{flag: True}, log_level="error")
    assert f"{package} is not installed" in log.text


def test_logfire_gets_counters_and_gauges(monkeypatch):
    class Metric:
        def __init__(self):
            self.values = []

        add = set = lambda self, value: self.values.append(value)

    class Logfire:
        metrics = {}
        configure = staticmethod(lambda: None)

        @classmethod
        def metric_counter(cls, name, unit):
            return cls.metrics.setdefault(name, Metric())

        metric_gauge = metric_counter

    monkeypatch.setitem(sys.modules, "logfire", Logfire)
    from wattprint.compat.codecarbon.output import LogfireOutput

    output = LogfireOutput()
    output.live_out(row(), row(emissions=0.5, cpu_power=3.0))
    output.out(row(), row(emissions=float("nan"), cpu_power=4.0))
    assert Logfire.metrics["codecarbon_emissions"].values == [0.5]
    assert Logfire.metrics["codecarbon_cpu_power"].values == [3.0, 4.0]


def test_the_boamps_report_has_what_was_measured_and_what_the_user_tells(machine, place):
    (place / "m.json").write_text(
        json.dumps(
            {
                "boamps": {
                    "task": {"taskStage": "training"},
                    "header": {"licensing": "CC BY"},
                    "infrastructure": {"cloudInstance": "x1"},
                    "environment": {"country": "Norway"},
                }
            }
        )
    )
    tracker = run(machine, output_methods=[OutputMethod.BOAMPS], metadata="m.json")
    report = json.loads((place / f"boamps_report_{tracker.run_id}.json").read_text())
    (measure,) = report["measures"]
    assert measure["powerConsumption"] == tracker.final_emissions_data.energy_consumed
    assert report["task"] == {"taskStage": "training"}
    assert (report["header"]["licensing"], report["header"]["reportId"]) == (
        "CC BY",
        str(tracker.run_id),
    )
    assert report["environment"]["country"] == "Norway"
    assert report["infrastructure"]["cloudInstance"] == "x1"
    assert [part["componentType"] for part in report["infrastructure"]["components"]] == [
        "cpu",
        "ram",
    ]


def test_metadata_that_is_no_json_leaves_the_run_alone(machine, place, log):
    (place / "m.json").write_text("{")
    run(machine, output_methods=["boamps"], metadata="m.json", log_level="error")
    assert "boamps:" in log.text
    with pytest.raises(TypeError):
        BoAmpsOutput.from_dict([])


def test_posting_to_what_is_no_web_address_opens_nothing():
    with pytest.raises(OSError, match="no address"):
        HTTPOutput("ftp://example.org/x").out(row(), row())
