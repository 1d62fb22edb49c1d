"""A note and struck-out choices stay beside their question, through a restart and into the review, and mark nothing."""

from __future__ import annotations

import pytest
from exam_papers import paper
from papers import Clocks

from dlexam.exam import finishing
from dlexam.exam.results import results
from dlexam.exam.sitting import Sitting
from dlexam.exam.state import Jotting, SessionOver, fold
from dlexam.exam.store import Store


def test_a_jotting_survives_a_restart_and_the_latest_stands(store: Store, clocks: Clocks) -> None:
    with Sitting.start(store, paper(), sources=clocks.sources) as sitting:
        sitting.jot(1, "maybe b?", {"a"})
        sitting.jot(1, "surely b", {"b", "a"})
        sitting.jot(2, "", {"c"})
    with Sitting.resume(store, sources=clocks.sources) as again:
        assert again.state.jottings == {1: Jotting("surely b", frozenset("ab")), 2: Jotting("", frozenset("c"))}


def test_an_unchanged_jotting_is_not_logged_again(store: Store, clocks: Clocks) -> None:
    sitting = Sitting.start(store, paper(), sources=clocks.sources)
    sitting.jot(1, "")
    assert sitting.state.seq == 1
    sitting.jot(1, "x", ("b", "a"))
    sitting.jot(1, "x", ("a", "b", "a"))
    assert sitting.state.seq == 2


def test_after_the_end_nothing_is_jotted(store: Store, clocks: Clocks) -> None:
    sitting = Sitting.start(store, paper(), sources=clocks.sources)
    sitting.finish()
    with pytest.raises(SessionOver):
        sitting.jot(1, "too late")


def test_the_note_is_in_the_results_and_earns_nothing(store: Store, clocks: Clocks) -> None:
    sitting = Sitting.start(store, paper(), sources=clocks.sources)
    sitting.jot(3, "The gradients vanish.")
    sitting.finish()
    finishing.mark_all(store, sitting.session)
    row = results(fold(store.events(sitting.session))).rows[2]
    assert (row.note, row.answer, row.points) == ("The gradients vanish.", "", 0.0)
