"""A loop of your own: epochs, parts of an epoch, and figures on the way.

    python training_loop.py

The loop needs no callback: in a loop of PyTorch the lines are the same.
"""

import logging
import sys

import numpy
import wattprint
from wattprint.loggers import TextLogger

logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(message)s")
log = TextLogger()

random = numpy.random.default_rng(1)
x = random.normal(size=(4096, 64))
y = x @ random.normal(size=64) + 1.0
weights = numpy.zeros(64)
bias = 0.0

with wattprint.track("linear regression") as tracker:
    for epoch in tracker.epochs(5):
        with tracker.task("train"):
            for batch in random.permutation(4096).reshape(-1, 32):
                error = x[batch] @ weights + bias - y[batch]
                weights -= 0.05 * error @ x[batch] / 32
                bias -= 0.05 * error.mean()
        with tracker.task("validate"):
            loss = numpy.square(x @ weights + bias - y).mean()
        log(tracker, tracker.usage, epoch)

print(f"loss: {loss:.2g}")
for task in tracker.record()["tasks"]:
    print(f"{task['name']}: {task['count']} times, {task['energy_j']['value']:.3f} J")
