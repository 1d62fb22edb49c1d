"""Points add up by section and topic; a person's override goes before the marker's; what is lost comes next."""

from __future__ import annotations

from typing import Any

import pytest
from exam_papers import item

from dlexam.bank.paper import Paper, PaperSection
from dlexam.exam import events as ev
from dlexam.exam.events import AnyEvent
from dlexam.exam.results import next_steps, results, summary
from dlexam.exam.state import fold
from dlexam.marking.marks import Marks

ITEMS = (
    item(1, "single", "basics", 2.0),
    item(2, "numeric", "shapes", 3.0),
    item(3, "open", "training", 4.0),
    item(4, "code", "shapes", 1.0),
)
PAPER = Paper(
    exam="trial",
    title="Trial exam",
    about="",
    minutes=60,
    pass_mark=60.0,
    seed=1,
    bank="none",
    sections=(
        PaperSection(id="quick", title="Quick ones", minutes=None, items=ITEMS[:2]),
        PaperSection(id="long", title="Long ones", minutes=None, items=ITEMS[2:]),
    ),
)


def at(kind: Any, elapsed: float = 600.0, **fields: Any) -> AnyEvent:
    return kind(elapsed=elapsed, wall=1000.0 + elapsed, **fields)


def marked(number: int, marks: float, full: float = 1.0, provisional: bool = False) -> AnyEvent:
    given = Marks(marks=marks, max_marks=full, because="so", marker="test", provisional=provisional)
    return at(ev.Marked, number=number, marks=given)


START = ev.Started(elapsed=0.0, wall=1000.0, paper=PAPER, allowed=3600.0, boot="a", boottime=5.0)
TAKEN = [
    START,
    at(ev.Answered, number=1, text="b"),
    at(ev.Answered, number=3, text="they vanish"),
    at(ev.Flagged, number=3, on=True),
    at(ev.Submitted, number=4, challenge="swish", filename="s.py", source="x = 1"),
    at(ev.Finished, elapsed=900.0, reason="asked"),
]
MARKED = [*TAKEN, marked(1, 1.0), marked(2, 0.0), marked(3, 2.0, full=4.0, provisional=True), marked(4, 0.5)]


def test_points_add_up_by_section_and_by_topic() -> None:
    outcome = results(fold(MARKED))
    assert outcome.points == 2.0 + 0.0 + 2.0 + 0.5
    assert outcome.max_points == 10.0
    assert outcome.percent == pytest.approx(45.0)
    assert [(part.title, part.points, part.max_points, part.questions) for part in outcome.sections] == [
        ("Quick ones", 2.0, 5.0, 2),
        ("Long ones", 2.5, 5.0, 2),
    ]
    assert {part.id: (part.points, part.max_points) for part in outcome.topics} == {
        "basics": (2.0, 2.0),
        "shapes": (0.5, 4.0),
        "training": (2.0, 4.0),
    }


def test_the_facts_of_the_sitting_are_there() -> None:
    outcome = results(fold(MARKED))
    assert outcome.elapsed == 900.0
    assert outcome.allowed == 3600.0
    assert outcome.unanswered == (2,)
    assert outcome.flagged == (3,)
    assert outcome.provisional == 1
    assert outcome.unmarked == ()
    assert outcome.rows[3].submission.source == "x = 1"
    assert outcome.rows[2].answer == "they vanish"


def test_an_override_goes_before_the_marker_and_both_are_kept() -> None:
    outcome = results(fold([*MARKED, at(ev.Overridden, number=3, marks=4.0, because="all there")]))
    row = outcome.rows[2]
    assert row.points == 4.0
    assert row.marks.marks == 2.0
    assert row.override.because == "all there"
    assert not row.provisional
    assert outcome.points == 6.5


def test_an_override_stands_when_it_is_confirmed_or_marked_again() -> None:
    decided = [*MARKED, at(ev.Overridden, number=3, marks=4.0, because="")]
    for later in (at(ev.Confirmed, number=3), marked(3, 1.0, full=4.0, provisional=True)):
        assert results(fold([*decided, later])).rows[2].points == 4.0


def test_confirmed_marks_are_no_longer_provisional_until_they_are_marked_anew() -> None:
    confirmed = [*MARKED, at(ev.Confirmed, number=3)]
    assert results(fold(confirmed)).provisional == 0
    assert results(fold([*confirmed, marked(3, 1.0, full=4.0, provisional=True)])).provisional == 1


def test_pass_or_not_is_open_while_what_is_unmarked_could_decide_it() -> None:
    assert results(fold([START])).passed is None
    assert results(fold([*TAKEN, marked(1, 1.0), marked(2, 1.0)])).passed is None
    assert results(fold([*TAKEN, marked(1, 1.0), marked(2, 1.0), marked(3, 0.25)])).passed is True
    assert results(fold([*TAKEN, marked(1, 0.0), marked(2, 0.0)])).passed is False
    assert results(fold(MARKED)).passed is False


def test_a_pass_mark_met_exactly_is_a_pass_in_spite_of_thirds() -> None:
    thirds = tuple(item(number, points=1 / 3) for number in range(1, 4))
    section = PaperSection(id="s", title="S", minutes=None, items=thirds)
    exam = Paper(exam="e", title="E", about="", minutes=9, pass_mark=100.0, seed=1, bank="", sections=(section,))
    start = ev.Started(elapsed=0.0, wall=0.0, paper=exam, allowed=None, boot="", boottime=0.0)
    log = [start, at(ev.Finished, reason="asked"), *(marked(number, 0.1 + 0.2, 0.3) for number in (1, 2, 3))]
    assert results(fold(log)).passed is True


def test_an_abandoned_exam_is_neither_passed_nor_failed() -> None:
    assert results(fold([START, at(ev.Finished, reason="abandoned")])).passed is None


def test_the_weakest_topics_in_which_something_was_lost_come_next() -> None:
    steps = next_steps(results(fold(MARKED)))
    assert [step.topic for step in steps] == ["shapes", "training"]
    assert steps[0].numbers == (2, 4)
    assert steps[0].questions == ("question-2",)
    assert steps[0].challenges == ("swish",)
    assert [step.topic for step in next_steps(results(fold(MARKED)), most=1)] == ["shapes"]


def test_full_marks_leave_nothing_to_look_at() -> None:
    assert next_steps(results(fold([*TAKEN, *(marked(number, 1.0) for number in (1, 2, 3, 4))]))) == ()


def test_what_is_not_marked_yet_is_not_called_lost() -> None:
    assert next_steps(results(fold(TAKEN))) == ()


def test_the_summary_before_handing_in() -> None:
    before = summary(fold(TAKEN[:5]), 42.0)
    assert before.answered == (1, 3, 4)
    assert before.empty == (2,)
    assert before.flagged == (3,)
    assert before.remaining == 42.0
