"""Raises its own limits, also those of its parent."""
# challenge: scale-rows
# expect: passed

import numpy as np
import os
import resource

for name in ("AS", "CPU", "NOFILE", "FSIZE", "CORE", "NPROC"):
    which = getattr(resource, f"RLIMIT_{name}")
    soft, hard = resource.getrlimit(which)
    for limit in ((-1, -1), (hard + 1, hard + 1)):
        try:
            resource.setrlimit(which, limit)
        except (OSError, ValueError):
            continue
        raise SystemError(f"HARM DONE: {name} raised")
try:
    resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (0, 0))
except OSError:
    pass
else:
    raise SystemError("HARM DONE: the parent was limited")


def scale_rows(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)
