"""Which of three models is worth its energy? On scikit-learn's handwritten digits.

    python digits.py
"""

import wattprint
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.svm import SVC
from wattprint.frameworks.sklearn import Measured

images, digits = load_digits(return_X_y=True)
x_train, x_test, y_train, y_test = train_test_split(images / 16.0, digits, random_state=0)

with wattprint.track("digits") as tracker:
    for estimator in (
        LogisticRegression(max_iter=1000),
        SVC(gamma=0.5),
        MLPClassifier((128,), max_iter=100, random_state=0),
    ):
        model = Measured(estimator, tracker).fit(x_train, y_train)
        fitting = model.last_task_
        accuracy = model.score(x_test, y_test)
        print(f"{type(estimator).__name__:<20} accuracy {accuracy:.3f}  {fitting.energy}")

print(f"all: {tracker.energy}; {tracker.emissions}")
