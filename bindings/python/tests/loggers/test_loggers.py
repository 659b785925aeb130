"""With MLflow, Weights & Biases (offline) and TensorBoard themselves."""

import logging

import pytest
import wattprint
from wattprint.loggers import TextLogger, numbers_of

NAMES = ["duration_s", "cpu_time_s"] + [
    name + end for name in ("energy_wh", "emissions_g") for end in ("", "_low", "_high")
]


@pytest.fixture
def usage():
    energy = wattprint.Figure(7200.0, 3600.0, 18000.0, "estimated", "J")
    emissions = wattprint.Figure(0.7, 0.3, 2.0, "assumed", "g")
    return wattprint.Usage(12.0, 9.0, energy, emissions)


@pytest.fixture
def later():
    energy = wattprint.Figure(14400.0, 7200.0, 36000.0, "estimated", "J")
    return wattprint.Usage(24.0, 18.0, energy, None)


def test_numbers_are_in_wh_and_g_with_their_interval(usage):
    assert numbers_of(usage, "w/") == {
        "w/duration_s": 12.0,
        "w/cpu_time_s": 9.0,
        "w/energy_wh": 2.0,
        "w/energy_wh_low": 1.0,
        "w/energy_wh_high": 5.0,
        "w/emissions_g": 0.7,
        "w/emissions_g_low": 0.3,
        "w/emissions_g_high": 2.0,
    }


def test_what_is_not_known_is_no_number(later):
    assert not [name for name in numbers_of(later) if name.startswith("emissions")]
    assert sorted(numbers_of(wattprint.Usage())) == ["cpu_time_s", "duration_s"]


def test_an_unknown_logger_is_an_attribute_error():
    with pytest.raises(ImportError, match="NeptuneLogger"):
        from wattprint.loggers import NeptuneLogger  # noqa: F401


def test_logging_has_a_line_and_the_numbers(usage, caplog):
    with caplog.at_level(logging.INFO, "wattprint"):
        TextLogger()(None, usage, 3)
    (record,) = caplog.records
    assert record.getMessage() == (
        "step 3: 12 s; 9 s CPU; 2 Wh (1 to 5), estimated; 700 mg CO2e (300 to 2e+03), assumed"
    )
    assert record.wattprint["energy_wh_high"] == 5.0


def test_logging_goes_to_the_logger_and_level_of_the_user(usage, caplog):
    mine = logging.getLogger("mine")
    with caplog.at_level(logging.DEBUG, "mine"):
        TextLogger(mine, logging.DEBUG)(None, usage, 0)
    assert [(record.name, record.levelno) for record in caplog.records] == [("mine", logging.DEBUG)]


@pytest.fixture
def mlflow(tmp_path, monkeypatch):
    mlflow = pytest.importorskip("mlflow", reason="mlflow-skinny is not installed")
    # Files need no database, which mlflow-skinny does not have.
    monkeypatch.setenv("MLFLOW_ALLOW_FILE_STORE", "true")
    mlflow.set_tracking_uri((tmp_path / "mlruns").as_uri())
    return mlflow


def test_mlflow_has_each_metric_at_each_step(usage, later, mlflow):
    from wattprint.loggers import MlflowLogger

    with mlflow.start_run() as run:
        log = MlflowLogger()
        log(None, usage, 0)
        log(None, later, 1)
    client = mlflow.tracking.MlflowClient()
    assert sorted(client.get_run(run.info.run_id).data.metrics) == sorted(
        "wattprint/" + name for name in NAMES
    )
    history = client.get_metric_history(run.info.run_id, "wattprint/energy_wh")
    assert [(metric.step, metric.value) for metric in history] == [(0, 2.0), (1, 4.0)]


def test_mlflow_takes_a_run_that_is_not_the_active_one(usage, mlflow):
    from wattprint.loggers import MlflowLogger

    with mlflow.start_run() as run:
        pass
    MlflowLogger(run_id=run.info.run_id)(None, usage, 0)
    metrics = mlflow.tracking.MlflowClient().get_run(run.info.run_id).data.metrics
    assert metrics["wattprint/emissions_g"] == 0.7


@pytest.fixture
def wandb_run(tmp_path, monkeypatch):
    wandb = pytest.importorskip("wandb", reason="wandb is not installed")
    monkeypatch.setenv("WANDB_MODE", "offline")
    monkeypatch.setenv("WANDB_SILENT", "true")
    run = wandb.init(project="test", dir=tmp_path)
    yield run
    run.finish()


def test_wandb_has_each_metric_and_a_step_of_its_own(wandb_run, usage, later):
    from wattprint.loggers import WandbLogger

    # The steps of the training itself are far ahead of the epochs.
    wandb_run.log({"loss": 0.5}, step=1000)
    log = WandbLogger()
    log(None, usage, 0)
    assert wandb_run.summary["wattprint/emissions_g"] == 0.7
    log(None, later, 1)
    assert wandb_run.summary["wattprint/step"] == 1
    assert wandb_run.summary["wattprint/energy_wh"] == 4.0
    assert wandb_run.summary["wattprint/energy_wh_high"] == 10.0


def test_wandb_without_a_run_is_told_at_once():
    wandb = pytest.importorskip("wandb", reason="wandb is not installed")
    from wattprint.loggers import WandbLogger

    assert wandb.run is None
    with pytest.raises(ValueError, match="wandb.init"):
        WandbLogger()


def test_tensorboard_has_each_scalar_at_each_step(usage, later, tmp_path):
    pytest.importorskip("tensorboardX", reason="tensorboardX is not installed")
    from wattprint.loggers import TensorBoardLogger

    log = TensorBoardLogger(tmp_path / "logs")
    log(None, usage, 0)
    log(None, later, 1)
    log.writer.close()
    scalars = scalars_of(next((tmp_path / "logs").glob("events*")))
    assert sorted(scalars) == sorted("wattprint/" + name for name in NAMES)
    assert scalars["wattprint/energy_wh"] == {0: 2.0, 1: 4.0}
    assert scalars["wattprint/emissions_g_high"] == {0: 2.0}


def scalars_of(path):
    """{name: {step: value}} of an event file: records of length, checksum, Event, checksum."""
    import struct

    from tensorboardX.proto.event_pb2 import Event

    scalars = {}
    data = path.read_bytes()
    while data:
        (length,) = struct.unpack_from("<Q", data)
        event = Event.FromString(data[12 : 12 + length])
        data = data[16 + length :]
        for value in event.summary.value:
            scalars.setdefault(value.tag, {})[event.step] = value.simple_value
    return scalars


class Writer:
    """As much of a SummaryWriter as PyTorch's and tensorboardX's have in common."""

    def __init__(self):
        self.scalars = []

    def add_scalar(self, tag, value, global_step=None):
        self.scalars.append((tag, value, global_step))

    def flush(self):
        pass


def test_tensorboard_writes_with_the_writer_of_the_user(usage):
    from wattprint.loggers import TensorBoardLogger

    writer = Writer()
    TensorBoardLogger(writer, prefix="")(None, usage, 7)
    assert ("energy_wh", 2.0, 7) in writer.scalars
    assert len(writer.scalars) == len(NAMES)


def test_any_logger_goes_with_a_loop_of_the_users_own(caplog):
    log = TextLogger()
    with caplog.at_level(logging.INFO, "wattprint"), wattprint.track("loop") as tracker:
        for epoch in tracker.epochs(3):
            log(tracker, tracker.usage, epoch)
    assert [record.getMessage()[:7] for record in caplog.records] == [
        "step 0:",
        "step 1:",
        "step 2:",
    ]
    assert "energy_wh_low" in caplog.records[0].wattprint
