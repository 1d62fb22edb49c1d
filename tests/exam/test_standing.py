"""The share of each topic's points that was lost, over all sittings together."""

from __future__ import annotations

from typing import Any

import pytest
from exam_papers import item, paper

from dlexam.bank.paper import Item
from dlexam.exam import events as ev
from dlexam.exam.events import AnyEvent
from dlexam.exam.standing import weakness
from dlexam.exam.state import State, fold
from dlexam.marking.marks import Marks


def at(kind: Any, **fields: Any) -> AnyEvent:
    return kind(elapsed=60.0, wall=1060.0, **fields)


def sitting(*items: Item, marks: dict[int, float], more: tuple[AnyEvent, ...] = ()) -> State:
    """A sitting that is over, with these fractions marked."""
    given = [
        at(ev.Marked, number=number, marks=Marks(marks=value, max_marks=1.0, because="so", marker="test"))
        for number, value in marks.items()
    ]
    start = ev.Started(elapsed=0.0, wall=1000.0, paper=paper(*items), allowed=3600.0, boot="a", boottime=5.0)
    return fold([start, at(ev.Finished, reason="asked"), *given, *more])


def test_without_sittings_nothing_is_known() -> None:
    assert weakness([]) == {}


def test_points_are_added_up_by_topic_over_all_sittings() -> None:
    first = sitting(item(1, "single", "gans", 3.0), item(2, "numeric", "losses", 2.0), marks={1: 0.0, 2: 1.0})
    second = sitting(item(1, "open", "gans", 1.0), marks={1: 1.0})
    assert weakness([first, second]) == {"gans": pytest.approx(0.75), "losses": 0.0}


def test_what_is_not_marked_counts_for_nothing() -> None:
    state = sitting(item(1, "single", "gans", 3.0), item(2, "open", "losses", 2.0), marks={1: 1.0})
    assert weakness([state]) == {"gans": 0.0}


def test_a_persons_override_goes_before_the_markers_marks() -> None:
    override = at(ev.Overridden, number=1, marks=0.25, because="too kind")
    assert weakness([sitting(item(1, "open", "gans", 4.0), marks={1: 1.0}, more=(override,))]) == {"gans": 0.75}
