"""Keras 3, on any backend."""

import keras

from .training import EndsWithBlock, Training


class WattprintCallback(EndsWithBlock, keras.callbacks.Callback):
    """A run for each fit(), evaluate() and predict(), an epoch for each epoch of fit().

    tracker, loggers   see wattprint.frameworks.training.Training
    arguments          of a new tracker: name, zone, budget...

    The history of fit() has energy_wh and emissions_g so far, and epoch_energy_wh and
    epoch_emissions_g of each epoch. Tasks are train, validate, test and predict.

    Keras does not tell its callbacks of an exception: the run then ends with the program, with
    the next fit(), or at once in `with callback:`.
    """

    def __init__(self, tracker=None, *, loggers=(), **arguments):
        super().__init__()
        self._training = Training(tracker, loggers, arguments)
        self.tracker = self._training.tracker

    def on_train_begin(self, logs=None):
        self._training.begin()
        self._training.enter("train")

    def on_epoch_begin(self, epoch, logs=None):
        self._training.begin_epoch()

    def on_epoch_end(self, epoch, logs=None):
        numbers = self._training.end_epoch(step=epoch)
        if logs is not None:
            logs.update(numbers)
        if self._training.should_stop:
            self.model.stop_training = True

    def on_train_end(self, logs=None):
        self._training.end()

    def on_test_begin(self, logs=None):
        if self._training.in_epoch:
            self._training.enter("validate")
        else:
            self._training.begin()
            self._training.enter("test")

    def on_test_end(self, logs=None):
        if self._training.in_epoch:
            self._training.leave()
        else:
            self._training.end()

    def on_predict_begin(self, logs=None):
        self._training.begin()
        self._training.enter("predict")

    def on_predict_end(self, logs=None):
        self._training.end()
