"""The home: what is open with its time left, the exams, what to review, what to look at next, the challenges."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from rich.console import RenderableType
from textual import work
from textual.binding import Binding, BindingType

from dlexam.errors import DlexamError
from dlexam.exam import notice
from dlexam.exam.clock import SYSTEM, Sources
from dlexam.ui.tui.home import detail, entries, facts
from dlexam.ui.tui.home.facts import Facts
from dlexam.ui.tui.home.going import Going
from dlexam.ui.tui.home.listing import Listing
from dlexam.ui.tui.home.rows import Group, Row, Rows

if TYPE_CHECKING:
    from dlexam.exam.sitting import Sitting

TICK = 1.0  # seconds
LOOK = 5  # ticks between looks at what other terminals did


class HomeScreen(Going, Listing):
    """The first screen of `dlexam` alone; leaving it ends the program."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "resume", "Resume", tooltip="Go on with the exam that is open"),
        Binding("e", "group('exams')", "Exams", tooltip="To the exams"),
        Binding("v", "group('reviews')", "Review", tooltip="To the sittings to review"),
        Binding("n", "group('topics')", "Next", tooltip="To the topics to look at next", show=False),
        Binding("c", "challenges", "Challenges", tooltip="All coding challenges, with filters"),
        Binding("h", "history", "History", tooltip="Every sitting"),
        Binding("g", "progress", "Progress", tooltip="Mastery by topic, and checkpoints"),
        Binding("x", "drop", "Drop", tooltip="Drop the exam that is open: it is not marked", show=False),
        Binding("escape", "back", "All", tooltip="Everything again, after a search", show=False),
        Binding("q", "leave", "Quit", show=False),
    ]

    def __init__(self, sources: Sources = SYSTEM) -> None:
        super().__init__()
        self.sources = sources
        self.facts = Facts()
        self._ticks = 0

    def action_back(self) -> None:
        """Take the search away; only q leaves, so that one Escape too many does not."""
        if self.wanted:
            super().action_back()

    def gather(self) -> Facts:
        """Everything that the home shows."""
        return facts.read(self.app.context, self.sources)

    def taken(self, gathered: Facts) -> Iterable[DlexamError]:
        """Keep it, and say so if an exam ran out of time meanwhile."""
        self.facts = gathered
        if gathered.ended:
            self._time_was_up(gathered.ended)
        self.refresh_bindings()
        return gathered.troubles

    def groups(self) -> Iterable[Group]:
        """Open, exams, reviews, topics, challenges."""
        return entries.groups(self.facts)

    def detail(self, row: Row) -> RenderableType:
        """The facts of the row."""
        return detail.of(self.facts, row)

    def status(self) -> str:
        """The open exam's clock, wherever in the list one is."""
        sitting = self.facts.open
        return f"exam open: {entries.left(sitting)}" if sitting else "Enter opens, / searches, F1 keys"

    def on_mount(self) -> None:
        """The clock of an open exam goes on."""
        self.set_interval(TICK, self._tick)

    def on_screen_resume(self) -> None:
        """An exam that runs out is told here, whoever finds it; a watch may have listened meanwhile."""
        notice.listen(self._time_was_up)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Resume and drop are there while an exam is open."""
        if action in ("resume", "drop"):
            return self.facts.open is not None
        return super().check_action(action, parameters)

    def action_leave(self) -> None:
        """The end."""
        self.app.exit(None)

    def action_group(self, name: str) -> None:
        """To the first row of a group."""
        if not self.query_one(Rows).go_to_group(name):
            self.app.notify("There is nothing there yet.", timeout=2)

    def _tick(self) -> None:
        sitting = self.facts.open
        if sitting is None or not self.is_current:
            return
        self._ticks += 1
        if sitting.overdue:
            self.load()
            return
        self.query_one(Rows).replace(entries.opened(sitting))
        self.show_status()
        if self._ticks % LOOK == 0:
            self._look(sitting)

    @work(exclusive=True, group="look")
    async def _look(self, sitting: Sitting) -> None:
        """What another terminal did with the open exam."""
        with self.app.told():
            await asyncio.to_thread(sitting.refresh)
            if sitting.state.finished is not None:
                self.load()

    def _time_was_up(self, title: str) -> None:
        """Called in any thread."""
        told = f"Time was up for {title}: it was finished with what was saved. Review shows it."
        self.app.call_later(lambda: self.app.notify(told, severity="warning", timeout=10, markup=False))
