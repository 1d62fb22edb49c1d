"""Has the kernel open files and sockets for it: io_uring, bpf, userfaultfd, keys."""
# challenge: scale-rows
# expect: passed

import numpy as np
import ctypes
import platform

libc = ctypes.CDLL(None, use_errno=True)
NUMBERS = {"x86_64": (425, 426, 427, 206, 321, 323, 298, 248, 250, 304, 300, 434, 438, 500, 0x40000029),
           "aarch64": (425, 426, 427, 0, 280, 282, 241, 217, 219, 265, 262, 434, 438, 500, 5000)}
for number in NUMBERS[platform.machine()]:
    room = ctypes.create_string_buffer(4096)
    if libc.syscall(number, 8, room, 0, 0, 0, 0) != -1:
        raise SystemError(f"HARM DONE: {number}")
    if ctypes.get_errno() not in (1, 38):
        raise SystemError(f"HARM DONE: the kernel took {number}: {ctypes.get_errno()}")


def scale_rows(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)
