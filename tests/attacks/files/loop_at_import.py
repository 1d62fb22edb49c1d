"""Never comes back from its import."""
# challenge: scale-rows
# expect: timeout

while True:
    pass
