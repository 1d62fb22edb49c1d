"""Attaches to its parent, reads and writes its memory."""
# challenge: scale-rows
# expect: passed

import numpy as np
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def refused(name, *arguments):
    """Raise unless the call failed."""
    if getattr(libc, name)(*arguments) != -1:
        raise SystemError(f"HARM DONE: {name} answered")


import os

parent = os.getppid()
refused("ptrace", 16, parent, 0, 0)
refused("ptrace", 0x4206, parent, 0, 0)
buffer = ctypes.create_string_buffer(64)


class Piece(ctypes.Structure):
    _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))


local = Piece(ctypes.addressof(buffer), 64)
for address in (0x400000, 0x555555554000):
    remote = Piece(address, 64)
    refused("process_vm_readv", parent, ctypes.byref(local), 1, ctypes.byref(remote), 1, 0)
    refused("process_vm_writev", parent, ctypes.byref(local), 1, ctypes.byref(remote), 1, 0)
for name in ("mem", "maps", "environ", "cmdline", "fd/0"):
    for who in (parent, os.getpid(), "self"):
        try:
            open(f"/proc/{who}/{name}", "rb").read(10)
        except OSError:
            continue
        raise SystemError("HARM DONE: read of /proc")


def scale_rows(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)
