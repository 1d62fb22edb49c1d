"""The full screen: a sitting from beginning to end. Moving, notes, the clock, other terminals, a store that fails."""

from __future__ import annotations

import os
import stat

import pytest
from tui_pilot import NARROW, WIDE, Clocks, sat, see, shown, stored, tiny_paper, told, until

from dlexam.exam.sitting import Sitting
from dlexam.exam.store import Store
from dlexam.ui.tui.exam.answers.essay import Editor
from dlexam.ui.tui.exam.screen import ExamScreen
from dlexam.ui.tui.review.result import ResultScreen


def at_result(app) -> bool:
    return isinstance(app.screen, ResultScreen)


def elsewhere(home, clocks, act) -> None:
    """Do this to the open session as another process would."""
    with Store(home) as store, Sitting.resume(store, attach=True, sources=clocks.sources) as sitting:
        act(sitting)


def test_an_exam_is_answered_left_resumed_and_finished(home):
    async def first(app, pilot):
        await pilot.press("b", "ctrl+n", "a", "c", "ctrl+f", "ctrl+q")

    said = sat(home, first, minutes=30)
    assert said == "Saved. Come back with: dlexam exam resume. The clock goes on: 30 min left."
    assert stored(home).flags == {2}

    async def second(app, pilot):
        await see(pilot, "Question 2 of 8")
        await see(pilot, "Welcome back: 2 of 8 answered")
        assert "[2✓!]" in shown(app)
        await pilot.press("ctrl+s")
        await see(pilot, "2 of 8")
        await see(pilot, "3-8")
        await pilot.press("f")
        await see(pilot, "Hand in for good? 6 without an answer.")
        await pilot.press("f")
        await until(pilot, lambda: at_result(app))

    sat(home, second)
    state = stored(home)
    assert state.finished.reason == "asked"
    assert (state.answers[1].text, state.answers[2].text) == ("b", "a c")


def test_the_time_goes_on_in_the_summary(home):
    clocks = Clocks()

    async def scenario(app, pilot):
        await pilot.press("ctrl+s")
        await see(pilot, "30 min")
        clocks.pass_time(10 * 60)
        await see(pilot, "20 min")
        assert shown(app).count("20 min") == 1
        assert "f Finish" in shown(app)
        await pilot.press("escape", "ctrl+q")

    sat(home, scenario, minutes=30, clocks=clocks)


def test_finishing_asks_and_escape_goes_on(home):
    async def scenario(app, pilot):
        await pilot.press("ctrl+s", "f", "escape")
        await see(pilot, "Question 1 of 8")
        await pilot.press("b", "ctrl+q")

    sat(home, scenario)
    assert stored(home).finished is None
    assert stored(home).answers[1].text == "b"


def test_after_the_last_question_comes_the_summary_and_before_the_first_nothing(home):
    async def scenario(app, pilot):
        await pilot.press("ctrl+p")
        await see(pilot, "Question 1 of 8")
        await pilot.press(*["ctrl+n"] * 8)
        await see(pilot, "Where you stand")
        await pilot.press("e")
        await see(pilot, "Question 1 of 8")
        await pilot.press("ctrl+q")

    sat(home, scenario)


def test_a_number_goes_to_a_question_and_enter_alone_to_the_next_without_an_answer(home):
    async def scenario(app, pilot):
        await pilot.press("b", "ctrl+g", "7", "enter")
        await see(pilot, "Question 7 of 8")
        await pilot.press("ctrl+g", "9", "9", "enter")
        await until(pilot, lambda: "There is no question 99: 1 to 8." in told(app))
        await pilot.press(*"text", "ctrl+g", "enter")
        await see(pilot, "Question 8 of 8")
        await pilot.press("ctrl+g", "enter")
        await see(pilot, "Question 2 of 8")
        await pilot.press("ctrl+g", "escape", "ctrl+q")

    sat(home, scenario)
    assert stored(home).at == 2


def test_the_first_flagged_question_is_one_key_away(home):
    async def scenario(app, pilot):
        await pilot.press("ctrl+n", "ctrl+f", "ctrl+n", "ctrl+f", "ctrl+f")
        await until(pilot, lambda: app.screen.keeper.saved)
        await pilot.press("ctrl+s")
        await see(pilot, "Flagged")
        await pilot.press("l")
        await see(pilot, "Question 2 of 8")
        await pilot.press("ctrl+q")

    sat(home, scenario)
    assert stored(home).flags == {2}


def test_a_note_is_kept_and_shown_again(home):
    async def scenario(app, pilot):
        await pilot.press("ctrl+o", *"look at b", "escape")
        await see(pilot, "has a note")
        await pilot.press("ctrl+o")
        await see(pilot, "look at b")
        await pilot.press("escape", "ctrl+q")

    sat(home, scenario)
    assert stored(home).jottings[1].note == "look at b"


def test_warnings_come_at_five_minutes_and_at_one_and_leave_the_focus_alone(home):
    clocks = Clocks()

    async def scenario(app, pilot):
        await app.screen.go(7)
        await pilot.press(*"be")
        clocks.pass_time(25 * 60)
        await until(pilot, lambda: "5 min left. What you have entered is saved." in told(app))
        await pilot.press(*"fo")
        clocks.pass_time(4 * 60)
        await until(pilot, lambda: "1 min 0 s left" in told(app))
        await pilot.press(*"re")
        assert isinstance(app.focused, Editor)
        await see(pilot, "before")
        await pilot.press("ctrl+q")

    sat(home, scenario, minutes=30, clocks=clocks)
    assert stored(home).answers[7].text == "before"


def test_at_zero_what_was_typed_is_saved_that_is_said_and_the_result_shown(home):
    clocks = Clocks()

    async def scenario(app, pilot):
        await app.screen.go(7)
        await pilot.press(*"in the middle")
        await until(pilot, lambda: app.screen.keeper.saved)
        clocks.pass_time(30 * 60 - 1)
        await pilot.press(*" of it")
        await until(pilot, lambda: app.screen.keeper.saved)
        clocks.pass_time(5)
        await until(pilot, lambda: at_result(app))
        await see(pilot, "Time is up.")

    sat(home, scenario, minutes=30, clocks=clocks)
    assert stored(home).finished.reason == "deadline"
    assert stored(home).answers[7].text == "in the middle of it"


@pytest.mark.parametrize("keys", [("ctrl+s",), ("ctrl+o",), ("ctrl+g",), ("f1",)])
def test_the_deadline_comes_whatever_stands_open_over_the_exam(home, keys):
    clocks = Clocks()

    async def scenario(app, pilot):
        await pilot.press("b", *keys)
        await until(pilot, lambda: not isinstance(app.screen, ExamScreen))
        await pilot.pause(0.5)
        clocks.pass_time(31 * 60)
        await until(pilot, lambda: at_result(app))

    sat(home, scenario, minutes=30, clocks=clocks)
    assert stored(home).finished.reason == "deadline"
    assert stored(home).answers[1].text == "b"


def test_an_exam_that_was_finished_in_another_terminal_shows_its_result(home):
    clocks = Clocks()

    async def scenario(app, pilot):
        await pilot.press("b")
        await until(pilot, lambda: app.screen.keeper.saved)
        elsewhere(home, clocks, lambda sitting: sitting.finish())
        await until(pilot, lambda: at_result(app))
        await see(pilot, "finished in another terminal")

    sat(home, scenario, clocks=clocks)
    assert stored(home).finished.reason == "asked"


def test_an_exam_that_was_dropped_in_another_terminal_is_left_with_a_word(home):
    clocks = Clocks()

    async def scenario(app, pilot):
        elsewhere(home, clocks, lambda sitting: sitting.abandon())
        await until(pilot, lambda: app.return_value)

    said = sat(home, scenario, clocks=clocks)
    assert said == "The exam was dropped in another terminal. It stays in your history, unmarked."


def test_what_another_terminal_did_appears(home):
    clocks = Clocks()

    async def scenario(app, pilot):
        elsewhere(home, clocks, lambda sitting: sitting.flag(5))
        await see(pilot, "5·!")
        await pilot.press("ctrl+q")

    sat(home, scenario, clocks=clocks)


def test_what_cannot_be_saved_is_said_kept_and_saved_later(home):
    """The store is as on a full disk: SQLite may not grow the file by a page."""

    async def scenario(app, pilot):
        store = app.screen.sitting.store
        await app.screen.go(7)
        await until(pilot, lambda: app.screen.keeper.saved)
        pages = store._db.execute("PRAGMA page_count").fetchone()[0]
        store._db.execute(f"PRAGMA max_page_count={pages}")
        app.screen.query_one(Editor).insert("kept " * 4_000)
        await see(pilot, "NOT SAVED")
        await until(pilot, lambda: "your text is kept here" in told(app))
        await pilot.press(*"typed on")
        await see(pilot, "NOT SAVED")
        await pilot.press("ctrl+q")
        await see(pilot, "Leave without it?")
        await pilot.press("n", "ctrl+s", "f", "f")
        await until(pilot, lambda: isinstance(app.screen, ExamScreen) and not app.screen.ending)
        store._db.execute("PRAGMA max_page_count=1000000")
        await see(pilot, " saved ")
        await pilot.press("ctrl+q")

    sat(home, scenario)
    assert stored(home).answers[7].text.endswith("kept typed on")
    assert stored(home).finished is None


def test_the_screen_may_change_its_size_while_one_types(home):
    async def scenario(app, pilot):
        await app.screen.go(7)
        for size, word in ((WIDE, "one "), ((40, 12), "two "), ((20, 6), "three "), (NARROW, "four")):
            await pilot.resize_terminal(*size)
            await pilot.press(*word)
        await see(pilot, "one two three four")
        await pilot.press("ctrl+q")

    sat(home, scenario)
    assert stored(home).answers[7].text == "one two three four"


def test_a_bug_of_the_screen_costs_nothing_that_was_typed(home):
    async def scenario(app, pilot):
        await app.screen.go(7)
        await pilot.press(*"typed just now")
        raise ZeroDivisionError("a bug")

    with pytest.raises(ZeroDivisionError):
        sat(home, scenario)
    assert stored(home).answers[7].text == "typed just now"


def test_a_bug_in_a_handler_costs_nothing_that_was_typed(home, monkeypatch):
    async def scenario(app, pilot):
        await app.screen.go(7)
        monkeypatch.setattr(type(app.screen), "action_flag", lambda screen: 1 / 0)
        await pilot.press(*"typed just now", "ctrl+f")
        await pilot.pause(1)

    with pytest.raises(ZeroDivisionError):
        sat(home, scenario)
    assert stored(home).answers[7].text == "typed just now"


def test_no_clock_is_shown_in_practice(home):
    async def scenario(app, pilot):
        await see(pilot, "practice")
        await pilot.press("ctrl+q")

    with Store(home) as store:
        Sitting.start(store, tiny_paper(), practice=True).close()
    assert sat(home, scenario) == "Saved. Come back with: dlexam exam resume"


def test_every_key_that_works_is_in_the_help(home):
    async def scenario(app, pilot):
        await pilot.press("f1")
        await see(pilot, "Strike this choice out")
        for words in ("Leave for now", "Go to a question by its number", "A note of your own"):
            assert words in shown(app), words
        assert "super+" not in shown(app), "a key that no terminal sends"
        await pilot.press("escape", "ctrl+q")

    sat(home, scenario, size=WIDE)


@pytest.mark.parametrize(
    ("number", "rows"),
    [
        (1, ["a-d Choose by letter"]),
        (2, ["a-d Tick the choice of that letter"]),
        (5, ["a-d To the item of that letter"]),
        (6, ["a-c Give the row this letter", "1-2 To the row of that number"]),
    ],
)
def test_the_letters_that_answer_are_in_the_help(home, number, rows):
    async def scenario(app, pilot):
        await app.screen.go(number)
        await pilot.press("f1")
        await see(pilot, "Leave for now")
        told_ = " ".join(shown(app).split())
        for row in rows:
            assert row in told_, row
        await pilot.press("escape", "ctrl+q")

    sat(home, scenario, size=WIDE)


@pytest.mark.parametrize("key", ["down", "x", "f1", "ctrl+n"])
def test_the_greeting_covers_nothing_and_goes_with_the_first_key(home, key):
    async def scenario(app, pilot):
        await see(pilot, "8 questions, ")
        assert "[1·]" in shown(app)
        assert "8·" in shown(app)
        assert "Question 1 of 8" in shown(app)
        assert not told(app)
        await pilot.press(key)
        await until(pilot, lambda: not app.screen_stack[1].query("#greeting"))
        await pilot.press("escape", "ctrl+q")

    sat(home, scenario)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_no_traceback(home):
    async def scenario(app, pilot):
        home.chmod(stat.S_IRUSR | stat.S_IXUSR)
        try:
            await pilot.press("b")
            await see(pilot, "saved")
        finally:
            home.chmod(stat.S_IRWXU)
        await pilot.press("ctrl+q")

    sat(home, scenario)
