"""The full screen: code is written elsewhere, handed in with one key, and its public cases come in one by one."""

from __future__ import annotations

import os
import shutil
import time

import pytest
from tui_pilot import CHALLENGES, WIDE, Clocks, sat, see, shown, stored, tiny_paper, told, until

from dlexam.exam import workspace
from dlexam.exam.sitting import Sitting
from dlexam.exam.store import Store
from dlexam.grading.challenge import load
from dlexam.grading.engine import Engine
from dlexam.grading.submissions import Submission
from dlexam.ui.piecemeal import by_case
from dlexam.ui.tui.review.result import ResultScreen

REFERENCE = (CHALLENGES / "challenges" / "scale-rows" / "reference.py").read_text()
COLUMNS = (CHALLENGES / "challenges" / "scale-rows" / "rejected" / "columns.py").read_text()
SLOW = "import time\n\n\ndef scale_rows(x):\n    time.sleep(60)\n"


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


@pytest.fixture
def here(tmp_path):
    return tmp_path / "here"


def coded(home, scenario, **options):
    """Sit an exam whose ninth question asks for code."""
    return sat(home, scenario, paper=tiny_paper(["scale-rows"]), **options)


def test_the_statement_is_shown_and_the_starter_written_where_the_learner_says(home, here):
    async def scenario(app, pilot):
        await app.screen.go(9)
        await see(pilot, "Euclidean norm")
        await see(pilot, "There is no such file yet: s writes the starter")
        await pilot.press("s")
        await see(pilot, "Into which folder?")
        await pilot.press("end", *"/mine", "enter")
        await until(pilot, lambda: (here / "mine" / "scale_rows.py").is_file())
        await see(pilot, "mine/scale_rows.py")
        await pilot.press("s")
        await see(pilot, "Into which folder?")
        await pilot.press("enter")
        await until(pilot, lambda: "exists already" in told(app))
        await pilot.press("ctrl+q")

    coded(home, scenario)


def test_a_file_is_handed_in_and_its_public_cases_run_with_one_key(home, here):
    (here / "scale_rows.py").write_text(COLUMNS)

    async def scenario(app, pilot):
        await app.screen.go(9)
        await see(pilot, "r hands the file in")
        await pilot.press("ctrl+r")
        await see(pilot, "scale_rows.py: failed")
        assert "✗ failed" in shown(app)
        assert "[9‹✓›]" in shown(app), "answered, and code all the same"
        (here / "scale_rows.py").write_text(REFERENCE)
        await pilot.press("r")
        await see(pilot, "scale_rows.py: passed")
        await pilot.press("ctrl+q")

    coded(home, scenario)
    handed = stored(home).submissions[9]
    assert handed.source == REFERENCE
    assert handed.public.passed
    assert all(case.public for case in handed.public.cases)


def test_the_cases_come_one_by_one(home, here):
    """What is told while it runs, in order: all of them waiting, then each with its verdict."""
    (here / "scale_rows.py").write_text(REFERENCE)
    seen = []

    async def scenario(app, pilot):
        await app.screen.go(9)
        desk = app.screen.desk
        tell = desk._changed

        def listen():
            seen.append(desk.running.get(9))
            tell()

        desk._changed = listen
        await pilot.press("r")
        await see(pilot, "scale_rows.py: passed")
        await pilot.press("ctrl+q")

    coded(home, scenario)
    steps = [progress for progress in seen if progress and (progress.done or progress.waiting)]
    titles = steps[0].waiting
    assert titles
    assert [len(step.waiting) for step in steps] == list(range(len(titles), -1, -1))
    assert len({case.id for case in steps[-1].done}) == len(titles)


def test_case_by_case_comes_to_the_same_as_all_at_once():
    challenge = load("scale-rows", [CHALLENGES])
    for source in (REFERENCE, COLUMNS, "import os\n", "def scale_rows(:\n", "raise ValueError\n"):
        with Engine() as engine:
            apart = by_case(engine, challenge, source, "mine.py", lambda progress: None)
            (whole,) = engine.grade(
                challenge, [Submission("mine.py", source.encode())], seed=apart.seed, public_only=True
            )
        for field in ("verdict", "passed", "points", "max_points", "message", "devices", "isolation"):
            assert getattr(apart, field) == getattr(whole, field), (source, field)
        assert [(case.id, case.verdict) for case in apart.cases] == [(case.id, case.verdict) for case in whole.cases]


def test_a_run_is_stopped_and_the_file_is_handed_in_all_the_same(home, here):
    (here / "scale_rows.py").write_text(SLOW)

    async def scenario(app, pilot):
        await app.screen.go(9)
        await see(pilot, "r hands the file in")
        await pilot.press("r")
        await see(pilot, "Running the public cases: 0 of")
        await pilot.press("escape")
        await see(pilot, "Stopped. Your file is handed in")
        (here / "scale_rows.py").write_text(REFERENCE)
        await pilot.press("r")
        await see(pilot, "scale_rows.py: passed")
        await pilot.press("ctrl+q")

    coded(home, scenario)
    assert stored(home).submissions[9].public.passed


def test_a_run_goes_on_while_the_learner_is_at_another_question(home, here):
    (here / "scale_rows.py").write_text(REFERENCE)

    async def scenario(app, pilot):
        await app.screen.go(9)
        await see(pilot, "r hands the file in")
        await pilot.press("r", "ctrl+p")
        await see(pilot, "Question 8 of 9")
        await until(pilot, lambda: not app.screen.desk.running)
        await pilot.press("ctrl+n")
        await see(pilot, "scale_rows.py: passed")
        await pilot.press("ctrl+q")

    coded(home, scenario)


def test_another_file_can_be_named_and_is_named_again_after_a_resume(home, here):
    (here / "mine.py").write_text(REFERENCE)

    async def first(app, pilot):
        await app.screen.go(9)
        await pilot.press("o")
        await see(pilot, "Which file is your solution?")
        await pilot.press("ctrl+u", *"mine.py", "enter", "r")
        await see(pilot, "mine.py: passed")
        await pilot.press("ctrl+q")

    async def second(app, pilot):
        await see(pilot, "File  mine.py")
        await see(pilot, "mine.py: passed")
        await pilot.press("ctrl+q")

    coded(home, first)
    coded(home, second)


def test_the_path_of_a_file_is_known_again_after_a_resume_from_another_folder(home, here, tmp_path, monkeypatch):
    (here / "deep").mkdir()
    (here / "deep" / "mine.py").write_text(REFERENCE)

    async def first(app, pilot):
        await app.screen.go(9)
        await pilot.press("o")
        await see(pilot, "Which file is your solution?")
        await pilot.press("ctrl+u", *"deep/mine.py", "enter")
        await see(pilot, "File  deep/mine.py")
        await pilot.press("ctrl+q")

    async def second(app, pilot):
        await see(pilot, "here/deep/mine.py")
        await pilot.press("r")
        await see(pilot, "mine.py: passed")
        await pilot.press("ctrl+q")

    async def third(app, pilot):
        await see(pilot, "File  mine.py")
        await see(pilot, "There is no such file yet" if not stored(home).submissions else "mine.py: passed")
        await pilot.press("ctrl+q")

    clocks = Clocks(wall=time.time())
    coded(home, first, clocks=clocks)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    coded(home, second, clocks=clocks, size=WIDE)
    (here / "deep" / "mine.py").unlink()
    coded(home, third, clocks=clocks)


def test_a_file_of_before_the_exam_is_not_offered_in_it(home, here, tmp_path):
    (tmp_path / "solved.py").write_text(REFERENCE)
    workspace.remember(home, "scale-rows", tmp_path / "solved.py")

    async def scenario(app, pilot):
        await app.screen.go(9)
        await see(pilot, "File  scale_rows.py")
        await pilot.press("ctrl+q")

    coded(home, scenario, clocks=Clocks(wall=time.time() + 5))


@pytest.mark.parametrize(("source", "words"), [(None, "There is no file"), ("", "is empty"), ("\0", "no text file")])
def test_a_file_that_cannot_be_handed_in_is_said(home, here, source, words):
    if source is not None:
        (here / "scale_rows.py").write_text(source)

    async def scenario(app, pilot):
        await app.screen.go(9)
        await pilot.press("r")
        await until(pilot, lambda: words.replace("no text", "not a text") in told(app))
        await pilot.press("ctrl+q")

    coded(home, scenario)
    assert not stored(home).submissions


def test_code_handed_in_from_another_terminal_appears(home):
    clocks = Clocks()

    async def scenario(app, pilot):
        await app.screen.go(9)
        await see(pilot, "There is no such file yet")
        with Store(home) as store, Sitting.resume(store, attach=True, sources=clocks.sources) as sitting:
            sitting.submit(9, "elsewhere.py", REFERENCE)
        await see(pilot, "Handed in: elsewhere.py; its public cases have not been run.")
        await pilot.press("ctrl+q")

    coded(home, scenario, clocks=clocks)


def test_a_challenge_that_was_changed_since_the_start_is_said(home, here, tmp_path):
    (here / "scale_rows.py").write_text(REFERENCE)
    changed = tmp_path / "content"
    shutil.copytree(CHALLENGES, changed)
    cases = changed / "challenges" / "scale-rows" / "cases.py"
    cases.write_text(cases.read_text() + "\n# changed\n")

    async def scenario(app, pilot):
        app.screen.desk.folders = [changed]
        await app.screen.go(9)
        await pilot.press("r")
        await see(pilot, "is not as it was when this exam began")
        await see(pilot, "Your file is handed in all the same.")
        await pilot.press("ctrl+q")

    coded(home, scenario)
    assert stored(home).submissions[9].source == REFERENCE


def test_the_deadline_ends_a_run_and_the_file_stays_handed_in(home, here):
    (here / "scale_rows.py").write_text(SLOW)
    clocks = Clocks()

    async def scenario(app, pilot):
        await app.screen.go(9)
        await see(pilot, "r hands the file in")
        await pilot.press("r")
        await see(pilot, "Running the public cases: 0 of")
        clocks.pass_time(31 * 60)
        await until(pilot, lambda: isinstance(app.screen, ResultScreen))

    coded(home, scenario, minutes=30, clocks=clocks)
    assert stored(home).finished.reason == "deadline"
    assert stored(home).submissions[9].source == SLOW


def test_the_judge_is_warm_before_the_code_question_is_reached(home):
    async def scenario(app, pilot):
        await app.screen.go(8)
        bench = app.screen.desk._bench
        await until(pilot, lambda: bench._engine is not None and bench._engine.is_warm("numpy"))
        await pilot.press("ctrl+q")

    coded(home, scenario)


def test_no_process_of_the_judge_is_left_behind(home, here):
    (here / "scale_rows.py").write_text(SLOW)
    pids = []

    async def scenario(app, pilot):
        await app.screen.go(9)
        await see(pilot, "r hands the file in")
        await pilot.press("r")
        await see(pilot, "Running the public cases: 0 of")
        pids.extend(judge._process.pid for judge in app.screen.desk._bench._engine._judges.values())
        await pilot.press("ctrl+q")

    coded(home, scenario)
    assert pids
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
