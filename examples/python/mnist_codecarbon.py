"""A network learns handwritten digits, measured as CodeCarbon's own example does it.

    wattprint run --compat codecarbon -- python mnist_codecarbon.py

Nothing here knows about wattprint: that is the point. The digits are those that come with
scikit-learn (8 x 8 pixels), so that nothing has to be fetched.
"""

from codecarbon import EmissionsTracker
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

images, digits = load_digits(return_X_y=True)
x_train, x_test, y_train, y_test = train_test_split(images / 16.0, digits, random_state=0)
model = MLPClassifier(hidden_layer_sizes=(256, 256), batch_size=32, random_state=0)

tracker = EmissionsTracker(project_name="mnist_mlp", measure_power_secs=1, log_level="error")
tracker.start()
for _ in range(10):
    model.partial_fit(x_train, y_train, classes=range(10))
emissions = tracker.stop()

print(f"accuracy: {model.score(x_test, y_test):.3f}")
print(f"energy: {tracker.final_emissions_data.energy_consumed} kWh")
print(f"emissions: {emissions} kg")
