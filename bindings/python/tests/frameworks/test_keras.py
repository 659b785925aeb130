"""With Keras itself; fit() on a backend that has one (jax), evaluate() and predict() on any."""

import importlib.util
import os

import numpy
import pytest
import wattprint

if importlib.util.find_spec("jax") is None:
    os.environ.setdefault("KERAS_BACKEND", "numpy")
else:
    os.environ.setdefault("KERAS_BACKEND", "jax")
keras = pytest.importorskip("keras", reason="keras is not installed")

from wattprint.frameworks.keras import WattprintCallback  # noqa: E402

from .conftest import check_history, check_record_holds, counts, state  # noqa: E402

can_fit = pytest.mark.skipif(
    keras.backend.backend() == "numpy", reason="fit() needs jax: Keras has none on numpy"
)
X = numpy.random.default_rng(1).normal(size=(512, 20)).astype("float32")
Y = (X.sum(axis=1) > 0).astype("float32")


def network():
    keras.utils.set_random_seed(1)
    model = keras.Sequential(
        [keras.Input((20,)), keras.layers.Dense(32, "relu"), keras.layers.Dense(1)]
    )
    model.compile("sgd", keras.losses.BinaryCrossentropy(from_logits=True))
    return model


def fit(callback, epochs=3, **arguments):
    return network().fit(X, Y, epochs=epochs, verbose=0, callbacks=[callback], **arguments)


class Fails(keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        raise OSError("the disk is full")


@can_fit
def test_fit_is_a_run_with_an_epoch_for_each():
    callback = WattprintCallback(name="keras")
    history = fit(callback, validation_split=0.25).history
    check_history(history, 3)
    check_record_holds(callback.tracker, history)
    assert counts(callback.tracker) == {"train": 4, "validate": 3}
    assert state(callback.tracker) == "finished"
    assert not callback.tracker.running


@can_fit
def test_the_rest_of_the_history_is_what_it_was_without():
    plain = network().fit(X, Y, epochs=3, verbose=0).history
    measured = fit(WattprintCallback()).history
    assert measured["loss"] == pytest.approx(plain["loss"], rel=1e-5)


@can_fit
def test_a_tracker_of_the_user_goes_on():
    with wattprint.track("mine") as tracker:
        fit(WattprintCallback(tracker), epochs=2)
        fit(WattprintCallback(tracker), epochs=1)
        assert tracker.running
    assert len(tracker.record()["epochs"]) == 3


@can_fit
def test_a_used_up_budget_stops_fit(over_budget_after):
    tracker = over_budget_after(2)
    history = fit(WattprintCallback(tracker), epochs=50).history
    assert len(history["loss"]) == 2
    assert state(tracker) == "stopped_by_budget"


@can_fit
def test_an_exception_ends_the_run_with_the_block():
    with pytest.raises(OSError, match="disk is full"), WattprintCallback() as callback:
        network().fit(X, Y, verbose=0, callbacks=[callback, Fails()])
    assert not callback.tracker.running
    assert state(callback.tracker) == "failed"


@can_fit
def test_a_logger_hears_of_each_epoch():
    heard = []
    history = fit(WattprintCallback(loggers=[lambda *what: heard.append(what)])).history
    assert [step for _, _, step in heard] == [0, 1, 2]
    assert [usage.energy.wh for _, usage, _ in heard] == history["energy_wh"]


def test_evaluate_and_predict_are_runs_of_their_own():
    model = network()
    callback = WattprintCallback()
    model.evaluate(X, Y, verbose=0, callbacks=[callback])
    assert counts(callback.tracker) == {"test": 1}
    first = callback.tracker.record()["run"]["id"]
    model.predict(X, verbose=0, callbacks=[callback])
    assert counts(callback.tracker) == {"predict": 1}
    assert callback.tracker.record()["run"]["id"] != first
    assert not callback.tracker.running
