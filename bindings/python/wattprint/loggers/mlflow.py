"""MLflow; `mlflow-skinny` is enough."""

from . import numbers_of


class MlflowLogger:
    """Metrics of a run of MLflow.

    run_id  the run; without one, the active run
    """

    def __init__(self, run_id=None, prefix="wattprint/"):
        import mlflow

        self._log_metrics = mlflow.log_metrics
        self._run_id = run_id
        self._prefix = prefix

    def __call__(self, tracker, usage, step):
        self._log_metrics(numbers_of(usage, self._prefix), step=step, run_id=self._run_id)
