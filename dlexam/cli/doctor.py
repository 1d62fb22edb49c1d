"""`dlexam doctor`: what this machine offers, what is missing, and what to do about it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from dlexam.cli.options import Json
from dlexam.errors import ExitCode

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def doctor(
    json: Json = False,
    quick: Annotated[bool, typer.Option("--quick", help="Don't start the grader to see it work.")] = False,
) -> None:
    """What this machine offers: isolation, devices, versions. Exit 1 where grading, or keeping answers, would fail."""
    from dlexam import paths
    from dlexam.grading.offer import offer

    found = offer()
    trouble = None if quick else _trouble()
    unkept = _unkept(paths.home())
    where = {"home": str(paths.home()), "content": str(paths.shipped())}
    works = {"keeping answers": unkept or "works", "open answers": _marking()}
    if json:
        import msgspec

        facts = {"format": 1, **msgspec.to_builtins(found), **where, **works, "grading": trouble or "works"}
        sys.stdout.write(msgspec.json.encode(facts).decode() + "\n")
    else:
        from dlexam.ui.render.doctor import examined
        from dlexam.ui.screen import Screen

        Screen().show(examined(found, where, works if quick else {"a trial grading": trouble or "works", **works}))
    raise typer.Exit(ExitCode.NOT_PASSED if trouble or unkept else ExitCode.DONE)


def _trouble() -> str | None:
    """Grade the shipped references once, for real. None if they pass."""
    from dlexam import paths
    from dlexam.grading import challenge, engine, submissions

    one = challenge.load("swish", paths.search_path())
    result = next(iter(engine.grade(one, [submissions.read(one.folder / "reference.py")])))
    return None if result.passed else f"{result.verdict}: {result.message or 'a right solution did not pass'}"


def _unkept(home: Path) -> str | None:
    """Why sittings can't be kept in this home, if they can't. Makes nothing."""
    from dlexam.errors import DlexamError
    from dlexam.exam.store import Store

    try:
        store = Store.existing(home)
        if store is not None:
            with store:
                store.sessions()
    except DlexamError as error:
        return error.message
    place = next(place for place in (home, *home.absolute().parents) if place.exists())
    if place.is_dir() and os.access(place, os.W_OK | os.X_OK):
        return None
    return f"{place} can't be written: DLEXAM_HOME names another folder"


def _marking() -> str:
    """Who marks open answers, or what is wrong with who was named."""
    from dlexam.errors import DlexamError
    from dlexam.marking.marker import chosen

    try:
        return f"are marked by the {chosen(os.environ).name} marker"
    except DlexamError as error:
        return error.message
