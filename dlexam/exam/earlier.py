"""What earlier sittings of the same exam came to, as a whole, by section and by topic. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from dlexam.exam.results import Results


class Before(Struct, frozen=True, kw_only=True):
    """Per cent reached before, 0 to 100: the best and the last of so many sittings."""

    best: float
    last: float
    sittings: int


class Earlier(Struct, frozen=True, kw_only=True):
    """The exam as a whole (None: this is the first sitting), its sections and topics by id."""

    whole: Before | None
    sections: dict[str, Before]
    topics: dict[str, Before]


def earlier(outcomes: Iterable[Results]) -> Earlier:
    """What these sittings came to, the oldest first. Only those that are handed in and wholly marked count."""
    counted = [one for one in outcomes if one.handed_in and not one.unmarked]
    return Earlier(
        whole=_before([one.percent for one in counted]) if counted else None,
        sections=_each((share.id, share.percent) for one in counted for share in one.sections),
        topics=_each((share.id, share.percent) for one in counted for share in one.topics),
    )


def _each(shares: Iterable[tuple[str, float]]) -> dict[str, Before]:
    reached: dict[str, list[float]] = {}
    for name, percent in shares:
        reached.setdefault(name, []).append(percent)
    return {name: _before(percents) for name, percents in reached.items()}


def _before(percents: list[float]) -> Before:
    return Before(best=max(percents), last=percents[-1], sittings=len(percents))
