"""With XGBoost itself (xgboost-cpu is enough)."""

import numpy
import pytest
import wattprint

xgboost = pytest.importorskip("xgboost", reason="xgboost is not installed")

from test_ranks import Package  # noqa: E402
from wattprint.frameworks.xgboost import WattprintCallback  # noqa: E402

from .conftest import check_history, check_record_holds, counts, state  # noqa: E402

X = numpy.random.default_rng(1).normal(size=(500, 10))
Y = X.sum(axis=1) > 0
DATA = xgboost.DMatrix(X, Y)
PARAMETERS = {"objective": "binary:logistic", "nthread": 1}


class Fails(xgboost.callback.TrainingCallback):
    def after_iteration(self, model, epoch, evals_log):
        raise OSError("the disk is full")


def train(callback, rounds=5, **arguments):
    result = {}
    evals = [(DATA, "train")]
    booster = xgboost.train(
        PARAMETERS, DATA, rounds, evals=evals, evals_result=result, verbose_eval=False,
        callbacks=[callback], **arguments,
    )  # fmt: skip
    return booster, result


def test_a_training_is_a_run_with_an_epoch_for_each_round():
    callback = WattprintCallback(name="xgboost")
    _, result = train(callback)
    check_history(result["wattprint"], 5)
    check_record_holds(callback.tracker, result["wattprint"])
    assert counts(callback.tracker) == {"train": 1}
    assert state(callback.tracker) == "finished"


def test_the_model_is_what_it_was_without():
    plain = xgboost.train(PARAMETERS, DATA, 5)
    measured, _ = train(WattprintCallback())
    assert measured.save_raw() == plain.save_raw()


def test_early_stopping_still_looks_at_the_data_set_of_the_user():
    noise = xgboost.DMatrix(X, numpy.random.default_rng(2).integers(0, 2, len(X)))
    result = {}
    booster = xgboost.train(
        PARAMETERS, DATA, 200, evals=[(DATA, "train"), (noise, "noise")], evals_result=result,
        early_stopping_rounds=3, verbose_eval=False, callbacks=[WattprintCallback()],
    )  # fmt: skip
    assert booster.best_score == min(result["noise"]["logloss"])
    rounds = len(result["noise"]["logloss"])
    assert rounds < 200
    check_history(result["wattprint"], rounds)


def test_cross_validation_is_one_run():
    callback = WattprintCallback()
    folds = xgboost.cv(PARAMETERS, DATA, 4, nfold=3, callbacks=[callback], as_pandas=False)
    assert sorted(folds) == [
        "test-logloss-mean", "test-logloss-std", "train-logloss-mean", "train-logloss-std",
    ]  # fmt: skip
    assert len(callback.tracker.record()["epochs"]) == 4
    assert not callback.tracker.running


def test_an_estimator_has_it_in_its_results():
    pytest.importorskip("sklearn", reason="scikit-learn is not installed")
    model = xgboost.XGBClassifier(n_estimators=4, n_jobs=1, callbacks=[WattprintCallback()])
    model.fit(X, Y, eval_set=[(X, Y)], verbose=False)
    check_history(model.evals_result()["wattprint"], 4)


def test_a_tracker_of_the_user_goes_on():
    with wattprint.track("mine") as tracker:
        train(WattprintCallback(tracker), rounds=2)
        train(WattprintCallback(tracker), rounds=3)
        assert tracker.running
    assert len(tracker.record()["epochs"]) == 5


def test_a_used_up_budget_stops_the_training(over_budget_after):
    tracker = over_budget_after(2)
    booster, _ = train(WattprintCallback(tracker), rounds=50)
    assert booster.num_boosted_rounds() == 2
    assert state(tracker) == "stopped_by_budget"


def test_an_exception_ends_the_run_with_the_block():
    with pytest.raises(OSError, match="disk is full"), WattprintCallback() as callback:
        xgboost.train(PARAMETERS, DATA, 5, callbacks=[callback, Fails()])
    assert not callback.tracker.running
    assert state(callback.tracker) == "failed"


def test_a_real_budget_stops_the_training_after_the_round(tmp_path, monkeypatch):
    monkeypatch.setenv("WATTPRINT_SYSFS_ROOT", str(tmp_path / "sys"))
    with Package(tmp_path / "sys", watts=1000):
        # An interval this long leaves the judgement to the ends of rounds.
        callback = WattprintCallback(budget="1 J", scope="machine", interval=60)
        booster, _ = train(callback, rounds=10_000)
    assert 0 < booster.num_boosted_rounds() < 10_000
    assert state(callback.tracker) == "stopped_by_budget"


def test_a_budget_used_up_in_a_round_is_an_exception_of_the_training(tmp_path, monkeypatch):
    class Slow(xgboost.callback.TrainingCallback):
        def after_iteration(self, model, epoch, evals_log):
            while True:
                sum(range(1000))

    monkeypatch.setenv("WATTPRINT_SYSFS_ROOT", str(tmp_path / "sys"))
    with Package(tmp_path / "sys", watts=1000):
        with pytest.raises(wattprint.BudgetExceeded):
            with WattprintCallback(budget="100 J", scope="machine", interval=0.02) as callback:
                xgboost.train(PARAMETERS, DATA, 5, callbacks=[Slow(), callback])
    assert state(callback.tracker) == "stopped_by_budget"
