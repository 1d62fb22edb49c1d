"""`dlexam doctor`: what this machine offers, what is missing, and what to do about it."""

from __future__ import annotations

import sys
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
    """What this machine offers: isolation, devices, versions. Exit 1 where grading would not work."""
    from dlexam import paths
    from dlexam.grading.offer import offer

    found = offer()
    trouble = None if quick else _trouble()
    where = {"home": str(paths.home()), "content": str(paths.shipped())}
    if json:
        import msgspec

        facts = {"format": 1, **msgspec.to_builtins(found), **where, "grading": trouble or "works"}
        sys.stdout.write(msgspec.json.encode(facts).decode() + "\n")
    else:
        from dlexam.ui.render.doctor import examined
        from dlexam.ui.screen import Screen

        Screen().show(examined(found, where, None if quick else trouble or "works"))
    raise typer.Exit(ExitCode.NOT_PASSED if trouble else ExitCode.DONE)


def _trouble() -> str | None:
    """Grade the shipped references once, for real. None if they pass."""
    from dlexam import paths
    from dlexam.grading import challenge, engine, submissions

    one = challenge.load("swish", paths.search_path())
    result = next(iter(engine.grade(one, [submissions.read(one.folder / "reference.py")])))
    return None if result.passed else f"{result.verdict}: {result.message or 'a right solution did not pass'}"
