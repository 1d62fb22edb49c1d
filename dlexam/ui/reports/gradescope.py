"""Gradescope's `results.json` of one graded file (format: Gradescope's autograder documentation)."""

from __future__ import annotations

from typing import Any

from dlexam.grading.verdicts import CaseResult, FileResult, Verdict
from dlexam.ui.reports.plain import plain, plain_line


def document(result: FileResult) -> dict[str, Any]:
    """The object that Gradescope reads, in documented keys only: score, time, a test for each case and device."""
    lines = [f"{result.challenge}: {result.verdict.value}, seed {result.seed}"]
    if result.message:
        lines.append(plain(result.message))
    return {
        "score": round(result.points, 4),
        "execution_time": round(result.seconds, 3),
        "output": "\n".join(lines),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",  # what a submission said is shown, never interpreted
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [_test(case) for case in result.cases],
    }


def _test(case: CaseResult) -> dict[str, Any]:
    told = [plain(case.message or ""), f"Hint: {plain(case.hint)}" if case.hint else ""]
    return {
        "name": plain_line(f"{case.title} ({case.device})"),
        "score": round(case.points, 4),
        "max_score": round(case.max_points, 4),
        "status": "passed" if case.verdict is Verdict.PASSED else "failed",
        "output": "\n".join([case.verdict.value, *filter(None, told)]),
    }
