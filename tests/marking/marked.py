"""What the marking tests share: items built by hand, and the answers judged by hand (data/*.yaml)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml
from hypothesis import settings

from dlexam import paths
from dlexam.bank.freeze import freeze
from dlexam.bank.library import Library
from dlexam.bank.paper import Criterion, Item, Key, LettersKey, NumberKey, Option, RubricKey, TextKey, Trap
from dlexam.marking.marker import mark
from dlexam.marking.marks import Marks

unhurried = settings(deadline=None)  # a busy machine is no reason to fail
_DATA = Path(__file__).parent / "data"


class Judged(NamedTuple):
    """An answer at a known level, and the fractions that a fair person could give it."""

    question: str
    level: str
    low: float
    high: float
    text: str
    file: str
    untouched: bool = False  # kept from the eyes of those who tune patterns
    read: float | None = None  # the fraction that a second reader gave, without sight of the first's

    @property
    def written(self) -> float:
        """What its writer would give."""
        return (self.low + self.high) / 2

    @property
    def hand(self) -> float:
        """What people give: the mean of the writer's and the second reader's, where there are two."""
        return self.written if self.read is None else (self.written + self.read) / 2


def judged() -> list[Judged]:
    return list(_read())


def _read() -> Iterator[Judged]:
    for file in sorted(_DATA.glob("*.yaml")):
        for question, answers in yaml.safe_load(file.read_text())["answers"].items():
            for one in answers:
                yield Judged(
                    question, one["level"], *one["expect"], one["text"], file.stem,
                    one.get("untouched", False), one.get("read"),
                )  # fmt: skip


@cache
def shipped_item(question: str) -> Item:
    return freeze(_library().question(question), 1)


def shipped_open() -> list[str]:
    """The ids of all open and design questions of the shipped bank."""
    return [row.id for row in _library().summaries() if row.kind in ("open", "design")]


@cache
def _library() -> Library:
    return Library.open([paths.shipped()])


@cache
def marked(answer: Judged) -> Marks:
    return mark(shipped_item(answer.question), answer.text)


def item(kind: str, key: Key, options: str = "", rows: tuple[str, ...] = (), prompt: str = "Why?") -> Item:
    """An item of any kind. `options`: texts separated by |, lettered from a."""
    texts = options.split("|") if options else []
    lettered = tuple(Option("abcdefgh"[at], text) for at, text in enumerate(texts))
    return Item(
        number=1, id="a-question", kind=kind, topic="a-topic", level=1, minutes=1, points=1.0, source=("x",),
        references=(), prompt=prompt, explain="Because.", key=key, options=lettered, rows=rows,
    )  # fmt: skip


def letters(kind: str, right: str, options: str = "one|two|three|four", rows: int = 0) -> Item:
    why = {letter: f"why {letter}" for letter in "abcdefgh"[: len(options.split("|"))]}
    return item(kind, LettersKey(letters=tuple(right.split()), why=why), options, tuple("row" for _ in range(rows)))


def number(value: float, tolerance: float = 0.0, unit: str | None = None) -> Item:
    return item("numeric", NumberKey(value=value, tolerance=tolerance, unit=unit))


def short(*accepted: str) -> Item:
    return item("short", TextKey(accepted=accepted))


def rubric(
    *patterns: str,
    pitfalls: tuple[Trap, ...] = (),
    full: float | None = None,
    terse: bool = False,
    prompt: str = "Why?",
) -> Item:
    """An open question with a point p1, p2, ... of one mark for each pattern."""
    points = tuple(
        Criterion(id=f"p{number}", says=f"says {number}", when=(pattern,), marks=1.0)
        for number, pattern in enumerate(patterns, 1)
    )
    key = RubricKey(
        points=points, pitfalls=pitfalls, full=full or float(len(points)), answer="The answer.", terse=terse
    )
    return item("open", key, prompt=prompt)


def states(patterns: str | tuple[str, ...], answer: str, **more: object) -> list[str]:
    """The states of the points of such a rubric for an answer."""
    given = (patterns,) if isinstance(patterns, str) else patterns
    return [point.state for point in mark(rubric(*given, **more), answer).points]  # type: ignore[arg-type]


def state(pattern: str, answer: str) -> str:
    return states(pattern, answer)[0]
