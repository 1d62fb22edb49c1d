"""The screen that every list is: a head, a search that filters while one types, rows, and what is told beside them.

It paints first; what it lists is gathered in a thread, anew whenever another screen gave way to it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from rich.console import RenderableType
from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static

from dlexam.errors import DlexamError
from dlexam.ui.render.safe import safe, safe_line
from dlexam.ui.tui.home.rows import Group, Row, Rows

if TYPE_CHECKING:
    from dlexam.ui.tui.app import Examiner


class Listing(Screen[None]):
    """`gather` runs in a thread; what it gives goes to `taken`, and then `groups` are drawn."""

    app: Examiner
    HEAD: ClassVar[str] = "dlexam"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "slash",
            "search",
            "Search",
            key_display="/",
            tooltip="Show only what holds the words you type",
            priority=True,  # so that what is typed right after it finds the search open
        ),
        Binding("escape", "back", "Back", tooltip="Everything again after a search; else back"),
        Binding("q", "leave", "Leave", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.stale = True
        self.wanted = ""
        self._busy = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In the search itself its key is a sign like others."""
        return action != "search" or self.focused is None or self.focused.id != "list-search"

    def gather(self) -> Any:
        """Read what is listed; in a thread. DlexamError is told on the screen."""
        raise NotImplementedError

    def taken(self, gathered: Any) -> Iterable[DlexamError]:
        """Keep it; gives back what could not be read."""
        raise NotImplementedError

    def groups(self) -> Iterable[Group]:
        """The rows as they stand."""
        raise NotImplementedError

    def detail(self, row: Row) -> RenderableType:
        """What a wide screen tells of a row."""
        return Text(safe_line(row.note))

    def open(self, key: str) -> None:
        """Enter was pressed on the row of this key."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Head, troubles, search, rows and their facts, keys."""
        with Horizontal(classes="list-head"):
            yield Static(self.HEAD, classes="list-title", markup=False)
            yield Static("Reading …", classes="list-status", markup=False)
        yield Static("", classes="list-trouble", markup=False)
        with Horizontal(classes="list-desk"):
            yield Rows(id="list-rows")
            with VerticalScroll(classes="list-side", can_focus=False):
                yield Static("", id="list-detail", markup=False)
        yield Static("", classes="list-note", markup=False)
        yield Footer(compact=True)

    def on_mount(self) -> None:
        """The keys belong to the rows."""
        self.query_one(Rows).focus()

    def on_screen_resume(self) -> None:
        """Another screen gave way: what is listed may have changed."""
        if self.stale:
            self.stale = False
            self.load()

    def push(self, screen: Screen[Any]) -> None:
        """Go to a screen that may change what is listed here."""
        self.stale = True
        self.app.push_screen(screen)

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Gather and draw."""
        with self.app.told():
            gathered = await asyncio.to_thread(self.gather)
            self._tell_troubles(self.taken(gathered))
            self.draw()

    def draw(self) -> None:
        """Draw the rows anew; the cursor stays."""
        self.query_one(Rows).show(self.groups(), self.wanted)
        self.show_status()
        self._show_detail()

    def show_status(self) -> None:
        """The right side of the head."""
        rows = self.query_one(Rows)
        self.query_one(".list-status", Static).update(f"{rows.count} found" if self.wanted else self.status())

    def status(self) -> str:
        """What the head says while nothing is searched."""
        return ""

    @on(OptionList.OptionHighlighted)
    def turn(self, event: OptionList.OptionHighlighted) -> None:
        """Tell about the row under the cursor."""
        event.stop()
        self._show_detail()

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        """Enter, or a click."""
        event.stop()
        if event.option_id:
            self.open(event.option_id)

    def action_back(self) -> None:
        """Take the search away; without one, leave."""
        if self.wanted:
            self.query_one(Rows).focus()
            self.query("#list-search").remove()
            self.search_for("")
        else:
            self.action_leave()

    def action_leave(self) -> None:
        """Back to the screen below."""
        self.app.pop_screen()

    async def action_search(self) -> None:
        """Open the line to search in."""
        from dlexam.ui.tui.home.search import Search

        if not self.query(Search):
            await self.mount(Search(self.wanted), before=self.query_one(".list-desk"))
        self.set_focus(self.query_one(Search))  # at once: the next keys may be there already

    def search_for(self, words: str) -> None:
        """Show only what holds these words."""
        self.wanted = words.strip()
        self.draw()

    def _show_detail(self) -> None:
        row = self.query_one(Rows).at
        self.query_one(".list-note", Static).update(safe(row.note) if row else "")
        shown = self.detail(row) if row and self.has_class("-wide") else ""
        self.query_one("#list-detail", Static).update(shown)
        self.query_one(".list-side", VerticalScroll).scroll_home(animate=False)

    def on_resize(self) -> None:
        """A screen that has become wide tells more."""
        self.call_after_refresh(self._show_detail)

    def _tell_troubles(self, troubles: Iterable[DlexamError]) -> None:
        lines = [
            f"!\u00a0{safe_line(one.message)}{f' ({safe_line(one.hint)})' if one.hint else ''}" for one in troubles
        ]
        more = [f"!\u00a0{len(lines) - 2} more like these."] if len(lines) > 3 else []
        place = self.query_one(".list-trouble", Static)
        place.update("\n".join([*lines[: 2 if more else 3], *more]))
        place.display = bool(lines)
