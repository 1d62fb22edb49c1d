"""A question's marks on the exam's scale: every number that a review shows is in points of the exam.

Markers have full marks of their own (a rubric's sum, 1 for a choice, a challenge's case points); the log keeps those.
"""

from __future__ import annotations

from msgspec.structs import replace

from dlexam.bank.paper import Item, RubricKey
from dlexam.errors import DlexamError
from dlexam.exam.results import Row
from dlexam.grading.verdicts import FileResult, Verdict
from dlexam.marking.marks import Marks
from dlexam.ui.render.results import points
from dlexam.ui.render.safe import safe_line


def in_points(row: Row) -> Row:
    """The row with its marks, its grading, its override and its rubric in points of the exam."""
    scale = _scale(row)
    return replace(
        row,
        item=_item(row.item),
        marks=row.marks and _marks(row.marks, row.grading, scale),
        grading=row.grading and _grading(row.grading, row.item.points),
        override=row.override and replace(row.override, marks=row.override.marks * scale),
    )


def to_marks(row: Row, given: float) -> float:
    """Points of the exam on the marker's scale, as the log keeps them. DlexamError if they can't be given."""
    most = row.item.points
    if not 0 <= given <= most + 1e-9:
        raise DlexamError(
            f"{given:g} points can't be given for question {row.item.number}.", f"0 to {points(most)} can"
        )
    full = row.marks.max_marks if row.marks else most
    return min(full, given * full / most) if most else 0.0


def points_in(text: str) -> float:
    """The points that a person typed, with a comma or a point. DlexamError for what is no number."""
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        raise DlexamError(f"{safe_line(text)[:40]!r} is no number of points such as 1.5.") from None


def _scale(row: Row) -> float:
    full = row.marks.max_marks if row.marks else row.item.points
    return row.item.points / full if full else 0.0


def _marks(marks: Marks, grading: FileResult | None, scale: float) -> Marks:
    parts = tuple(
        replace(point, marks=point.marks * scale, max_marks=point.max_marks * scale) for point in marks.points
    )
    because = _cases_passed(grading) if grading and not grading.message else marks.because
    return replace(marks, marks=marks.marks * scale, max_marks=marks.max_marks * scale, points=parts, because=because)


def _cases_passed(grading: FileResult) -> str:
    passed = sum(case.verdict is Verdict.PASSED for case in grading.cases)
    return f"{passed} of {len(grading.cases)} cases passed."


def _grading(grading: FileResult, most: float) -> FileResult:
    scale = most / grading.max_points if grading.max_points else 0.0
    cases = tuple(
        replace(case, points=case.points * scale, max_points=case.max_points * scale) for case in grading.cases
    )
    return replace(grading, points=grading.points * scale, max_points=grading.max_points * scale, cases=cases)


def _item(item: Item) -> Item:
    if not isinstance(item.key, RubricKey) or not item.key.full:
        return item
    scale = item.points / item.key.full
    criteria = tuple(replace(point, marks=point.marks * scale) for point in item.key.points)
    return replace(item, key=replace(item.key, points=criteria, full=item.points))
