"""Time by question: what the log says, no more; the time away belongs to no question."""

from __future__ import annotations

from dlexam.exam.events import Answered, Finished, Marked, Moved, Resumed
from dlexam.exam.spent import seconds_by_question
from dlexam.marking.marks import Marks


def at(elapsed: float) -> dict[str, float]:
    return {"elapsed": elapsed, "wall": 1000.0 + elapsed}


LOG = [
    Answered(**at(10), number=1, text="a", draft=True),
    Moved(**at(25), number=3),
    Answered(**at(55), number=3, text="b"),
    Resumed(**at(500), boot="x", boottime=1.0),
    Answered(**at(520), number=3, text="c"),
    Answered(**at(540), number=2, text="d"),
    Finished(**at(541), reason="asked"),
]


def test_each_question_has_the_time_while_it_was_open_and_the_time_away_is_nobodys():
    assert seconds_by_question(LOG) == {1: 25.0, 3: 50.0, 2: 21.0}


def test_marking_after_the_finish_takes_no_time():
    marks = Marks(marks=1.0, max_marks=1.0, because="", marker="closed")
    late = Marked(**at(900), number=1, marks=marks)
    assert seconds_by_question([*LOG, late]) == seconds_by_question(LOG)


def test_a_log_without_answers_spent_nothing():
    assert seconds_by_question([]) == {}
