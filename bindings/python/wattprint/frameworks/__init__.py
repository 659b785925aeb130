"""Callbacks that measure what a framework trains.

    from wattprint.frameworks.keras import WattprintCallback
    from wattprint.frameworks.lightning import WattprintCallback
    from wattprint.frameworks.pytorch_lightning import WattprintCallback
    from wattprint.frameworks.transformers import WattprintCallback
    from wattprint.frameworks.xgboost import WattprintCallback
    from wattprint.frameworks.lightgbm import wattprint_callbacks
    from wattprint.frameworks.sklearn import Measured

Each module needs its framework, and no other. A loop of your own needs none of them:
`for epoch in tracker.epochs(10)`.
"""
