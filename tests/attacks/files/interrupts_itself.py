"""Has a timer raise an exception in the middle of whatever runs."""
# challenge: scale-rows
# expect: error

import signal
import time


def ring(*_):
    raise KeyboardInterrupt


signal.signal(signal.SIGALRM, ring)


def scale_rows(x):
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    time.sleep(5)
    return x
