#!/usr/bin/env python3
"""Measures a piece of Python through the C interface, with nothing but the standard library.

    LD_LIBRARY_PATH=PREFIX/lib python3 ctypes_track.py [NAME=VALUE ...]     for example zone=DE
"""

import ctypes
import sys


class Figure(ctypes.Structure):
    _fields_ = [("value", ctypes.c_double), ("low", ctypes.c_double), ("high", ctypes.c_double),
                ("basis", ctypes.c_int32), ("reserved", ctypes.c_int32)]


class Figures(ctypes.Structure):
    _fields_ = [("size", ctypes.c_size_t), ("duration_s", ctypes.c_double),
                ("cpu_s", ctypes.c_double), ("energy_j", Figure), ("emissions_g", Figure)]


class Options(ctypes.Structure):
    _fields_ = [("size", ctypes.c_size_t), ("settings", ctypes.POINTER(ctypes.c_char_p))]


ABI_VERSION = 1
library = ctypes.CDLL("libwattprint.so.0")
library.wp_last_error.restype = ctypes.c_char_p
library.wp_close.restype = None


def check(status):
    if status != 0:
        sys.exit("ctypes_track.py: " + library.wp_last_error().decode())


def main():
    words = [b"name=ctypes", *(word.encode() for word in sys.argv[1:]), None]
    settings = (ctypes.c_char_p * len(words))(*words)
    options = Options(ctypes.sizeof(Options), settings)
    tracker = ctypes.c_void_p()
    check(library.wp_open(ctypes.c_uint32(ABI_VERSION), ctypes.byref(options),
                          ctypes.byref(tracker)))
    check(library.wp_start(tracker))
    task = ctypes.c_uint64()
    check(library.wp_task_begin(tracker, "Größen".encode(), ctypes.byref(task)))
    total = sum(i * i for i in range(3_000_000))
    check(library.wp_task_end(tracker, task))
    check(library.wp_stop(tracker))
    used = Figures(size=ctypes.sizeof(Figures))
    check(library.wp_task_figures(tracker, task, ctypes.byref(used)))
    print(f"{used.energy_j.value:.3f} J ({used.energy_j.low:.3f} to {used.energy_j.high:.3f}), "
          f"{used.emissions_g.value:.6f} g CO2e, sum {total}")
    library.wp_close(tracker)


if __name__ == "__main__":
    main()
