"""Answers with a sequence that never ends."""
# challenge: scale-rows
# expect: memory

class Endless(list):
    def __iter__(self):
        number = 0
        while True:
            number += 1
            yield "x" * (1 << 20) + str(number)


def scale_rows(x):
    return Endless()
