"""Lightning, as the package `pytorch_lightning`."""

import pytorch_lightning

from .lightning_hooks import LightningHooks


class WattprintCallback(LightningHooks, pytorch_lightning.Callback):
    __doc__ = LightningHooks.__doc__
