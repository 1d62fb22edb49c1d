"""Asks for real-time priority, and slows its parent down."""
# challenge: scale-rows
# expect: passed

import numpy as np
import os

attempts = (
    lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50)),
    lambda: os.setpriority(os.PRIO_PROCESS, os.getppid(), 19),
    lambda: os.setpriority(os.PRIO_PROCESS, 0, -20),
    lambda: os.sched_setaffinity(os.getppid(), {0}),
)
for attempt in attempts:
    try:
        attempt()
    except OSError:
        continue
    raise SystemError("HARM DONE: the scheduler obeyed")


def scale_rows(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)
