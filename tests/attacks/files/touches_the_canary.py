"""Changes a file's mode, times, owner and attributes, and cuts it short."""
# challenge: scale-rows
# expect: passed

import numpy as np
import os

PATH = "@CANARY@"
for attempt in (
    lambda: os.chmod(PATH, 0o777),
    lambda: os.utime(PATH, (0, 0)),
    lambda: os.chown(PATH, os.getuid(), os.getgid()),
    lambda: os.truncate(PATH, 0),
    lambda: os.setxattr(PATH, "user.harm", b"1"),
    lambda: os.setxattr(PATH, "security.harm", b"1"),
    lambda: open(PATH, "a"),
    lambda: open(PATH, "r+"),
    lambda: os.open(PATH, os.O_WRONLY | os.O_TRUNC),
    lambda: os.chmod(PATH, 0o777, follow_symlinks=True),
):
    try:
        attempt()
    except (OSError, NotImplementedError):
        continue
    raise SystemError("HARM DONE: the canary was touched")


def scale_rows(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)
