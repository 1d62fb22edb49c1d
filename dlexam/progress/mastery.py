"""Mastery by topic: the mean share of points that the latest answers to each of the topic's questions earned. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from dlexam.progress.record import Past


class Mastery(Struct, frozen=True, kw_only=True):
    """A topic: its mastery (0 to 1) after each sitting that asked about it, the oldest first, and its questions.

    `when` are those sittings' beginnings, in wall seconds.
    """

    topic: str
    course: tuple[float, ...]
    questions: int
    when: tuple[float, ...] = ()

    @property
    def now(self) -> float:
        """As it stands, 0 to 1."""
        return self.course[-1]


def by_topic(sittings: Iterable[Past]) -> tuple[Mastery, ...]:
    """The topics that were ever asked about, by name."""
    latest: dict[str, dict[str, float]] = {}
    courses: dict[str, list[float]] = {}
    times: dict[str, list[float]] = {}
    for sitting in sittings:
        for answer in sitting.answers:
            latest.setdefault(answer.topic, {})[answer.question] = answer.share
        for topic in dict.fromkeys(answer.topic for answer in sitting.answers):
            shares = latest[topic].values()
            courses.setdefault(topic, []).append(sum(shares) / len(shares))
            times.setdefault(topic, []).append(sitting.wall)
    return tuple(
        Mastery(topic=topic, course=tuple(courses[topic]), questions=len(latest[topic]), when=tuple(times[topic]))
        for topic in sorted(courses)
    )


def overall(sittings: Iterable[Past]) -> Mastery | None:
    """All topics together, as if they were one; None while nothing is marked."""
    together = [replace(one, answers=tuple(replace(answer, topic="") for answer in one.answers)) for one in sittings]
    return next(iter(by_topic(together)), None)


def weakest(topics: Iterable[Mastery], most: int = 3, enough: float = 0.7) -> tuple[Mastery, ...]:
    """The topics to look at next: those below `enough`, the weakest first (of equals, the one asked about more)."""
    weak = [one for one in topics if one.now < enough]
    return tuple(sorted(weak, key=lambda one: (round(one.now, 6), -one.questions, one.topic))[:most])
