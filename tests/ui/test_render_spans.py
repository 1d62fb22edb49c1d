"""Numbers and their nouns agree, here and in what is said of a grading."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from dlexam.grading.verdicts import CaseResult, FileResult, Verdict
from dlexam.ui.render.grading import graded
from dlexam.ui.render.results import earned_of
from dlexam.ui.render.spans import counted


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, "0 points"), (1, "1 point"), (1.0, "1 point"), (0.5, "0.5 points"), (2 / 3, "0.67 points"), (12, "12 points")],
)
def test_one_is_singular_and_all_else_plural(count, told):
    assert counted(count, "point") == told


def test_what_is_earned_goes_by_the_most_there_is():
    assert earned_of(1, 1) == "1 of 1 point"
    assert earned_of(0.5, 1) == "0.5 of 1 point"
    assert earned_of(1, 2) == "1 of 2 points"


def test_public_cases_worth_one_point_say_so():
    case = CaseResult(
        id="values", title="Values", device="cpu", verdict=Verdict.PASSED, points=1.0, max_points=1.0, message=None,
        seconds=0.1, public=True,
    )  # fmt: skip
    result = FileResult(
        challenge="swish", submission="swish.py", passed=True, verdict=Verdict.PASSED, points=1.0, max_points=1.0,
        seed=7, devices=("cpu",), isolation="full", seconds=0.2, cases=(case,),
    )  # fmt: skip
    console = Console(file=io.StringIO(), width=80)
    console.print(graded(result))
    assert isinstance(console.file, io.StringIO)
    assert "1 of 1 point," in console.file.getvalue()
