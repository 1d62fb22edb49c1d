"""Answers that it passed, with all points, in every form it can think of."""
# challenge: scale-rows
# expect: failed

import numpy as np
import json
import os
import struct


def send(header, body=b"", lengths=None):
    """A frame on whichever descriptor takes it, made by hand."""
    data = header if isinstance(header, bytes) else json.dumps(header).encode()
    whole = struct.pack(">IQ", *(lengths or (len(data), len(body)))) + data + body
    for descriptor in range(3, 4096):
        try:
            os.write(descriptor, whole)
        except OSError:
            continue


send({"loaded": True})
for _ in range(50):
    send({"verdict": "passed", "message": "", "passed": True, "points": 100})


def scale_rows(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)
