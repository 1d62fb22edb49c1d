"""What the home shows, read in one go: each part by itself, so that one that can't be read doesn't hide the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from dlexam.errors import DlexamError

if TYPE_CHECKING:
    from dlexam.bank.models import Blueprint
    from dlexam.exam.clock import Sources
    from dlexam.exam.guard import Closed
    from dlexam.exam.sitting import Sitting
    from dlexam.exam.store import Store
    from dlexam.grading.challenge import Challenge
    from dlexam.progress.attempts import Fared
    from dlexam.progress.mastery import Mastery
    from dlexam.progress.record import Record
    from dlexam.progress.sittings import Sat
    from dlexam.ui.tui.context import Context

REVIEWS = 6  # sittings shown at most; the history has them all


class Exam(Struct, frozen=True, kw_only=True):
    """An exam that can be sat, and the marked sittings of it."""

    blueprint: Blueprint
    sat: tuple[Sat, ...] = ()


class Task(Struct, frozen=True, kw_only=True):
    """A challenge, how the learner has fared with it, and whether the open exam shuts it."""

    challenge: Challenge
    fared: Fared
    shut: bool = False


class Facts(Struct, frozen=True, kw_only=True):
    """All of it. `ended` is the title of an exam that was found to have run out of time; `troubles` what failed."""

    open: Sitting | None = None
    ended: str = ""
    exams: tuple[Exam, ...] = ()
    tasks: tuple[Task, ...] = ()
    sittings: tuple[Sat, ...] = ()
    weak: tuple[Mastery, ...] = ()
    closed: Closed | None = None
    troubles: tuple[DlexamError, ...] = ()

    @property
    def to_review(self) -> tuple[Sat, ...]:
        """The sittings to look at, the latest first: those with marks that wait, then the others."""
        over = sorted((one for one in self.sittings if one.over), key=lambda one: -one.row.started)
        return tuple(sorted(over, key=lambda one: one.waiting == 0))[:REVIEWS]

    def shuts(self, sat: Sat) -> bool:
        """Whether the open exam asks a question that this sitting asked too."""
        return self.closed is not None and any(row.item.id in self.closed.questions for row in sat.outcome.rows)


def read(context: Context, sources: Sources) -> Facts:
    """Read everything; takes a moment, so not in the event loop."""
    from dlexam.exam.practice import entries
    from dlexam.progress import mastery, record

    troubles: list[DlexamError] = []
    found: dict[str, Any] = {}
    with _noted(troubles):
        found = _of_store(context, sources)
    sittings = found.get("sittings", ())
    known: Record = record.of(sittings, entries(context.home))
    with _noted(troubles):
        found["exams"] = _exams(context, sittings)
    with _noted(troubles):
        found["tasks"] = _tasks(context, known, found.get("closed"), troubles)
    found["weak"] = mastery.weakest(mastery.by_topic(known.sittings))
    return Facts(**found, troubles=tuple(troubles))


def tasks(context: Context, sources: Sources) -> tuple[tuple[Task, ...], tuple[DlexamError, ...]]:
    """The challenges alone, and what can't be read of them or of the store."""
    from dlexam.exam import guard
    from dlexam.exam.practice import entries
    from dlexam.progress import record, sittings

    troubles: list[DlexamError] = []
    sat: Sequence[Sat] = ()
    closed: Closed | None = None
    with _noted(troubles):
        closed, store = guard.closed(context.home, sources), stored(context)
        sat = sittings.read(store) if store else ()
    found: tuple[Task, ...] = ()
    with _noted(troubles):
        found = _tasks(context, record.of(sat, entries(context.home)), closed, troubles)
    return found, tuple(troubles)


def sat(context: Context, sources: Sources) -> Facts:
    """The sittings alone, and what the open exam shuts of them."""
    troubles: list[DlexamError] = []
    found: dict[str, Any] = {}
    with _noted(troubles):
        found = _of_store(context, sources)
    return Facts(**found, troubles=tuple(troubles))


def stored(context: Context) -> Store | None:
    """The learner's store if there is one; makes nothing."""
    from dlexam.exam.store import Store

    there = Store.existing(context.home)
    if there is None:
        return None
    there.close()
    return context.store


def _of_store(context: Context, sources: Sources) -> dict[str, Any]:
    from dlexam.exam import guard
    from dlexam.exam.sitting import Sitting, settle
    from dlexam.progress import sittings

    store = stored(context)
    if store is None:
        return {}
    ran_out = settle(store, sources, quietly=True)
    sat = sittings.read(store)
    return {
        "ended": next((one.row.title for one in sat if one.row.id == ran_out), ""),
        "open": Sitting.resume(store, attach=True, sources=sources) if store.open_session() else None,
        "sittings": sat,
        "closed": guard.closed(context.home, sources),
    }


def _exams(context: Context, sittings: Sequence[Sat]) -> tuple[Exam, ...]:
    from dlexam.progress.sittings import of_exam

    return tuple(Exam(blueprint=one, sat=of_exam(sittings, one.id)) for one in context.library.blueprints())


def _tasks(context: Context, known: Record, closed: Closed | None, troubles: list[DlexamError]) -> tuple[Task, ...]:
    from dlexam.grading import challenge
    from dlexam.progress import attempts

    found, broken = challenge.sorted_out(context.folders)
    troubles += [error for _, error in broken]
    fared = attempts.by_challenge(known.attempts)
    shut = closed.challenges if closed else frozenset()
    return tuple(Task(challenge=one, fared=fared.get(one.id, attempts.NEW), shut=one.id in shut) for one in found)


@contextmanager
def _noted(troubles: list[DlexamError]) -> Iterator[None]:
    try:
        yield
    except DlexamError as error:
        troubles.append(error)
