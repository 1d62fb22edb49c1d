"""A formula drawn over several lines: what stands beside what, and where it is broken if there is too little room."""

from __future__ import annotations

import pytest

from dlexam.latex.reader import read
from dlexam.ui.render.formula.drawn import drawn

TWO = r"a = (b + c)(d + e) + \frac{f}{g}, \qquad h = (i + j + k)(l + m)."


def picture(latex: str, width: int = 72) -> str:
    return "\n".join(drawn(read(latex), width))


@pytest.mark.parametrize(
    ("latex", "lines"),
    [
        (r"\ln\frac{a}{b}", ["   a", "ln ─", "   b"]),
        (r"\max\left(1, \frac{a}{b}\right)", ["   ⎛   a⎞", "max⎜1, ─⎟", "   ⎝   b⎠"]),
        (r"x = \frac{a}{b}.", ["    a", "x = ─.", "    b"]),
        (r"\frac{a}{\sqrt{n}}b", ["a", "── b", "√n"]),
    ],
)
def test_what_stands_beside_a_fraction_keeps_its_distance(latex, lines):
    assert picture(latex).split("\n") == lines


def test_a_formula_with_room_is_not_broken():
    assert len(drawn(read(TWO), 72)) == 3


def test_formulas_set_far_apart_are_broken_between_each_other_first():
    assert picture(TWO, 40) == (
        "                     f\na = (b + c)(d + e) + ─,\n                     g\n\nh = (i + j + k)(l + m)."
    )


def test_plain_brackets_are_broken_only_where_nothing_else_helps():
    assert picture("a = (b + c + d) + (e + f + g)", 20) == "a = (b + c + d)\n    + (e + f + g)"
    assert picture(r"\|a + b + c\|^2 + |d + e + f|", 18) == "‖a + b + c‖²\n    + |d + e + f|"
    assert picture("a = (b + c + d + e + f + g)", 20) == "a = (b + c + d + e\n    + f + g)"


def test_no_line_is_wider_than_asked_where_the_formula_can_be_broken():
    for width in range(26, 72):
        assert max(map(len, drawn(read(TWO), width))) <= width
