"""A tracker's budget, held against what is used while the program goes on."""

import os
import sys
import threading

from .faults import BudgetExceeded, tell_once
from .planning import verdict_of


class Watch:
    """Looks once an interval, and at the end of each epoch.

    on_budget  "stop": raises BudgetExceeded in the thread that started the tracker; "warn": one
               warning; or it is called with a Verdict, once
    """

    def __init__(self, native, on_budget, epochs, interval):
        self._native = native
        self._on_budget = on_budget
        self._epochs = epochs or 0
        self._interval = interval
        self._thread_id = threading.get_ident()
        self._over = threading.Event()
        self._told = False
        self._pid = os.getpid()
        self._lock = threading.Lock()
        threading.Thread(target=self._look_on, name="wattprint budget", daemon=True).start()

    def set_epochs(self, epochs):
        self._epochs = epochs

    def stop(self):
        """Raises nothing any more afterwards; BudgetExceeded if it was just about to."""
        # In a forked child nobody looks on, and the lock may have been held.
        if os.getpid() == self._pid:
            with self._lock:
                self._over.set()

    def at_end_of_epoch(self):
        """The Verdict to stop at: the budget is, or will be, exceeded. None to go on."""
        verdict = verdict_of(self._native, self._epochs)
        if verdict is None or not verdict.will_exceed or not self._is_first():
            return None
        return self._answer(verdict)

    def _answer(self, verdict):
        if self._on_budget == "stop":
            return verdict
        if self._on_budget == "warn":
            tell_once((id(self), "budget"), verdict.text)
        else:
            self._on_budget(verdict)
        return None

    def _is_first(self):
        with self._lock:
            first, self._told = not self._told, True
        return first

    def _look_on(self):
        while not self._over.wait(self._interval):
            try:
                verdict = verdict_of(self._native, 0)
                if verdict is None or not verdict.exceeded or not self._is_first():
                    continue
                if self._answer(verdict) is not None:
                    self._raise(verdict.text)
            except Exception as error:
                # A callback of the user's that fails, in a thread where nobody would see it.
                tell_once((id(self), "callback"), f"on_budget failed: {error!r}")
            if self._told or sys.is_finalizing():
                return

    def _raise(self, text):
        with self._lock:
            if not self._over.is_set() and not _raise_in(self._thread_id, text):
                tell_once((id(self), "budget"), text + "; the thread to be stopped has ended")


def _raise_in(thread_id, text):
    """Raises BudgetExceeded in a thread, at its next instruction in Python; False without one."""
    import ctypes

    # The interpreter makes the exception by calling this, and gives it nothing.
    raised = type("BudgetExceeded", (BudgetExceeded,), {"__init__": _with_text(text)})
    told = ctypes.pythonapi.PyThreadState_SetAsyncExc(
        ctypes.c_ulong(thread_id), ctypes.py_object(raised)
    )
    return told == 1


def _with_text(text):
    def init(self, *_):
        Exception.__init__(self, text)

    return init
