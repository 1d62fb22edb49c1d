"""The result of a sitting: marked in the background, then points as bars against earlier sittings, and what is next."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar

from rich.console import Group
from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, Static

from dlexam.ui.render.compared import Bars, headline, times
from dlexam.ui.render.results import next_to_do, remarks
from dlexam.ui.render.safe import safe_line
from dlexam.ui.tui.review.marking import MarkingLine
from dlexam.ui.tui.review.reading import Reading, result_of

if TYPE_CHECKING:
    from dlexam.ui.tui.app import Examiner

_EARLY = "Your answers are being marked. You may leave: what isn't marked by then is marked another time."
_LATER = "What isn't marked yet, dlexam review marks."


class ResultScreen(Screen[None]):
    """`told` is said first; `alone`: leaving it ends the program, with the result and the receipt in the terminal."""

    app: Examiner
    CSS_PATH = "review.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "review", "Review", tooltip="Your answers beside the key, mark by mark"),
        Binding("escape,q,ctrl+q", "leave", "Leave", tooltip="Leave; what isn't marked yet is marked another time"),
    ]

    def __init__(self, session: str, told: str = "", alone: bool = True) -> None:
        super().__init__()
        self.session, self.told, self.alone = session, told, alone
        self.reading: Reading | None = None
        self._missed: list[str] = []

    def compose(self) -> ComposeResult:
        """Title, the line that marks, the result."""
        yield Static("", id="result-title", markup=False)
        yield MarkingLine()
        with VerticalScroll(id="result-page"):
            yield Static(f"{self.told or 'Handed in.'} {_EARLY}", id="result-head", markup=False)
            yield Static("", id="result-bars")
            yield Static("", id="result-next")
            yield Static("", id="result-receipt", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Paint first, then mark."""
        self.query_one("#result-page").focus()
        self._name_it()
        self.call_after_refresh(self.query_one(MarkingLine).begin, self.app.context, self.session)

    @on(MarkingLine.Over)
    def marked(self, message: MarkingLine.Over) -> None:
        """All is marked that can be."""
        if message.fault is not None:
            raise message.fault
        self._missed = message.told
        self._read()

    def on_screen_resume(self) -> None:
        """Points may have been set by hand meanwhile."""
        if self.reading is not None:
            self._read()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to review before it is marked."""
        return None if action == "review" and self.reading is None else super().check_action(action, parameters)

    def action_review(self) -> None:
        """Every answer beside its key."""
        from dlexam.ui.tui.review.screen import ReviewScreen

        self.app.push_screen(ReviewScreen(self.session))

    @work
    async def action_leave(self) -> None:
        """Stop marking, and go."""
        line = self.query_one(MarkingLine)
        line.stop()
        await asyncio.to_thread(line.wait)
        if not self.alone:
            self.app.pop_screen()
            return
        told = self.told
        with self.app.told():
            told = _farewell(told, await asyncio.to_thread(result_of, self.app.context, self.session))
        self.app.exit(told)

    @work
    async def _name_it(self) -> None:
        with self.app.told():
            start = await asyncio.to_thread(self.app.context.store.start_of, self.session)
            self._place("#result-title", safe_line(start.paper.title))

    @work(exclusive=True, group="read")
    async def _read(self) -> None:
        with self.app.told():
            self.reading = await asyncio.to_thread(result_of, self.app.context, self.session)
            self._show(self.reading)
            self.refresh_bindings()

    def _show(self, reading: Reading) -> None:
        outcome = reading.outcome
        self._place("#result-title", safe_line(outcome.title))
        self._place("#result-head", _head(self.told, reading))
        self._place("#result-bars", Bars(outcome, reading.earlier))
        self._place("#result-next", _next(reading, self._missed))
        self._place("#result-receipt", reading.receipt)

    def _place(self, where: str, content: Any) -> None:
        for place in self.query(where).results(Static):  # none, where the screen has just been left
            place.update(content)


def _head(told: str, reading: Reading) -> Group:
    sign, style = {True: ("✓", "bold green"), False: ("✗", "bold red"), None: ("?", "bold")}[reading.outcome.passed]
    first = [Text(told, "yellow")] if told else []
    return Group(*first, Text(f"{sign} {headline(reading.outcome)}", style), *times(reading.outcome, reading.spent))


def _next(reading: Reading, missed: list[str]) -> Group:
    notes = [*(Text(line, "yellow") for line in missed), *remarks(reading.outcome)]
    steps = [*next_to_do(reading.outcome)]
    return Group(*notes, *([Text(), *steps] if steps and notes else steps))


def _farewell(told: str, reading: Reading) -> str:
    """What remains in the terminal."""
    outcome = reading.outcome
    later = [_LATER] if outcome.unmarked else []
    lines = [told, f"{safe_line(outcome.title)}. {headline(outcome)}", *later, reading.receipt]
    return "\n".join(line for line in lines if line)
