"""How a learner has fared with each challenge: new, tried so often, or passed. Pure, from a record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from dlexam.progress.record import Attempt


class Fared(Struct, frozen=True, kw_only=True):
    """One challenge: gradings of whole solutions, in practice and in exams; the best share of its points, 0 to 1."""

    times: int = 0
    passed: bool = False
    best: float = 0.0

    @property
    def state(self) -> Literal["new", "tried", "passed"]:
        """In one word."""
        return "passed" if self.passed else "tried" if self.times else "new"


NEW = Fared()


def by_challenge(attempts: Iterable[Attempt]) -> dict[str, Fared]:
    """The challenges that were ever tried, by id."""
    found: dict[str, Fared] = {}
    for one in attempts:
        before = found.get(one.challenge, NEW)
        found[one.challenge] = Fared(
            times=before.times + 1, passed=before.passed or one.passed, best=max(before.best, one.share)
        )
    return found
