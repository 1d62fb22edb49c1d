"""The exam's scale: whatever a marker marks out of, a review shows points of the exam, and takes them."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from papers import question

from dlexam.bank.paper import ChallengeKey, Criterion, RubricKey
from dlexam.errors import DlexamError
from dlexam.exam.events import Overridden
from dlexam.exam.results import Row
from dlexam.grading.verdicts import CaseResult, FileResult, Verdict
from dlexam.marking.code import marks_from
from dlexam.marking.marks import Marks, PointMark
from dlexam.ui.render.scale import in_points, to_marks

KEY = RubricKey(
    points=(Criterion(id="a", says="A.", when=("a",), marks=1.0), Criterion(id="b", says="B.", when=("b",), marks=3.0)),
    pitfalls=(), full=4.0, answer="a b",
)  # fmt: skip
ITEM = question(1, "open", KEY, points=6.0)
MARKS = Marks(
    marks=3.0, max_marks=4.0, because="So.", marker="rubric",
    points=(PointMark(id="b", state="earned", marks=3.0, max_marks=3.0, says="B.", because="b"),),
)  # fmt: skip
ROW = Row(
    item=ITEM, section="s", answer="b", submission=None, marks=MARKS, grading=None, override=None, points=4.5,
    provisional=True, flagged=False,
)  # fmt: skip


def test_an_open_answers_marks_points_and_rubric_are_in_points_of_the_exam():
    row = in_points(ROW)
    assert (row.marks.marks, row.marks.max_marks, row.marks.points[0].marks) == (4.5, 6.0, 4.5)
    assert (row.item.key.full, [point.marks for point in row.item.key.points]) == (6.0, [1.5, 4.5])
    assert row.marks.fraction == MARKS.fraction


def test_the_cases_of_code_are_in_points_of_the_exam():
    cases = tuple(
        CaseResult(
            id=name, title=name, device="cpu", verdict=verdict, points=earned, max_points=5.0, message=None, seconds=0.1
        )
        for name, verdict, earned in (("x", Verdict.PASSED, 5.0), ("y", Verdict.FAILED, 0.0))
    )
    grading = FileResult(
        challenge="c", submission="f", passed=False, verdict=Verdict.FAILED, points=5.0, max_points=10.0, seed=1,
        devices=("cpu",), isolation="full", seconds=0.1, cases=cases,
    )  # fmt: skip
    code = replace(ITEM, kind="code", key=ChallengeKey(challenge="c"))
    row = in_points(replace(ROW, item=code, marks=marks_from(grading), grading=grading, points=3.0))
    assert (row.grading.points, row.grading.max_points) == (3.0, 6.0)
    assert [case.points for case in row.grading.cases] == [3.0, 0.0]
    assert (row.marks.marks, row.marks.because) == (3.0, "1 of 2 cases passed.")


def test_points_that_are_given_come_back_as_they_were_given():
    for given in (0.0, 0.1, 2.0, 4.5, 6.0):
        override = Overridden(elapsed=0.0, wall=0.0, number=1, marks=to_marks(ROW, given), because="")
        assert in_points(replace(ROW, override=override)).override.marks == pytest.approx(given)
    assert to_marks(ROW, 6.0) == MARKS.max_marks
    assert to_marks(replace(ROW, marks=None), 2.5) == 2.5


@pytest.mark.parametrize("given", [-0.5, 6.1, float("nan"), float("inf")])
def test_points_that_are_not_to_be_had_are_refused_with_what_is(given):
    with pytest.raises(DlexamError) as refusal:
        to_marks(ROW, given)
    assert refusal.value.hint == "0 to 6 can"
