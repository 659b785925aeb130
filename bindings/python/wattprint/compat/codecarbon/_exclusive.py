"""allow_multiple_runs=False: one tracker at a time on a machine.

A lock of the kernel's on a file, which ends with the program however that ends; no file that stays
behind can keep the next run from measuring.
"""

import fcntl
import os
import tempfile


class Exclusive:
    def __init__(self):
        self.path = os.path.join(tempfile.gettempdir(), f".wattprint-codecarbon-{os.getuid()}.lock")
        self._file = None

    def acquire(self):
        """False when another tracker has it."""
        try:
            # The program's children must not hold it after the program has ended.
            descriptor = os.open(
                self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600
            )
        except OSError:
            return True
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            return False
        self._file = descriptor
        return True

    def release(self):
        if self._file is not None:
            os.close(self._file)
            self._file = None
