"""Makes memory that outlives it: memfd, System V, POSIX shared memory and queues."""
# challenge: scale-rows
# expect: passed

import numpy as np
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def refused(name, *arguments):
    """Raise unless the call failed."""
    if getattr(libc, name)(*arguments) != -1:
        raise SystemError(f"HARM DONE: {name} answered")


refused("memfd_create", b"stay", 0)
refused("shmget", 0, 4096, 0o1600)
refused("semget", 0, 1, 0o1600)
refused("msgget", 0, 0o1600)
for path in ("/dev/shm/stay", "/run/stay", "/var/tmp/stay"):
    try:
        open(path, "w")
    except OSError:
        continue
    raise SystemError("HARM DONE: a file was made")


def scale_rows(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)
