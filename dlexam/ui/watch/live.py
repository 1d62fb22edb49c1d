"""A watch at a terminal: the desk drawn in place, and the keys that move in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from dlexam.errors import DlexamError
from dlexam.exam import guard
from dlexam.ui.screen import Screen, console_for
from dlexam.ui.watch import frame
from dlexam.ui.watch.desk import Desk

if TYPE_CHECKING:
    import os
    from pathlib import Path

    from dlexam.ui.asked import Asked
    from dlexam.ui.watch.terminal import Terminal

Wish = Literal["quit", "again"]


class Live:
    """Draws a desk on a terminal that it was given, and turns keys into moves in the desk, or into wishes."""

    def __init__(self, asked: Asked, desk: Desk, terminal: Terminal, screen: Screen, home: Path) -> None:
        self._asked, self._desk, self._terminal, self._home = asked, desk, terminal, home
        self._console = console_for(screen.file)
        self._lines: list[str] = []
        self._size: os.terminal_size | None = None

    def graded(self) -> None:
        """A grading is on the desk: it is drawn with the next tick."""
        self._size = None

    changed = graded

    def tick(self, seconds: float) -> Wish | None:
        """Bring the screen up to date and take the keys that were pressed, waiting up to `seconds` for one."""
        size = self._terminal.size()
        if size != self._size:
            self._size = size
            self._lines = frame.lines(self._desk, self._asked, self._console, max(1, size.columns - 1), size.lines)
        self._terminal.draw(self._lines)
        wish: Wish | None = None
        for key in self._terminal.keys(seconds):
            self._size = None
            wish = self._press(key) or wish
        return wish

    def _press(self, key: str) -> Wish | None:
        desk = self._desk
        if key == "q":
            return "quit"
        if key == "r":
            desk.kept_seed = None
            return "again"
        if key == "s" and desk.result:
            desk.kept_seed = desk.result.seed if desk.kept_seed is None else None
        elif key == "h":
            self._next_hint()
        else:
            self._move(key)
        return None

    def _move(self, key: str) -> None:
        desk = self._desk
        steps = {"up": -1, "down": 1, "page up": -10, "page down": 10}
        if key == "enter":
            desk.page, desk.top = not desk.page, 0
        elif key == "escape":
            desk.page, desk.hinting = False, False
        elif key.isdecimal() and desk.rows:
            desk.look_at_number(int(key))
        elif key in steps and desk.page:
            desk.top += steps[key]
        elif key in steps and desk.rows:
            desk.look(desk.at + steps[key])

    def _next_hint(self) -> None:
        """The next of the challenge's hints, in their order; after the last, the first again."""
        try:
            guard.refuse_challenge(self._home, self._asked.challenge.id, "a hint")
        except DlexamError as refusal:
            self._desk.told = refusal.message
            return
        self._desk.hint = self._desk.hint % len(self._asked.challenge.facts.hints) + 1
        self._desk.hinting, self._desk.top = True, 0
