"""Work in processes of their own is charged to the run that started them.

    python processes.py [fork|spawn|forkserver]
"""

import multiprocessing
import sys

import wattprint


def primes_below(limit):
    sieve = bytearray([1]) * limit
    sieve[:2] = b"\0\0"
    for n in range(2, int(limit**0.5) + 1):
        if sieve[n]:
            sieve[n * n :: n] = bytes(len(range(n * n, limit, n)))
    return sum(sieve)


def main():
    method = sys.argv[1] if len(sys.argv) > 1 else "spawn"
    with wattprint.track(f"processes by {method}") as tracker:
        with multiprocessing.get_context(method).Pool(2) as pool:
            counts = pool.map(primes_below, [3_000_000] * 6)
            # Only what has ended, or is still there at a sample, can be counted.
            pool.close()
            pool.join()
    print(f"primes: {counts}")
    print(f"CPU time: {tracker.usage.cpu_time:.2f} s in {tracker.duration:.2f} s")
    print(f"energy: {tracker.energy}")


if __name__ == "__main__":
    main()
