"""`dlexam bank try`: a question asked as in an exam; each answer is marked at once, with its reasons."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from dlexam.cli.bounds import bounded, start_of
from dlexam.errors import DlexamError

if TYPE_CHECKING:
    from dlexam.bank.paper import Item
    from dlexam.ui.screen import Screen

_LONG = ("open", "design")


def attempts(question: str, seed: int, path: list[Path]) -> None:
    """Until the person leaves, or the pipe ends. DlexamError for code, and while an exam that asks it is open."""
    from dlexam import paths
    from dlexam.exam import guard
    from dlexam.marking import marker
    from dlexam.ui.render.bank import as_asked
    from dlexam.ui.render.marks import marks_view
    from dlexam.ui.screen import Screen

    screen, item = Screen(), _item(question, seed, path)
    guard.refuse_question(paths.home(), question, "trying it")
    if item.kind == "code":
        challenge = getattr(item.key, "challenge", "CHALLENGE")
        raise DlexamError(f"{question} is answered with code.", f"dlexam grade {challenge} FILE")
    screen.show(as_asked(item))
    for answer in _answers(screen, item):
        item = _item(question, seed, path)
        screen.say()
        screen.show(marks_view(item, answer, marker.mark(item, answer, marker.chosen(os.environ))))


def _item(question: str, seed: int, path: list[Path]) -> Item:
    from dlexam.bank.freeze import freeze
    from dlexam.cli.exam import open_library

    return freeze(open_library(path).question(question), seed)


def _answers(screen: Screen, item: Item) -> Iterator[str]:
    """From the terminal until an empty one or its end; from a pipe the whole of it, once."""
    if not sys.stdin.isatty():
        yield bounded(start_of(sys.stdin.buffer))
        return
    ends = "a line with a dot ends it; nothing but the dot leaves" if item.kind in _LONG else "Enter alone leaves"
    while True:
        screen.say()
        screen.say(f"An answer ({ends}):", "bold")
        try:
            answer = _long() if item.kind in _LONG else input("> ")
        except EOFError:
            return
        if not answer.strip():
            return
        yield answer


def _long() -> str:
    lines: list[str] = []
    while (line := input("... ")).strip() != ".":
        lines.append(line)
    return "\n".join(lines)
