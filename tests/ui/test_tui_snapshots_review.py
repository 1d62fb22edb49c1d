"""How result and review look: narrow and wide, dark and light. A change is looked at, then taken: --snapshot-update."""

from __future__ import annotations

import pytest
import review_papers as papers
from tui_pilot import NARROW, WIDE, see, until

from dlexam.ui.tui.app import Examiner
from dlexam.ui.tui.look import DARK, LIGHT
from dlexam.ui.tui.review.result import ResultScreen
from dlexam.ui.tui.review.screen import ReviewScreen

LOOKS = [(size, theme) for size in (NARROW, WIDE) for theme in (DARK.name, LIGHT.name)]
pytestmark = pytest.mark.parametrize(("size", "theme"), LOOKS, ids=["-".join(map(str, (*s, t))) for s, t in LOOKS])


@pytest.fixture
def pictured(home, snap_compare):
    """Compare a screen with its picture, once `before` has brought it there."""
    context = papers.context(home)

    def compare(screen, size, theme, before):
        app = Examiner(context, lambda app: screen)
        app.theme = theme
        return snap_compare(app, terminal_size=size, run_before=before)

    yield compare
    context.close()


async def turned_to(pilot, number: int) -> None:
    await see(pilot, "7 questions, ")
    for _ in range(number - 1):
        await pilot.press("n")
    await until(pilot, lambda: pilot.app.screen._shown and pilot.app.screen._shown[1] == number)


def test_the_result_against_earlier_sittings(pictured, size, theme):
    async def before(pilot):
        await see(pilot, "By topic")

    assert pictured(ResultScreen("3"), size, theme, before)


def test_the_list_of_questions(pictured, size, theme):
    async def before(pilot):
        await turned_to(pilot, 3)

    assert pictured(ReviewScreen("3"), size, theme, before)


def test_an_open_question_with_a_chosen_point(pictured, size, theme):
    async def before(pilot):
        await turned_to(pilot, 5)
        await pilot.press("tab", "down", "down")
        await see(pilot, "▸ ✓ earned")

    assert pictured(ReviewScreen("3"), size, theme, before)


def test_a_code_question_with_cases_and_difference(pictured, size, theme):
    async def before(pilot):
        await turned_to(pilot, 7)
        await pilot.press("enter", "d", "pagedown")
        await see(pilot, "keepdims=True")

    assert pictured(ReviewScreen("3"), size, theme, before)
