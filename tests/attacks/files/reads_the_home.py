"""Looks for the learner's store, keys and history."""
# challenge: scale-rows
# expect: passed

import numpy as np
import glob
import os

for path in ("@HOME@", "@HOME@/sessions.db", os.path.expanduser("~"), "/root", "/home", "/root/.ssh", "/root/.bash_history"):
    for attempt in (os.listdir, open, os.scandir):
        try:
            attempt(path)
        except OSError:
            continue
        raise SystemError(f"HARM DONE: {path}")
if glob.glob("@HOME@/*") or glob.glob("/home/*/*") or glob.glob("/*"):
    raise SystemError("HARM DONE: folders can be listed")


def scale_rows(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)
