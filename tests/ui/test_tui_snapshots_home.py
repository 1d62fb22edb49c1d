"""Pictures of the home, the lists beyond it and a challenge: small and large, dark and light. Times are fixed."""

from __future__ import annotations

import time

import pytest
from home_pages import finished, on_test_content, open_exam, tried
from msgspec.structs import replace
from tui_pilot import CHALLENGES, NARROW, WIDE, Clocks, tiny_paper, until

from dlexam.grading import challenge as challenges
from dlexam.grading.verdicts import CaseResult, FileResult, Verdict
from dlexam.ui.asked import Asked
from dlexam.ui.tui.app import Examiner
from dlexam.ui.tui.challenges.page import ChallengeScreen
from dlexam.ui.tui.challenges.results import ResultsPane
from dlexam.ui.tui.challenges.screen import ChallengesScreen
from dlexam.ui.tui.context import Context
from dlexam.ui.tui.home.history import HistoryScreen
from dlexam.ui.tui.home.progress import ProgressScreen
from dlexam.ui.tui.home.rows import Rows
from dlexam.ui.tui.home.screen import HomeScreen
from dlexam.ui.watch.desk import Desk

SIZES = pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "200x60"])
LOOKS = pytest.mark.parametrize("look", ["dlexam-dark", "dlexam-light"], ids=["dark", "light"])
ROWS = challenges.load("scale-rows", [CHALLENGES])


@pytest.fixture(autouse=True)
def _at_greenwich(monkeypatch):
    """Dates are those of one place."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


@pytest.fixture
def picture(home, snap_compare):
    """Compare a screen, as soon as `there` says that it holds what it is to show."""

    def compare(make, there, size, look, then=lambda app: None):
        app = Examiner(Context(home), on_test_content(make))
        app.theme = look

        async def ready(pilot):
            await until(pilot, lambda: there(pilot.app))
            then(pilot.app)
            await pilot.pause()

        try:
            return snap_compare(app, terminal_size=size, run_before=ready)
        finally:
            app.context.close()

    return compare


def listed(app) -> bool:
    return bool(app.screen.query(Rows)) and app.screen.query_one(Rows).option_count > 0


@SIZES
@LOOKS
def test_home_of_one_who_is_new(picture, size, look):
    assert picture(lambda: HomeScreen(Clocks().sources), listed, size, look)


@SIZES
@LOOKS
def test_home_with_an_open_exam_and_a_history(picture, home, size, look):
    clocks = Clocks()
    finished(home, clocks)
    finished(home, clocks, right=False)
    tried(home, "cube", True)
    tried(home, "scale-rows", False)
    open_exam(home, clocks, tiny_paper(["scale-rows"]))
    assert picture(lambda: HomeScreen(clocks.sources), listed, size, look)


@SIZES
@LOOKS
def test_history(picture, home, size, look):
    clocks = Clocks()
    finished(home, clocks)
    finished(home, clocks, right=False)
    assert picture(lambda: HistoryScreen(clocks.sources), listed, size, look)


@SIZES
@LOOKS
def test_progress(picture, home, size, look):
    clocks = Clocks()
    for right in (False, True, False, True):
        finished(home, clocks, right)
    assert picture(ProgressScreen, listed, size, look)


@SIZES
@LOOKS
def test_challenge_list(picture, home, size, look):
    tried(home, "cube", True)
    assert picture(ChallengesScreen, listed, size, look)


@SIZES
@LOOKS
def test_challenge_page(picture, size, look, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert picture(lambda: ChallengeScreen(ROWS), _read, size, look)


@SIZES
@LOOKS
def test_challenge_page_with_a_result(picture, size, look, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scale_rows.py").write_text("pass\n")

    def show(app):
        app.screen._show_results()
        app.screen.query_one(ResultsPane).show(desk(), Asked(challenge=ROWS, files=("scale_rows.py",)))

    assert picture(lambda: ChallengeScreen(ROWS), _read, size, look, show)


def _read(app) -> bool:
    return bool(app.screen.query("#task-statement")) and bool(app.screen._about)


def desk() -> Desk:
    """What a watch shows after two gradings."""
    cases = tuple(
        CaseResult(
            id=name, title=title, device="cpu", verdict=Verdict.PASSED, points=worth, max_points=worth, message=None,
            seconds=0.1, hint="Mind the axis.",
        )
        for name, title, worth in (("a", "Each row has unit length", 3.0), ("b", "The input stays as it was", 1.0))
    )  # fmt: skip
    wrong = replace(cases[1], verdict=Verdict.FAILED, points=0.0, message="The input was changed at 12 of 12 places.")
    result = FileResult(
        challenge="scale-rows", submission="scale_rows.py", passed=False, verdict=Verdict.FAILED, points=3.0,
        max_points=4.0, seed=7, devices=("cpu",), isolation="full", seconds=0.25, cases=(cases[0], wrong),
    )  # fmt: skip
    first = replace(result, cases=(replace(cases[0], verdict=Verdict.FAILED), cases[1]))
    made = Desk(status="Watching.", kept_seed=7)
    made.take(first, "12:00:00")
    made.take(result, "12:00:05")
    return made
