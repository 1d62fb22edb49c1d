"""What a key does in a watch: a move in the desk, a hint, or a wish to the loop. The same wherever a desk is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from dlexam.errors import DlexamError
from dlexam.exam import guard
from dlexam.ui.watch.desk import Desk

if TYPE_CHECKING:
    from pathlib import Path

    from dlexam.ui.asked import Asked

Wish = Literal["quit", "again"]
_STEPS = {"up": -1, "down": 1, "page up": -10, "page down": 10}


def press(key: str, desk: Desk, asked: Asked, home: Path) -> Wish | None:
    """Do what the key asks for in the desk; what only the loop can do is given back."""
    if key == "q":
        return "quit"
    if key == "r":
        desk.kept_seed = None
        return "again"
    if key == "s" and desk.result:
        desk.kept_seed = desk.result.seed if desk.kept_seed is None else None
    elif key == "h":
        _next_hint(desk, asked, home)
    else:
        _move(key, desk)
    return None


def _move(key: str, desk: Desk) -> None:
    if key == "enter":
        desk.page, desk.top = not desk.page, 0
    elif key == "escape":
        desk.page, desk.hinting = False, False
    elif key.isdecimal() and desk.rows:
        desk.look_at_number(int(key))
    elif key in _STEPS and desk.page:
        desk.top += _STEPS[key]
    elif key in _STEPS and desk.rows:
        desk.look(desk.at + _STEPS[key])


def _next_hint(desk: Desk, asked: Asked, home: Path) -> None:
    """The next of the challenge's hints, in their order; after the last, the first again."""
    try:
        guard.refuse_challenge(home, asked.challenge.id, "a hint")
    except DlexamError as refusal:
        desk.told = refusal.message
        return
    desk.hint = desk.hint % len(asked.challenge.facts.hints) + 1
    desk.hinting, desk.top = True, 0
