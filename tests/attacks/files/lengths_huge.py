"""Announces a frame of 2^63 bytes."""
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
    send(b"{}", lengths=(2, 1 << 63))
    return x
