"""Lightning's hooks, for both of the packages that Lightning comes in."""

from .training import Training

_TASKS = {"fit": "train", "validate": "validate", "test": "test", "predict": "predict"}


class LightningHooks:
    """A run for each fit(), validate(), test() and predict() of a Trainer, an epoch for each epoch.

    tracker, loggers   see wattprint.frameworks.training.Training
    arguments          of a new tracker: name, zone, budget...

    Each epoch logs energy_wh and emissions_g so far, and epoch_energy_wh and epoch_emissions_g,
    by log_dict(): they are in trainer.callback_metrics and with each logger of the Trainer.
    Tasks are train, validate, test and predict.
    """

    def __init__(self, tracker=None, *, loggers=(), **arguments):
        super().__init__()
        self._training = Training(tracker, loggers, arguments)
        self.tracker = self._training.tracker

    def setup(self, trainer, pl_module, stage):
        self._training.begin()
        self._training.enter(_TASKS[stage])

    def on_train_epoch_start(self, trainer, pl_module):
        self._training.begin_epoch()

    def on_validation_start(self, trainer, pl_module):
        if trainer.state.fn == "fit":
            self._training.enter("validate")

    def on_validation_end(self, trainer, pl_module):
        if trainer.state.fn == "fit":
            self._training.leave()

    def on_train_epoch_end(self, trainer, pl_module):
        numbers = self._training.end_epoch(trainer.current_epoch, log=trainer.is_global_zero)
        pl_module.log_dict(numbers)
        if self._training.should_stop:
            trainer.should_stop = True

    def on_exception(self, trainer, pl_module, exception):
        self._training.end(type(exception), exception, exception.__traceback__)

    def teardown(self, trainer, pl_module, stage):
        self._training.end()
