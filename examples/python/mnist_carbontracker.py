"""A network learns handwritten digits, measured as CarbonTracker's own example does it.

    wattprint run --compat carbontracker -- python mnist_carbontracker.py

After the first epoch it says what ten will use; it goes on for three. Nothing here knows about
wattprint: that is the point. The digits are those that come with scikit-learn (8 x 8 pixels), so
that nothing has to be fetched.
"""

from carbontracker.tracker import CarbonTracker
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

images, digits = load_digits(return_X_y=True)
x_train, x_test, y_train, y_test = train_test_split(images / 16.0, digits, random_state=0)
model = MLPClassifier(hidden_layer_sizes=(256, 256), batch_size=32, random_state=0)

max_epochs = 10
tracker = CarbonTracker(epochs=max_epochs, monitor_epochs=3, update_interval=1)

for epoch in range(max_epochs):
    tracker.epoch_start()
    model.partial_fit(x_train, y_train, classes=range(10))
    tracker.epoch_end()
    if epoch == 2:
        break
tracker.stop()

print(f"accuracy: {model.score(x_test, y_test):.3f}")
