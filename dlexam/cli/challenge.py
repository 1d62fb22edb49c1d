"""`dlexam challenge`: list, show, start, hint; for authors new and check."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dlexam.cli.options import Folders, Json
from dlexam.errors import DlexamError

if TYPE_CHECKING:
    from dlexam.grading.challenge import Challenge

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    help="Coding challenges: list, show, start, hint; for authors: new, check.",
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

    found, broken = challenges.sorted_out(paths.search_path(path))
    if json:
        _print_json(found)
    else:
        from dlexam.ui.render.challenges import listing

        _show(listing(found))
    for _, error in broken[:1]:
        more = f" ({len(broken) - 1} more are not in order)" if len(broken) > 1 else ""
        raise DlexamError(error.message + more, error.hint)


def _print_json(found: Sequence[Challenge]) -> None:
    import msgspec

    for one in found:
        cases, points = one.case_facts()
        line = {"id": one.id, "track": one.facts.track, "title": one.facts.title, "points": points, "cases": cases}
        sys.stdout.write(msgspec.json.encode({**line, "source": one.facts.source}).decode() + "\n")


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
    from dlexam import paths
    from dlexam.cli.places import refuse_far
    from dlexam.ui.handin import write_starter
    from dlexam.ui.screen import Screen

    challenge = _load(name, path)
    refuse_far(folder)
    file = write_starter(challenge, folder, paths.home())
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
    if number < len(challenge.facts.hints):
        words = ["dlexam", "challenge", "hint", challenge.id, "-n", str(number + 1)]
        typer.echo(f"The next: {shlex.join([*words, *(word for each in path for word in ('--path', str(each)))])}")


@app.command()
def new(
    name: Annotated[str, typer.Argument(metavar="ID", help="Its name, such as layer-norm.")],
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="The content folder it goes into.", show_default="here")
    ] = Path(),
    track: Annotated[str, typer.Option("--track", metavar="TRACK", help="torch or numpy.")] = "torch",
    title: Annotated[str | None, typer.Option("--title", metavar="TITLE", help="Its title, a few words.")] = None,
    path: Folders = [],  # noqa: B006
) -> None:
    """For authors: begin a challenge.

    Writes files that work, a small example to replace. Nothing is overwritten.
    """
    from dlexam import paths
    from dlexam.cli.places import refuse_far
    from dlexam.grading.authoring import scaffold
    from dlexam.ui.render.challenges import begun
    from dlexam.ui.screen import Screen

    refuse_far(folder)
    made = scaffold.create(name, folder, track, title, paths.search_path(path))
    screen = Screen()
    for line in begun(name, made):
        screen.line(line)


@app.command()
def check(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[ID ...]", help="Challenges; none: all, with --path all in there.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="All there are, with --path the shipped ones too.")] = False,
    seeds: Annotated[
        int, typer.Option("--seeds", metavar="N", help="How many seeds the reference must pass.", min=1)
    ] = 5,
    accepted_seeds: Annotated[
        int, typer.Option("--accepted-seeds", metavar="N", help="How many seeds accepted files must pass.", min=1)
    ] = 2,
    seed: Annotated[
        int | None, typer.Option("--seed", metavar="N", help="The first seed, to repeat a check.", min=0)
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Run rejected files only in the cases that they name.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Which cases catch which rejected files.")] = False,
    json: Json = False,
    path: Folders = [],  # noqa: B006
) -> int:
    """For authors: is a challenge right?

    The starter fails, the reference and accepted files pass, each rejected file fails in the case that it names, each
    case rejects something, no cheat gets through, and the texts are in order. Exit 1 where not.
    """
    from dlexam.cli import checks
    from dlexam.grading.authoring.checking import Extent

    if names and all_:
        raise DlexamError("--all and names of challenges exclude each other.", "leave one of them out")
    if quick and verbose:
        raise DlexamError("--quick doesn't find out what --verbose would tell.", "leave one of them out")
    extent = Extent(seeds, accepted_seeds, seed, quick)
    asked = checks.Asked(extent=extent, verbose=verbose, json=json)
    return checks.run(checks.chosen(names or [], all_, path), asked)
