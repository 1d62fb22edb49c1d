"""Beginning a sitting: the paper is drawn, its challenges are frozen into it, the clock starts."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from dlexam.bank.draw import draw_paper
from dlexam.bank.library import Library
from dlexam.bank.models import Blueprint
from dlexam.bank.paper import Paper
from dlexam.exam.challenges import frozen
from dlexam.exam.sitting import Sitting
from dlexam.exam.standing import weakness
from dlexam.exam.state import fold
from dlexam.exam.store import Store


class Wishes(Struct, frozen=True, kw_only=True):
    """What a learner asked for: another seed, other minutes, extra time in per cent, no clock."""

    seed: int | None = None
    minutes: float | None = None
    extra_time: float = 0.0
    practice: bool = False


AS_IT_IS = Wishes()


def begin(store: Store, library: Library, folders: Sequence[Path], exam: str, wishes: Wishes = AS_IT_IS) -> Sitting:
    """Begin a sitting of this exam. Raises DlexamError for an unknown exam, and while another session is open."""
    paper = frozen(_drawn(store, library, library.blueprint(exam), wishes.seed), folders)
    return Sitting.start(store, paper, wishes.minutes, wishes.extra_time, wishes.practice)


def _drawn(store: Store, library: Library, blueprint: Blueprint, seed: int | None) -> Paper:
    """A given seed is to draw the same paper for everyone, whatever they have seen."""
    if seed is not None:
        return draw_paper(blueprint, library, seed)
    return draw_paper(blueprint, library, secrets.randbelow(2**31), store.seen(), _weakness(blueprint, store))


def _weakness(blueprint: Blueprint, store: Store) -> dict[str, float]:
    """The share of each topic's points that was lost so far, if the exam's draw asks for it: all sittings are read."""
    if not any(section.prefer_weak for section in blueprint.sections):
        return {}
    return weakness(fold(store.events(row.id)) for row in store.sessions())
