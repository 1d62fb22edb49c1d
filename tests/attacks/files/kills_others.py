"""Kills its parent, its group, everyone, by every call there is."""
# challenge: scale-rows
# expect: passed

import numpy as np
import os
import signal
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
us, parent = os.getpid(), os.getppid()


def tried(kill):
    try:
        kill()
    except OSError:
        return
    raise SystemError("HARM DONE: a signal was sent")


for target in (parent, 0, -1, -parent, -os.getpgid(parent), 1, us - 1, us + 1):
    tried(lambda: os.kill(target, signal.SIGKILL))
for target in range(max(2, us - 40), us):
    tried(lambda: os.kill(target, signal.SIGKILL))
tried(lambda: os.killpg(parent, signal.SIGKILL))
tried(lambda: signal.pidfd_send_signal(os.pidfd_open(parent), signal.SIGKILL))
for call in (lambda: libc.tgkill(parent, parent, 9), lambda: libc.sigqueue(parent, 9, None)):
    if call() == 0:
        raise SystemError("HARM DONE: a signal was sent")


def scale_rows(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)
