"""Never comes back from its function."""
# challenge: scale-rows
# expect: timeout

def scale_rows(x):
    while True:
        x = x + 1
