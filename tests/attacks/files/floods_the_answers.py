"""Writes rubbish to every descriptor, without end."""
# challenge: scale-rows
# expect: failed

import os


def answer(data):
    """To whichever descriptor takes it: the answers' pipe is one of them."""
    for descriptor in range(3, 4096):
        try:
            os.write(descriptor, data)
        except OSError:
            continue


while True:
    answer(b"\xff" * (1 << 16))
