"""Sleeps for ever, using no processor time."""
# challenge: scale-rows
# expect: timeout

import time

time.sleep(10**6)
