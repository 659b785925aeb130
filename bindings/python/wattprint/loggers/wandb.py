"""Weights & Biases."""

from . import numbers_of


class WandbLogger:
    """Metrics of a run of Weights & Biases.

    run  what wandb.init() made; without it, the run of the program

    The step is a metric of its own, wattprint/step, and the axis of the others: the steps of
    Weights & Biases are counted once a run, and what comes with an older one would be dropped.
    """

    def __init__(self, run=None, prefix="wattprint/"):
        import wandb

        self._run = wandb.run if run is None else run
        if self._run is None:
            raise ValueError("there is no run of Weights & Biases: call wandb.init() first")
        self._prefix = prefix
        self._run.define_metric(prefix + "step")
        self._run.define_metric(prefix + "*", step_metric=prefix + "step")

    def __call__(self, tracker, usage, step):
        self._run.log({self._prefix + "step": step, **numbers_of(usage, self._prefix)})
