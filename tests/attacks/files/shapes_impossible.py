"""Sends an empty tensor whose axes no array can have."""
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


def scale_rows(x):
    send({"tree": {"leaf": ["array", "float64", [0] + [1 << 26] * 20, "cpu", False, False]}})
    return x
