"""Mastery by topic over the sittings, as a plot; and the checkpoints, those by hand to be ticked."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from rich.console import Group as Together
from rich.console import RenderableType
from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from dlexam.errors import DlexamError
from dlexam.ui.render import progress
from dlexam.ui.render.safe import safe_line
from dlexam.ui.render.spans import counted
from dlexam.ui.tui.home.listing import Listing
from dlexam.ui.tui.home.rows import Group, Row, Rows, cell

if TYPE_CHECKING:
    from dlexam.progress.checkpoints import Standing
    from dlexam.progress.mastery import Mastery

_ALL = "all topics"


class ProgressScreen(Listing):
    """`topic` is where the cursor is at first."""

    HEAD = "Progress"

    def __init__(self, topic: str = "") -> None:
        super().__init__()
        self._first = f"topic:{topic}"
        self.topics: dict[str, Mastery] = {}
        self.standings: tuple[Standing, ...] = ()

    def gather(self) -> Any:
        """What the record shows."""
        from dlexam.progress import checkpoints, mastery, record

        context = self.app.context
        seen = record.read(context.home)
        together = mastery.overall(seen.sittings)
        topics = {one.topic: one for one in mastery.by_topic(seen.sittings)}
        standings = checkpoints.standings(checkpoints.load(context.folders), seen)
        return {_ALL: together, **topics} if together else {}, standings

    def taken(self, gathered: Any) -> Iterable[DlexamError]:
        """Keep it."""
        self.topics, self.standings = gathered
        return ()

    def draw(self) -> None:
        """At first the cursor goes to the topic that was asked for."""
        super().draw()
        if self._first and not self.wanted:
            self.query_one(Rows).go(self._first)
        self._first = ""

    def groups(self) -> Iterable[Group]:
        """The topics, then the checkpoints."""
        topics = tuple(_topic(name, one) for name, one in self.topics.items())
        none = "No sitting has been marked yet: the exam warm-up takes ten minutes."
        yield Group(name="topics", title="Mastery by topic", rows=topics, empty=none, spare=(3,))
        reached = sum(one.state == "proven" for one in self.standings)
        title = f"Checkpoints: {reached} of {len(self.standings)} reached"
        yield Group(name="checkpoints", title=title, rows=tuple(map(_checkpoint, self.standings)), flex=1)

    def status(self) -> str:
        """What Enter is for."""
        return "Enter: a topic's plot, or a tick"

    def detail(self, row: Row) -> RenderableType:
        """The plot of a topic, the evidence of a checkpoint."""
        kind, _, name = row.key.partition(":")
        if kind == "topic":
            return Together(Text(safe_line(name), style="bold"), Text(), progress.Plot(self.topics[name], rows=8))
        return Together(row.cells[1], Text(), Text(row.note))

    def open(self, key: str) -> None:
        """A topic's plot; a checkpoint by hand is ticked, or not any more."""
        kind, _, name = key.partition(":")
        if kind == "topic":
            self.app.push_screen(PlotScreen(name, self.topics[name]))
            return
        standing = next(one for one in self.standings if one.checkpoint.id == name)
        if standing.checkpoint.by_hand:
            self._tick(name, standing.state != "proven")
        else:
            self.app.notify("This one is ticked by evidence, not by hand.", timeout=3)

    @work
    async def _tick(self, name: str, on: bool) -> None:
        from dlexam.exam import practice

        with self.app.told():
            await asyncio.to_thread(practice.tick, self.app.context.home, name, on)
        self.load()


class PlotScreen(ModalScreen[None]):
    """One topic's plot, as wide as the screen allows."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,q", "dismiss", "Back")]

    def __init__(self, name: str, mastery: Mastery) -> None:
        super().__init__()
        self._topic, self._mastery = name, mastery

    def compose(self) -> ComposeResult:
        """The plot, and how it is to be read."""
        one = self._mastery
        told = f"{counted(one.questions, 'question')} asked. The latest answer to each counts."
        with VerticalScroll(classes="dialog") as dialog:
            dialog.border_title = safe_line(self._topic)
            dialog.border_subtitle = "Esc"
            yield Static(Together(progress.Plot(one), Text(), Text(told)))


def _topic(name: str, one: Mastery) -> Row:
    asked = f"{one.questions} asked"
    return Row(
        key=f"topic:{name}",
        cells=(
            cell(name, "bold" if name == _ALL else ""),
            Text(progress.course(one, blocks=True).rjust(10), style="cyan"),
            Text(progress.numbers(one).rjust(10)),
            Text(progress.dates(one)),
            Text(asked),
        ),
        note=f"{asked}. Each sign is a sitting, the latest to the right; the latest answer to each question counts.",
    )


def _checkpoint(one: Standing) -> Row:
    mark, style = progress.sign(one)
    words = f"{mark} {one.state}"
    note = progress.evidence(one)
    if one.checkpoint.by_hand:
        note = "By hand: ticked by you. Enter takes it back." if one.state == "proven" else "By hand: Enter ticks it."
    return Row(
        key=f"checkpoint:{one.checkpoint.id}",
        cells=(Text(words, style=style), cell(one.checkpoint.title)),
        words=one.checkpoint.id,
        note=note,
    )
