"""With transformers itself. Too heavy for CI: tools/check_frameworks.sh."""

import pytest
import wattprint

torch = pytest.importorskip("torch", reason="PyTorch is too heavy here: tools/check_frameworks.sh")
transformers = pytest.importorskip("transformers", reason="tools/check_frameworks.sh")

from wattprint.frameworks.transformers import WattprintCallback  # noqa: E402

from .conftest import check_history, check_record_holds, counts, state  # noqa: E402


class Network(torch.nn.Module):
    def __init__(self, fails=False):
        super().__init__()
        self.layer = torch.nn.Sequential(torch.nn.Linear(20, 256), torch.nn.Linear(256, 1))
        self.fails = fails

    def forward(self, x, labels=None):
        if self.fails:
            raise OSError("the disk is full")
        logits = self.layer(x).squeeze(1)
        return {"loss": ((logits - labels) ** 2).mean(), "logits": logits}


class Numbers(torch.utils.data.Dataset):
    def __init__(self, count):
        self.x = torch.randn(count, 20, generator=torch.Generator().manual_seed(1))

    def __len__(self):
        return len(self.x)

    def __getitem__(self, index):
        return {"x": self.x[index], "labels": self.x[index].sum()}


def trainer(tmp_path, *callbacks, epochs=3, fails=False, **arguments):
    settings = transformers.TrainingArguments(
        str(tmp_path / "out"), num_train_epochs=epochs, per_device_train_batch_size=16, report_to=[],
        save_strategy="no", disable_tqdm=True, use_cpu=True, logging_strategy="epoch", **arguments,
    )  # fmt: skip
    return transformers.Trainer(
        Network(fails), settings, train_dataset=Numbers(512), eval_dataset=Numbers(128),
        callbacks=list(callbacks),
    )  # fmt: skip


def history_of(trainer):
    history = {}
    for row in trainer.state.log_history:
        for name in row:
            if name.endswith(("energy_wh", "emissions_g")):
                history.setdefault(name, []).append(row[name])
    return history


def test_train_is_a_run_with_an_epoch_for_each(tmp_path):
    callback = WattprintCallback(name="transformers")
    measured = trainer(tmp_path, callback, eval_strategy="epoch")
    measured.train()
    check_history(history_of(measured), 3)
    check_record_holds(callback.tracker, history_of(measured))
    assert counts(callback.tracker) == {"train": 4, "validate": 3}
    assert state(callback.tracker) == "finished"


def test_evaluations_within_an_epoch_are_tasks_of_it(tmp_path):
    callback = WattprintCallback()
    # 32 steps an epoch: evaluations after 20, 40 and 60.
    trainer(tmp_path, callback, epochs=2, eval_strategy="steps", eval_steps=20).train()
    assert counts(callback.tracker)["validate"] == 3
    assert len(callback.tracker.record()["epochs"]) == 2


def test_without_evaluation_there_is_none(tmp_path):
    callback = WattprintCallback()
    trainer(tmp_path, callback).train()
    assert counts(callback.tracker) == {"train": 1}
    assert len(callback.tracker.record()["epochs"]) == 3


def test_a_tracker_of_the_user_goes_on(tmp_path):
    with wattprint.track("mine") as tracker:
        trainer(tmp_path, WattprintCallback(tracker), epochs=2).train()
        assert tracker.running
    assert len(tracker.record()["epochs"]) == 2


@pytest.mark.parametrize("strategy", ["no", "epoch"])
def test_a_used_up_budget_stops_the_training(tmp_path, strategy, over_budget_after):
    tracker = over_budget_after(2)
    stopped = trainer(tmp_path, WattprintCallback(tracker), epochs=50, eval_strategy=strategy)
    stopped.train()
    assert stopped.state.epoch == 2
    assert state(tracker) == "stopped_by_budget"


def test_an_exception_ends_the_run_with_the_block(tmp_path):
    with pytest.raises(OSError, match="disk is full"), WattprintCallback() as callback:
        trainer(tmp_path, callback, fails=True).train()
    assert not callback.tracker.running
    assert state(callback.tracker) == "failed"


def test_a_logger_hears_of_each_epoch(tmp_path):
    heard = []
    measured = trainer(tmp_path, WattprintCallback(loggers=[lambda *what: heard.append(what)]))
    measured.train()
    assert [step for _, _, step in heard] == [32, 64, 96]
    assert [u.energy.wh for _, u, _ in heard] == history_of(measured)["energy_wh"]
