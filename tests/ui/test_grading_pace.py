"""The time that is left of a grading of many files, by a clock set by hand."""

from __future__ import annotations

from dlexam.ui.progress import Pace


def left(*seconds: float, total: int) -> str:
    """What is told when files are done at these times after the start."""
    times = iter([0.0, *seconds])
    pace = Pace(total, lambda: next(times))
    return [pace.one_more() for _ in seconds][-1]


def test_the_start_of_the_judge_is_not_taken_for_the_pace():
    assert left(5, 5, 6, 6, 7, 7, total=207) == "about 80 s left"


def test_a_long_time_is_told_in_minutes_and_a_short_one_as_a_second():
    assert left(10, 10, 10, 10, 20, 20, 30, 30, total=500) == "about 23 min left"
    assert left(1, 1, 1, 1, 1.1, 1.1, total=8) == "about 1 s left"


def test_nothing_is_left_at_the_end():
    assert left(1, 2, 3, total=3) == ""
