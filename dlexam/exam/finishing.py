"""Marking a session after its finish: closed and open questions here, code by a grader that is passed in.

Idempotent: what is marked is left alone, so a kill in the middle costs nothing but the rest, and a second call does it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

from dlexam.bank.paper import Item
from dlexam.errors import DlexamError
from dlexam.exam import events as ev
from dlexam.exam.codec import readable
from dlexam.exam.events import AnyEvent
from dlexam.exam.state import State, apply, check, fold
from dlexam.exam.store import Stale, Store
from dlexam.grading.verdicts import FileResult, Verdict
from dlexam.marking.marks import Marks

if TYPE_CHECKING:
    from dlexam.marking.marker import Marker

Grade = Callable[[str, str, str], FileResult | None]  # challenge, source, filename


class NotMarked(Struct, frozen=True):
    """A question that couldn't be marked this time, and why; `mark_all` can be called again."""

    number: int
    why: str


class Step(Struct, frozen=True, kw_only=True):
    """The question that is marked next: the `place`th of `total` that were not marked."""

    place: int
    total: int
    item: Item
    submission: ev.Submitted | None


class _Judges(NamedTuple):
    """Who judges code, and who marks open answers."""

    grade: Grade | None
    marker: Marker | None


def mark_all(
    store: Store,
    session: str,
    grade: Grade | None = None,
    marker: Marker | None = None,
    tell: Callable[[Step], None] = lambda step: None,
) -> list[NotMarked]:
    """Mark every question of a finished session that isn't marked yet. Returns those that could not be.

    `marker` marks the open answers; None: the rubric marker. `tell` hears of each question before it is marked.

    `grade(challenge, source, filename)` returns None, or raises, where it can't judge; that is never charged to the
    learner: the question stays unmarked. An abandoned session isn't marked. Raises DlexamError while it is open.
    """
    state = fold(store.events(session))
    if state.finished is None:
        raise DlexamError("Nothing is marked while the exam is open.", "`dlexam exam finish` hands it in")
    missed: list[NotMarked] = []
    judges = _Judges(grade, marker)
    waiting = sorted(unmarked(state), key=lambda number: (state.items[number - 1].kind == "code", number))
    for place, number in enumerate(waiting, 1):
        tell(_step(state, number, place, len(waiting)))
        state = _mark_one(store, session, state, number, judges, missed)
    return missed


def unmarked(state: State) -> tuple[int, ...]:
    """The questions of a finished session that have no marks yet; none for an open or abandoned one."""
    if state.finished is None or state.finished.reason == "abandoned":
        return ()
    return tuple(item.number for item in state.items if item.number not in state.marks)


def override(store: Store, session: str, number: int, marks: float, because: str) -> State:
    """A person sets the marks of a question, on the scale of its marker (0 to `state.full_marks`)."""
    return _append(
        store,
        session,
        fold(store.events(session)),
        lambda state: ev.Overridden(**_now(state), number=number, marks=float(marks), because=readable(because)),
    )


def confirm(store: Store, session: str, number: int) -> State:
    """A person agrees with provisional marks. Returns the state after it."""
    return _append(
        store, session, fold(store.events(session)), lambda state: ev.Confirmed(**_now(state), number=number)
    )


def _step(state: State, number: int, place: int, total: int) -> Step:
    return Step(place=place, total=total, item=state.items[number - 1], submission=state.submissions.get(number))


def _mark_one(store: Store, session: str, state: State, number: int, judges: _Judges, missed: list[NotMarked]) -> State:
    try:
        marks, grading = _judge(state, state.items[number - 1], judges)
    except Exception as error:  # a marker's or a grader's fault must not cost the other questions their marks
        missed.append(NotMarked(number, str(error) or type(error).__name__))
        return state

    def make(now: State) -> AnyEvent | None:
        if number in now.marks:  # another process was faster
            return None
        return ev.Marked(**_now(now), number=number, marks=marks, grading=grading)

    return _append(store, session, state, make)


def _judge(state: State, item: Item, judges: _Judges) -> tuple[Marks, FileResult | None]:
    if item.kind != "code":
        from dlexam.marking.marker import mark

        answer = state.answers.get(item.number)
        return mark(item, answer.text if answer else "", judges.marker), None
    handed_in = state.submissions.get(item.number)
    if handed_in is None:
        return Marks(marks=0.0, max_marks=1.0, because="Nothing was handed in.", marker="grading"), None
    result = judges.grade(handed_in.challenge, handed_in.source, handed_in.filename) if judges.grade else None
    if result is None:
        raise DlexamError("it was not graded")
    if result.verdict is Verdict.HARNESS_ERROR:
        raise DlexamError(result.message or "the grader failed, which is not your fault")
    from dlexam.marking.code import marks_from

    return marks_from(result), result


def _append(store: Store, session: str, state: State, make: Callable[[State], AnyEvent | None]) -> State:
    while True:
        event = make(state)
        if event is None:
            return state
        check(state, event)
        try:
            store.append(session, event, after=state.seq)
        except Stale:
            state = fold(store.events(session))
        else:
            return apply(state, event)


def _now(state: State) -> dict[str, Any]:
    """The times of an event after the finish: the session's own clock stands still."""
    return {"elapsed": state.elapsed, "wall": time.time()}
