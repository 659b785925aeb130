"""What the tests of all frameworks share."""

import pytest
import wattprint


class OverBudgetAfter(wattprint.Tracker):
    """A tracker whose budget is used up at the end of an epoch, whatever the machine needs."""

    def __init__(self, epochs):
        super().__init__("over budget")
        self.epochs_left = epochs

    def end_epoch(self):
        super().end_epoch()
        self.epochs_left -= 1
        if self.epochs_left == 0:
            raise wattprint.BudgetExceeded("more than 1 g")


@pytest.fixture
def over_budget_after():
    return OverBudgetAfter


def counts(tracker):
    """How often each task ran: {"train": 2}."""
    return {task["name"]: task["count"] for task in tracker.record().get("tasks", [])}


def state(tracker):
    return tracker.record()["run"]["state"]


def check_history(history, epochs):
    """Sums of the epochs are what the run had used, and never more than the record says."""
    for name in ("energy_wh", "emissions_g"):
        total, each = history[name], history["epoch_" + name]
        assert len(total) == len(each) == epochs
        assert min(each) > 0
        assert total == sorted(total)
        for before, now, epoch in zip(total, total[1:], each[1:]):
            assert epoch <= (now - before) * (1 + 1e-9)


def check_record_holds(tracker, history):
    """The end of the history is the end of the record, but for what followed the last epoch."""
    record = tracker.record()
    assert history["energy_wh"][-1] * 3600 == pytest.approx(record["energy_j"]["value"], rel=0.2)
    assert history["energy_wh"][-1] * 3600 <= record["energy_j"]["value"] * (1 + 1e-9)
    assert len(record["epochs"]) == len(history["energy_wh"])
    for epoch, energy in zip(record["epochs"], history["epoch_energy_wh"]):
        # The two look at their clocks one after the other: some milliseconds of some watts.
        assert energy * 3600 == pytest.approx(epoch["energy_j"]["value"], rel=0.2, abs=0.05)
