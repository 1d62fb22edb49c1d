"""The line that a list is searched in: it filters with every key; the cursor of the list moves while one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from dlexam.ui.tui.home.rows import Rows

if TYPE_CHECKING:
    from dlexam.ui.tui.home.listing import Listing


class Search(Input):
    """Goes away with Escape, and takes the filter with it."""

    screen: Listing  # type: ignore[assignment]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "All again"),
        Binding("up", "cursor('up')", "Up", show=False),
        Binding("down", "cursor('down')", "Down", show=False),
        Binding("tab", "keep", "To the list", show=False),
    ]

    def __init__(self, words: str) -> None:
        super().__init__(words, placeholder="words to look for", max_length=80, id="list-search")

    @on(Input.Changed)
    def filter(self, event: Input.Changed) -> None:
        """Every key searches."""
        event.stop()
        self.screen.search_for(event.value)

    @on(Input.Submitted)
    def enter(self, event: Input.Submitted) -> None:
        """Enter opens what the cursor is on."""
        event.stop()
        row = self._rows.at
        self.screen.set_focus(self._rows)
        if row is not None:
            self.screen.open(row.key)

    def action_cursor(self, way: str) -> None:
        """Move in the list."""
        if way == "up":
            self._rows.action_cursor_up()
        else:
            self._rows.action_cursor_down()

    def action_keep(self) -> None:
        """Back to the list, which stays as it is."""
        self.screen.set_focus(self._rows)

    async def action_close(self) -> None:
        """Everything again."""
        screen, rows = self.screen, self._rows
        await self.remove()
        screen.search_for("")
        screen.set_focus(rows)

    @property
    def _rows(self) -> Rows:
        return self.screen.query_one(Rows)
