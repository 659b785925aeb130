"""The Trainer of Hugging Face transformers."""

import transformers

from .training import EndsWithBlock, Training


class WattprintCallback(EndsWithBlock, transformers.TrainerCallback):
    """A run for each Trainer.train(), an epoch for each epoch.

    tracker, loggers   see wattprint.frameworks.training.Training
    arguments          of a new tracker: name, zone, budget...

    The log_history of the trainer has a row an epoch with energy_wh and emissions_g so far, and
    epoch_energy_wh and epoch_emissions_g. Tasks are train and validate. What is evaluated at the
    end of an epoch belongs to that epoch.

    A Trainer does not tell its callbacks of an exception: the run then ends with the program, with
    the next train(), or at once in `with callback:`. Nor does it tell them where an evaluate() of
    its own begins: put that into `with callback.tracker:`.
    """

    def __init__(self, tracker=None, *, loggers=(), **arguments):
        self._training = Training(tracker, loggers, arguments)
        self.tracker = self._training.tracker
        self._validates = False
        self._epoch_waits = False

    def on_train_begin(self, args, state, control, **kwargs):
        self._training.begin()
        self._training.enter("train")
        self._validates = self._epoch_waits = False

    def on_epoch_begin(self, args, state, control, **kwargs):
        self._training.begin_epoch()

    def on_step_end(self, args, state, control, **kwargs):
        self._validate_if_due(control)

    def on_epoch_end(self, args, state, control, **kwargs):
        self._epoch_waits = self._validate_if_due(control)
        if not self._epoch_waits:
            self._end_epoch(state, control)

    def on_evaluate(self, args, state, control, **kwargs):
        if self._validates:
            self._validates = False
            self._training.leave()
        if self._epoch_waits:
            self._epoch_waits = False
            self._end_epoch(state, control)

    def on_train_end(self, args, state, control, **kwargs):
        self._training.end()

    def _validate_if_due(self, control):
        """Before a Trainer evaluates it says so in its control, and nowhere else."""
        self._validates = control.should_evaluate
        if self._validates:
            self._training.enter("validate")
        return self._validates

    def _end_epoch(self, state, control):
        numbers = self._training.end_epoch(state.global_step, log=state.is_world_process_zero)
        if numbers:
            state.log_history.append({"epoch": state.epoch, "step": state.global_step, **numbers})
        if self._training.should_stop:
            control.should_training_stop = True
