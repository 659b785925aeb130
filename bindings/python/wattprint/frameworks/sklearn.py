"""scikit-learn, 1.3 or later: what an estimator does, each time a task."""

import sklearn.base

_TASKS = {
    "fit",
    "partial_fit",
    "fit_predict",
    "fit_transform",
    "transform",
    "inverse_transform",
    "predict",
    "predict_proba",
    "predict_log_proba",
    "decision_function",
    "score",
    "score_samples",
}


class Measured(sklearn.base.BaseEstimator):
    """An estimator whose fit(), predict() and the like are tasks of a tracker.

    with wattprint.track("digits") as t:
        model = Measured(LogisticRegression(), t).fit(x, y)
    print(t.record()["tasks"])         # LogisticRegression.fit
    print(model.last_task_.energy)

    It stands where the estimator stood: in a pipeline, a search, a cross-validation, whose clones
    are measured by the same tracker. In workers of joblib (n_jobs) only the energy is counted, as
    that of all children is: they cannot tell the tracker of tasks.
    """

    def __init__(self, estimator, tracker):
        self.estimator = estimator
        self.tracker = tracker

    def fit(self, *args, **kwargs):
        with self._task("fit"):
            self.estimator.fit(*args, **kwargs)
        return self

    def __getattr__(self, name):
        # What Python itself asks for while this is copied or unpickled is not the estimator's.
        if name.startswith("__") or "estimator" not in vars(self):
            raise AttributeError(name)
        value = getattr(self.estimator, name)
        if name not in _TASKS:
            return value

        def measured(*args, **kwargs):
            with self._task(name):
                return value(*args, **kwargs)

        return measured

    def _task(self, name):
        self.last_task_ = self.tracker.task(f"{type(self.estimator).__name__}.{name}")
        return self.last_task_

    def __sklearn_clone__(self):
        return Measured(sklearn.base.clone(self.estimator), self.tracker)

    def __sklearn_is_fitted__(self):
        from sklearn.exceptions import NotFittedError
        from sklearn.utils.validation import check_is_fitted

        try:
            check_is_fitted(self.estimator)
        except NotFittedError:
            return False
        return True

    def __sklearn_tags__(self):
        return self.estimator.__sklearn_tags__()
