"""Reads what the system says of its users and processes."""
# challenge: scale-rows
# expect: passed

import numpy as np
import os

for path in ("/etc/passwd", "/etc/shadow", "/etc/hosts", "/proc/self/environ", "/proc/1/cmdline", "/proc/self/status",
             "/proc/self/mem", "/proc/cpuinfo", "/proc/mounts", "/sys/class/net", "/dev/mem", "/dev/tty", "/var/log",
             "/etc/hostname", "/proc/net/tcp", "/dev/kmsg", "/run", "/boot", "/tmp", "/", "/dev"):
    for attempt in (lambda: open(path, "rb"), lambda: os.listdir(path)):
        try:
            attempt()
        except OSError:
            continue
        raise SystemError(f"HARM DONE: {path}")


def scale_rows(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)
