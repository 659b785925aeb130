"""TensorBoard, by tensorboardX or PyTorch's writer."""

from . import numbers_of


class TensorBoardLogger:
    """Scalars of TensorBoard.

    target  a SummaryWriter (of tensorboardX or torch.utils.tensorboard), or a folder for a new one
    """

    def __init__(self, target, prefix="wattprint/"):
        self.writer = target if hasattr(target, "add_scalar") else _new_writer(target)
        self._prefix = prefix

    def __call__(self, tracker, usage, step):
        for name, number in numbers_of(usage, self._prefix).items():
            self.writer.add_scalar(name, number, global_step=step)
        self.writer.flush()


def _new_writer(folder):
    try:
        from tensorboardX import SummaryWriter
    except ImportError:
        from torch.utils.tensorboard import SummaryWriter
    return SummaryWriter(str(folder))
