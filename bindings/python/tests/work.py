"""Work to measure."""

import time


def burn(seconds):
    """Uses that much CPU time of this process."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        sum(i * i for i in range(1000))
