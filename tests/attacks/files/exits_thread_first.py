"""Ends the process from another thread while the case runs."""
# challenge: scale-rows
# expect: crashed

import os
import threading
import time


def scale_rows(x):
    threading.Thread(target=os._exit, args=(7,)).start()
    time.sleep(5)
