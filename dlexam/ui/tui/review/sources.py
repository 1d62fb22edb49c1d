"""What was handed in and the reference: beside each other, or as their difference."""

from __future__ import annotations

from rich.console import Group
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.widgets import Static

from dlexam.exam.events import Submitted
from dlexam.ui.render.code import Source, difference
from dlexam.ui.render.safe import safe_line
from dlexam.ui.render.sides import SideBySide
from dlexam.ui.tui.review.reading import Solution

_GONE = "The challenge is no longer where it was: its reference can't be shown."


class Sources(Container):
    """Both sources; with `diff`, their difference in two columns, or in one where it is narrow."""

    def __init__(self, handed: Submitted | None, solution: Solution | None, diff: bool) -> None:
        super().__init__(classes="part")
        self._handed, self._solution = handed, solution
        self.show(diff)

    @property
    def comparable(self) -> bool:
        """Whether there are two sources."""
        return self._handed is not None and self._solution is not None

    def show(self, diff: bool) -> None:
        """The difference, or the sources."""
        self.set_class(diff and self.comparable, "-diff")

    def compose(self) -> ComposeResult:
        """All ways of showing them; the style sheet shows one."""
        light = not self.app.current_theme.dark
        with Container(classes="sides plain"):
            with Vertical(classes="column"):
                name = f": {safe_line(self._handed.filename)}" if self._handed else ""
                yield Static(f"Your code{name}", classes="title", markup=False)
                yield Static(Source(self._handed.source, light) if self._handed else "none was handed in")
            with Vertical(classes="column"):
                yield Static("Reference solution", classes="title", markup=False)
                yield Static(Source(self._solution.reference, light) if self._solution else Text(_GONE, "yellow"))
        if self._handed and self._solution:
            yield Static("From yours to the reference", classes="title either", markup=False)
            yield Static(SideBySide(self._solution.pairs), classes="two")
            yield Static(Group(*difference(self._handed.source, self._solution.reference)), classes="one")
