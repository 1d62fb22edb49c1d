"""Connects to a listener on this machine."""
# challenge: scale-rows
# expect: passed

import numpy as np
import socket

for family, kind, address in (
    (socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", int("@TCP@"))),
    (socket.AF_INET6, socket.SOCK_STREAM, ("::1", int("@TCP@"))),
    (socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", int("@UDP@"))),
    (socket.AF_UNIX, socket.SOCK_STREAM, "@UNIX@"),
    (socket.AF_UNIX, socket.SOCK_STREAM, "\0@ABSTRACT@"),
    (socket.AF_NETLINK, socket.SOCK_RAW, (0, 0)),
    (socket.AF_VSOCK, socket.SOCK_STREAM, (2, 1)),
):
    try:
        channel = socket.socket(family, kind)
        channel.connect(address)
        channel.send(b"hello")
    except OSError:
        continue
    raise SystemError("HARM DONE: connected")
for attempt in (socket.socketpair, lambda: socket.create_server(("", 0))):
    try:
        attempt()
    except OSError:
        continue
    raise SystemError("HARM DONE: a socket was made")


def scale_rows(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)
