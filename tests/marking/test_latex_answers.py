"""LaTeX in answers is read as the plain notation that patterns are written in, and quoted where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import rubric, state, unhurried

from dlexam.marking.formulas import plain
from dlexam.marking.marker import mark


@pytest.mark.parametrize(
    ("latex", "read"),
    [
        (r"\frac{2}{n_{in}}", "2/n_in"),
        (r"\sqrt{\frac{2}{n_{\text{in}}}}", "sqrt(2/n_in)"),
        (r"\frac{\partial L}{\partial W_{2}}", "∂L/∂W_2"),
        (r"\frac{1}{1 - p}", "1/(1 - p)"),
        (r"a \cdot b \leq 3", "a · b ≤ 3"),
        (r"\left(\frac{1}{4}\right)^{20}", "(1/4)^{20}"),
        (r"\mathrm{softmax}(z)", "softmax(z)"),
        (r"50\%", "50%"),
        (r"C:\unknown\{x}", r"C:\unknown\{x}"),
        (r"\frac{1}{", r"\frac{1}{"),
    ],
)
def test_latex_is_written_plainly(latex: str, read: str) -> None:
    assert plain(latex).text == read


@pytest.mark.parametrize(
    ("pattern", "answer"),
    [
        ('"2/n_in"', r"He takes a variance of $\frac{2}{n_{in}}$ for ReLU."),
        ('"dL/dW"', r"We need $\frac{\partial L}{\partial W}$ for each layer."),
        ("sigmoid & 0.25", r"The slope of $\sigma(x)$ is $\leq \frac{1}{4}$ there."),
        ("O(n^2)", r"The cost is $O(n^{2})$ in the length."),
        ("1/(1-p)", r"It is scaled by $\frac{1}{1-p}$ in training."),
    ],
)
def test_a_formula_in_latex_earns_what_it_earns_plainly(pattern: str, answer: str) -> None:
    assert state(pattern, answer) == "earned"


def test_the_words_that_decided_are_places_of_the_answer_as_it_was_written() -> None:
    answer = r"He takes $\frac{2}{n_{in}}$ as variance, and \(a \cdot b\) is clipped."
    formula, clipped = mark(rubric('"2/n_in"', "clip"), answer).points
    assert [answer[start:end] for start, end in formula.words] == ["2}{n_{in}"]
    assert [answer[start:end] for start, end in clipped.words] == ["clipped"]


def test_a_prompt_with_formulas_pasted_back_earns_nothing() -> None:
    prompt = r"Why is $\frac{\partial L}{\partial W}$ multiplied by $x^{T}$ in every layer of the network?"
    assert mark(rubric("multiplied", prompt=prompt), prompt).because == "The answer only repeats the question."


PIECES = ("\\frac", "\\sqrt", "{", "}", "_{", "n", " ", "\\text{", "\\cdot", "\\partial ", "$", "word", "\\")


@unhurried
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_every_place_of_the_plain_text_lies_inside_the_answer(pieces: list[str]) -> None:
    text = "".join(pieces)
    read = plain(text)
    for start in range(len(read.text)):
        first, last = read.span(start, start + 1)
        assert 0 <= first < last <= len(text)


@pytest.mark.parametrize("piece", ["\\frac{", "\\frac{1}{", "_{", "\\sqrt{a}", "{\\text{"])
def test_a_hundred_kilobytes_of_latex_are_marked(piece: str) -> None:
    """Slowness here is the defect: a search for each brace's end through all of the text would take minutes."""
    assert mark(rubric("vanish"), piece * (100_000 // len(piece))).marks == 0.0
