"""With Lightning itself, in each of its two packages. Too heavy for CI: tools/check_frameworks.sh."""

import importlib
import warnings

import pytest
import wattprint

torch = pytest.importorskip("torch", reason="PyTorch is too heavy here: tools/check_frameworks.sh")

from .conftest import check_history, check_record_holds, counts, state  # noqa: E402

PACKAGES = {"lightning": "lightning.pytorch", "pytorch_lightning": "pytorch_lightning"}
X = torch.randn(512, 20)
Y = (X.sum(dim=1) > 0).float()


@pytest.fixture(params=PACKAGES)
def package(request):
    name = PACKAGES[request.param]
    lightning = pytest.importorskip(name, reason="tools/check_frameworks.sh")
    callbacks = importlib.import_module(f"wattprint.frameworks.{request.param}")
    return Package(lightning, callbacks.WattprintCallback)


class Package:
    """A model, and a trainer of it, of one of the packages."""

    def __init__(self, lightning, callback):
        self.lightning = lightning
        self.callback = callback

    def trainer(self, *callbacks, epochs=3):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return self.lightning.Trainer(
                max_epochs=epochs, accelerator="cpu", callbacks=[*callbacks, remember_in(self)],
                logger=False, enable_checkpointing=False, enable_progress_bar=False,
                enable_model_summary=False,
            )  # fmt: skip

    def model(self, fails=False):
        class Network(self.lightning.LightningModule):
            def __init__(self):
                super().__init__()
                self.layer = torch.nn.Sequential(
                    torch.nn.Linear(20, 64), torch.nn.ReLU(), torch.nn.Linear(64, 1)
                )

            def _register_sharded_tensor_state_dict_hooks_if_available(self):
                """Debian's PyTorch 1.13 cannot import its sharded tensors on Python 3.11."""

            def loss(self, batch):
                x, y = batch
                loss = torch.nn.functional.binary_cross_entropy_with_logits
                return loss(self.layer(x).squeeze(1), y)

            def training_step(self, batch, index):
                if fails:
                    raise OSError("the disk is full")
                return self.loss(batch)

            def validation_step(self, batch, index):
                self.log("val_loss", self.loss(batch))

            def test_step(self, batch, index):
                self.log("test_loss", self.loss(batch))

            def configure_optimizers(self):
                return torch.optim.SGD(self.parameters(), lr=0.1)

        return Network()

    def data(self):
        return torch.utils.data.DataLoader(torch.utils.data.TensorDataset(X, Y), batch_size=16)


def remember_in(package):
    """What each epoch has logged, as a logger would see it."""

    class History(package.lightning.Callback):
        def __init__(self):
            super().__init__()
            package.history = {}

        def on_train_epoch_end(self, trainer, pl_module):
            for name, number in trainer.callback_metrics.items():
                if name.endswith(("energy_wh", "emissions_g")):
                    package.history.setdefault(name, []).append(number.item())

    return History()


def test_fit_is_a_run_with_an_epoch_for_each(package):
    callback = package.callback(name="lightning")
    package.trainer(callback).fit(package.model(), package.data(), package.data())
    # The first validation is Lightning's sanity check, before the first epoch.
    assert counts(callback.tracker)["validate"] == 4
    assert state(callback.tracker) == "finished"
    assert not callback.tracker.running
    check_history(package.history, 3)
    check_record_holds(callback.tracker, package.history)


def test_a_test_is_a_run_of_its_own(package):
    callback = package.callback()
    package.trainer(callback).test(package.model(), package.data(), verbose=False)
    assert counts(callback.tracker) == {"test": 1}
    assert not callback.tracker.running


def test_a_tracker_of_the_user_goes_on(package):
    with wattprint.track("mine") as tracker:
        trainer = package.trainer(package.callback(tracker), epochs=2)
        model = package.model()
        trainer.fit(model, package.data())
        trainer.test(model, package.data(), verbose=False)
        assert tracker.running
    assert len(tracker.record()["epochs"]) == 2
    assert counts(tracker) == {"train": 1, "test": 1}


def test_a_used_up_budget_stops_fit(package, over_budget_after):
    tracker = over_budget_after(2)
    trainer = package.trainer(package.callback(tracker), epochs=50)
    trainer.fit(package.model(), package.data())
    assert trainer.current_epoch == 2
    assert state(tracker) == "stopped_by_budget"


def test_an_exception_passes_and_the_run_has_failed(package):
    callback = package.callback()
    with pytest.raises(OSError, match="disk is full"):
        package.trainer(callback).fit(package.model(fails=True), package.data())
    assert not callback.tracker.running
    assert state(callback.tracker) == "failed"


def test_a_logger_hears_of_each_epoch(package):
    heard = []
    callback = package.callback(loggers=[lambda *what: heard.append(what)])
    package.trainer(callback).fit(package.model(), package.data())
    assert [step for _, _, step in heard] == [0, 1, 2]
    assert [u.energy.wh for _, u, _ in heard] == pytest.approx(package.history["energy_wh"])
