"""Renames, links and removes a file, and makes new ones beside it."""
# challenge: scale-rows
# expect: passed

import numpy as np
import os

PATH, BESIDE = "@CANARY@", "@OUTSIDE@/new"
for attempt in (
    lambda: os.unlink(PATH),
    lambda: os.rename(PATH, BESIDE),
    lambda: os.replace(PATH, "/tmp/canary"),
    lambda: os.link(PATH, BESIDE),
    lambda: os.symlink(PATH, BESIDE),
    lambda: os.mkdir(BESIDE),
    lambda: os.mkfifo(BESIDE),
    lambda: os.mknod(BESIDE),
    lambda: os.rmdir("@OUTSIDE@"),
    lambda: os.open("@OUTSIDE@", os.O_TMPFILE | os.O_RDWR),
):
    try:
        attempt()
    except OSError:
        continue
    raise SystemError("HARM DONE: the canary was moved")


def scale_rows(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)
