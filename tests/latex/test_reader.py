"""A formula is read into a tree, or refused with a reason; whatever it is, soon, and with nothing defined by it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlexam.latex.fault import FormulaError
from dlexam.latex.reader import DEEPEST, LONGEST, read
from dlexam.latex.tree import Fence, Fraction, Row, Script, Sign, Space, Words, mapped

SIGNS = [*"{}^_&'$%#~[](| \nx1é字\\", "\\\\", "\x1b[31m", "\u202e", "\x00", "\u0302"]
COMMANDS = [
    r"\frac", r"\sqrt", r"\left", r"\right", r"\sum", r"\limits", r"\hat", r"\text", r"\mathrm", r"\begin{cases}",
    r"\end{cases}", r"\begin{matrix}", r"\end{matrix}", r"\mathbb", r"\not", r"\operatorname", r"\def",
    r"\newcommand", r"\big", r"\underbrace", r"\middle", r"\x",
]  # fmt: skip
HOSTILE = st.lists(st.sampled_from([*SIGNS, *COMMANDS])).map("".join)


def x(text: str) -> Sign:
    return Sign(text)


def test_scripts_belong_to_what_stands_before_them():
    assert read("x_i'^2") == Script(x("x"), x("i"), Row((x("′"), x("2"))))
    assert read("{}^T") == Script(Row(), None, x("T"))
    assert read(r"\sum_i a") == Row((Script(Sign("∑", "op", True), x("i"), None, limits=True), Space(), x("a")))


def test_arguments_are_groups_or_single_signs():
    assert read(r"\frac12") == read(r"\frac{1}{2}") == Fraction(x("1"), x("2"))
    assert read(r"\mathrm{KL}") == Words("KL")
    assert read(r"\left.x\right|") == Fence("", x("x"), "|")


def test_a_comma_between_thousands_parts_nothing():
    assert read("1,000") == Row(tuple(map(x, "1,000")))
    assert read("1,10") == Row((x("1"), Sign(",", "punct"), x("1"), x("0")))


@pytest.mark.parametrize(
    ("latex", "told"),
    [
        ("x^{2", "unexpected end of stream, was expecting '}'"),
        ("}", "unexpected mismatching closing brace: '}'"),
        (r"\frac{1}", "end of input while parsing arguments"),
        (r"\foo", r"the command \foo is not known"),
        (r"\begin{tikz}x\end{tikz}", "the environment “tikz” is not known"),
        (r"\begin{cases}x\end{matrix}", "unexpected mismatching closing environment"),
        ("a^b^c", "two superscripts to one base"),
        ("x_", "nothing stands after the ^ or _"),
        ("x_^2", "^ where something to raise or lower belongs"),
        (r"\left( x", r"\left without \right"),
        (r"x \right)", r"\right without \left"),
        (r"\left x \right)", r"\left is followed by no bracket"),
        ("a & b", "& outside of a matrix"),
        ("50% of x", "% begins a comment"),
        (r"\text{a \(x\)}", "words can't hold this"),
        (r"\hat\mathbf{x}", r"\mathbf lacks an argument"),
        (r"\limits", r"\limits stands after an operator only"),
        ("x\\", "a \\ at the end"),
        ("\x1b[31mx", "a character that can't be seen"),
        ("x" * (LONGEST + 1), f"at most {LONGEST} characters"),
        (r"\begin{matrix}" + "&" * 500 + r"\end{matrix}", "a matrix has at most 400 cells"),
        ("{" * 30 + "x" + "}" * 30, f"nested more than {DEEPEST} deep"),
        (r"\left(" * 30 + r"\right)" * 30, f"nested more than {DEEPEST} deep"),
        ("{" * 900 + "x" + "}" * 900, f"nested more than {DEEPEST} deep"),
        (r"\left(" * 100 + r"\right)" * 100, f"nested more than {DEEPEST} deep"),
        ("x_{" * 100 + "x" + "}" * 100, f"nested more than {DEEPEST} deep"),
        (r"\def\a{x}\a", r"the command \def is not known"),
        (r"\newcommand{\a}{x}\a", r"the command \newcommand is not known"),
    ],
)
def test_what_can_not_be_read_is_refused_with_a_reason(latex, told):
    with pytest.raises(FormulaError) as error:
        read(latex)
    assert told in error.value.message


def test_a_slip_in_a_command_is_hinted_at():
    with pytest.raises(FormulaError) as error:
        read(r"\alhpa")
    assert error.value.hint == r"did you mean \alpha?"


@settings(max_examples=400, deadline=None)
@given(HOSTILE | st.text(max_size=40))
def test_any_text_is_read_or_refused_with_a_reason_of_one_line(latex):
    reason = _refused(latex)
    assert reason is None or (reason and "\n" not in reason)


def _refused(latex: str) -> str | None:
    try:
        tree = read(latex)
    except FormulaError as error:
        return error.message
    assert mapped(tree, lambda sign: sign) == tree
    return None
