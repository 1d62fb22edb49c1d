"""A watch at a terminal: the desk drawn in place, and the keys that move in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlexam.ui.screen import Screen, console_for
from dlexam.ui.watch import frame
from dlexam.ui.watch.desk import Desk
from dlexam.ui.watch.moves import Wish, press

if TYPE_CHECKING:
    import os
    from pathlib import Path

    from dlexam.ui.asked import Asked
    from dlexam.ui.watch.terminal import Terminal


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
            wish = press(key, self._desk, self._asked, self._home) or wish
        return wish
