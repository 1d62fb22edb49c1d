"""Forks a child that forks again and leaves, so that the grandchild belongs to nobody."""
# challenge: scale-rows
# expect: error

import ctypes
import os
import time

libc = ctypes.CDLL(None)
for fork in (os.fork, libc.fork, lambda: libc.syscall(57), libc.vfork, lambda: libc.daemon(0, 0)):
    try:
        child = fork()
    except OSError:
        continue
    if child == 0 and os.getpid() != os.getppid() and fork is not libc.daemon:
        if os.fork() == 0:
            time.sleep(600)
        os._exit(0)
raise ValueError("nobody was born")
