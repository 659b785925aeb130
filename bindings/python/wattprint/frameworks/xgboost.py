"""XGBoost: train(), cv() and its scikit-learn estimators."""

import xgboost

from .training import EndsWithBlock, Training


class WattprintCallback(EndsWithBlock, xgboost.callback.TrainingCallback):
    """A run for each training, an epoch for each boosting round.

    tracker, loggers   see wattprint.frameworks.training.Training
    arguments          of a new tracker: name, zone, budget...

    After the training evals_result has a data set "wattprint" with energy_wh and emissions_g so
    far, and epoch_energy_wh and epoch_emissions_g of each round. Evaluation is part of a round and
    cannot be told from it.

    XGBoost does not tell its callbacks of an exception: the run then ends with the program, with
    the next training, or at once in `with callback:`.
    """

    def __init__(self, tracker=None, *, loggers=(), **arguments):
        super().__init__()
        self._training = Training(tracker, loggers, arguments)
        self.tracker = self._training.tracker
        self._history = {}
        self._evaluations = None

    def before_training(self, model):
        self._history = {}
        self._evaluations = None
        self._training.begin()
        self._training.enter("train")
        return model

    def before_iteration(self, model, epoch, evals_log):
        self._training.begin_epoch()
        return False

    def after_iteration(self, model, epoch, evals_log):
        for name, number in self._training.end_epoch(step=epoch).items():
            self._history.setdefault(name, []).append(number)
        self._evaluations = evals_log
        return self._training.should_stop

    def after_training(self, model):
        self._training.end()
        # Not before: early stopping looks at the last data set, which must not be this one.
        if self._evaluations is not None:
            self._evaluations["wattprint"] = self._history
        return model
