"""The first words of a sitting: a line above the keys, which covers nothing and goes with the first key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

if TYPE_CHECKING:
    from dlexam.ui.tui.app import Examiner


class Greeting(Static):
    """The facts of an exam that begins, or how far one has come."""

    app: Examiner
    DEFAULT_CSS = "Greeting { height: auto; max-height: 2; padding: 0 1; background: $surface; color: $text-muted; }"

    def __init__(self, text: str) -> None:
        super().__init__(text, id="greeting", markup=False)

    def on_mount(self) -> None:
        """Wait for the first key, or click."""
        self.app.acted.subscribe(self, lambda _: self.remove())
