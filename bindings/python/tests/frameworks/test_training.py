"""What all callbacks share, told by hand what a framework would tell."""

import warnings

import pytest
import wattprint
from wattprint.frameworks.training import Training, used_between

from .conftest import check_history, counts, state


def busy():
    return sum(range(300_000))


def train(training, epochs):
    history = {}
    training.begin()
    training.enter("train")
    for epoch in range(epochs):
        training.begin_epoch()
        busy()
        training.enter("validate")
        busy()
        training.leave()
        for name, number in training.end_epoch(epoch).items():
            history.setdefault(name, []).append(number)
        if training.should_stop:
            break
    training.end()
    return history


def test_a_run_has_its_epochs_and_tasks():
    training = Training(None, (), {"name": "by hand"})
    check_history(train(training, 3), 3)
    record = training.tracker.record()
    assert record["run"]["name"] == "by hand"
    assert record["run"]["state"] == "finished"
    assert len(record["epochs"]) == 3
    # The first part of each epoch, and what follows its validation up to the next epoch's.
    assert counts(training.tracker) == {"train": 4, "validate": 3}


def test_train_and_validate_do_not_overlap():
    training = Training(None, (), {})
    train(training, 3)
    record = training.tracker.record()
    parts = sum(task["duration_s"] for task in record["tasks"])
    assert parts <= record["run"]["duration_s"]


def test_a_tracker_that_runs_goes_on_afterwards():
    with wattprint.track("mine") as tracker:
        train(Training(tracker, (), {}), 1)
        train(Training(tracker, (), {}), 2)
        assert tracker.running
    assert len(tracker.record()["epochs"]) == 3


def test_a_tracker_that_does_not_run_is_started_and_stopped():
    tracker = wattprint.Tracker("mine")
    train(Training(tracker, (), {}), 1)
    assert not tracker.running
    assert state(tracker) == "finished"


def test_a_tracker_and_arguments_of_another_are_refused():
    with pytest.raises(TypeError, match="not both: zone"):
        Training(wattprint.Tracker(), (), {"zone": "DE"})


def test_settings_without_sense_are_refused_before_the_training():
    with pytest.raises(ValueError):
        Training(None, (), {"zone": "no such zone"})
    with pytest.raises(TypeError, match="zone"):
        Training(None, (), {"zoen": "DE"})


def test_an_exception_is_told_to_the_record():
    training = Training(None, (), {})
    training.begin()
    training.enter("train")
    training.begin_epoch()
    training.end(KeyboardInterrupt, KeyboardInterrupt())
    assert state(training.tracker) == "interrupted"
    assert len(training.tracker.record()["epochs"]) == 1
    training.end()
    assert state(training.tracker) == "interrupted"


def test_a_training_that_was_left_open_has_failed_when_the_next_begins(tmp_path):
    training = Training(None, (), {"name": "again"})
    training.begin()
    left_open = training.tracker.record()["run"]["id"]
    training.begin()
    assert training.tracker.record()["run"]["id"] != left_open
    assert training.tracker.running
    training.end()


def test_a_used_up_budget_stops_the_training(over_budget_after):
    training = Training(over_budget_after(2), (), {})
    check_history(train(training, 5), 2)
    assert training.should_stop
    assert state(training.tracker) == "stopped_by_budget"


def test_loggers_hear_of_each_epoch():
    heard = []
    training = Training(None, lambda *what: heard.append(what), {})
    history = train(training, 2)
    assert [step for _, _, step in heard] == [0, 1]
    assert [tracker for tracker, _, _ in heard] == [training.tracker] * 2
    assert [usage.energy.wh for _, usage, _ in heard] == history["energy_wh"]


def test_a_logger_that_fails_is_one_warning():
    def unreachable(tracker, usage, step):
        raise ConnectionError("no server at port 5000")

    training = Training(None, [unreachable], {})
    with pytest.warns(wattprint.WattprintWarning, match="unreachable failed: .*port 5000") as told:
        history = train(training, 3)
    assert len(told) == 1
    check_history(history, 3)


def test_the_difference_of_two_counts_keeps_its_interval_around_it():
    def usage(*energy):
        return wattprint.Usage(1.0, 1.0, wattprint.Figure(*energy, "estimated", "J"))

    used = used_between(usage(10.0, 8.0, 12.0), usage(30.0, 24.0, 36.0)).energy
    assert (used.value, used.low, used.high, used.unit) == (20.0, 16.0, 24.0, "J")
    # The interval has become narrower: a sensor was found meanwhile.
    used = used_between(usage(10.0, 5.0, 20.0), usage(30.0, 29.0, 31.0)).energy
    assert (used.value, used.low, used.high) == (20.0, 16.0, 29.0)


def test_what_is_not_known_is_no_number(monkeypatch):
    training = Training(None, (), {})
    training.begin()
    monkeypatch.setattr(wattprint.Tracker, "usage", property(lambda self: wattprint.Usage()))
    training.begin_epoch()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert training.end_epoch(0) == {}
    training.end()
