"""Has the kernel send signals for it: the owner of a descriptor, a timer, the death of a parent."""
# challenge: scale-rows
# expect: passed

import numpy as np
import fcntl
import os


def tried(act):
    try:
        act()
    except OSError:
        return
    raise SystemError("HARM DONE: it was allowed")


ours, _ = os.pipe()
tried(lambda: fcntl.fcntl(ours, fcntl.F_SETOWN, os.getppid()))
tried(lambda: fcntl.fcntl(ours, 10, 9))
tried(lambda: fcntl.ioctl(0, 0x5412, b"x"))


def scale_rows(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)
