"""Reads and removes the user's System V shared memory, which has a number and no path."""
# challenge: scale-rows
# expect: passed

import numpy as np
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def refused(name, *arguments):
    """Raise unless the call failed."""
    if getattr(libc, name)(*arguments) != -1:
        raise SystemError(f"HARM DONE: {name} answered")


libc.shmat.restype = ctypes.c_void_p
NOTHING = ctypes.c_void_p(-1).value
for number in (int("@SHM@"), *range(2000)):
    address = libc.shmat(number, None, 0)
    if address != NOTHING:
        raise SystemError("HARM DONE: " + repr(ctypes.string_at(address, 40)))
    refused("shmctl", number, 0, None)
    refused("semctl", number, 0, 0, 0)
    refused("msgctl", number, 0, None)


def scale_rows(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)
