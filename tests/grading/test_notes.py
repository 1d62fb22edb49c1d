"""A rule may have something to say of a case that passes: the learner sees it, and it costs nothing."""

from __future__ import annotations

import sys

from dlexam import paths
from dlexam.grading import challenge, submissions
from dlexam.grading.engine import Engine
from dlexam.grading.verdicts import Verdict
from dlexam.ui.render.grading import graded
from dlexam.ui.screen import console_for


def test_the_learning_curve_of_a_right_solution_is_shown():
    digits = challenge.load("digits-from-scratch", paths.search_path())
    with Engine() as engine:
        (result,) = engine.grade(digits, [submissions.read(digits.folder / "reference.py")], cases=["loss-falls"])
    (case,) = result.cases
    assert (case.verdict, case.points, case.hint) == (Verdict.PASSED, case.max_points, None)
    assert result.passed
    assert case.message.startswith("The loss: ")
    assert "█" in case.message
    console = console_for(sys.stdout)
    with console.capture() as shown:
        console.print(graded(result))
    assert "in the last of" in shown.get()
