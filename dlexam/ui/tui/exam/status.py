"""The quiet line at the top: the exam, the section, whether all is saved, the time left."""

from __future__ import annotations

import math

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from dlexam.ui.render.safe import safe_line

URGENT = 60  # seconds


def clock(remaining: float | None) -> str:
    """ "1:04:09", "12:05", or "practice" where no clock runs."""
    if remaining is None:
        return "practice"
    seconds = math.ceil(remaining)
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"


class StatusLine(Horizontal):
    """One row; it changes only what has changed."""

    def __init__(self, title: str) -> None:
        super().__init__(id="status")
        self._title = title

    def compose(self) -> ComposeResult:
        """Title and section to the left, saved-state and clock to the right."""
        yield Static(safe_line(self._title), id="status-title", markup=False)
        yield Static("", id="status-section", markup=False)
        yield Static("", id="status-saved", markup=False)
        yield Static("", id="status-clock", markup=False)

    def show_section(self, section: str) -> None:
        """The section that the question belongs to."""
        self._show("#status-section", safe_line(section))

    def show_saved(self, saved: bool, trouble: bool) -> None:
        """The saved-state, in words."""
        place = self._show("#status-saved", "NOT SAVED" if trouble else "saved" if saved else "saving …")
        place.set_class(trouble, "-trouble")

    def show_clock(self, remaining: float | None) -> None:
        """The time left; it stands out in the last minute."""
        place = self._show("#status-clock", clock(remaining))
        place.set_class(remaining is not None and remaining <= URGENT, "-urgent")

    def _show(self, where: str, text: str) -> Static:
        place = self.query_one(where, Static)
        if str(place.content) != text:
            place.update(text)
        return place
