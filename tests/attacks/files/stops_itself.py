"""Stops itself with SIGSTOP and waits to be forgotten."""
# challenge: scale-rows
# expect: timeout

import os
import signal

os.kill(os.getpid(), signal.SIGSTOP)
