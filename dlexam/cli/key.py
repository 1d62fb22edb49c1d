"""`dlexam key`: the answer key of an exam, a question or a challenge. Shut while an exam that asks for it is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dlexam.cli.options import Folders
from dlexam.errors import DlexamError

if TYPE_CHECKING:
    from dlexam.bank.library import Library
    from dlexam.bank.models import Blueprint
    from dlexam.ui.screen import Screen

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def key(
    name: Annotated[str, typer.Argument(metavar="EXAM|QUESTION|CHALLENGE", help="An id of any of these.")],
    seed: Annotated[int, typer.Option(metavar="N", help="Parametric questions: which values to draw.", min=0)] = 0,
    path: Folders = [],  # noqa: B006
) -> None:
    """The answer key of an exam, a question or a challenge: answers, explanations, sources."""
    from dlexam import paths
    from dlexam.cli.exam import open_library
    from dlexam.ui.screen import Screen

    screen, library = Screen(), open_library(path)
    folders = paths.search_path(path)
    blueprint = next((one for one in library.blueprints() if one.id == name), None)
    if blueprint is not None:
        _exam(screen, library, blueprint, folders, seed)
    elif any(one.id == name for one in library.summaries()):
        _question(screen, library, name, folders, seed)
    else:
        _challenge(screen, library, name, folders)


def _exam(screen: Screen, library: Library, blueprint: Blueprint, folders: Any, seed: int) -> None:
    from dlexam import paths
    from dlexam.exam import guard

    fixed = [name for section in blueprint.sections for name in section.questions]
    guard.refuse_questions(paths.home(), fixed, "the key")
    screen.say(f"{blueprint.title}: the key", "bold")
    for section in blueprint.sections:
        if section.take:
            where = f" from {', '.join(section.topics)}" if section.topics else ""
            screen.say(f"\n{section.title}: {section.take} questions are drawn{where}; dlexam review shows yours.")
        for name in section.questions:
            screen.say()
            _question(screen, library, name, folders, seed)


def _question(screen: Screen, library: Library, name: str, folders: Any, seed: int) -> None:
    from rich.text import Text

    from dlexam import paths
    from dlexam.bank.freeze import freeze
    from dlexam.bank.paper import ChallengeKey
    from dlexam.exam import guard
    from dlexam.ui.render.key import answer_of, background
    from dlexam.ui.render.question import asked

    guard.refuse_question(paths.home(), name, "the key")
    item = freeze(library.question(name), seed)
    screen.say(f"{item.id} | {item.topic} | level {item.level}", "bold")
    screen.say()
    screen.show(asked(item))
    screen.say()
    if isinstance(item.key, ChallengeKey):
        _challenge(screen, library, item.key.challenge, folders)
        return
    screen.show(Text("Answer", style="bold"))
    screen.show(answer_of(item))
    screen.say()
    screen.show(background(item))


def _challenge(screen: Screen, library: Library, name: str, folders: Any) -> None:
    from dlexam import paths
    from dlexam.exam import guard
    from dlexam.grading.challenge import available, load
    from dlexam.ui.render.key import challenge_key

    known = [one.id for one in available(folders)]
    if name not in known:
        raise _nothing_of_that_name(library, name, known)
    guard.refuse_challenge(paths.home(), name, "the key")
    screen.show(challenge_key(load(name, folders)))


def _nothing_of_that_name(library: Library, name: str, challenges: list[str]) -> DlexamError:
    from difflib import get_close_matches

    names = [one.id for one in library.blueprints()] + [one.id for one in library.summaries()] + challenges
    near = get_close_matches(name, names, n=1)
    hint = f"did you mean {near[0]}?" if near else "see dlexam exam list, dlexam bank list, dlexam challenge list"
    return DlexamError(f"There is no exam, question or challenge “{name}”.", hint)
