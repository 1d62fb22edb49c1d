"""One question of a finished sitting as its template needs it: answer, marks with reasons, key; in exam points."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from dlexam.bank.paper import Item, LettersKey
from dlexam.exam.results import Row
from dlexam.grading.challenge import Challenge
from dlexam.marking.marks import PointMark
from dlexam.ui.render.marks import SIGNS, pieces
from dlexam.ui.render.review import marks_line
from dlexam.ui.render.scale import in_points
from dlexam.ui.reports.html.code import Block, Line, difference, lines
from dlexam.ui.reports.html.graded import Graded, Told, graded

_TONES = {"earned": "good", "unsure": "unsure", "contradicted": "bad", "missing": "quiet"}
_FULL = 0.9999  # of the points: thirds are rounded


class Choice(Struct, frozen=True, kw_only=True):
    """A line of a key of letters, in Markdown: a choice, an item in its place, or a row with its partner."""

    label: str
    text: str
    right: bool | None = None
    why: str = ""


class Solution(Struct, frozen=True, kw_only=True):
    """A code question's reference and what is said of it; `blocks` lead there from the answer, if there is one.

    `blocks` None: too long to be compared; empty: the same.
    """

    lines: tuple[Line, ...]
    about: str
    blocks: tuple[Block, ...] | None
    compared: bool


class Question(Struct, frozen=True, kw_only=True):
    """Everything about one question. `answer`: its pieces, each with whether its words decided."""

    row: Row
    anchor: str
    told: Told
    marks_line: str
    answer: tuple[tuple[str, bool], ...]
    reasons: tuple[tuple[Told, PointMark], ...]
    graded: Graded | None
    source: tuple[Line, ...]
    choices: tuple[Choice, ...]
    solution: Solution | None


def question(original: Row, challenge: Challenge | None) -> Question:
    """The facts of one question. `challenge`: a code question's, where it can still be found."""
    row = in_points(original)
    source = row.submission.source if row.submission else None
    anchor = f"question-{row.item.number}"
    grading = graded(row.grading, source, anchor) if row.grading else None
    return Question(
        row=row,
        anchor=anchor,
        told=_told(row),
        marks_line=marks_line(row),
        answer=_answer(row),
        reasons=tuple((_state(point), point) for point in row.marks.points) if row.marks and not grading else (),
        graded=grading,
        source=grading.source if grading else lines(source) if source else (),
        choices=tuple(_choices(row.item, row.item.key)) if isinstance(row.item.key, LettersKey) else (),
        solution=_solution(challenge, source) if challenge else None,
    )


def _told(row: Row) -> Told:
    if row.points is None:
        return Told(verdict="not marked", tone="quiet", sign="–")
    if row.points >= row.item.points * _FULL:
        return Told(verdict="full points", tone="good", sign="✓")
    return Told(verdict="part of the points", tone="unsure", sign="◐") if row.points else _none(row)


def _none(row: Row) -> Told:
    if not row.answer.strip() and row.submission is None:
        return Told(verdict="no answer", tone="quiet", sign="–")
    return Told(verdict="no points", tone="bad", sign="✗")


def _state(point: PointMark) -> Told:
    return Told(verdict=point.state, tone=_TONES[point.state], sign=SIGNS[point.state][0])


def _answer(row: Row) -> tuple[tuple[str, bool], ...]:
    if not row.answer.strip() or row.submission:
        return ()
    return tuple(pieces(row.answer, row.marks)) if row.marks else ((row.answer, False),)


def _choices(item: Item, key: LettersKey) -> Iterator[Choice]:
    texts = {option.label: option.text for option in item.options}
    if item.kind == "match":
        for number, (row, letter) in enumerate(zip(item.rows, key.letters, strict=True), 1):
            yield Choice(label=f"{number}{letter}", text=f"{row}: {texts[letter]}")
    elif item.kind == "order":
        for letter in key.letters:
            yield Choice(label=letter, text=texts[letter])
    else:
        for label, text in texts.items():
            yield Choice(label=label, text=text, right=label in key.letters, why=key.why.get(label, ""))


def _solution(challenge: Challenge, source: str | None) -> Solution:
    reference = challenge.text("reference.py")
    return Solution(
        lines=lines(reference),
        about=challenge.facts.explain,
        blocks=difference(source, reference) if source else (),
        compared=source is not None,
    )
