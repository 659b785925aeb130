"""A tracker in one process: what it measures, and what it does with mistakes."""

import asyncio
import copy
import pickle
import threading
import warnings

import pytest
import wattprint
from conftest import assert_valid
from work import burn


def test_says_what_a_block_used_with_an_interval_and_a_basis():
    with wattprint.track("train") as t:
        assert t.running
        burn(0.2)
    assert not t.running
    assert t.usage.cpu_time == pytest.approx(0.2, abs=0.1)
    assert t.duration >= 0.15
    assert 0 < t.energy.low < t.energy.value < t.energy.high
    assert t.energy.unit == "J" and t.emissions.unit == "g"
    assert t.energy.basis in ("measured", "estimated")
    # 344 g/kWh is Germany's year 2024; no PUE is given.
    assert t.emissions.grams == pytest.approx(t.energy.kwh * 344.1399, rel=1e-6)


def test_keeps_the_record_in_the_store(kept):
    with wattprint.track("train", project="p", tags={"model": "mlp", "fold": "3"}) as t:
        t.mark("half")
    (record,) = kept()
    assert record == t.record()
    assert record["run"]["name"] == "train"
    assert record["run"]["project"] == "p"
    assert record["run"]["tags"] == {"model": "mlp", "fold": "3"}
    assert record["run"]["state"] == "finished"
    assert [mark["name"] for mark in record["marks"]] == ["half"]


def test_keeps_nothing_when_told_not_to(kept):
    with wattprint.track("train", store=False):
        pass
    assert kept() == []


def test_live_figures_grow_while_it_runs():
    with wattprint.track() as t:
        burn(0.05)
        first = t.energy
        burn(0.1)
        assert t.energy.value > first.value
        assert_valid(t.record())


def test_tasks_are_nested_and_add_up():
    with wattprint.track() as t:
        with t.task("outer") as outer:
            with t.task("inner") as inner:
                burn(0.1)
            burn(0.1)
    assert 0 < inner.energy.value < outer.energy.value <= t.energy.value * (1 + 1e-9)
    assert inner.usage.cpu_time == pytest.approx(0.1, abs=0.05)


def test_tasks_of_one_name_are_counted_together():
    with wattprint.track() as t:
        for _ in range(10_000):
            with t.task("step"):
                pass
        with t.task("step"):
            with t.task("step"):
                pass
    (step,) = t.record()["tasks"]
    assert step["name"] == "step" and step["count"] == 10_002


def test_tasks_overlap_on_threads():
    with wattprint.track() as t:
        together = threading.Barrier(4)

        def work(number):
            with t.task(f"thread {number}"):
                together.wait()
                burn(0.02)
                together.wait()

        threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(task["name"] for task in t.record()["tasks"]) == [f"thread {n}" for n in range(4)]


def test_epochs_of_a_loop():
    with wattprint.track() as t:
        for number, epoch in enumerate(t.epochs(3)):
            assert number == epoch
            burn(0.02)
        burn(0.05)  # after the last one: of no epoch
        assert list(t.epochs("ab")) == ["a", "b"]
    epochs = t.record()["epochs"]
    assert len(epochs) == 5
    assert all(0.01 < epoch["cpu_s"] < 0.045 for epoch in epochs[:3])


def test_an_epoch_ends_where_its_loop_is_left():
    with wattprint.track() as t:
        for epoch in t.epochs(10):
            burn(0.02)
            if epoch == 1:
                break
        burn(0.1)
    assert len(t.record()["epochs"]) == 2
    assert t.record()["epochs"][1]["cpu_s"] < 0.08


def test_epochs_one_after_the_other():
    with wattprint.track() as t:
        for _ in range(3):
            t.epoch()
    assert len(t.record()["epochs"]) == 3


def test_a_tracker_starts_again_for_another_run(kept):
    t = wattprint.track("again")
    for _ in range(2):
        with t:
            pass
    first, second = kept()
    assert first["run"]["id"] != second["run"]["id"]


def test_scope_of_the_machine_counts_all_of_it():
    with wattprint.track(scope="machine") as t:
        burn(0.02)
    assert t.record()["attribution"]["scope"] == "machine"


def test_figures_read_as_people_write_them():
    figure = wattprint.Figure(1476.0, 1044.0, 2088.0, "estimated", "J")
    assert str(figure) == "410 mWh (290 to 580), estimated"
    assert float(figure) == 1476.0
    assert figure.wh == pytest.approx(0.41)
    assert figure == wattprint.Figure(1476.0, 1044.0, 2088.0, "estimated", "J")
    assert figure != wattprint.Figure(1476.0, 1044.0, 2088.0, "measured", "J")
    with pytest.raises(AttributeError, match="in J"):
        print(figure.grams)
    assert str(wattprint.Figure(0.0, 0.0, 0.0, "measured", "g")).startswith("0 ")


# Functions


def test_decorates_functions(kept):
    @wattprint.track
    def add(a, *, b):
        """Adds."""
        return a + b

    assert add(1, b=2) == 3
    assert add.__name__ == "add" and add.__doc__ == "Adds."
    assert kept()[0]["run"]["name"].endswith("add")


def test_decorates_with_arguments_once_for_each_call(kept):
    @wattprint.track("named", project="p")
    def work():
        pass

    work()
    work()
    assert [(r["run"]["name"], r["run"]["project"]) for r in kept()] == [("named", "p")] * 2


def test_decorates_a_method_as_a_task():
    t = wattprint.track()

    class Model:
        @t.task("fit")
        def fit(self, x):
            return x

    with t:
        assert [Model().fit(1), Model().fit(2)] == [1, 2]
    assert t.record()["tasks"][0]["count"] == 2


def test_measures_coroutines_to_their_end(kept):
    @wattprint.track("coroutine")
    async def work():
        await asyncio.sleep(0.05)
        return 3

    assert asyncio.run(work()) == 3
    assert kept()[0]["run"]["duration_s"] >= 0.05


def test_measures_generators_from_the_first_item_to_the_last(kept):
    @wattprint.track("generator")
    def numbers():
        got = yield 1
        yield got

    items = numbers()
    assert kept() == []
    assert next(items) == 1
    assert items.send(7) == 7
    assert list(items) == []
    assert kept()[0]["run"]["state"] == "finished"


def test_measures_asynchronous_generators(kept):
    @wattprint.track("stream")
    async def numbers():
        yield 1
        yield 2

    async def collect():
        return [n async for n in numbers()]

    assert asyncio.run(collect()) == [1, 2]
    assert kept()[0]["run"]["name"] == "stream"


def test_concurrent_tasks_of_asyncio():
    async def main():
        async with wattprint.track() as t:

            async def step(n):
                async with t.task(f"step {n}"):
                    await asyncio.sleep(0.01)

            await asyncio.gather(*(step(n) for n in range(5)))
        return t

    assert len(asyncio.run(main()).record()["tasks"]) == 5


# Exceptions of the program


@pytest.mark.parametrize(
    "error, state",
    [
        (ZeroDivisionError(), "failed"),
        (KeyboardInterrupt(), "interrupted"),
        (asyncio.CancelledError(), "interrupted"),
        (SystemExit(3), "failed"),
        (SystemExit(0), "finished"),
        (SystemExit(), "finished"),
    ],
)
def test_exceptions_pass_through_and_the_record_says_so(error, state, kept):
    with pytest.raises(type(error)) as caught:
        with wattprint.track() as t:
            with t.task("fails"):
                raise error
    assert caught.value is error
    (record,) = kept()
    assert record["run"]["state"] == state
    assert record["tasks"][0]["name"] == "fails"


def test_an_exception_passes_through_a_decorated_function(kept):
    @wattprint.track
    def fails():
        raise ValueError("mine")

    with pytest.raises(ValueError, match="mine"):
        fails()
    assert kept()[0]["run"]["state"] == "failed"


def test_stop_says_that_the_work_failed(kept):
    t = wattprint.track().start()
    t.stop(failed=True)
    assert kept()[0]["run"]["state"] == "failed"


# Mistakes


def test_stop_twice_says_the_same_and_warns_of_nothing(recwarn):
    t = wattprint.track().start()
    assert t.stop() is t.stop()
    assert not recwarn


def test_start_twice_is_one_warning(kept):
    t = wattprint.track().start()
    with pytest.warns(wattprint.WattprintWarning, match="runs already") as told:
        for _ in range(5):
            assert t.start() is t
    assert len(told) == 1
    assert told[0].filename == __file__
    t.stop()
    assert len(kept()) == 1


def test_stop_before_start_is_one_warning(kept):
    t = wattprint.track()
    with pytest.warns(wattprint.WattprintWarning, match="does not run"):
        used = t.stop()
    assert used.energy is None and used.duration == 0
    assert kept() == []


@pytest.mark.parametrize("call", ["epoch", "energy", "mark", "task", "record", "to_frame"])
def test_nothing_raises_before_the_start(call):
    t = wattprint.track()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", wattprint.WattprintWarning)
        if call == "task":
            with t.task("early") as task:
                pass
            assert task.energy is None
        elif call == "mark":
            t.mark("early")
        else:
            value = getattr(t, call)
            assert (value() if callable(value) else value) is None


def test_warnings_made_errors_do_not_end_the_program():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        t = wattprint.track()
        t.stop()
        t.epoch()


def test_an_unknown_argument_names_the_nearest():
    with pytest.raises(TypeError, match="no argument 'zones'; did you mean 'zone'"):
        wattprint.track(zones="DE")
    with pytest.raises(TypeError, match="there are: name"):
        wattprint.track(quux=1)


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        ({"zone": "XQ"}, "unknown zone"),
        ({"pue": 0.5}, "pue"),
        ({"intensity": -1}, "intensity"),
        ({"interval": -1}, "interval"),
        ({"scope": "galaxy"}, "scope"),
        ({"settings": {"zoen": "DE"}}, 'did you mean "zone"'),
        ({"tags": {"a=b": "c"}}, "tag"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_where_it_is_given(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        wattprint.track(**arguments)


def test_names_may_be_any_text(kept):
    name = "Größe \U0001f331 \ud800 'q' \"\n\x00\x1b[31m"
    with wattprint.track(name, tags={"ü": name}) as t:
        with t.task(name):
            pass
        t.mark(name)
    (record,) = kept()
    assert record["run"]["name"].startswith("Größe \U0001f331 \\ud800")
    assert record["tasks"][0]["name"].startswith("Größe")


def test_a_copy_in_another_process_measures_nothing(kept):
    with wattprint.track("one") as t:
        for other in (pickle.loads(pickle.dumps(t)), copy.deepcopy(t)):
            with other, other.task("x"), other:
                other.epoch()
            assert other.energy is None
    assert len(kept()) == 1


def test_the_public_names_are_there():
    assert {"track", "Tracker", "Figure", "Usage", "WattprintWarning"} <= set(dir(wattprint))
    for name in dir(wattprint):
        getattr(wattprint, name)
    with pytest.raises(AttributeError):
        print(wattprint.nothing_of_the_kind)
