"""Looks for secrets in the environment, also where the kernel laid it at the start."""
# challenge: scale-rows
# expect: passed

import numpy as np
import ctypes
import os

libc = ctypes.CDLL(None)
if dict(os.environ):
    raise SystemError(f"HARM DONE: {dict(os.environ)}")
start = ctypes.POINTER(ctypes.c_char_p).in_dll(libc, "environ")
if start and start[0] is not None:
    raise SystemError("HARM DONE: libc's environment")
# what the kernel laid down at the start of the process, whoever has cleared the variables since
start = ctypes.cast(ctypes.c_void_p.in_dll(libc, "program_invocation_name").value, ctypes.c_void_p).value
present = ctypes.create_string_buffer(1)
while libc.mincore(ctypes.c_void_p(start & ~4095), ctypes.c_size_t(4096), present) == 0:
    end = (start & ~4095) + 4096
    piece = ctypes.string_at(start, end - start)
    if b"DLEXAM" in piece or b"secret" in piece or b"USER=" in piece:
        raise SystemError("HARM DONE: the environment of the start")
    start = end


def scale_rows(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)
