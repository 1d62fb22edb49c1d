"""Allocates in many threads at once, each a part of what would be too much."""
# challenge: cube
# expect: memory|error

import threading

import torch

kept, troubles = [], []


def hoard():
    try:
        for _ in range(16):
            kept.append(torch.ones(8 << 20))
    except RuntimeError as error:
        troubles.append(error)


threads = [threading.Thread(target=hoard) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
if not troubles:
    raise ValueError(f"HARM DONE: {sum(part.nbytes for part in kept) >> 20} MiB")
raise troubles[0]
