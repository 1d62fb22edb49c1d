"""What speaks for a learner: the answers of every finished sitting, challenges tried, checkpoints ticked by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from dlexam.exam import practice
from dlexam.exam.results import Row, results
from dlexam.exam.state import fold
from dlexam.exam.store import Store


class Answered(Struct, frozen=True, kw_only=True):
    """One marked question of a sitting. `share` of its points, 0 to 1; `provisional`: no person has confirmed it."""

    question: str
    topic: str
    share: float
    provisional: bool
    challenge: str | None  # of a code question whose solution passed


class Past(Struct, frozen=True, kw_only=True):
    """A finished sitting: when it began, in wall seconds, and what is marked of it."""

    session: str
    exam: str
    wall: float
    answers: tuple[Answered, ...]


class Record(Struct, frozen=True, kw_only=True):
    """Sittings, the oldest first; challenges passed and tried outside exams; checkpoints ticked by hand."""

    sittings: tuple[Past, ...]
    passed: frozenset[str]
    tried: frozenset[str]
    ticked: frozenset[str]


def read(home: Path) -> Record:
    """The record in this home; an empty one where nothing is kept. DlexamError for a store that can't be read."""
    store = Store.existing(home)
    sittings: tuple[Past, ...] = ()
    if store is not None:
        with store:
            sittings = tuple(_sittings(store))
    passed, tried, ticked = set[str](), set[str](), set[str]()
    for entry in practice.entries(home):
        if isinstance(entry, practice.Ticked):
            (ticked.add if entry.on else ticked.discard)(entry.checkpoint)
        else:
            tried.add(entry.challenge)
            if entry.passed:
                passed.add(entry.challenge)
    return Record(sittings=sittings, passed=frozenset(passed), tried=frozenset(tried), ticked=frozenset(ticked))


def _sittings(store: Store) -> Iterator[Past]:
    for one in store.sessions():
        if one.finished is None or one.reason == "abandoned":
            continue
        rows = results(fold(store.events(one.id))).rows
        answers = tuple(_answered(row) for row in rows if row.points is not None and row.item.points)
        yield Past(session=one.id, exam=one.exam, wall=one.started, answers=answers)


def _answered(row: Row) -> Answered:
    passed = row.grading is not None and row.grading.passed
    return Answered(
        question=row.item.id,
        topic=row.item.topic,
        share=(row.points or 0.0) / row.item.points,
        provisional=row.provisional,
        challenge=row.grading.challenge if passed and row.grading else None,
    )
