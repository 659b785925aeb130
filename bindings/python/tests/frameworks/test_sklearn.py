"""With scikit-learn itself."""

import pickle

import pytest
import wattprint

sklearn = pytest.importorskip("sklearn", reason="scikit-learn is not installed")

from sklearn.datasets import load_digits  # noqa: E402
from sklearn.exceptions import NotFittedError  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402
from sklearn.model_selection import GridSearchCV, KFold, cross_validate  # noqa: E402
from sklearn.pipeline import make_pipeline  # noqa: E402
from sklearn.preprocessing import StandardScaler  # noqa: E402
from sklearn.utils.validation import check_is_fitted  # noqa: E402
from wattprint.frameworks.sklearn import Measured  # noqa: E402

from .conftest import counts  # noqa: E402

X, Y = load_digits(return_X_y=True)


def regression():
    return LogisticRegression(max_iter=20, tol=0.1)


def test_each_thing_an_estimator_does_is_a_task():
    with wattprint.track("digits") as tracker:
        model = Measured(regression(), tracker).fit(X, Y)
        fitting = model.last_task_
        model.predict(X)
        model.predict(X[:5])
        model.score(X, Y)
    assert counts(tracker) == {
        "LogisticRegression.fit": 1,
        "LogisticRegression.predict": 2,
        "LogisticRegression.score": 1,
    }
    assert 0 < fitting.energy.joules <= tracker.energy.joules


def test_the_results_are_what_they_were_without():
    with wattprint.track() as tracker:
        model = Measured(regression(), tracker).fit(X, Y)
    assert (model.predict(X) == regression().fit(X, Y).predict(X)).all()
    assert list(model.classes_) == list(range(10))


def test_it_has_the_methods_of_its_estimator_and_no_other():
    with wattprint.track() as tracker:
        assert hasattr(Measured(regression(), tracker), "predict_proba")
        scaler = Measured(StandardScaler(), tracker)
    assert hasattr(scaler, "transform")
    assert not hasattr(scaler, "predict")


def test_the_steps_of_a_pipeline_are_tasks():
    with wattprint.track() as tracker:
        steps = [Measured(step, tracker) for step in (StandardScaler(), regression())]
        make_pipeline(*steps).fit(X, Y).predict(X)
    assert counts(tracker) == {
        "StandardScaler.fit_transform": 1,
        "LogisticRegression.fit": 1,
        "StandardScaler.transform": 1,
        "LogisticRegression.predict": 1,
    }


def test_the_clones_of_a_search_are_measured_too():
    with wattprint.track() as tracker:
        search = GridSearchCV(Measured(regression(), tracker), {"estimator__C": [0.1, 1.0]}, cv=3)
        search.fit(X, Y)
    assert search.best_params_["estimator__C"] in (0.1, 1.0)
    # Two values times three folds, and once more with the better one.
    assert counts(tracker) == {"LogisticRegression.fit": 7, "LogisticRegression.score": 6}


def test_the_splits_of_a_loop_are_epochs():
    with wattprint.track() as tracker:
        for training, test in tracker.epochs(KFold(4).split(X)):
            Measured(regression(), tracker).fit(X[training], Y[training]).score(X[test], Y[test])
    assert len(tracker.record()["epochs"]) == 4


def test_workers_of_joblib_are_charged_to_the_run():
    with wattprint.track() as tracker:
        scores = cross_validate(Measured(regression(), tracker), X, Y, cv=4, n_jobs=2)
    assert len(scores["test_score"]) == 4
    assert min(scores["test_score"]) > 0.8
    assert tracker.usage.cpu_time > sum(scores["fit_time"]) / 2


def test_an_exception_passes_and_its_task_has_ended():
    with wattprint.track() as tracker:
        with pytest.raises(ValueError, match="inconsistent numbers"):
            Measured(regression(), tracker).fit(X, Y[:-1])
        with pytest.raises(NotFittedError):
            check_is_fitted(Measured(regression(), tracker))
    assert counts(tracker) == {"LogisticRegression.fit": 1}
    assert tracker.record()["run"]["state"] == "finished"


def test_a_model_that_was_kept_predicts_in_another_process():
    with wattprint.track() as tracker:
        model = Measured(regression(), tracker).fit(X, Y)
    kept = pickle.loads(pickle.dumps(model))
    assert (kept.predict(X) == model.predict(X)).all()
