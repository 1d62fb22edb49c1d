"""`dlexam mark`: marks one answer to one question and explains every mark. Shut while an exam that asks it is open."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dlexam.cli.bounds import bounded, start_of
from dlexam.cli.options import Folders, Json
from dlexam.errors import DlexamError

if TYPE_CHECKING:
    from dlexam.bank.paper import Item
    from dlexam.marking.marks import Marks

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def mark(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="The question's id.")],
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="Holds the answer; - is standard input.")] = None,
    answer: Annotated[str | None, typer.Option("--answer", metavar="TEXT", help="The answer itself.")] = None,
    seed: Annotated[int, typer.Option(metavar="N", help="Parametric questions: which values to draw.", min=0)] = 0,
    json: Json = False,
    path: Folders = [],  # noqa: B006
) -> None:
    """Mark an answer: the points it earned, and why. By the rubric, or by the marker that DLEXAM_MARKER names."""
    from dlexam import paths
    from dlexam.bank.freeze import freeze
    from dlexam.cli.exam import open_library
    from dlexam.exam import guard
    from dlexam.marking import marker

    found = open_library(path).question(question)
    guard.refuse_question(paths.home(), question, "marking")
    item = freeze(found, seed)
    text = _answer(file, answer)
    marks = marker.mark(item, text, marker.chosen(os.environ))
    if json:
        print(_line(item, marks))
        return
    _show(item, text, marks, bool(found.draw))


def _answer(file: Path | None, answer: str | None) -> str:
    """What --answer, a file or standard input holds; a question at the terminal where none is given."""
    if file is not None and answer is not None:
        raise DlexamError("The answer is given twice: by --answer and by a file.", "give one of them")
    return bounded(_given(file) if answer is None else answer)


def _given(file: Path | None) -> str:
    if file is None and sys.stdin.isatty():
        raise DlexamError("There is no answer to mark.", "--answer TEXT, or a file, or a pipe into standard input")
    return _read(file)


def _read(file: Path | None) -> str:
    try:
        if file is None or str(file) == "-":
            return start_of(sys.stdin.buffer)
        with file.open("rb") as opened:
            return start_of(opened)
    except OSError as error:
        raise DlexamError(f"{file} can't be read: {error.strerror}.") from None


def _line(item: Item, marks: Marks) -> str:
    from json import dumps

    points = [{"id": p.id, "state": p.state, "marks": round(p.marks, 4), "because": p.because} for p in marks.points]
    told: dict[str, Any] = {
        "format": 1,
        "question": item.id,
        "marks": round(marks.marks, 4),
        "max_marks": marks.max_marks,
        "fraction": round(marks.fraction, 2),
        "points": points,
        "marker": marks.marker,
    }
    return dumps(told, ensure_ascii=False)


def _show(item: Item, answer: str, marks: Marks, drawn: bool) -> None:
    from dlexam.ui.render.marks import marks_view
    from dlexam.ui.render.question import asked
    from dlexam.ui.screen import Screen

    screen = Screen()
    if drawn or item.options:  # which values, which letters: the marks make no sense without
        screen.show(asked(item))
        screen.say()
    screen.show(marks_view(item, answer, marks))
