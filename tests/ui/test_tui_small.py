"""A small terminal: the question can be read and answered, and the keys that matter are told."""

from __future__ import annotations

from typing import Any

import pytest
from papers import paper_of, question, section
from textual.widgets import Input
from tui_pilot import NARROW, sat, see, shown, stored, tiny_paper

from dlexam.bank.paper import Criterion, RubricKey, TextKey
from dlexam.ui.tui.exam.answers.essay import Editor
from dlexam.ui.tui.exam.page import Asked

SMALL = (40, 10)
LINES = [f"Line {number} of it." for number in range(1, 11)]
LONG = "\n\n".join(LINES[:6])
RUBRIC = RubricKey(points=(Criterion(id="a", says="A.", when=("a",), marks=1.0),), pitfalls=(), full=1.0, answer="a")


def paper(kind: str, key: Any, prompt: str = LONG):
    return paper_of(section("all", "All of it", question(1, kind, key, prompt=prompt)))


def test_the_rows_are_the_questions_and_one_row_tells_the_keys(home):
    async def scenario(app, pilot):
        await see(pilot, "Question 1 of 8")
        await pilot.press("ctrl+n", "ctrl+n")
        await see(pilot, "Question 3 of 8")
        rows = shown(app).splitlines()
        assert rows[1].startswith(" Question 3"), "no map, and no greeting"
        assert rows[-1].startswith(" F1 ? Keys  ^N Next")
        assert app.screen.page.size.height == 8
        await pilot.resize_terminal(*NARROW)
        await see(pilot, "[3·]")
        assert "^S Finish" in shown(app)
        await pilot.resize_terminal(*SMALL)
        await see(pilot, "F1 ? Keys  ^N Next")
        assert "[3·]" not in shown(app)
        await pilot.press("ctrl+q")

    sat(home, scenario, size=SMALL)


@pytest.mark.parametrize(("kind", "key"), [("short", TextKey(accepted=("b",))), ("open", RUBRIC)])
def test_what_is_typed_is_in_sight_though_the_question_is_long(home, kind, key):
    async def scenario(app, pilot):
        await see(pilot, LINES[0])
        await pilot.press(*"written")
        await see(pilot, "written")
        assert LINES[0] in shown(app)
        await pilot.press("pagedown" if kind == "short" else "alt+down", *["alt+down"] * 12)
        await see(pilot, LINES[5])
        assert "written" in shown(app)
        await pilot.press("ctrl+q")

    sat(home, scenario, size=SMALL, paper=paper(kind, key))
    assert stored(home).answers[1].text == "written"


def test_pairs_are_read_without_a_word_cut_off(home):
    async def scenario(app, pilot):
        await app.screen.go(6)
        sides = {str(option.text) for option in app.screen.item.options}
        seen = ""
        for _ in range(12):
            seen += shown(app)
            await pilot.press("pagedown")
        assert all(text in seen for text in (*sides, *app.screen.item.rows))
        await pilot.press("b", "ctrl+q")

    sat(home, scenario, size=SMALL)
    assert stored(home).answers[6].text == "1b"


@pytest.mark.parametrize("keys", [("ctrl+s",), ("ctrl+g",), ("ctrl+o",), ("f1",)])
def test_what_opens_over_the_question_can_be_used(home, keys):
    told = {"ctrl+s": "Answered", "ctrl+g": "Question 1 to 8", "ctrl+o": "Your note", "f1": "Keys"}

    async def scenario(app, pilot):
        await pilot.press(*keys)
        await see(pilot, told[keys[0]])
        if keys == ("ctrl+g",):
            assert app.screen.query_one(Input).region.bottom <= SMALL[1]
        await pilot.press("escape", "ctrl+q")

    sat(home, scenario, size=SMALL)


def test_a_code_question_shows_its_file_beside_its_statement(home):
    async def scenario(app, pilot):
        await app.screen.go(9)
        await see(pilot, "File  scale_rows.py")
        assert "Question 9 of 9" in shown(app)
        await pilot.press("ctrl+q")

    sat(home, scenario, size=SMALL, paper=tiny_paper(["scale-rows"]))


def test_an_answer_that_is_short_lends_its_rows_to_a_question_that_then_fits(home):
    """No scrollbar for a question that is a line too long for the usual share."""

    async def scenario(app, pilot):
        asked = app.screen.query_one(Asked)
        await see(pilot, LINES[-1])
        assert asked.max_scroll_y == 0
        assert app.screen.query_one(Editor).size.height == 4
        await pilot.press(*"one", "enter", *"two", "enter", *"three", "enter", *"four", "enter", *"five")
        await see(pilot, "five")
        assert asked.max_scroll_y > 0, "what is written comes first"
        assert "one" in shown(app)
        await pilot.press("ctrl+q")

    # Of 18 rows the heading has 2, the count and the line above the editor one each; the editor can do with four.
    sat(home, scenario, paper=paper("open", RUBRIC, "  \n".join(LINES)))
