"""All sittings in a store with what came of each, read once for whoever asks; and the best of them."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from dlexam.exam.results import Results, results
from dlexam.exam.state import fold
from dlexam.exam.store import SessionRow, Store


class Sat(Struct, frozen=True, kw_only=True):
    """One sitting: what the store says of it, and its results as far as it is marked."""

    row: SessionRow
    outcome: Results

    @property
    def over(self) -> bool:
        """Whether it was finished, by the learner or by the clock, and so is marked."""
        return self.outcome.handed_in

    @property
    def waiting(self) -> int:
        """How many questions want a look: provisional marks of what was answered, and what isn't marked at all."""
        return len(self.outcome.to_settle) + len(self.outcome.unmarked) if self.over else 0


def read(store: Store) -> tuple[Sat, ...]:
    """Every sitting, the oldest first."""
    return tuple(Sat(row=row, outcome=results(fold(store.events(row.id)))) for row in store.sessions())


def of_exam(sittings: Iterable[Sat], exam: str) -> tuple[Sat, ...]:
    """The marked sittings of one exam, the oldest first."""
    return tuple(one for one in sittings if one.over and one.row.exam == exam)


def best(sittings: Iterable[Sat]) -> Sat | None:
    """The one with the most per cent; of equals the latest."""
    return max(
        (one for one in sittings if one.over), key=lambda one: (one.outcome.percent, one.row.started), default=None
    )
