"""Gives the same answer again and again."""
# challenge: scale-rows
# expect: failed

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


KEPT = []


def scale_rows(x):
    if not KEPT:
        KEPT.append(x / (x * x).sum(axis=1, keepdims=True) ** 0.5)
    for _ in range(10):
        send({"tree": {"leaf": ["array", "float64", list(KEPT[0].shape), "cpu", False, False]}}, KEPT[0].tobytes())
    return KEPT[0]
