"""Undoes the sandbox: namespaces, mounts, capabilities, filters, identity."""
# challenge: scale-rows
# expect: passed

import numpy as np
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def refused(name, *arguments):
    """Raise unless the call failed."""
    if getattr(libc, name)(*arguments) != -1:
        raise SystemError(f"HARM DONE: {name} answered")


refused("unshare", 0x10000000)
refused("mount", b"none", b"/tmp", b"tmpfs", 0, None)
refused("umount2", b"/proc", 2)
refused("chroot", b"/")
refused("setns", 0, 0)
refused("personality", 0x0040000)
refused("setuid", 0)
refused("setgid", 0)
refused("prctl", 4, 1, 0, 0, 0)
refused("prctl", 1, 0, 0, 0, 0)
refused("prctl", 0x59616D61, -1, 0, 0, 0)
data = (ctypes.c_uint32 * 6)(*[0xFFFFFFFF] * 6)
refused("capset", ctypes.byref((ctypes.c_uint32 * 2)(0x20080522, 0)), ctypes.byref(data))
refused("syscall", 317, 1, 0, None)


def scale_rows(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)
