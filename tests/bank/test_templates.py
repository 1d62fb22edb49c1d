"""Values in text: formats, braces, and numbers as a person would write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlexam.bank.expressions import ExpressionError
from dlexam.bank.templates import expressions, fill, plain, shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1000000, "1000000"),
        (0.1 + 0.2, "0.3"),
        (2.0, "2"),
        (0.00001, "1e-5"),
        (1e22, "1e22"),
        (1 / 3, "0.333333333333"),
        (-0.25, "-0.25"),
        (123456789.125, "123456789.125"),
        (1e15 + 0.5, "1000000000000000"),
        ("relu", "relu"),
        (True, "True"),
    ],
)
def test_numbers_are_shown_as_a_person_writes_them(value: object, text: str) -> None:
    assert shown(value) == text


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("A {n}×{n} image", "A 32×32 image"),
        ("{n / 3:.2f}", "10.67"),
        ("{n:,} and {n * 1000:,}", "32 and 32,000"),
        ("{n/2:d}", "16"),
        ("{x * 3}", "0.3"),
        ("{x:.1%}", "10.0%"),
        ("{{{n}}}", "{32}"),
        ("{{a, b}}", "{a, b}"),
        (r"\frac{{{n}}}{{2}}", r"\frac{32}{2}"),
        ("{(n, x)}", "32, 0.1"),
        ("{'many: all' if n > 9 else 'few'}", "many: all"),
        ("no braces", "no braces"),
    ],
)
def test_expressions_are_filled_in(template: str, text: str) -> None:
    assert fill(template, {"n": 32, "x": 0.1}) == text


@pytest.mark.parametrize(
    "template", ["{", "}", "{n", "a } b", "{}", "{ }", "{n:x!}", "{n:9999d}", "{n:.999f}", "{x:d}", "{m}"]
)
def test_a_wrong_brace_or_format_is_one_clear_error(template: str) -> None:
    with pytest.raises(ExpressionError):
        fill(template, {"n": 32, "x": 0.1})


def test_without_draws_latex_sets_and_code_survive() -> None:
    for text in (r"\frac{\sqrt{d_k}}{2}", "{0, 1}", '{"a": {"b": 1}}', "x = {n}"):
        assert plain(text) == text


def test_without_draws_a_doubled_pair_is_a_pair() -> None:
    assert plain("the set {{0, 1}} of labels") == "the set {0, 1} of labels"


def test_the_expressions_of_a_template_leave_out_formats_and_braces() -> None:
    assert list(expressions("{n + 1:.2f} {{x}} {k}")) == ["n + 1", "k"]


@given(st.text(max_size=60))
def test_doubling_every_brace_makes_any_text_survive(text: str) -> None:
    assert fill(text.replace("{", "{{").replace("}", "}}"), {"n": 1}) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_is_shown_of_a_float_reads_back_as_nearly_the_same(value: float) -> None:
    assert float(shown(value)) == pytest.approx(value, rel=1e-11, abs=1e-300)
