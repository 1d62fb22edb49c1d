"""Ends the main thread and goes on in another, so that the process seems to be over."""
# challenge: scale-rows
# expect: timeout

import ctypes
import threading


def spin():
    while True:
        pass


threading.Thread(target=spin).start()
ctypes.CDLL(None).syscall({"x86_64": 60, "aarch64": 93}[__import__("platform").machine()], 0)
