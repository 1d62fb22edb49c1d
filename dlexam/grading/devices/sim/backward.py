"""Backward passes on the calling thread, and exceptions out of tensor hooks.

When a hook raises, torch unwinds with Python's error set and asks the backend, in Python, for its device type: that
call would fail and end the process. So the device guard picks the error up, and `backward` raises it when torch is
done. One thread also means that the learner's lines are on the stack when a transfer is recorded.
"""

from __future__ import annotations

import ctypes
import functools
import threading
from typing import Any

import torch

_KIND = torch._C._autograd.DeviceType.PrivateUse1
_look = ctypes.pythonapi["PyErr_Occurred"]  # called through ctypes, it raises what it finds
_look.restype = ctypes.c_void_p
_picked_up = threading.local()


class Guard(torch._C._acc.DeviceGuard):
    """What torch's C++ asks for the backend's device type; survives a Python error that is on its way."""

    def type_(self) -> Any:
        """The device type."""
        try:
            _look()
        except BaseException as error:
            _picked_up.error = error
        return _KIND


def run_backward_here() -> None:
    """Have `torch.autograd` run every backward pass on the thread that calls it."""
    import torch.autograd.graph as graph

    wrapped = _here(graph._engine_run_backward)
    graph._engine_run_backward = wrapped
    torch.autograd._engine_run_backward = wrapped  # type: ignore[attr-defined]


def _here(run: Any) -> Any:
    @functools.wraps(run)
    def run_here(*args: Any, **kwargs: Any) -> Any:
        _picked_up.error = None
        try:
            with torch.autograd.set_multithreading_enabled(False):
                return run(*args, **kwargs)
        except BaseException as raised:
            error, _picked_up.error = _picked_up.error, None
            if error is None or error is raised:
                raise
            raise error from None

    return run_here
