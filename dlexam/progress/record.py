"""What speaks for a learner: the answers of every finished sitting, challenges tried, checkpoints ticked by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from dlexam.exam import practice
from dlexam.exam.results import Row
from dlexam.exam.store import Store
from dlexam.grading.verdicts import FileResult
from dlexam.progress import sittings as sat


class Answered(Struct, frozen=True, kw_only=True):
    """One marked question of a sitting. `share` of its points, 0 to 1; `provisional`: no person has confirmed it."""

    question: str
    topic: str
    points: float
    share: float
    provisional: bool
    challenge: str | None  # of a code question whose solution passed


class Past(Struct, frozen=True, kw_only=True):
    """A finished sitting: when it began, in wall seconds, and what is marked of it."""

    session: str
    exam: str
    wall: float
    answers: tuple[Answered, ...]


class Attempt(Struct, frozen=True, kw_only=True):
    """A whole solution of a challenge was graded, in practice or in an exam. `share` of its points, 0 to 1."""

    challenge: str
    passed: bool
    share: float


class Record(Struct, frozen=True, kw_only=True):
    """Sittings, the oldest first; challenges passed and tried outside exams; checkpoints ticked by hand.

    `attempts` are those of exams and of practice.
    """

    sittings: tuple[Past, ...]
    passed: frozenset[str]
    tried: frozenset[str]
    ticked: frozenset[str]
    attempts: tuple[Attempt, ...] = ()


def read(home: Path) -> Record:
    """The record in this home; an empty one where nothing is kept. DlexamError for a store that can't be read."""
    store = Store.existing(home)
    if store is None:
        return of((), practice.entries(home))
    with store:
        return of(sat.read(store), practice.entries(home))


def of(sittings: Iterable[sat.Sat], entries: Iterable[practice.Tried | practice.Ticked]) -> Record:
    """The record that these make. Pure."""
    over = [one for one in sittings if one.over]
    attempts = [attempt for one in over for row in one.outcome.rows for attempt in _handed_in(row)]
    passed, tried, ticked = set[str](), set[str](), set[str]()
    for entry in entries:
        if isinstance(entry, practice.Ticked):
            (ticked.add if entry.on else ticked.discard)(entry.checkpoint)
        else:
            tried.add(entry.challenge)
            attempts.append(_tried(entry))
            if entry.passed:
                passed.add(entry.challenge)
    return Record(
        sittings=tuple(map(_past, over)), passed=frozenset(passed), tried=frozenset(tried), ticked=frozenset(ticked),
        attempts=tuple(attempts),
    )  # fmt: skip


def _past(one: sat.Sat) -> Past:
    rows = one.outcome.rows
    answers = tuple(_answered(row) for row in rows if row.points is not None and row.item.points)
    return Past(session=one.row.id, exam=one.row.exam, wall=one.row.started, answers=answers)


def _handed_in(row: Row) -> Iterator[Attempt]:
    if row.grading is not None:
        grading = row.grading
        yield Attempt(challenge=grading.challenge, passed=grading.passed, share=_share(grading))


def _tried(entry: practice.Tried) -> Attempt:
    return Attempt(challenge=entry.challenge, passed=entry.passed, share=_share(entry))


def _share(graded: practice.Tried | FileResult) -> float:
    return graded.points / graded.max_points if graded.max_points else 0.0


def _answered(row: Row) -> Answered:
    passed = row.grading is not None and row.grading.passed
    return Answered(
        question=row.item.id,
        topic=row.item.topic,
        points=row.item.points,
        share=(row.points or 0.0) / row.item.points,
        provisional=row.provisional,
        challenge=row.grading.challenge if passed and row.grading else None,
    )
