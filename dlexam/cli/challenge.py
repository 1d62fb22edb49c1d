"""`dlexam challenge`: list, show, start, hint, and the author's check."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dlexam.cli.options import Folders, Json
from dlexam.errors import DlexamError, ExitCode

if TYPE_CHECKING:
    from dlexam.grading.challenge import Challenge

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    help="Coding challenges: list, show, start, hint, check.",
)
Name = Annotated[str, typer.Argument(metavar="ID", help="The challenge, such as swish.")]


def _load(name: str, path: list[Path]) -> Challenge:
    from dlexam import paths
    from dlexam.grading import challenge

    return challenge.load(name, paths.search_path(path))


def _show(thing: object) -> None:
    from dlexam.ui.screen import Screen

    Screen().show(thing)  # type: ignore[arg-type]


@app.command("list")
def list_(json: Json = False, path: Folders = []) -> None:  # noqa: B006 - Typer's way to say "none"
    """All challenges, with track, cases and points."""
    from dlexam import paths
    from dlexam.grading import challenge as challenges

    found = challenges.available(paths.search_path(path))
    if not json:
        from dlexam.ui.render.challenges import listing

        return _show(listing(found))
    import msgspec

    for one in found:
        cases, points = one.case_facts()
        line = {"id": one.id, "track": one.facts.track, "title": one.facts.title, "points": points, "cases": cases}
        sys.stdout.write(msgspec.json.encode({**line, "source": one.facts.source}).decode() + "\n")
    return None


@app.command()
def show(name: Name, path: Folders = []) -> None:  # noqa: B006
    """The statement: what to build, and what is judged."""
    from dlexam.ui.render.challenges import statement

    _show(statement(_load(name, path)))


@app.command()
def start(
    name: Name,
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to put it.", show_default="here")] = Path(),
    path: Folders = [],  # noqa: B006
) -> None:
    """Write the starter file; an existing file is never overwritten."""
    from dlexam.ui.handin import write_starter
    from dlexam.ui.screen import Screen

    challenge = _load(name, path)
    file = write_starter(challenge, folder)
    screen = Screen()
    screen.line(f"Wrote {file}")
    screen.line(f"When it is done: dlexam grade {challenge.id} {file}")


@app.command()
def hint(
    name: Name,
    number: Annotated[int, typer.Option("--number", "-n", help="Which hint, from 1 (a nudge) up.", min=1)] = 1,
    path: Folders = [],  # noqa: B006
) -> None:
    """One hint, from a nudge to nearly the solution."""
    from dlexam import paths
    from dlexam.exam import guard
    from dlexam.ui.render.challenges import hint as rendered

    challenge = _load(name, path)
    guard.refuse_challenge(paths.home(), challenge.id, "a hint")
    if number > len(challenge.facts.hints):
        raise DlexamError(f"{challenge.id} has {len(challenge.facts.hints)} hints.", "the last is nearly the solution")
    _show(rendered(challenge, number))


@app.command()
def check(
    names: Annotated[list[str] | None, typer.Argument(metavar="[ID ...]", help="Challenges; none: all.")] = None,
    seeds: Annotated[int, typer.Option("--seeds", help="How many seeds the reference must pass.", min=1)] = 5,
    path: Folders = [],  # noqa: B006
) -> None:
    """For authors: does the challenge judge rightly? Exit 1 where it doesn't."""
    from dlexam import paths
    from dlexam.exam import guard
    from dlexam.grading import challenge as challenges
    from dlexam.grading import checking
    from dlexam.grading.engine import Engine
    from dlexam.ui.render.challenges import checked

    folders = paths.search_path(path)
    found = [challenges.load(name, folders) for name in names] if names else challenges.available(folders)
    for one in found:
        guard.refuse_challenge(paths.home(), one.id, "the check")
    right = True
    with Engine() as engine:
        for one in found:
            report = checking.check(engine, one, seeds)
            right &= report.right
            _show(checked(report))
    raise typer.Exit(ExitCode.DONE if right else ExitCode.NOT_PASSED)
