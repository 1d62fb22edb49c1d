"""Ignores every signal that can be ignored, SIGXCPU and SIGTERM too, and loops."""
# challenge: scale-rows
# expect: timeout

import signal

for number in signal.valid_signals():
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
while True:
    pass
