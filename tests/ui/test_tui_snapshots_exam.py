"""How a sitting looks: narrow and wide, dark and light. A change is looked at, then taken: --snapshot-update."""

from __future__ import annotations

import pytest
from textual.widgets import Input, TextArea
from tui_pilot import CHALLENGES, CONTENT, NARROW, WIDE, Clocks, see, tiny_paper, until

from dlexam.exam.sitting import Sitting
from dlexam.exam.store import Store
from dlexam.grading.verdicts import CaseResult, FileResult, Verdict
from dlexam.ui.tui.app import Examiner
from dlexam.ui.tui.context import Context
from dlexam.ui.tui.exam.screen import ExamScreen
from dlexam.ui.tui.look import DARK, LIGHT

LOOKS = [(size, theme) for size in (NARROW, WIDE) for theme in (DARK.name, LIGHT.name)]
pytestmark = pytest.mark.parametrize(("size", "theme"), LOOKS, ids=["-".join(map(str, (*s, t))) for s, t in LOOKS])
ESSAY = "The derivative of the sigmoid is at most a quarter.\n\n    a deep product of them is small"


@pytest.fixture
def pictured(home, snap_compare, tmp_path, monkeypatch):
    """Compare a question with its picture, once these keys were pressed there."""
    monkeypatch.chdir(tmp_path)
    store = Store(home)
    sitting = Sitting.start(store, tiny_paper(["scale-rows"]), sources=Clocks().sources)
    for number, text in ((1, "b"), (2, "a c"), (7, ESSAY)):
        sitting.answer(number, text)
    sitting.flag(3)
    sitting.jot(1, "a note", ["c"])
    sitting.submit(9, "scale_rows.py", "x = 1\n")
    sitting.keep_public(sitting.state.submissions[9], _graded())

    def compare(size, theme, number, *keys):
        async def before(pilot):
            exam = pilot.app.screen
            await exam.go(number)
            await pilot.press(*keys)
            for widget in (*exam.query(TextArea), *exam.query(Input)):
                widget.cursor_blink = False
            await until(pilot, lambda: exam.keeper.saved)
            await see(pilot, "Hand in for good" if "f" in keys else "saved")
            await see(pilot, "Euclidean" if number == 9 else "you are here" if "f" in keys else "saved")

        app = Examiner(Context(home, [CHALLENGES, CONTENT], store), lambda app: ExamScreen(sitting, begun=False))
        app.theme = theme
        return snap_compare(app, terminal_size=size, run_before=before)

    yield compare
    sitting.close()
    store.close()


def _graded() -> FileResult:
    cases = tuple(
        CaseResult(
            id=name, title=title, device="cpu", verdict=verdict, points=points, max_points=1.0, message=message,
            seconds=0.1, hint="Look along the other axis." if message else None, public=True,
        )
        for name, title, verdict, points, message in (
            ("shape", "The result has the shape of the input", Verdict.PASSED, 1.0, None),
            ("unit", "Every row has length 1", Verdict.FAILED, 0.0, "row 0 has length 0.5"),
        )
    )  # fmt: skip
    return FileResult(
        challenge="scale-rows", submission="scale_rows.py", passed=False, verdict=Verdict.FAILED, points=1.0,
        max_points=2.0, seed=7, devices=("cpu",), isolation="full", seconds=0.25, cases=cases,
    )  # fmt: skip


def test_choices_ticked_and_struck_out(pictured, size, theme):
    assert pictured(size, theme, 1)


def test_a_number(pictured, size, theme):
    assert pictured(size, theme, 3, *"0.25")


def test_an_order(pictured, size, theme):
    assert pictured(size, theme, 5, "J")


def test_pairs(pictured, size, theme):
    assert pictured(size, theme, 6, "b")


def test_a_long_answer(pictured, size, theme):
    assert pictured(size, theme, 7)


def test_code_with_its_public_cases(pictured, size, theme):
    assert pictured(size, theme, 9, "down")


def test_the_summary(pictured, size, theme):
    assert pictured(size, theme, 4, "ctrl+s", "f")
