"""Answers trials that were not asked for yet, with zeros."""
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
for rows in (3, 4, 5) * 20:
    send({"tree": {"leaf": ["array", "float64", [rows, 7], "cpu", False, False]}}, bytes(8 * rows * 7))


def scale_rows(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)
