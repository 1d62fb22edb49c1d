"""A code question's marks are its share of the case points, a point for each case."""

from __future__ import annotations

import pytest
from marked import item

from dlexam.bank.paper import ChallengeKey
from dlexam.errors import DlexamError
from dlexam.grading.verdicts import CaseResult, FileResult, Verdict
from dlexam.marking.code import marks_from
from dlexam.marking.marker import mark, problem


def _case(name: str, verdict: Verdict, points: float, most: float, message: str | None = None) -> CaseResult:
    return CaseResult(
        id=name, title=f"Title of {name}", device="cpu", verdict=verdict, points=points, max_points=most,
        message=message, seconds=0.1,
    )  # fmt: skip


def _result(verdict: Verdict, *cases: CaseResult, message: str | None = None) -> FileResult:
    return FileResult(
        challenge="swish", submission="swish.py", passed=verdict is Verdict.PASSED, verdict=verdict,
        points=sum(case.points for case in cases), max_points=sum(case.max_points for case in cases), seed=1,
        devices=("cpu",), isolation="full", seconds=0.1, cases=cases, message=message,
    )  # fmt: skip


def test_the_fraction_is_the_share_of_case_points() -> None:
    cases = (_case("values", Verdict.PASSED, 3, 3), _case("gradients", Verdict.FAILED, 0, 1, "off by 2 %"))
    marks = marks_from(_result(Verdict.FAILED, *cases))
    assert (marks.marks, marks.max_marks, marks.provisional) == (0.75, 1.0, False)
    assert marks.because == "1 of 2 cases passed: 3 of 4 points."
    assert [(point.state, point.marks, point.max_marks) for point in marks.points] == [
        ("earned", 0.75, 0.75),
        ("missing", 0.0, 0.25),
    ]
    assert marks.points[1].because == "failed: off by 2 %"


def test_a_fault_of_ours_is_unsure_and_waits_for_a_person() -> None:
    marks = marks_from(_result(Verdict.HARNESS_ERROR, _case("values", Verdict.HARNESS_ERROR, 0, 1)))
    assert (marks.points[0].state, marks.provisional) == ("unsure", True)


def test_a_file_that_was_never_run_earns_nothing_and_says_why() -> None:
    marks = marks_from(_result(Verdict.ERROR, message="line 3: invalid syntax"))
    assert (marks.fraction, marks.because) == (0.0, "line 3: invalid syntax")


def test_the_marker_sends_code_to_the_grader() -> None:
    code = item("code", ChallengeKey(challenge="swish"))
    with pytest.raises(DlexamError, match="graded, not marked") as refusal:
        mark(code, "x = 1")
    assert refusal.value.hint == "dlexam grade swish FILE"
    assert problem(code, "x = 1") is None
