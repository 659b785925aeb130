"""A network learns handwritten digits, measured as eco2AI's own example does it.

    wattprint run --compat eco2ai -- python digits_eco2ai.py

It writes a row of emission.csv. Nothing here knows about wattprint: that is the point.
"""

import eco2ai
from sklearn.datasets import load_digits
from sklearn.neural_network import MLPClassifier

images, digits = load_digits(return_X_y=True)
tracker = eco2ai.Tracker(
    project_name="digits",
    experiment_description="MLP",
    alpha_2_code="DE",
    measure_period=1,
)
tracker.start()
model = MLPClassifier(hidden_layer_sizes=(256, 256), random_state=0, max_iter=40)
model.fit(images / 16.0, digits)
tracker.stop()

print(f"accuracy: {model.score(images / 16.0, digits):.3f}")
