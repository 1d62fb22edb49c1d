"""Raises an exception whose text never comes to an end."""
# challenge: scale-rows
# expect: timeout

class Endless(Exception):
    def __str__(self):
        while True:
            pass


raise Endless
