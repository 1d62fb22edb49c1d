"""Fills memory in small steps, at import."""
# challenge: scale-rows
# expect: memory

kept = []
while True:
    kept.append(bytearray(1 << 20))
