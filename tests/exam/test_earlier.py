"""What earlier sittings came to, by section and topic: the best and the last of those that are wholly marked."""

from __future__ import annotations

from exam_papers import item
from msgspec.structs import replace

from dlexam.bank.paper import Paper, PaperSection
from dlexam.exam import events as ev
from dlexam.exam.earlier import Before, earlier
from dlexam.exam.results import Results, results
from dlexam.exam.state import fold
from dlexam.marking.marks import Marks

PAPER = Paper(
    exam="trial",
    title="Trial exam",
    about="",
    minutes=60,
    pass_mark=60.0,
    seed=1,
    bank="none",
    sections=(
        PaperSection(id="quick", title="Quick", minutes=None, items=(item(1, topic="basics"),)),
        PaperSection(id="long", title="Long", minutes=None, items=(item(2, topic="basics"),)),
    ),
)


def outcome(*shares: float, reason: str = "asked", paper: Paper = PAPER) -> Results:
    """A sitting in which these shares of the questions' points were earned; a question without one isn't marked."""
    log: list[ev.AnyEvent] = [
        ev.Started(elapsed=0.0, wall=0.0, paper=paper, allowed=None, boot="a", boottime=0.0),
        ev.Finished(elapsed=9.0, wall=9.0, reason=reason),  # type: ignore[arg-type]
    ]
    for number, share in enumerate(shares, 1):
        marks = Marks(marks=share, max_marks=1.0, because="so", marker="test")
        log.append(ev.Marked(elapsed=9.0, wall=9.0, number=number, marks=marks))
    return results(fold(log))


def test_the_best_and_the_last_are_told_as_a_whole_by_section_and_by_topic() -> None:
    before = earlier([outcome(1.0, 0.5), outcome(0.25, 0.75)])
    assert before.whole == Before(best=75.0, last=50.0, sittings=2)
    assert before.sections == {
        "quick": Before(best=100.0, last=25.0, sittings=2),
        "long": Before(best=75.0, last=75.0, sittings=2),
    }
    assert before.topics == {"basics": Before(best=75.0, last=50.0, sittings=2)}


def test_the_first_sitting_has_none_before_it() -> None:
    before = earlier([])
    assert (before.whole, before.sections, before.topics) == (None, {}, {})


def test_what_was_dropped_or_is_not_wholly_marked_does_not_count() -> None:
    before = earlier([outcome(1.0, 1.0, reason="abandoned"), outcome(0.5), outcome(0.0, 0.5, reason="deadline")])
    assert before.whole == Before(best=25.0, last=25.0, sittings=1)


def test_a_topic_counts_only_the_sittings_that_asked_it() -> None:
    other = replace(
        PAPER, sections=(PaperSection(id="quick", title="Quick", minutes=None, items=(item(1, topic="new"),)),)
    )
    before = earlier([outcome(1.0, 1.0), outcome(0.5, paper=other)])
    assert before.topics["basics"].sittings == before.topics["new"].sittings == 1
    assert before.sections["quick"] == Before(best=100.0, last=50.0, sittings=2)
