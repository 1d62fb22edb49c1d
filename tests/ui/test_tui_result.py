"""The result on the full screen: marked in the background, against earlier sittings, kept when one leaves early."""

from __future__ import annotations

from pathlib import Path

import pytest
import review_papers as papers
from tui_pilot import WIDE, piloted, see, shown, stored, told, until

from dlexam.exam import finishing
from dlexam.exam.state import fold
from dlexam.exam.store import Store
from dlexam.ui.tui.review.result import ResultScreen
from dlexam.ui.tui.review.screen import ReviewScreen

SLOW = "import time\ntime.sleep(3)\n" + papers.SOURCE


def three(home: Path) -> None:
    """Two earlier sittings and session 3, all marked."""
    papers.context(home).close()


def unmarked(home: Path, source: str | None = None) -> None:
    """Session 1 is handed in, and nothing of it is marked."""
    with Store(home) as store:
        papers.sit(store, papers.ANSWERS, source, marked=False)


@pytest.mark.parametrize("size", [(80, 24), WIDE])
def test_points_bars_and_earlier_sittings_are_told(home, size):
    async def look(app, pilot):
        await see(pilot, "By topic")
        screen = shown(app)
        assert "✗ Not passed: 9 of 20 points, 45% (pass mark 60%)" in screen
        assert "Time used: 12 min of 30 min" in screen
        assert "Took longest: questions 5 (4 min 30 s), 7 (2 min 30 s)" in screen
        assert "Before, in 2 sittings: ◆ best 40%, ◇ last 15%" in screen
        (quick,) = (line for line in screen.splitlines() if "Quick questions" in line)
        assert "3 of 6 (50%)" in quick
        assert "◆ 67% ◇ 50%" in quick
        assert quick.count("█") == pytest.approx(quick.count("░") + 2, abs=1), "half of the bar, but for two marks"
        await pilot.press("end")
        await see(pilot, "Receipt: ")
        assert "1 open answer is marked provisionally" in screen

    three(home)
    piloted(home, lambda app: ResultScreen("3"), look, size=size)


def test_a_first_sitting_has_bars_that_fit_and_no_sign_of_something_cut_off(home):
    async def look(app, pilot):
        await see(pilot, "By topic")
        (quick,) = (line for line in shown(app).splitlines() if "Quick questions" in line)
        assert "%)" in quick
        assert "…" not in quick

    three(home)
    piloted(home, lambda app: ResultScreen("1"), look)


def test_leaving_gives_back_result_and_receipt_for_the_terminal(home):
    async def leave(app, pilot):
        await see(pilot, "By section")
        await pilot.press("q")

    three(home)
    left = piloted(home, lambda app: ResultScreen("3", "Time is up."), leave)
    with Store(home) as store:
        receipt = store.receipt("3")
    assert left.splitlines()[:2] == [
        "Time is up.", "Trial exam. Not passed: 9 of 20 points, 45% (pass mark 60%)",
    ]  # fmt: skip
    assert f"Receipt: {receipt}   (session 3" in left


def test_what_is_not_marked_is_marked_in_the_background(home):
    async def wait(app, pilot):
        await see(pilot, "By section")
        assert "6 of 20 points" not in shown(app)
        assert "7 of 20 points, 35%" in shown(app)
        assert "Before" not in shown(app), "it is the first sitting"

    unmarked(home)
    piloted(home, lambda app: ResultScreen("1"), wait)
    assert set(stored(home).marks) == {1, 2, 3, 4, 5, 6, 7}


def test_who_leaves_while_code_is_graded_keeps_what_is_marked_and_finds_the_rest_later(home):
    async def leave(app, pilot):
        await see(pilot, "Marking 7 of 7 … grading scale_rows.py for scale-rows")
        await pilot.press("escape")

    unmarked(home, SLOW)
    left = piloted(home, lambda app: ResultScreen("1"), leave, folders=[papers.CONTENT])
    assert "What isn't marked yet, dlexam review marks." in left
    assert "Receipt: " in left
    assert set(stored(home).marks) == {1, 2, 3, 4, 5, 6}
    with Store(home) as store:
        papers.mark_with_fake(store, "1")
        assert 7 in fold(store.events("1")).marks


def test_marking_goes_on_where_it_was_left(home):
    class Enough(BaseException):
        pass

    def two(step):
        if step.place == 3:
            raise Enough

    async def wait(app, pilot):
        await see(pilot, "By section")

    unmarked(home)
    with Store(home) as store, pytest.raises(Enough):
        finishing.mark_all(store, "1", tell=two)
    assert set(stored(home).marks) == {1, 2}
    piloted(home, lambda app: ResultScreen("1"), wait)
    assert set(stored(home).marks) == {1, 2, 3, 4, 5, 6, 7}


def test_what_cannot_be_marked_is_told_and_stays_open(home):
    async def wait(app, pilot):
        await see(pilot, "By section")
        await pilot.press("end")
        await see(pilot, "Question 7 is not marked yet: ")
        assert "Not marked yet: question 7." in shown(app)

    unmarked(home, papers.SOURCE)
    piloted(home, lambda app: ResultScreen("1"), wait, size=WIDE, folders=[])


def test_review_opens_and_comes_back_with_what_was_set_there(home):
    async def both(app, pilot):
        await see(pilot, "By section")
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen) and app.screen.reading)
        with Store(home) as store:
            finishing.override(store, "3", 1, 0.0, "no")
        await pilot.press("q")
        await see(pilot, "8 of 20 points")
        assert isinstance(app.screen, ResultScreen)

    three(home)
    piloted(home, lambda app: ResultScreen("3"), both)


def test_over_another_screen_it_goes_back_to_it(home):
    async def back(app, pilot):
        below = app.screen
        app.push_screen(ResultScreen("2", alone=False))
        await until(pilot, lambda: app.screen is not below)
        await see(pilot, "By section")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is below)
        assert not told(app)

    three(home)
    piloted(home, lambda app: ResultScreen("3"), back)
