"""The page of a grading: a file's cases beside its source, and for many files a table that leads to each."""

from __future__ import annotations

from collections.abc import Sequence

from dlexam.grading.challenge import Challenge
from dlexam.grading.verdicts import FileResult
from dlexam.ui.reports.html.graded import graded
from dlexam.ui.reports.html.page import render


def grading_page(challenge: Challenge, results: Sequence[FileResult], sources: Sequence[str | None]) -> str:
    """One HTML page. `sources`: the submissions' texts in the order of `results`; None: it could not be read."""
    pairs = enumerate(zip(results, sources, strict=True), 1)
    files = [graded(result, source, f"file-{number}") for number, (result, source) in pairs]
    passed = sum(file.result.passed for file in files)
    return render("grading.html", challenge=challenge, files=files, passed=passed)
