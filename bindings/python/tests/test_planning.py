"""Predictions, budgets, and stopping early."""

import math
import time
import warnings

import pytest
import wattprint
from test_ranks import Package


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A machine that draws 100 W, all of it ours with scope="machine"."""
    monkeypatch.setenv("WATTPRINT_SYSFS_ROOT", str(tmp_path / "sys"))
    with Package(tmp_path / "sys", watts=100):
        yield


MACHINE = {"scope": "machine", "interval": 0.02}


def test_a_prediction_of_equal_epochs_is_about_right(package):
    with wattprint.track(**MACHINE) as t:
        for epoch in t.epochs(12):
            time.sleep(0.05)
            if epoch == 4:
                prediction = t.predict()
    assert (prediction.epochs, prediction.measured) == (12, 4)
    assert prediction.energy.low <= t.energy.value <= prediction.energy.high
    assert prediction.energy.value == pytest.approx(t.energy.value, rel=0.3)
    assert prediction.duration.value == pytest.approx(0.6, rel=0.3)
    assert prediction.emissions.unit == "g"
    assert 0 < prediction.energy_to_come.value < prediction.energy.value
    assert "12 epochs, 4 of them measured" in str(prediction)


def test_when_all_epochs_are_done_nothing_is_to_come(package):
    with wattprint.track(**MACHINE) as t:
        for _ in t.epochs(3):
            time.sleep(0.02)
        done = t.predict()
    assert done.measured == 3 and done.energy_to_come.value == 0


def test_nothing_is_predicted_before_an_epoch_has_ended():
    with wattprint.track() as t:
        assert t.predict() is None  # of how many?
        with pytest.warns(wattprint.WattprintWarning, match="no epoch has ended"):
            assert t.predict(10) is None


def test_a_loop_ends_after_the_first_epoch_whose_prediction_is_above_the_budget(package, kept):
    # 20 epochs of 0.1 s at 100 W are 200 J.
    done = []
    with pytest.warns(wattprint.WattprintWarning, match="will be exceeded"):
        with wattprint.track(budget="100 J", **MACHINE) as t:
            for epoch in t.epochs(20):
                time.sleep(0.1)
                done.append(epoch)
    assert t.stopped_by_budget
    assert done == [0]
    (record,) = kept()
    assert record["run"]["state"] == "stopped_by_budget"
    assert record["energy_j"]["value"] < 100


def test_a_budget_that_is_kept_stops_nothing(package, kept, recwarn):
    with wattprint.track(budget="1 MJ", **MACHINE) as t:
        assert sum(1 for _ in t.epochs(5)) == 5
        verdict = t.budget()
    assert not verdict.exceeded and not verdict.will_exceed
    assert (verdict.limit, verdict.unit) == (1e6, "J")
    assert kept()[0]["run"]["state"] == "finished" and not recwarn


def test_a_long_computation_is_left_at_the_budget_plus_a_sample(package, kept):
    with pytest.raises(wattprint.BudgetExceeded, match="budget of 30 J is exceeded"):
        with wattprint.track(budget="30 J", **MACHINE):
            while True:
                sum(range(1000))
    (record,) = kept()
    assert record["run"]["state"] == "stopped_by_budget"
    # 100 W: a sample is 2 J. The rest is for a busy machine.
    assert 30 < record["energy_j"]["value"] < 50


def test_a_program_that_its_budget_ends_is_kept_so(script, package, kept):
    ran = script(
        """
        import wattprint
        t = wattprint.track(budget="5 J", scope="machine", interval=0.02).start()
        while True:
            sum(range(1000))
        """
    )
    assert ran.returncode == 1 and "budget of 5 J is exceeded" in ran.stderr
    assert kept()[0]["run"]["state"] == "stopped_by_budget"


def test_epoch_raises_where_the_loop_is_the_programs_own(package):
    with pytest.raises(wattprint.BudgetExceeded):
        with wattprint.track(budget="100 J", epochs=20, **MACHINE) as t:
            for _ in range(20):
                t.epoch()
                time.sleep(0.1)


def test_a_warning_is_given_once_and_the_work_goes_on(package, kept):
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        with wattprint.track(budget="5 J", on_budget="warn", **MACHINE) as t:
            for _ in t.epochs(4):
                time.sleep(0.1)
    assert [w.category for w in told] == [wattprint.WattprintWarning]
    assert kept()[0]["run"]["state"] == "finished" and not t.stopped_by_budget


def test_a_function_is_called_once_with_the_verdict(package):
    verdicts = []
    with wattprint.track(budget="5 J", on_budget=verdicts.append, **MACHINE):
        time.sleep(0.3)
    (verdict,) = verdicts
    assert verdict.exceeded and verdict.used > 5 and "5 J" in str(verdict)


def test_a_function_that_fails_is_a_warning(package):
    with pytest.warns(wattprint.WattprintWarning, match="on_budget failed"):
        with wattprint.track(budget="1 J", on_budget=lambda verdict: 1 / 0, **MACHINE):
            time.sleep(0.3)


def test_a_budget_for_each_task_is_held_against_their_mean(package):
    with wattprint.track(
        budget="1 J/inference", on_budget="warn", interval=5.0, scope="machine"
    ) as t:
        for _ in range(4):
            with t.task("inference"):
                time.sleep(0.05)
        verdict = t.budget()
    assert verdict.unit == "J/task" and verdict.exceeded
    assert verdict.used == pytest.approx(5, rel=0.5)


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        ({"budget": "500"}, "no unit"),
        ({"budget": "-1 g"}, "more than 0"),
        ({"budget": "5 apples"}, "there is no unit"),
        ({"budget": "1 J", "on_budget": "explode"}, "neither 'stop'"),
    ],
)
def test_a_budget_that_makes_no_sense_is_refused(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        wattprint.track(**arguments)


def test_no_exception_comes_after_the_block(package):
    # The budget is used up just about when the block ends, now before and now after.
    for _ in range(10):
        try:
            with wattprint.track(budget="3 J", store=False, **MACHINE):
                time.sleep(0.03)
        except wattprint.BudgetExceeded:
            pass
        for _ in range(1000):
            sum(range(10))


def test_early_stopping_stops_after_patience_and_knows_the_best():
    stopping = wattprint.EarlyStopping(patience=2, delta=0.1)
    assert stopping.best is None and stopping.best_epoch is None
    answers = [stopping.update(loss) for loss in (1.0, 0.5, 0.45, math.nan, 0.6)]
    # 0.45 is not better than 0.5 by more than 0.1; no number counts for nothing.
    assert answers == [False, False, False, False, True]
    assert (stopping.best_epoch, stopping.best) == (2, 0.5)
    assert stopping.saved is None


def test_early_stopping_of_an_accuracy():
    stopping = wattprint.EarlyStopping(patience=1, mode="max")
    assert [stopping.update(x) for x in (0.5, 0.6, 0.6)] == [False, False, True]


def test_early_stopping_says_what_it_saves(package):
    with wattprint.track(**MACHINE) as t:
        stopping = wattprint.EarlyStopping(patience=2, tracker=t)
        for _ in t.epochs(10):
            time.sleep(0.05)
            if stopping.update(1.0):
                break
    assert stopping.stopped
    # Of 10 epochs at 5 J three have begun, of which two had ended.
    assert stopping.saved.value == pytest.approx(40, rel=0.35)
    assert stopping.saved.low < stopping.saved.value < stopping.saved.high


@pytest.mark.parametrize("arguments", [{"patience": 0}, {"delta": -1.0}, {"mode": "up"}])
def test_early_stopping_refuses_what_makes_no_sense(arguments):
    with pytest.raises(ValueError):
        wattprint.EarlyStopping(**arguments)


def test_epochs_cost_little_without_a_budget():
    with wattprint.track() as t:
        for _ in t.epochs(10_000):
            pass
    assert len(t.record()["epochs"]) == 10_000
