"""The home: what it lists, what its keys open, how an exam begins and goes on, and what it does with damaged things."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from home_pages import at, finished, open_exam, tried
from tui_pilot import NARROW, WIDE, see, shown, stored, tiny_paper, told, until

from dlexam.exam.store import Store
from dlexam.ui.tui.exam.screen import ExamScreen
from dlexam.ui.tui.home.begin import BeginScreen
from dlexam.ui.tui.home.screen import HomeScreen


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_a_learner_who_is_new_sees_exams_and_challenges(at_home, home, size):
    async def scenario(app, pilot):
        await see(pilot, "A tiny exam")
        assert "30 min" in shown(app)
        assert "8 questions" in shown(app)
        assert "not sat yet" in shown(app)
        assert "· new" in shown(app)
        assert "scale-rows" in shown(app)
        assert "Review\n" not in shown(app)
        assert at(app) == "exam:tiny"

    at_home(scenario, size)
    assert not (home / "exams.sqlite").exists() or not Store(home).sessions()


def test_the_home_says_how_it_went_so_far(at_home, home, clocks):
    finished(home, clocks, right=False)
    best = finished(home, clocks)
    tried(home, "scale-rows", False)
    tried(home, "scale-rows", False)
    tried(home, "cube", True)

    async def scenario(app, pilot):
        await see(pilot, "A tiny exam")
        text = shown(app)
        with Store(home) as store:
            percent = f"best {HomeFacts.percent(store, best):.0f}%"
        assert percent in text
        assert "marks wait" in text
        assert "~ tried 2×" in text
        assert "✓ passed" in text

    at_home(scenario)


class HomeFacts:
    """What the store itself says."""

    @staticmethod
    def percent(store, session) -> float:
        from dlexam.exam.results import results
        from dlexam.exam.state import fold

        return results(fold(store.events(session))).percent


def test_an_open_exam_stands_first_and_its_clock_goes_on(at_home, home, clocks):
    open_exam(home, clocks)

    async def scenario(app, pilot):
        await see(pilot, "2 of 8 answered")
        assert at(app) == "open"
        assert "30:00 left" in shown(app)
        clocks.pass_time(61)
        await see(pilot, "28:59 left")

    at_home(scenario)


@pytest.mark.parametrize("key", ["enter", "r"])
def test_resume_goes_on_and_leaving_comes_back_with_what_was_done(at_home, home, clocks, key):
    open_exam(home, clocks)

    async def scenario(app, pilot):
        await see(pilot, "2 of 8 answered")
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, ExamScreen))
        assert not app.screen.alone
        await see(pilot, "Question 1 of 8")
        await pilot.press("ctrl+n", "a")
        await until(pilot, lambda: app.screen.keeper.saved)
        await pilot.press("ctrl+q")
        await see(pilot, "3 of 8 answered")
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, ExamScreen))

    at_home(scenario)


@pytest.mark.parametrize(("key", "allowed"), [("y", 1800.0), ("p", None)])
def test_an_exam_begins_after_one_question_with_its_facts(at_home, home, key, allowed):
    async def scenario(app, pilot):
        await see(pilot, "A tiny exam")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, BeginScreen))
        await see(pilot, "30 minutes, 8 questions, pass mark 60%.")
        assert "the clock starts now" in shown(app)
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, ExamScreen))
        assert app.screen.begun

    at_home(scenario)
    assert stored(home).allowed == allowed


def test_an_exam_that_is_not_confirmed_has_not_begun(at_home, home):
    async def scenario(app, pilot):
        await see(pilot, "A tiny exam")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, BeginScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))

    at_home(scenario)
    assert not Store(home).sessions()


def test_after_an_exam_is_handed_in_its_result_leads_back_to_a_home_that_knows_of_it(at_home, home, clocks):
    from dlexam.ui.tui.review.result import ResultScreen

    open_exam(home, clocks)

    async def scenario(app, pilot):
        await see(pilot, "2 of 8 answered")
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, ExamScreen))
        await see(pilot, "Question 1 of 8")
        await pilot.press("ctrl+s")
        await see(pilot, "Where you stand")
        await pilot.press("f", "f")
        await until(pilot, lambda: isinstance(app.screen, ResultScreen))
        await see(pilot, "By section")
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
        await see(pilot, "Review")
        assert "2 of 8 answered" not in shown(app)
        assert "best " in shown(app)

    at_home(scenario)


def test_a_second_exam_is_refused_while_one_is_open(at_home, home, clocks):
    open_exam(home, clocks)

    async def scenario(app, pilot):
        await see(pilot, "2 of 8 answered")
        await pilot.press("e", "enter")
        await until(pilot, lambda: "is open. r goes on with it" in told(app))
        assert isinstance(app.screen, HomeScreen)

    at_home(scenario)


def test_a_terminal_that_has_the_exam_open_keeps_it(at_home, home, clocks):
    from dlexam.exam.sitting import Sitting

    open_exam(home, clocks)

    async def scenario(app, pilot):
        await see(pilot, "2 of 8 answered")
        with Store(home) as store, Sitting.resume(store, sources=clocks.sources):
            await pilot.press("r")
            await until(pilot, lambda: told(app))
        assert isinstance(app.screen, HomeScreen)
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, ExamScreen))

    at_home(scenario)


def test_an_exam_whose_time_runs_out_ends_and_that_is_said(at_home, home, clocks):
    open_exam(home, clocks)

    async def scenario(app, pilot):
        await see(pilot, "2 of 8 answered")
        clocks.pass_time(3600)
        await until(pilot, lambda: "Time was up for A tiny exam" in told(app))
        await until(pilot, lambda: "2 of 8 answered" not in shown(app))
        await see(pilot, "Review")

    at_home(scenario)
    assert stored(home).finished.reason == "deadline"


def test_an_exam_that_ran_out_before_is_said_at_once(at_home, home, clocks):
    open_exam(home, clocks)
    clocks.pass_time(3600)

    async def scenario(app, pilot):
        await until(pilot, lambda: "Time was up for A tiny exam" in told(app))

    at_home(scenario)


def test_an_exam_is_dropped_only_after_a_yes(at_home, home, clocks):
    open_exam(home, clocks)

    async def scenario(app, pilot):
        await see(pilot, "2 of 8 answered")
        await pilot.press("x", "n", "x")
        await see(pilot, "Drop A tiny exam?")
        assert stored(home).finished is None
        await pilot.press("y")
        await until(pilot, lambda: stored(home).finished)
        await until(pilot, lambda: "2 of 8 answered" not in shown(app))

    at_home(scenario)
    assert stored(home).finished.reason == "abandoned"


def test_what_another_terminal_does_with_the_open_exam_is_seen(at_home, home, clocks, monkeypatch):
    from dlexam.exam.sitting import Sitting

    monkeypatch.setattr("dlexam.ui.tui.home.screen.LOOK", 1)
    open_exam(home, clocks)

    async def scenario(app, pilot):
        await see(pilot, "2 of 8 answered")
        with Store(home) as store, Sitting.resume(store, sources=clocks.sources) as sitting:
            sitting.answer(2, "a")
            await see(pilot, "3 of 8 answered")
            sitting.finish("asked")
        await until(pilot, lambda: "answered" not in shown(app))

    at_home(scenario)


def test_a_review_opens_and_comes_back(at_home, home, clocks):
    from dlexam.ui.tui.review.screen import ReviewScreen

    session = finished(home, clocks)

    async def scenario(app, pilot):
        await see(pilot, "marks wait")
        await pilot.press("v", "enter")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        assert (app.screen.session, app.screen.alone) == (session, False)
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))

    at_home(scenario)


def test_what_the_open_exam_shuts_is_shown_as_closed_with_the_reason(at_home, home, clocks):
    finished(home, clocks)
    open_exam(home, clocks, tiny_paper(["scale-rows"]), practice=True)

    async def scenario(app, pilot):
        await see(pilot, "closed: exam open")
        assert "public cases only" in shown(app)
        await pilot.press("v", "enter")
        await until(pilot, lambda: "closed while your exam is open" in told(app))
        assert isinstance(app.screen, HomeScreen)

    at_home(scenario)


def test_search_filters_everything_while_one_types_and_enter_opens(at_home, home, clocks):
    finished(home, clocks)

    async def scenario(app, pilot):
        await see(pilot, "marks wait")
        await pilot.press("slash", *"cub")
        await until(pilot, lambda: "scale-rows" not in shown(app))
        assert "cube" in shown(app)
        assert "1 found" in shown(app)
        assert at(app) == "challenge:cube"
        await pilot.press("escape")
        await see(pilot, "scale-rows")
        await pilot.press("slash", *"zzz")
        await see(pilot, "0 found")
        await pilot.press("escape", "slash", *"tiny EXAM")
        await see(pilot, "found")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, BeginScreen))

    at_home(scenario)


def test_the_cursor_has_a_sign_and_stays_in_sight(at_home, home, clocks):
    for _ in range(4):
        finished(home, clocks)

    async def scenario(app, pilot):
        await see(pilot, "marks wait")
        for key in ("down", "end", "home", "pagedown", "j", "k", "up"):
            await pilot.press(key)
            await pilot.pause()
            assert [line for line in shown(app).splitlines() if line.startswith("▸")]

    at_home(scenario)


def test_q_ends_the_program(at_home):
    async def scenario(app, pilot):
        await see(pilot, "A tiny exam")
        await pilot.press("q")
        await until(pilot, lambda: not app.is_running)

    assert at_home(scenario) is None


def test_the_home_is_imported_without_what_is_heavy():
    heavy = ["torch", "numpy", "PIL", "dlexam.marking", "dlexam.grading.engine", "sqlite3"]
    code = f"import sys, dlexam.ui.tui.home.screen; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_in_a_terminal_dlexam_alone_opens_the_home_and_plain_asks_for_lines(terminal, tmp_path: Path):
    child = terminal(env={"DLEXAM_PLAIN": ""})
    child.expect("A tiny exam")
    child.expect("Progress")
    child.send("q")
    child.expect_exact("\x1b[?1049l")
    plain = terminal()
    plain.expect("Exams: dlexam exam ID begins one")
