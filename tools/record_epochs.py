#!/usr/bin/env python3
"""Record what the epochs of real trainings use: the series that tools/check_epoch_prediction.py is checked with.

usage: record_epochs.py OUTPUT.csv [--first N] [--repeat N]

Trains small models of several kinds (numpy and scikit-learn, which it needs) on made-up data: some read their data in
the first epoch, some learn on data that grows, some share the machine with other work for a while, and some stop when
the validation loss has not improved. One row an epoch: series, kind, epoch, wall_s, cpu_s. CPU time is what a machine
without a power sensor divides energy by.
"""

import argparse
import csv
import os
import subprocess
import sys
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np  # noqa: E402
from sklearn.cluster import MiniBatchKMeans  # noqa: E402
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier  # noqa: E402
from sklearn.linear_model import SGDClassifier  # noqa: E402
from sklearn.neural_network import MLPClassifier  # noqa: E402


def data(rng, rows, columns):
    x = rng.normal(size=(rows, columns))
    return x, ((x @ rng.normal(size=columns)) + rng.normal(size=rows) > 0).astype(int)


class Perceptron:
    """Two layers and plain gradient descent, in numpy."""

    def __init__(self, rng, columns, width):
        self.rng = rng
        self.a = rng.normal(size=(columns, width)) / np.sqrt(columns)
        self.b = rng.normal(size=(width, 1)) / np.sqrt(width)

    def epoch(self, x, y):
        order = self.rng.permutation(len(x))
        for start in range(0, len(x), 64):
            rows = order[start:start + 64]
            hidden = np.maximum(x[rows] @ self.a, 0)
            wrong = 1 / (1 + np.exp(-(hidden @ self.b))) - y[rows, None]
            back = (wrong @ self.b.T) * (hidden > 0)
            self.b -= 0.01 * hidden.T @ wrong / len(rows)
            self.a -= 0.01 * x[rows].T @ back / len(rows)

    def loss(self, x, y):
        p = 1 / (1 + np.exp(-(np.maximum(x @ self.a, 0) @ self.b)))[:, 0]
        return float(-np.mean(y * np.log(p + 1e-9) + (1 - y) * np.log(1 - p + 1e-9)))


def trainings(rng):
    """(kind, epochs, a generator that gets ready when asked first, and does one epoch each time after that)."""

    def perceptron(rows, columns, width, read_first=False):
        x, y = data(rng, rows, columns)
        model = Perceptron(rng, columns, width)
        yield
        if read_first:
            for _ in range(rng.integers(2, 10)):
                x, y = data(rng, rows, columns)
        while True:
            model.epoch(x, y)
            yield

    def growing(rows, columns, width):
        x, y = data(rng, rows * 3, columns)
        model = Perceptron(rng, columns, width)
        size = rows
        yield
        while True:
            model.epoch(x[:size], y[:size])
            size = min(len(x), size + rows // 15)
            yield

    def stopping(rows, columns, width):
        x, y = data(rng, rows, columns)
        vx, vy = data(rng, rows // 4, columns)
        model = Perceptron(rng, columns, width)
        best, waited = np.inf, 0
        yield
        while waited < 4:
            model.epoch(x, y)
            loss = model.loss(vx, vy)
            best, waited = (loss, 0) if loss < best else (best, waited + 1)
            yield

    def partial(model, rows, columns, passes=1):
        x, y = data(rng, rows, columns)
        yield
        while True:
            for _ in range(passes):
                model.partial_fit(x, y, classes=[0, 1])
            yield

    def clusters(rows, columns):
        x, _ = data(rng, rows, columns)
        model = MiniBatchKMeans(24, n_init=1, batch_size=512)
        yield
        while True:
            for start in range(0, rows, 512):
                model.partial_fit(x[start:start + 512])
            yield

    def forest(model, rows, columns, step):
        x, y = data(rng, rows, columns)
        vx, vy = data(rng, rows, columns)
        yield
        while True:
            model.n_estimators += step
            model.fit(x, y)
            model.score(vx, vy)
            yield

    rows = int(rng.integers(15000, 40000))
    width = int(rng.integers(48, 200))
    yield "perceptron", 40, perceptron(rows, 64, width)
    yield "perceptron-reads-first", 30, perceptron(rows, 64, width, True)
    yield "perceptron-busy-machine", 40, perceptron(rows, 64, width)
    yield "perceptron-grows", 30, growing(rows // 2, 64, width)
    yield "perceptron-stops", 50, stopping(rows // 2, 24, width)
    yield "mlp", 24, partial(MLPClassifier((width,)), rows // 4, 64)
    yield "mlp-busy-machine", 24, partial(MLPClassifier((width, 32)), rows // 4, 64)
    yield "sgd", 30, partial(SGDClassifier(), rows, 64, 4)
    yield "clusters", 30, clusters(rows * 2, 64)
    yield "boosting", 20, forest(GradientBoostingClassifier(n_estimators=1, warm_start=True), 1500, 16, 4)
    yield "forest", 20, forest(RandomForestClassifier(1, warm_start=True), 2000, 16, 5)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output")
    parser.add_argument("--first", type=int, default=0, help="number, and seed, of the first round")
    parser.add_argument("--repeat", type=int, default=4)
    options = parser.parse_args()
    with open(options.output, "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["series", "kind", "epoch", "wall_s", "cpu_s"])
        for repeat in range(options.first, options.first + options.repeat):
            rng = np.random.default_rng(repeat)
            for kind, epochs, training in trainings(rng):
                next(training)
                other = None
                busy_from, busy_until = sorted(rng.integers(0, epochs, 2)) if "busy" in kind else (epochs, epochs)
                for epoch in range(epochs):
                    if epoch == busy_from:
                        other = subprocess.Popen([sys.executable, "-c", "while True: sum(range(100000))"])
                    wall, cpu = time.perf_counter(), time.process_time()
                    if next(training, training) is training:
                        break
                    out.writerow([f"{kind}-{repeat}", kind, epoch + 1, f"{time.perf_counter() - wall:.4f}",
                                  f"{time.process_time() - cpu:.4f}"])
                    if other and epoch == busy_until:
                        other.kill()
                        other.wait()
                        other = None
                if other:
                    other.kill()
                    other.wait()
                file.flush()


if __name__ == "__main__":
    main()
