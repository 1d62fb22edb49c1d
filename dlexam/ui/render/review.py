"""One question of a finished sitting: prompt, your answer, the marks with their reasons, the key, the background."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.text import Text

from dlexam.exam.events import Overridden
from dlexam.exam.results import Row
from dlexam.marking.marks import PointMark
from dlexam.ui.render.code import Source, difference
from dlexam.ui.render.grading import graded
from dlexam.ui.render.key import answer_of, background
from dlexam.ui.render.marks import Answer, reasons
from dlexam.ui.render.prose import Hanging, Prose
from dlexam.ui.render.question import asked
from dlexam.ui.render.results import earned_of
from dlexam.ui.render.safe import safe, safe_line
from dlexam.ui.render.scale import in_points

if TYPE_CHECKING:
    from rich.console import RenderableType

    from dlexam.grading.challenge import Challenge


def reviewed(row: Row, total: int, challenge: Challenge | None = None, diff: bool = False) -> Group:
    """Everything about one question, in points of the exam. `challenge`: a code question's, if it is still there."""
    row = in_points(row)
    parts = [*_head(row, total), *_your_answer(row), *_marks(row), *_key(row, challenge, diff), Text()]
    return Group(*parts, background(row.item))


def answer_and_marks(row: Row) -> Group:
    """What was answered and what it earned, in points of the exam, without the key."""
    row = in_points(row)
    return Group(*_your_answer(row), *_marks(row))


def marks_line(row: Row) -> str:
    """ "2 of 3 points, provisional", and both numbers where a person has overridden the marker. In the row's scale."""
    if row.marks is None:
        return "not marked yet"
    given = earned_of(row.marks.marks, row.marks.max_marks)
    if row.override:
        because = f" because {safe_line(row.override.because)}" if row.override.because else ""
        own = earned_of(row.override.marks, row.marks.max_marks)
        return f"{own}, set by hand{because} (marker: {given})"
    return f"{given}, provisional" if row.provisional else given


def _head(row: Row, total: int) -> Iterator[RenderableType]:
    earned = "not marked" if row.points is None else earned_of(row.points, row.item.points)
    flagged = " | flagged" if row.flagged else ""
    yield Text(f"Question {row.item.number} of {total} | {row.item.id} | {earned}{flagged}", style="bold")
    yield Text()
    yield asked(row.item)
    yield Text()


def _your_answer(row: Row) -> Iterator[RenderableType]:
    yield Text("Your answer", style="bold")
    if row.submission:
        yield Text(f"  {safe_line(row.submission.filename)}", style="dim")
        yield Source(row.submission.source)
    elif not row.answer:
        yield Text("  none")
    elif row.marks:
        yield Hanging(" ", Answer(row.answer, row.marks))
    else:
        yield Hanging(" ", Text(safe(row.answer)))
    if row.note:
        yield Text("Your note", style="bold")
        yield Hanging(" ", Text(safe(row.note)))
    yield Text()


def _marks(row: Row) -> Iterator[RenderableType]:
    yield Text(f"Marks: {marks_line(row)}", style="bold")
    if row.grading:
        yield graded(row.grading)
    elif row.marks:
        yield reasons(row.marks, row.answer)
    yield Text()


def _key(row: Row, challenge: Challenge | None, diff: bool) -> Iterator[RenderableType]:
    if row.item.kind != "code":
        yield Text("Model answer", style="bold")
        yield answer_of(row.item, "points")
        return
    if challenge is None:
        yield Text("The challenge is no longer where it was: its reference can't be shown.", style="yellow")
        return
    reference = challenge.text("reference.py")
    if diff and row.submission:
        yield Text("From yours to the reference", style="bold")
        yield from difference(row.submission.source, reference)
    else:
        yield Text("Reference solution", style="bold")
        yield Source(reference)
    yield Text()
    yield Text("About the solution", style="bold")
    yield Prose(challenge.facts.explain)


def as_json(row: Row) -> dict[str, Any]:
    """One question of `dlexam review --json`. `marks` and `max_marks` are the marker's own; the rest is in points."""
    scaled = in_points(row)
    return {
        "number": row.item.number,
        "question": row.item.id,
        "kind": row.item.kind,
        "section": row.section,
        "topic": row.item.topic,
        "answer": row.submission.source if row.submission else row.answer,
        "points": None if row.points is None else round(row.points, 4),
        "max_points": row.item.points,
        "marks": row.marks and round(row.marks.marks, 4),
        "max_marks": row.marks and row.marks.max_marks,
        "because": scaled.marks and scaled.marks.because,
        "provisional": row.provisional,
        "flagged": row.flagged,
        "note": row.note,
        "override": row.override and _override(row.override, scaled),
        "parts": [_part(point) for point in scaled.marks.points] if scaled.marks else [],
    }


def _override(override: Overridden, scaled: Row) -> dict[str, Any]:
    given = round(scaled.override.marks, 4) if scaled.override else None
    return {"points": given, "marks": override.marks, "because": override.because}


def _part(point: PointMark) -> dict[str, Any]:
    return {
        "id": point.id,
        "state": point.state,
        "points": round(point.marks, 4),
        "max_points": round(point.max_marks, 4),
        "says": point.says,
        "because": point.because,
    }
