"""Mastery by topic: the mean share of points that the latest answers to each of the topic's questions earned. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from dlexam.progress.record import Past


class Mastery(Struct, frozen=True, kw_only=True):
    """A topic: its mastery (0 to 1) after each sitting that asked about it, the oldest first, and its questions."""

    topic: str
    course: tuple[float, ...]
    questions: int

    @property
    def now(self) -> float:
        """As it stands, 0 to 1."""
        return self.course[-1]


def by_topic(sittings: Iterable[Past]) -> tuple[Mastery, ...]:
    """The topics that were ever asked about, by name."""
    latest: dict[str, dict[str, float]] = {}
    courses: dict[str, list[float]] = {}
    for sitting in sittings:
        for answer in sitting.answers:
            latest.setdefault(answer.topic, {})[answer.question] = answer.share
        for topic in dict.fromkeys(answer.topic for answer in sitting.answers):
            shares = latest[topic].values()
            courses.setdefault(topic, []).append(sum(shares) / len(shares))
    return tuple(
        Mastery(topic=topic, course=tuple(courses[topic]), questions=len(latest[topic])) for topic in sorted(courses)
    )
