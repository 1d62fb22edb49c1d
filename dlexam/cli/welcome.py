"""`dlexam` alone, in a terminal: what you can do now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from dlexam.exam.store import Store
    from dlexam.ui.screen import Screen


def welcome() -> None:
    """The home on the full screen where it fits, else the same in lines."""
    from dlexam import paths
    from dlexam.ui.fullscreen import fits, home

    if not fits():
        _in_lines()
        return
    told = home(paths.home())
    if told:
        typer.echo(told)


def _in_lines() -> None:
    """The open exam with its time left, the exams that can be sat, where to look next."""
    from dlexam import paths
    from dlexam.cli.exam import open_library
    from dlexam.cli.listing import exam_lines
    from dlexam.exam.store import Store
    from dlexam.ui.screen import Screen

    screen = Screen()
    store = Store.existing(paths.home())
    if store is not None:
        with store:
            _sittings(store, screen)
    exams = list(exam_lines(open_library([]), as_json=False))
    screen.say("Exams: dlexam exam ID begins one, and its clock", "bold")
    for line in exams:
        screen.line(f"  {line}")
    screen.say("\nAlso", "bold")
    for command, does in _ALSO.items():
        screen.line(f"  {command:<24}{does}")


_ALSO = {
    "dlexam challenge list": "coding challenges to practise on",
    "dlexam history": "your sittings and their results",
    "dlexam bank stats": "what the question bank holds",
    "dlexam --help": "every command",
}


def _sittings(store: Store, screen: Screen) -> None:
    from dlexam.exam.sitting import Sitting, settle
    from dlexam.ui.render.spans import in_words

    ended = settle(store, quietly=True)
    if ended:
        screen.say("The time of your exam ran out: it ended with what was saved.", "yellow")
        screen.say("  dlexam review            marks it, and shows it beside the key\n")
    if store.open_session() is None:
        return
    with Sitting.resume(store, attach=True) as sitting:
        remaining, total = sitting.remaining(), len(sitting.paper.items)
        done = sum(sitting.state.answered(item.number) for item in sitting.paper.items)
        clock = "no clock" if remaining is None else f"{in_words(remaining)} left"
        screen.say(f"You are sitting {sitting.paper.title}: {done} of {total} answered, {clock}.", "bold green")
        screen.say("  dlexam exam resume       goes on with it")
        screen.say("  dlexam exam finish       hands it in\n")
