"""Kills itself, to look like a fault of the machine."""
# challenge: scale-rows
# expect: crashed

import os
import signal

os.kill(os.getpid(), signal.SIGKILL)
