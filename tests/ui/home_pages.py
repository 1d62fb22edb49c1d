"""Homes for the tests of the home and the challenges: sittings of the tiny exam, gradings, a bank quickly read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tui_pilot import CHALLENGES, CONTENT, Clocks, tiny_paper

from dlexam.bank.paper import Paper
from dlexam.exam.finishing import mark_all
from dlexam.exam.practice import note_grading
from dlexam.exam.sitting import Sitting
from dlexam.exam.store import Store
from dlexam.grading.verdicts import FileResult, Verdict
from dlexam.ui.tui.app import Examiner

DAY = 86_400.0
RIGHT = (CHALLENGES / "challenges" / "scale-rows" / "reference.py").read_text(encoding="utf-8")
WRONG = (CHALLENGES / "challenges" / "scale-rows" / "rejected" / "columns.py").read_text(encoding="utf-8")


def on_test_content(make: Callable[[], Any]) -> Callable[[Examiner], Any]:
    """An opening whose bank is the tiny one, and whose challenges are those of the tests: nothing shipped."""

    def opening(app: Examiner) -> Any:
        app.context.folders = [CHALLENGES, CONTENT]
        return make()

    return opening


def open_exam(home: Path, clocks: Clocks, paper: Paper | None = None, practice: bool = False) -> None:
    """Begin a sitting and answer two questions of it; nobody has it on a screen."""
    paper = paper or tiny_paper()
    with Store(home) as store, Sitting.start(store, paper, practice=practice, sources=clocks.sources) as sitting:
        sitting.answer(1, "b")
        sitting.answer(3, "0.25")


def finished(home: Path, clocks: Clocks, right: bool = True) -> str:
    """A sitting from beginning to marks, a day before now's end; its id."""
    with Store(home) as store:
        with Sitting.start(store, tiny_paper(), sources=clocks.sources) as sitting:
            for item in sitting.paper.items:
                known = getattr(item.key, "letters", None) or getattr(item.key, "accepted", ("",))[:1]
                text = " ".join(known) if item.kind != "numeric" else "0.25"
                sitting.answer(item.number, (text or "The derivative of the sigmoid is a quarter.") if right else "a")
            clocks.pass_time(600)
            sitting.finish("asked")
        mark_all(store, sitting.session)
    clocks.pass_time(DAY - 600)
    return sitting.session


def at(app: Examiner) -> str:
    """The key of the row under the cursor."""
    from dlexam.ui.tui.home.rows import Rows

    row = app.screen.query_one(Rows).at
    return row.key if row else ""


def tried(home: Path, challenge: str, passed: bool) -> None:
    """A solution was graded outside exams."""
    verdict = Verdict.PASSED if passed else Verdict.FAILED
    note_grading(
        home,
        FileResult(
            challenge=challenge, submission="x.py", passed=passed, verdict=verdict, points=4.0 if passed else 1.0,
            max_points=4.0, seed=1, devices=("cpu",), isolation="full", seconds=0.1, cases=(),
        ),
    )  # fmt: skip
