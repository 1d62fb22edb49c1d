"""An answer by letters, with the texts that they stand for; what can't be read stays as it was typed."""

from __future__ import annotations

import io

import pytest
from papers import question
from rich.console import Console

from dlexam.bank.paper import LettersKey, Option
from dlexam.ui.render.given import by_letters

OPTIONS = tuple(Option(letter, text) for letter, text in zip("abc", ("first", "second", "third"), strict=True))


def shown(kind: str, answer: str) -> list[str]:
    item = question(1, kind, LettersKey(letters=("a",)), options=OPTIONS, rows=("left", "right"))
    console = Console(file=io.StringIO(), width=60)
    console.print(by_letters(item, answer))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().splitlines()


@pytest.mark.parametrize(
    ("kind", "answer", "lines"),
    [
        ("single", "(B)", ["  b) second"]),
        ("multi", "c, a", ["  c) third", "  a) first"]),
        ("order", "c > a > b", ["  c) third", "  a) first", "  b) second"]),
        ("match", "1b 2a", ["  1b left: second", "  2a right: first"]),
    ],
)
def test_letters_stand_beside_their_texts(kind: str, answer: str, lines: list[str]) -> None:
    assert shown(kind, answer) == lines


@pytest.mark.parametrize(("kind", "answer"), [("single", "[bold]none[/]"), ("order", "a b"), ("match", "1b")])
def test_what_cannot_be_read_is_shown_as_it_is(kind: str, answer: str) -> None:
    assert shown(kind, answer) == [answer]
