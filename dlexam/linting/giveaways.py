"""What gives a solution away in a text that is read before it: results, and lines of the reference."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from dlexam.grading.challenge import Challenge

_NUMBER = re.compile(r"(?<![\w.])\d+\.\d+(?:e[+-]?\d+)?(?![\w.]*\w)")
_DIGITS = 4  # significant ones; a shorter number is one that people use, such as 0.5 or 1.75
_SHORTEST = 30  # signs other than spaces: shorter lines are anybody's


class Giveaways:
    """Finds them; what the statement says itself gives nothing away, nor does what the starter has."""

    def __init__(self, challenge: Challenge) -> None:
        self._known = _squeezed(challenge.text("statement.md") + challenge.text("starter.py"))
        self._lines = [line for line in _lines(challenge.text("reference.py")) if _squeezed(line) not in self._known]

    def numbers(self, text: str) -> Iterator[str]:
        """Decimal numbers of so many digits that they can only be a result."""
        for number in _NUMBER.findall(text):
            digits = re.sub(r"e.*|\.", "", number).lstrip("0")
            if len(digits.rstrip("0")) >= _DIGITS and number not in self._known:
                yield number

    def line(self, text: str) -> str | None:
        """A line of the reference that stands in the text, spaces aside."""
        squeezed = _squeezed(text)
        return next((line for line in self._lines if _squeezed(line) in squeezed), None)


def _lines(source: str) -> list[str]:
    """The reference's own lines: statements that fit on one, and are more than a name's definition."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return []  # the check says so
    whole = (ast.Assign, ast.AugAssign, ast.Return, ast.Expr)
    nodes = [node for node in ast.walk(tree) if isinstance(node, whole) and not _is_text(node)]
    found = [ast.get_source_segment(source, node) or "" for node in nodes if node.lineno == node.end_lineno]
    return [line for line in found if len(_squeezed(line)) >= _SHORTEST]


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _squeezed(text: str) -> str:
    return "".join(text.split())
