"""Starts threads until the machine has no more."""
# challenge: scale-rows
# expect: memory

import threading

threading.stack_size(32768)
stop = threading.Event()
while True:
    threading.Thread(target=stop.wait, daemon=True).start()
