"""Answers with subclasses of float, int, str, dict and list that run code when they are looked at."""
# challenge: scale-rows
# expect: failed

class Number(float):
    def hex(self):
        return "nan"

    def __float__(self):
        return self

    def __eq__(self, other):
        return True


class Text(str):
    def __str__(self):
        return "x" * (1 << 22)


class Table(dict):
    def items(self):
        while True:
            yield Text("key"), Number(1)
            return


class Row(list):
    def __iter__(self):
        return iter([Number("inf"), Table(a=1), Text("y")])


def scale_rows(x):
    return Row([1])
