"""What the judge makes of answers that upset it, and of time spent where no case counts it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dlexam.grading import challenge as challenges
from dlexam.grading.engine import Engine
from dlexam.grading.submissions import Submission
from dlexam.grading.verdicts import FileResult

ROWS = Path(__file__).parents[2] / "content" / "challenges" / "scale-rows"
RIGHT = (ROWS / "reference.py").read_text()
STRANGE = "import numpy as np\n\n\ndef scale_rows(x):\n    return np.ones((1, 1))\n"
READS_A_CORNER = """
from dlexam.grading.judging import Mismatch, judge


@judge("values"{extra})
def _(observed, expected, trial):
    corners = [one[2, 6] for one in {observed}]
    if corners != [one[2, 6] for one in {expected}]:
        raise Mismatch("the corner is not right")
"""
ALWAYS_BREAKS = """
from dlexam.grading.judging import judge


@judge("values")
def _(observed, expected, trial):
    raise KeyError("the author's own mistake")
"""


@pytest.fixture(scope="module")
def engine():
    with Engine() as shared:
        yield shared


def variant(
    folder: Path, judge: str = "", limits: str = "{seconds: 5, memory: 512, total: 20}"
) -> challenges.Challenge:
    """scale-rows with another judge or other limits."""
    copy = folder / "scale-rows"
    copy.mkdir()
    for name in ("statement.md", "starter.py", "reference.py", "cases.py"):
        (copy / name).write_text((ROWS / name).read_text())
    facts = (ROWS / "challenge.yaml").read_text().partition("limits:")[0]
    (copy / "challenge.yaml").write_text(f"{facts}limits: {limits}\n")
    if judge:
        (copy / "judge.py").write_text(judge)
    return challenges.read(copy)


def graded(engine: Engine, challenge: challenges.Challenge, source: str) -> FileResult:
    (result,) = engine.grade(challenge, [Submission("mine.py", source.encode())])
    return result


@pytest.mark.parametrize(
    ("extra", "observed", "expected"), [("", "[observed]", "[expected]"), (", all_draws=True", "observed", "expected")]
)
def test_an_answer_that_a_rule_can_not_read_is_the_submissions_fault(engine, tmp_path, extra, observed, expected):
    challenge = variant(tmp_path, READS_A_CORNER.format(extra=extra, observed=observed, expected=expected))
    result = graded(engine, challenge, STRANGE)
    assert (result.cases[0].verdict, result.cases[0].points) == ("failed", 0.0)
    assert "not the form that belongs there" in result.cases[0].message
    assert graded(engine, challenge, RIGHT).passed


def test_a_rule_that_can_not_read_the_reference_either_is_our_fault(engine, tmp_path):
    challenge = variant(tmp_path, ALWAYS_BREAKS)
    for source in (RIGHT, STRANGE):
        result = graded(engine, challenge, source)
        assert (result.verdict, result.cases[0].verdict) == ("harness-error", "harness-error")


def test_an_answer_far_larger_than_belongs_there_is_not_read(engine, tmp_path):
    source = "import numpy as np\n\n\ndef scale_rows(x):\n    return np.zeros(4 << 20)\n"
    result = graded(engine, variant(tmp_path), source)
    assert result.cases[0].verdict == "failed"
    assert "too large" in result.cases[0].message


def test_time_spent_in_imports_counts_towards_the_files_time(engine, tmp_path):
    burn = "import time\n\n\ndef burn(until):\n    while time.process_time() < until:\n        pass\n\n\n"
    source = f"{burn}burn(time.process_time() + 0.8)\n\n\ndef scale_rows(x):\n    burn(9)\n"
    result = graded(engine, variant(tmp_path, limits="{seconds: 1, memory: 512, total: 1}"), source)
    assert [case.verdict for case in result.cases] == ["timeout", "timeout"]
    assert "is used up" in result.cases[1].message


def test_waiting_is_charged_a_quarter_of_its_time_at_most(engine, tmp_path):
    source = f"import time\ntime.sleep(1.2)\n{RIGHT}"
    assert graded(engine, variant(tmp_path, limits="{seconds: 1, memory: 512, total: 1}"), source).passed


def test_a_machine_that_can_confine_no_cell_runs_no_submission(engine, tmp_path):
    challenge = variant(tmp_path, limits="{seconds: 1, memory: 1000000000000000000, total: 6}")
    result = graded(engine, challenge, RIGHT)
    assert result.verdict == "harness-error"
    assert "no cell could be made ready" in result.cases[0].message
    assert graded(engine, challenges.read(ROWS), RIGHT).passed
