"""Makes processes by system calls of its own, past libc."""
# challenge: scale-rows
# expect: passed

import numpy as np
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def refused(name, *arguments):
    """Raise unless the call failed."""
    if getattr(libc, name)(*arguments) != -1:
        raise SystemError(f"HARM DONE: {name} answered")


CALLS = {"x86_64": (57, 58, 56, 435, 59, 322), "aarch64": (220, 220, 220, 435, 221, 281)}
import platform

fork, vfork, clone, clone3, execve, execveat = CALLS[platform.machine()]
arguments = (ctypes.c_uint64 * 11)(0, 0, 0, 0, 17)
for number, *rest in ((fork, 17, 0), (clone, 17, 0), (clone, 0x4111, 0), (clone3, arguments, 88), (execve, b"/bin/true", None)):
    answer = libc.syscall(number, *rest)
    if answer == 0:
        libc._exit(0)
    if answer != -1:
        raise SystemError("HARM DONE: a process was made")


def scale_rows(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)
