"""How the learner stands in each topic, over all sittings so far: the share of its points that was lost. Pure.

What isn't marked yet counts for nothing; a person's override goes before the marker's marks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from dlexam.exam.results import results
from dlexam.exam.state import State


def weakness(states: Iterable[State]) -> dict[str, float]:
    """Topic -> the share of its points that was lost, from 0 (none) to 1 (all), in these sittings together."""
    lost: defaultdict[str, float] = defaultdict(float)
    asked: defaultdict[str, float] = defaultdict(float)
    for state in states:
        for row in results(state).rows:
            if row.points is not None:
                lost[row.item.topic] += row.lost
                asked[row.item.topic] += row.item.points
    return {topic: lost[topic] / most for topic, most in asked.items()}
