"""What the result and the review show, read from the store: in a thread, since it may take a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dlexam.exam import guard
from dlexam.exam.earlier import Earlier
from dlexam.exam.results import Results, Row
from dlexam.exam.spent import seconds_by_question
from dlexam.ui.closing import receipt_line
from dlexam.ui.render.scale import in_points
from dlexam.ui.render.sides import Pair, aligned
from dlexam.ui.reviewing import challenge_of, earlier_of, outcome_of

if TYPE_CHECKING:
    from dlexam.ui.tui.context import Context

WHAT = "the review"  # that the guard refuses while an exam is open


class Reading(NamedTuple):
    """A sitting as it stands: its results, the seconds spent by question, earlier sittings, the line of its receipt."""

    outcome: Results
    spent: dict[int, float]
    earlier: Earlier
    receipt: str


class Solution(NamedTuple):
    """A challenge's own solution beside what was handed in."""

    reference: str
    explain: str
    pairs: tuple[Pair, ...]


class Shown(NamedTuple):
    """All that the page of one question shows. `row` is in points of the exam."""

    row: Row
    total: int
    seconds: float
    solution: Solution | None


def result_of(context: Context, session: str) -> Reading:
    """The results; nothing of the key is shown with them."""
    events = context.store.events(session)
    return Reading(
        outcome=outcome_of(context.store, session),
        spent=seconds_by_question(events),
        earlier=earlier_of(context.store, session),
        receipt=receipt_line(context.store, session),
    )


def review_of(context: Context, session: str) -> Reading:
    """The same for a review. DlexamError while its key is shut, or there is no such session."""
    refuse(context, context.store.find(session))
    return result_of(context, session)


def refuse(context: Context, session: str) -> None:
    """DlexamError while the key of this session is shut."""
    guard.refuse_session(context.home, session, WHAT)


def page_of_row(context: Context, session: str, reading: Reading, number: int) -> Shown:
    """One question with its key. DlexamError while that is shut."""
    refuse(context, session)
    row = reading.outcome.rows[number - 1]
    seconds = reading.spent.get(number, 0.0)
    return Shown(in_points(row), len(reading.outcome.rows), seconds, _solution(context, row))


def _solution(context: Context, row: Row) -> Solution | None:
    challenge = challenge_of(row, context.folders)
    if challenge is None:
        return None
    reference = challenge.text("reference.py")
    pairs = aligned(row.submission.source, reference) if row.submission else ()
    return Solution(reference, challenge.facts.explain, pairs)
