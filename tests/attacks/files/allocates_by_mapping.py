"""Maps memory that is not on the heap, shared and locked."""
# challenge: scale-rows
# expect: memory

import mmap

kept = []
while True:
    kept.append(mmap.mmap(-1, 64 << 20))
    kept[-1][:1] = b"x"
