#!/usr/bin/env python3
"""What the Python package costs the program that it measures, beside what CodeCarbon costs.

    python_overhead.py [--quick] [--peers DIR] [--output FILE]

Run it with a Python that has wattprint and numpy. --peers is a folder of virtual environments named
as the peer in them (DIR/codecarbon/bin/python, with numpy too); they are measured in the same run.
Times are CPU time of all threads and children unless the row says otherwise.
"""

import argparse
import contextlib
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

# One thread that computes: with matrices this small others only wait at barriers. And no peer
# shall wait for a network, or tell one where it runs.
ENVIRONMENT = {
    **os.environ,
    "OPENBLAS_NUM_THREADS": "1",
    **dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9"),
}
LIMITS = {
    "import": 15,
    "import_and_load": None,
    "start_stop": 5,
    "task_median": 20,
    "task_p99": 1000,
    "tracking": 10,
    "memory": 8,
    "loop": 0.5,
}


class Nothing:
    """A program that is not measured."""

    imports = first_use = "pass"

    def __init__(self, directory):
        pass

    def start(self):
        pass

    def stop(self):
        pass

    def task(self, name):
        return contextlib.nullcontext()


class Wattprint:
    imports = "import wattprint"
    # The native module comes with the first name that is used.
    first_use = "import wattprint; wattprint.track"
    starts, pairs, batches = 20, 10_000, 10_000

    def __init__(self, directory):
        import wattprint

        self.new = lambda: wattprint.Tracker("overhead", zone="DE", data_dir=directory)

    def start(self):
        self.tracker = self.new().start()

    def stop(self):
        self.tracker.stop()

    def task(self, name):
        return self.tracker.task(name)


class CodeCarbon:
    imports = first_use = "from codecarbon import OfflineEmissionsTracker"
    starts, pairs, batches = 3, 50, 50

    def __init__(self, directory):
        from codecarbon import OfflineEmissionsTracker

        self.new = lambda: OfflineEmissionsTracker(
            country_iso_code="DEU", measure_power_secs=1, output_dir=directory, log_level="error"
        )

    def start(self):
        self.tracker = self.new()
        self.tracker.start()

    def stop(self):
        self.tracker.stop()

    def task(self, name):
        return CodeCarbonTask(self.tracker, name)


class CodeCarbonTask:
    count = 0

    def __init__(self, tracker, name):
        # Its tasks must have names of their own.
        CodeCarbonTask.count += 1
        self.tracker, self.name = tracker, f"{name} {CodeCarbonTask.count}"

    def __enter__(self):
        self.tracker.start_task(self.name)

    def __exit__(self, *error):
        self.tracker.stop_task()


SUBJECTS = {"nothing": Nothing, "wattprint": Wattprint, "codecarbon": CodeCarbon}


# ---- inside the process that is measured


def cpu_seconds():
    used = os.times()
    return time.process_time() + used.children_user + used.children_system


def start_stop(subject, options):
    subject.start()  # makes the store
    subject.stop()
    costs = []
    for _ in range(subject.starts):
        before = cpu_seconds()
        subject.start()
        subject.stop()
        costs.append(cpu_seconds() - before)
    return {"start_stop": 1e3 * statistics.median(costs)}


def task_pairs(subject, options):
    subject.start()
    costs = []
    for _ in range(subject.pairs):
        before = time.perf_counter()
        with subject.task("pair"):
            pass
        costs.append(time.perf_counter() - before)
    subject.stop()
    costs.sort()
    return {
        "task_median": 1e6 * statistics.median(costs),
        "task_p99": 1e6 * costs[len(costs) * 99 // 100],
    }


def tracking(subject, options):
    subject.start()
    before = cpu_seconds()
    time.sleep(options.seconds)
    used = cpu_seconds() - before
    subject.stop()
    return {"tracking": 1e3 * used}


def some_seconds(subject, options):
    """For the memory of a whole process, seen from outside."""
    subject.start()
    time.sleep(3)
    subject.stop()
    return {}


def loop(subject, options):
    """A 784-256-256-10 network on batches of 32: pairs of batches, one of them a task.

    A machine that others use changes its speed by more than what is looked for, but not within two
    milliseconds: each is compared with its neighbour. The second of a pair finds the processor's
    caches as the first has left them, so they change places; and every other two pairs have a task
    that does nothing, whose difference is that of the method. Wall time.
    """
    network, nothing = Network(), Nothing(None)
    subject.start()
    plain, more = [], {(who, place): [] for who in (subject, nothing) for place in (0, 1)}
    for pair in range(2 * subject.batches // (4 if options.quick else 1)):
        who, with_task = (subject, nothing)[pair // 2 % 2], pair % 2
        moments = [time.perf_counter()]
        for place in (0, 1):
            if place == with_task:
                with who.task("batch"):
                    network.learn(pair)
            else:
                network.learn(pair)
            moments.append(time.perf_counter())
        took = (moments[1] - moments[0], moments[2] - moments[1])
        plain.append(took[1 - with_task])
        more[who, with_task].append(took[with_task] - took[1 - with_task])
    subject.stop()

    def difference(who):
        return statistics.fmean(statistics.median(more[who, place]) for place in (0, 1))

    batch, added = statistics.median(plain), difference(subject) - difference(nothing)
    return {"loop": 100 * added / batch, "batch_ms": 1e3 * batch, "added_us": 1e6 * added}


class Network:
    sizes = (784, 256, 256, 10)

    def __init__(self):
        import numpy

        self.numpy = numpy
        random = numpy.random.default_rng(1)
        self.x = random.normal(size=(64, 32, self.sizes[0])).astype("float32")
        self.y = random.normal(size=(64, 32, self.sizes[-1])).astype("float32")
        self.weights = [
            (random.normal(size=size) / 30).astype("float32") for size in zip(self.sizes, self.sizes[1:])
        ]

    def learn(self, batch):
        layers = [self.x[batch % 64]]
        for weights in self.weights[:-1]:
            layers.append(self.numpy.maximum(layers[-1] @ weights, 0))
        error = (layers[-1] @ self.weights[-1] - self.y[batch % 64]) / 320
        for i in reversed(range(len(self.weights))):
            gradient = layers[i].T @ error
            error = (error @ self.weights[i].T) * (layers[i] > 0)
            self.weights[i] -= 0.01 * gradient


INSIDE = {f.__name__: f for f in (start_stop, task_pairs, tracking, some_seconds, loop)}


def inside(options):
    name, what = options.inside
    with tempfile.TemporaryDirectory() as directory:
        print("figures", json.dumps(INSIDE[what](SUBJECTS[name](directory), options)))


# ---- outside


def ran(words):
    """(what it printed, CPU seconds, peak MiB) of a process."""
    process = subprocess.Popen(
        words, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    text = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{text}python_overhead.py: failed: {' '.join(map(str, words))}")
    return text, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def in_turn(runs, *commands):
    """The median of (CPU seconds, peak MiB) of each command; one after the other, many times."""
    seen = [[] for _ in commands]
    for _ in range(runs):
        for results, words in zip(seen, commands):
            results.append(ran(words)[1:])
    return [tuple(map(statistics.median, zip(*results))) for results in seen]


def figures_of(name, python, options):
    subject = SUBJECTS[name]
    figures = {}
    runs = 7 if options.quick else 21
    bare, imported, loaded = in_turn(
        runs,
        *([python, "-c", words] for words in ("pass", subject.imports, subject.first_use)),
    )
    figures["import"] = 1e3 * (imported[0] - bare[0])
    figures["import_and_load"] = 1e3 * (loaded[0] - bare[0])
    job = [python, __file__, "--seconds", str(options.seconds), *(["--quick"] if options.quick else [])]
    without, tracked = in_turn(
        3, *([*job, "--inside", subject, "some_seconds"] for subject in ("nothing", name))
    )
    figures["memory"] = tracked[1] - without[1]
    for what in ("start_stop", "task_pairs", "tracking", "loop"):
        lines = ran([*job, "--inside", name, what])[0].splitlines()
        figures.update(json.loads(next(x for x in lines if x.startswith("figures "))[8:]))
    return figures


def print_table(figures, options):
    names = list(figures)
    seconds = f"{options.seconds:g} s at 1 Hz, in process: CPU"
    rows = {
        "import": ("import, over bare Python: CPU", "ms"),
        "import_and_load": ("import and first use, over bare Python: CPU", "ms"),
        "start_stop": ("start + stop: CPU", "ms"),
        "task_median": ("task begin + end, median: wall", "us"),
        "task_p99": ("task begin + end, p99: wall", "us"),
        "tracking": (seconds, "ms"),
        "memory": ("peak memory over the same Python without", "MiB"),
        "loop": ("slowdown of a training loop, a task per batch", "%"),
        "added_us": ("  a task around a batch of it: wall", "us"),
        "batch_ms": ("  a batch of that loop without a task: wall", "ms"),
    }
    print(f"{'what':<48}{'limit':>8}" + "".join(f"{name:>14}" for name in names))
    for key, (what, unit) in rows.items():
        limit = LIMITS.get(key)
        shown = "" if limit is None else f"{limit:g}"
        values = "".join(f"{figures[name][key]:>14.4g}" for name in names)
        missed = limit is not None and figures["wattprint"][key] > limit
        print(f"{what:<48}{shown:>8}{values}  {unit:<4}{'MISSED' if missed else ''}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer runs, 10 s instead of 60")
    parser.add_argument("--seconds", type=float, help="of 1 Hz tracking")
    parser.add_argument("--peers", type=pathlib.Path, help="folder of virtual environments")
    parser.add_argument("--output", type=pathlib.Path, help="also writes JSON")
    parser.add_argument("--inside", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.seconds is None:
        options.seconds = 10 if options.quick else 60
    if options.inside:
        return inside(options)
    figures = {"wattprint": figures_of("wattprint", sys.executable, options)}
    for python in sorted(options.peers.glob("*/bin/python")) if options.peers else []:
        if python.parts[-3] in SUBJECTS:
            figures[python.parts[-3]] = figures_of(python.parts[-3], str(python), options)
    print_table(figures, options)
    if options.output:
        options.output.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
