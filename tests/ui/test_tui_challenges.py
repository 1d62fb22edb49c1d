"""Challenges on the full screen: the list with its filters, one's page, hints, the starter, grading and watching."""

from __future__ import annotations

import os
import re
import subprocess
import time
from pathlib import Path

import pytest
from home_pages import RIGHT, WRONG, on_test_content, open_exam, tried
from tui_pilot import CHALLENGES, NARROW, WIDE, Clocks, piloted, see, shown, tiny_paper, told, until

from dlexam.exam.practice import entries
from dlexam.grading import challenge as challenges
from dlexam.ui.tui.ask import Line
from dlexam.ui.tui.challenges.page import ChallengeScreen
from dlexam.ui.tui.challenges.results import ResultsPane
from dlexam.ui.tui.challenges.screen import ChallengesScreen
from dlexam.ui.tui.home.rows import Rows

ROWS = challenges.load("scale-rows", [CHALLENGES])
BROKEN = "def scale_rows(x):\n    raise KeyError('first')\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Where the learner works."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return work


@pytest.fixture
def listed(home, folder):
    def run(scenario, size=NARROW):
        return piloted(home, on_test_content(ChallengesScreen), scenario, size=size)

    return run


@pytest.fixture
def paged(home, folder):
    """Run a scenario on the page of scale-rows."""

    def run(scenario, size=NARROW):
        return piloted(home, on_test_content(lambda: ChallengeScreen(ROWS)), scenario, size=size)

    return run


def judges() -> list[int]:
    """The judges that this process started and that still run."""
    listed = subprocess.run(
        ["ps", "-e", "-ww", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()]
    return [int(pid) for pid, parent, args in rows if int(parent) == os.getpid() and "dlexam.grading.judge" in args]


def rows_of(app) -> list[str]:
    rows = app.screen.query_one(Rows)
    return [option.id for option in rows.options if option.id]


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_the_list_tells_state_cases_and_points(listed, home, size):
    tried(home, "scale-rows", False)

    async def scenario(app, pilot):
        await see(pilot, "0 of 2 passed")
        left = [line[:90] for line in shown(app).splitlines()]
        lines = {name: line for line in left for name in ("cube", "scale-rows") if f" {name} " in line}
        assert "~ tried 1×" in lines["scale-rows"]
        assert re.search(r"numpy +2 cases +4 points", lines["scale-rows"])
        assert "· new" in lines["cube"]

    listed(scenario, size)


def test_the_list_is_filtered_by_track_state_and_words(listed, home):
    tried(home, "scale-rows", True)

    async def scenario(app, pilot):
        await see(pilot, "1 of 2 passed")
        await pilot.press("t")
        assert rows_of(app) == ["challenge:cube"]
        await pilot.press("t")
        assert rows_of(app) == ["challenge:scale-rows"]
        await pilot.press("s")
        assert rows_of(app) == []
        await see(pilot, "There is none of these")
        await pilot.press("s", "s")
        assert rows_of(app) == ["challenge:scale-rows"]
        await pilot.press("s", "t", "slash", *"unit len")
        await until(pilot, lambda: rows_of(app) == ["challenge:scale-rows"])
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ChallengeScreen))
        await see(pilot, "numpy track · about 5 min · 2 cases, 4 points")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ChallengesScreen))

    listed(scenario)


def test_hints_come_one_by_one_until_the_last(paged):
    async def scenario(app, pilot):
        await see(pilot, "2 cases, 4 points")
        assert "Use keepdims" not in shown(app)
        await pilot.press("h")
        await see(pilot, "Hint 1 of 3")
        await see(pilot, "Use keepdims.")
        for number in (2, 3):
            await pilot.press("h")
            await see(pilot, f"Hint {number} of 3")
        await pilot.press("h")
        await until(pilot, lambda: "the last hint" in told(app))

    paged(scenario)


def test_while_an_exam_asks_for_it_hints_are_refused_and_only_public_cases_run(paged, home, folder):
    (folder / "scale_rows.py").write_text(RIGHT)
    open_exam(home, Clocks(), tiny_paper(["scale-rows"]), practice=True)

    async def scenario(app, pilot):
        await see(pilot, "its hints and hidden cases are closed")
        await pilot.press("h")
        await until(pilot, lambda: "closed while your exam is open" in told(app))
        await pilot.press("g")
        await see(pilot, "Each row has unit length")
        assert "The input stays as it was" not in shown(app)
        await pilot.press("h")
        await until(pilot, lambda: "closed while your exam is open" in app.screen.query_one(ResultsPane).desk.told)

    paged(scenario)
    assert not list(entries(home))


def test_the_starter_goes_where_it_is_asked_to_and_never_over_a_file(paged, folder):
    async def scenario(app, pilot):
        await see(pilot, "no file yet: s writes the starter")
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, Line))
        await pilot.press("enter")
        await until(pilot, (folder / "scale_rows.py").is_file)
        await until(pilot, lambda: app.screen.file == folder / "scale_rows.py")
        (folder / "scale_rows.py").write_text("mine\n")
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, Line))
        await pilot.press("enter")
        await until(pilot, lambda: "is there already" in told(app))

    paged(scenario)
    assert (folder / "scale_rows.py").read_text() == "mine\n"


def test_the_working_file_is_known_again_when_the_program_starts_anew(paged, folder, tmp_path, monkeypatch):
    (folder / "mine.py").write_text(RIGHT)

    async def first(app, pilot):
        await see(pilot, "no file yet")
        await pilot.press("f")
        await until(pilot, lambda: isinstance(app.screen, Line))
        await pilot.press("ctrl+u", *"mine.py", "enter")
        await until(pilot, lambda: app.screen.file is not None)

    async def second(app, pilot):
        await see(pilot, "work/mine.py")
        await pilot.press("g")
        await see(pilot, "4 of 4 points")

    async def third(app, pilot):
        await see(pilot, "no file yet")

    paged(first)
    monkeypatch.chdir(tmp_path)
    paged(second)
    (folder / "mine.py").unlink()
    paged(third)


def test_a_file_that_is_not_there_is_one_message(paged):
    async def scenario(app, pilot):
        await see(pilot, "no file yet")
        await pilot.press("g")
        await until(pilot, lambda: isinstance(app.screen, Line))
        await pilot.press("enter")
        await until(pilot, lambda: "scale_rows.py can't be watched" in told(app))
        assert app.screen.file is None

    paged(scenario)
    assert not judges()


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_a_file_is_graded_once_and_a_case_explained(paged, home, folder, size):
    (folder / "scale_rows.py").write_text(BROKEN)

    async def scenario(app, pilot):
        await see(pilot, "scale_rows.py")
        await pilot.press("g")
        await see(pilot, "0 of 4 points of scale-rows")
        await see(pilot, "KeyError")
        await pilot.press("2")
        await until(pilot, lambda: app.screen.query_one(ResultsPane).desk.at == 1)
        await pilot.press("enter")
        await until(pilot, lambda: "1 ✗" not in shown(app))
        assert "KeyError" in shown(app)
        await pilot.press("escape")
        await see(pilot, "1 ✗")
        (folder / "scale_rows.py").write_text(RIGHT)
        await pilot.pause(0.5)
        assert app.screen.query_one(ResultsPane).desk.runs == 1
        await pilot.press("g")
        await see(pilot, "4 of 4 points")
        await pilot.press("t")
        await see(pilot, "2 cases, 4 points")

    paged(scenario, size)
    assert [(one.challenge, one.passed) for one in entries(home)] == [("scale-rows", False), ("scale-rows", True)]


def test_every_save_is_graded_while_watching_and_the_seed_can_be_kept(paged, folder):
    file = folder / "scale_rows.py"
    file.write_text(WRONG)

    async def scenario(app, pilot):
        await see(pilot, "scale_rows.py")
        await pilot.press("w")
        await see(pilot, "Watching.")
        await see(pilot, "scale_rows.py: failed")
        await pilot.press("s")
        await see(pilot, ", kept")
        seed = re.search(r"seed (\d+), kept", shown(app))[1]
        file.write_text(RIGHT)
        await see(pilot, "1 newly passing")
        assert f"seed {seed}, kept" in shown(app)
        file.write_text(WRONG)
        await see(pilot, "1 newly failing")
        await pilot.press("r")
        await until(pilot, lambda: app.screen.query_one(ResultsPane).desk.runs == 4)
        assert seed not in shown(app)
        await pilot.press("w")
        await until(pilot, lambda: "Watching." not in shown(app))
        file.write_text(RIGHT)
        await pilot.pause(0.5)
        assert app.screen.query_one(ResultsPane).desk.runs == 4

    paged(scenario)


def test_leaving_the_page_ends_the_judge(listed, folder):
    (folder / "scale_rows.py").write_text("import time\n\ntime.sleep(60)\n")

    async def scenario(app, pilot):
        await see(pilot, "0 of 2 passed")
        await pilot.press("end", "enter")
        await see(pilot, "scale_rows.py")
        await pilot.press("w")
        await see(pilot, "Grading")
        assert judges()
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, ChallengesScreen))
        await until(pilot, lambda: not judges(), "the judge's end")

    listed(scenario)


def test_the_program_s_end_ends_the_judge(paged, folder):
    (folder / "scale_rows.py").write_text("import time\n\ntime.sleep(60)\n")

    async def scenario(app, pilot):
        await see(pilot, "scale_rows.py")
        await pilot.press("w")
        await see(pilot, "Grading")
        assert judges()
        await pilot.press("ctrl+q")

    paged(scenario)
    assert not judges()


def test_another_file_is_judged_by_another_judge(paged, folder):
    (folder / "scale_rows.py").write_text(WRONG)
    (folder / "other.py").write_text(RIGHT)

    async def scenario(app, pilot):
        await see(pilot, "scale_rows.py")
        await pilot.press("g")
        await see(pilot, "scale_rows.py: failed")
        await pilot.press("f")
        await until(pilot, lambda: isinstance(app.screen, Line))
        await pilot.press("ctrl+u", *"other", "full_stop", *"py", "enter")
        await until(pilot, lambda: isinstance(app.screen, ChallengeScreen))
        await until(pilot, lambda: not judges())
        await pilot.press("g")
        await see(pilot, "other.py: passed")

    paged(scenario)


def _gone(pids: list[int]) -> bool:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if not any(Path(f"/proc/{pid}/cmdline").exists() and _cmdline(pid) for pid in pids):
            return True
        time.sleep(0.05)
    return False


def _cmdline(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


@pytest.mark.parametrize("end", ["q", "close", "kill"])
def test_in_a_terminal_no_process_is_left_whatever_ends_it(terminal, tmp_path, monkeypatch, end):
    monkeypatch.setenv("DLEXAM_PATH", os.pathsep.join([str(CHALLENGES), os.environ["DLEXAM_PATH"]]))
    (tmp_path / "scale_rows.py").write_text("import time\n\ntime.sleep(60)\n")
    child = terminal(env={"DLEXAM_PLAIN": ""})
    child.expect("A tiny exam")
    child.send("/scale-rows")
    child.expect("found")
    child.send("\r")
    child.expect("scale_rows.py")
    child.send("w")
    child.expect("Grading")
    listed = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
    below = [child.pid]
    for one in below:
        below += [pid for pid, parent in pairs if parent == one]
    assert len(below) > 1
    if end == "q":
        child.send("q")
        child.expect("found")
        child.send("q")
        child.expect_exact("\x1b[?1049l")
    elif end == "close":
        child.close(force=False)
    else:
        child.kill(9)
    assert _gone(below[1:])
