"""After the finish every question is marked once; what can't be marked now can be later; a kill costs only the rest."""

from __future__ import annotations

from collections.abc import Callable
from subprocess import Popen

import pytest
from exam_papers import item, paper

from dlexam.errors import DlexamError
from dlexam.exam import events as ev
from dlexam.exam import finishing
from dlexam.exam.results import results
from dlexam.exam.sitting import Sitting
from dlexam.exam.state import fold
from dlexam.exam.store import Store
from dlexam.grading.verdicts import CaseResult, FileResult, Verdict


def graded(points: float, verdict: Verdict = Verdict.FAILED, message: str | None = None) -> FileResult:
    case = CaseResult(
        id="values",
        title="Values",
        device="cpu",
        verdict=verdict,
        points=points,
        max_points=4.0,
        message=None,
        seconds=0,
    )
    return FileResult(
        challenge="swish",
        submission="swish.py",
        passed=verdict is Verdict.PASSED,
        verdict=verdict,
        points=points,
        max_points=4.0,
        seed=1,
        devices=("cpu",),
        isolation="full",
        seconds=0.1,
        cases=(case,),
        message=message,
    )


def three_of_four(challenge: str, source: str, filename: str) -> FileResult:
    assert (challenge, source, filename) == ("swish", "x = 1", "swish.py")
    return graded(3.0)


@pytest.fixture
def finished(store: Store) -> str:
    with Sitting.start(store, paper()) as sitting:
        sitting.answer(1, "b")
        sitting.answer(2, "1/4")
        sitting.answer(3, "The gradients vanish in the first layers.")
        sitting.submit(4, "swish.py", "x = 1")
        sitting.finish()
        return sitting.session


def test_closed_open_and_code_are_all_marked(store: Store, finished: str) -> None:
    assert finishing.unmarked(fold(store.events(finished))) == (1, 2, 3, 4)
    assert finishing.mark_all(store, finished, three_of_four) == []
    outcome = results(fold(store.events(finished)))
    assert [row.points for row in outcome.rows] == [1.0, 1.0, 1.0, 0.75]
    assert outcome.rows[3].grading == graded(3.0)
    assert outcome.rows[2].provisional
    assert not outcome.rows[0].provisional


def test_marking_again_changes_nothing(store: Store, finished: str) -> None:
    finishing.mark_all(store, finished, three_of_four)
    before = store.events(finished)
    finishing.mark_all(store, finished, three_of_four)
    assert store.events(finished) == before
    assert store.verify_all() == []


def test_what_is_empty_earns_nothing_and_needs_no_grader(store: Store) -> None:
    with Sitting.start(store, paper()) as sitting:
        sitting.finish()
    assert finishing.mark_all(store, "1") == []
    assert results(fold(store.events("1"))).points == 0.0
    assert fold(store.events("1")).marks[4].marks.because == "Nothing was handed in."


def test_code_that_cannot_be_graded_stays_unmarked_and_can_be_tried_again(store: Store, finished: str) -> None:
    def broken(challenge: str, source: str, filename: str) -> FileResult:
        raise OSError("no sandbox here")

    def ours(challenge: str, source: str, filename: str) -> FileResult:
        return graded(0.0, Verdict.HARNESS_ERROR, "the judge stumbled")

    assert [str(missed.why) for missed in finishing.mark_all(store, finished, broken)] == ["no sandbox here"]
    assert finishing.mark_all(store, finished, ours) == [finishing.NotMarked(4, "the judge stumbled")]
    assert finishing.mark_all(store, finished, lambda *_: None) == [finishing.NotMarked(4, "it was not graded")]
    assert finishing.mark_all(store, finished) == [finishing.NotMarked(4, "it was not graded")]
    state = fold(store.events(finished))
    assert finishing.unmarked(state) == (4,)
    assert results(state).rows[3].points is None
    assert finishing.mark_all(store, finished, three_of_four) == []


def test_the_latest_code_counts(store: Store) -> None:
    with Sitting.start(store, paper()) as sitting:
        for source, public in (("x = 0", graded(0.0)), ("x = 1", graded(4.0, Verdict.PASSED))):
            sitting.submit(4, "swish.py", source)
            sitting.keep_public(sitting.state.submissions[4], public)
        sitting.finish()
    finishing.mark_all(store, "1", three_of_four)
    assert fold(store.events("1")).marks[4].marks.fraction == 0.75


def test_how_an_earlier_file_did_does_not_take_the_place_of_a_later_one(store: Store) -> None:
    with Sitting.start(store, paper()) as sitting:
        sitting.submit(4, "old.py", "x = 1")
        earlier = sitting.state.submissions[4]
        with Store(store.home) as other:
            Sitting.resume(other, attach=True).submit(4, "new.py", "x = 2")
        sitting.keep_public(earlier, graded(0.0))
        latest = sitting.state.submissions[4]
        assert (latest.filename, latest.source, latest.public) == ("new.py", "x = 2", None)
        sitting.keep_public(latest, graded(4.0))
        assert sitting.state.submissions[4].public == graded(4.0)


def test_an_open_exam_is_not_marked_and_an_abandoned_one_never(store: Store) -> None:
    with Sitting.start(store, paper()) as sitting:
        with pytest.raises(DlexamError, match="Nothing is marked while the exam is open"):
            finishing.mark_all(store, sitting.session)
        sitting.abandon()
    assert finishing.mark_all(store, "1") == []
    assert fold(store.events("1")).marks == {}


def test_a_kill_in_the_middle_costs_only_the_rest(
    store: Store, finished: str, child: Callable[..., Popen[str]]
) -> None:
    process = child("mark", store.home)
    assert process.stdout.readline() == "grading swish\n"
    process.kill()
    process.communicate()
    assert sorted(fold(store.events(finished)).marks) == [1, 2, 3]
    finishing.mark_all(store, finished, three_of_four)
    assert [event.number for event in store.events(finished) if isinstance(event, ev.Marked)] == [1, 2, 3, 4]
    assert store.verify_all() == []


def test_two_that_mark_at_once_mark_each_question_once(store: Store, finished: str) -> None:
    def slow(challenge: str, source: str, filename: str) -> FileResult:
        with Store(store.home) as other:  # meanwhile, in another terminal
            finishing.mark_all(other, finished, three_of_four)
        return graded(0.0)

    assert finishing.mark_all(store, finished, slow) == []
    state = fold(store.events(finished))
    assert state.marks[4].marks.fraction == 0.75
    assert state.ignored == 0
    assert sum(isinstance(event, ev.Marked) for event in store.events(finished)) == 4


def test_a_person_confirms_or_overrides(store: Store, finished: str) -> None:
    finishing.mark_all(store, finished, three_of_four)
    assert results(finishing.confirm(store, finished, 3)).provisional == 0
    state = finishing.override(store, finished, 3, 0.5, "only half of it\udce9")
    assert results(state).rows[2].points == 0.5
    assert state == fold(store.events(finished))
    with pytest.raises(DlexamError, match="7 marks can't be given for question 3"):
        finishing.override(store, finished, 3, 7, "")


def test_an_override_from_before_the_marking_keeps_its_share_of_the_points(store: Store) -> None:
    with Sitting.start(store, paper(item(1, "open", points=5.0))) as sitting:
        sitting.answer(1, "Gradients vanish.")
        sitting.finish()
    finishing.override(store, "1", 1, 2.5, "half of it, in points: nothing is marked yet")
    assert results(fold(store.events("1"))).rows[0].points == 2.5
    finishing.mark_all(store, "1")
    state = fold(store.events("1"))
    assert state.marks[1].marks.max_marks == 1.0
    assert results(state).rows[0].points == 2.5
