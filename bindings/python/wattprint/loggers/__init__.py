"""Where the figures of a tracker go while it runs.

A logger is called as `logger(tracker, usage, step)`: by any callback of wattprint.frameworks after
each epoch, or by a loop of your own. Any function of these three is one.

    from wattprint.loggers import TensorBoardLogger

    log = TensorBoardLogger("logs")
    for epoch in tracker.epochs(10):
        ...
        log(tracker, tracker.usage, epoch)

Importing this loads no library: each logger loads its own when it is made.
"""

_HOME = {
    "MlflowLogger": "mlflow",
    "TensorBoardLogger": "tensorboard",
    "TextLogger": "logging",
    "WandbLogger": "wandb",
}


def __getattr__(name):
    if name not in _HOME:
        raise AttributeError(f"module 'wattprint.loggers' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module("." + _HOME[name], __name__), name)


def __dir__():
    return sorted([*globals(), *_HOME])


def numbers_of(usage, prefix=""):
    """{"energy_wh": ..., "energy_wh_low": ..., ...} of a Usage; what is not known is left out."""
    numbers = {"duration_s": usage.duration, "cpu_time_s": usage.cpu_time}
    for name, figure, size in (
        ("energy_wh", usage.energy, 3600.0),
        ("emissions_g", usage.emissions, 1.0),
    ):
        if figure is not None:
            numbers[name] = figure.value / size
            numbers[name + "_low"] = figure.low / size
            numbers[name + "_high"] = figure.high / size
    return {prefix + name: number for name, number in numbers.items()}
