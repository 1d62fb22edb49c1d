"""Loops in C, where Python's own signal handlers never run."""
# challenge: scale-rows
# expect: timeout

sum(range(10**15))
