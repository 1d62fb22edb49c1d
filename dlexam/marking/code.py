"""Marks of a code question: its share of the challenge's case points."""

from __future__ import annotations

from dlexam.grading.verdicts import CaseResult, FileResult, Verdict
from dlexam.marking.marks import Marks, PointMark


def marks_from(result: FileResult) -> Marks:
    """Marks out of 1.0 for a graded submission, one point for each case on each device.

    A fault of the grader's own is `unsure`: a person is to look, and the marks are provisional.
    """
    share = result.points / result.max_points if result.max_points else 0.0
    ours = result.verdict is Verdict.HARNESS_ERROR
    return Marks(
        marks=round(min(1.0, max(0.0, share)), 6),
        max_marks=1.0,
        because=_because(result),
        marker="cases",
        points=tuple(_point(case, result.max_points) for case in result.cases),
        provisional=ours,
    )


def _because(result: FileResult) -> str:
    if result.message:
        return result.message
    passed = sum(case.verdict is Verdict.PASSED for case in result.cases)
    return f"{passed} of {len(result.cases)} cases passed: {result.points:g} of {result.max_points:g} points."


def _point(case: CaseResult, total: float) -> PointMark:
    scale = 1.0 / total if total else 0.0
    unjudged = case.verdict in (Verdict.HARNESS_ERROR, Verdict.UNSUPPORTED)
    return PointMark(
        id=f"{case.id}@{case.device}",
        state="earned" if case.verdict is Verdict.PASSED else "unsure" if unjudged else "missing",
        marks=case.points * scale,
        max_marks=case.max_points * scale,
        says=f"{case.title} ({case.device})",
        because=f"{case.verdict}: {case.message}" if case.message else str(case.verdict),
    )
