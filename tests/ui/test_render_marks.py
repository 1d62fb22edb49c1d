"""Marks on a screen: states in words, deciding words marked, right in colour, in a pipe and in 80 columns."""

from __future__ import annotations

import io

from rich.console import Console

from dlexam.bank.paper import Criterion, Item, RubricKey, Trap
from dlexam.marking.marker import mark
from dlexam.ui.render.marks import marks_view, reasons

ANSWER = "The sigmoid saturates.\nPerhaps it is slow. It is quick. It is not cheap.\x1b[31m"


def _item() -> Item:
    texts = {"one": "sigmoid & saturat*", "two": "slow", "three": "cheap", "four": "sparse", "five": "quick"}
    points = tuple(Criterion(id=name, says=f"says {name}", when=(text,), marks=1.0) for name, text in texts.items())
    key = RubricKey(points=points, pitfalls=(Trap(says="x", when=("tanh",), because="no"),), full=5.0, answer="x")
    return Item(
        number=1, id="a-question", kind="open", topic="t", level=1, minutes=1, points=1, source=("x",), references=(),
        prompt="Why?", explain="x", key=key,
    )  # fmt: skip


def _shown(colour: bool, width: int = 80) -> str:
    console = Console(
        file=io.StringIO(), width=width, force_terminal=colour, no_color=not colour, highlight=False,
        color_system="standard" if colour else None,
    )  # fmt: skip
    item = _item()
    console.print(marks_view(item, ANSWER, mark(item, ANSWER)))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_every_state_is_told_by_word_and_sign() -> None:
    shown = _shown(colour=False)
    for told in ("✓ earned 1 of 1:", "? unsure 0.5 of 1:", "✗ contradicted 0 of 1:", "- missing 0 of 1:"):
        assert told in shown
    assert "a-question: 2.5 of 5 marks (50%), provisional, by the rubric marker" in shown


def test_deciding_words_stand_out_with_and_without_colour() -> None:
    assert "The [sigmoid] [saturates]." in _shown(colour=False)
    assert "\x1b[1;4msigmoid" in _shown(colour=True)


def test_an_escape_code_in_the_answer_is_harmless() -> None:
    assert "\x1b" not in _shown(colour=False)
    assert "\x1b[31m\n" not in _shown(colour=True)


def test_forty_columns_are_enough() -> None:
    assert all(len(line) <= 40 for line in _shown(colour=False, width=40).splitlines())


def test_reasons_alone_are_for_a_screen_that_shows_the_answer_elsewhere() -> None:
    item = _item()
    console = Console(file=io.StringIO(), width=80)
    console.print(reasons(mark(item, ANSWER), ANSWER))
    assert isinstance(console.file, io.StringIO)
    assert "The sigmoid saturates." not in console.file.getvalue()
    assert "Earned by “sigmoid saturates”." in console.file.getvalue()


def test_an_empty_answer_is_shown_as_none() -> None:
    item = _item()
    console = Console(file=io.StringIO(), width=80)
    console.print(marks_view(item, " ", mark(item, " ")))
    assert isinstance(console.file, io.StringIO)
    assert "none" in console.file.getvalue()
    assert "There is no answer." in console.file.getvalue()
