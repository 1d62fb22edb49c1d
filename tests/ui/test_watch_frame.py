"""The screen of a watch, as lines: it fits any terminal, tells what changed, and lets nothing harmful through."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from dlexam.grading import challenge as challenges
from dlexam.grading.verdicts import CaseResult, FileResult, Verdict
from dlexam.ui.asked import Asked
from dlexam.ui.screen import console_for
from dlexam.ui.watch import frame
from dlexam.ui.watch.desk import Desk

ROWS = challenges.load("scale-rows", [Path(__file__).parents[1] / "content"])
ASKED = Asked(challenge=ROWS, files=("mine.py",))


def case(number: int, verdict: Verdict, device: str = "cpu", message: str | None = None) -> CaseResult:
    return CaseResult(
        id=f"case-{number}", title=f"Case {number}: 形 of a long title that goes on \x1b[31mand on", device=device,
        verdict=verdict, points=1.0 * (verdict is Verdict.PASSED), max_points=1.0, message=message, seconds=0.1,
        hint="Look again.",
    )  # fmt: skip


def graded(*cases: CaseResult, message: str | None = None) -> FileResult:
    passed = all(one.verdict is Verdict.PASSED for one in cases)
    return FileResult(
        challenge="scale-rows", submission="mine.py", passed=passed, points=1.0, max_points=2.0, seed=7,
        verdict=Verdict.PASSED if passed else Verdict.FAILED, devices=("cpu", "sim"), isolation="full", seconds=0.25,
        cases=cases, message=message,
    )  # fmt: skip


def desk(*results: FileResult) -> Desk:
    made = Desk(status="Watching.")
    for result in results:
        made.take(result, "12:00:00")
    return made


def lines(made: Desk, width: int = 79, height: int = 24) -> list[str]:
    return frame.lines(made, ASKED, console_for(sys.stdout), width, height)


def shown(made: Desk, width: int = 79, height: int = 24) -> str:
    return "\n".join(lines(made, width, height))


LONG = "far off " * 200
MANY = graded(*(case(number, Verdict.FAILED if number % 3 else Verdict.PASSED, message=LONG) for number in range(30)))


@pytest.mark.parametrize("page", [False, True])
@pytest.mark.parametrize("width", [1, 10, 39, 79, 199])
def test_a_frame_fits_any_terminal_and_fills_it(width, page):
    for height in (1, 2, 4, 5, 6, 7, 10, 24, 60):
        for result in (MANY, graded(case(1, Verdict.PASSED)), graded(message="line 1: SyntaxError")):
            made = desk(result)
            made.page = page
            made.look(len(made.rows) // 2)
            drawn = lines(made, width, height)
            assert len(drawn) == height
            assert max(map(cell_len, drawn)) <= width


def test_the_case_that_is_looked_at_is_always_in_sight():
    made = desk(MANY)
    for place, row in enumerate(made.rows):
        made.look(place)
        looked_at = [line for line in lines(made) if line.startswith(">")]
        assert len(looked_at) == 1
        assert f"Case {place}:" in looked_at[0]
        assert row.number is None or f"{row.number} ✗" in looked_at[0]


def test_the_first_failing_case_is_explained_at_once():
    made = desk(graded(case(1, Verdict.PASSED), case(2, Verdict.FAILED, message="3% off"), case(3, Verdict.ERROR)))
    assert "3% off" in shown(made)
    assert "Hint: Look again." in shown(made)


def test_numbers_are_those_of_the_failing_cases():
    made = desk(graded(case(1, Verdict.FAILED), case(2, Verdict.PASSED), case(3, Verdict.ERROR, message="KeyError")))
    made.look_at_number(2)
    assert made.looked_at.id == "case-3"
    made.look_at_number(9)
    assert made.looked_at.id == "case-3"


def test_what_changed_against_the_run_before_is_told():
    before = graded(case(1, Verdict.FAILED), case(2, Verdict.PASSED), case(3, Verdict.FAILED), case(4, Verdict.PASSED))
    after = graded(case(1, Verdict.PASSED), case(2, Verdict.ERROR), case(3, Verdict.ERROR), case(4, Verdict.PASSED))
    made = desk(before, after)
    assert [row.change for row in made.rows] == ["newly passing", "newly failing", "", ""]
    assert "1 newly passing, 1 newly failing" in lines(made)[1]


def test_one_device_that_begins_to_fail_is_newly_failing():
    alike = graded(case(1, Verdict.PASSED), case(1, Verdict.PASSED, "sim"))
    apart = graded(case(1, Verdict.PASSED), case(1, Verdict.FAILED, "sim", "on the wrong device"))
    assert [row.change for row in desk(alike, apart).rows] == ["", "newly failing"]
    assert [row.change for row in desk(apart, alike).rows] == ["newly passing"]


def test_cases_that_did_not_run_before_have_not_changed():
    made = desk(graded(case(1, Verdict.PASSED)), graded(case(1, Verdict.PASSED), case(2, Verdict.FAILED)))
    assert [row.change for row in made.rows] == ["", ""]


def test_the_case_that_was_looked_at_is_looked_at_again_while_it_fails():
    both = graded(case(1, Verdict.FAILED), case(2, Verdict.FAILED))
    made = desk(both)
    made.look_at_number(2)
    made.take(both, "12:00:01")
    assert made.looked_at.id == "case-2"
    made.take(graded(case(1, Verdict.FAILED), case(2, Verdict.PASSED)), "12:00:02")
    assert made.looked_at.id == "case-1"


def test_a_long_explanation_is_cut_and_can_be_read_to_its_end():
    words = " ".join(f"word{number}" for number in range(400))
    made = desk(graded(*(case(number, Verdict.FAILED, message=words) for number in range(9))))
    assert "Enter shows all of it" in shown(made)
    made.page, seen = True, ""
    for _ in range(40):
        seen += shown(made)
        made.top += 10
    assert set(re.findall(r"word\d+", seen)) == set(words.split())


def test_no_control_character_and_no_colour_gets_into_a_plain_frame():
    drawn = shown(desk(graded(case(1, Verdict.FAILED, message="a\x1b]0;title\x07b\x9b1m"))))
    assert all(sign.isprintable() or sign == "\n" for sign in drawn)
    assert "\x1b" not in drawn


def test_a_hint_is_shown_in_place_of_the_explanation_until_the_next_grading():
    made = desk(graded(case(1, Verdict.FAILED, message="3% off")))
    made.hint, made.hinting = 1, True
    assert "Use keepdims." in shown(made)
    assert "3% off" not in shown(made)
    made.take(made.result, "12:00:01")
    assert "3% off" in shown(made)
