"""Lightning, as the package `lightning`."""

import lightning.pytorch

from .lightning_hooks import LightningHooks


class WattprintCallback(LightningHooks, lightning.pytorch.Callback):
    __doc__ = LightningHooks.__doc__
