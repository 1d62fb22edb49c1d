"""Answers when its time is up, from a thread that goes on."""
# challenge: scale-rows
# expect: timeout

import json
import os
import struct
import threading
import time


def send(header, body=b"", lengths=None):
    """A frame on whichever descriptor takes it, made by hand."""
    data = header if isinstance(header, bytes) else json.dumps(header).encode()
    whole = struct.pack(">IQ", *(lengths or (len(data), len(body)))) + data + body
    for descriptor in range(3, 4096):
        try:
            os.write(descriptor, whole)
        except OSError:
            continue


def late():
    for tick in range(200):
        time.sleep(0.1)
        if tick > 60:
            send({"tree": {"leaf": ["array", "float64", [3, 7], "cpu", False, False]}}, bytes(8 * 3 * 7))
            send({"verdict": "passed", "passed": True, "points": 4})


def scale_rows(x):
    threading.Thread(target=late).start()
    time.sleep(60)
    return x
