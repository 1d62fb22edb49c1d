"""The results of a challenge's file: what a watch shows in a terminal, as a pane that scrolls and has the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from dlexam.ui.watch import frame
from dlexam.ui.watch.desk import Desk

if TYPE_CHECKING:
    from textual.events import Click

    from dlexam.ui.asked import Asked
    from dlexam.ui.tui.challenges.page import ChallengeScreen

_CASE = "A failing case by its number"
_TOLD = 8  # lines are enough for most explanations: the cases may have the rest


class Cases(Static):
    """The cases, a line each; the one that is looked at is always in sight."""

    def __init__(self) -> None:
        super().__init__("", id="bench-cases")
        self.desk = Desk()

    def render(self) -> Text:
        """As many as there is room for."""
        size = self.size
        return Text("\n").join(frame.cases(self.desk, max(1, size.width), max(1, size.height)))

    def on_click(self, event: Click) -> None:
        """A click looks at a case."""
        room = max(1, self.size.height)
        first = max(0, min(self.desk.at - room // 2, len(self.desk.rows) - room))
        step = first + event.y - self.desk.at
        pane = self.query_ancestor(ResultsPane)
        for _ in range(abs(step)):
            pane.send("down" if step > 0 else "up")


class ResultsPane(Vertical, can_focus=True):
    """Shows pictures of a desk; its keys go to the bench."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move('up')", "Up", tooltip="The case above, or scroll", show=False),
        Binding("down,j", "move('down')", "Down", tooltip="The case below, or scroll", show=False),
        Binding("pageup", "move('page up')", "Page up", show=False),
        Binding("pagedown,space", "move('page down')", "Page down", show=False),
        Binding("enter", "send('enter')", "All", tooltip="The explanation on the whole pane, or beside the cases"),
        Binding("h", "send('h')", "Hint", tooltip="The next hint"),
        Binding("r", "send('r')", "New seed", tooltip="Grade again, on other numbers"),
        Binding("s", "send('s')", "Keep seed", tooltip="Keep these numbers for the next gradings, or not"),
        Binding("t", "screen.turn", "Text", tooltip="To the statement, or to the results"),
        *(Binding(number, f"send('{number}')", "Case", tooltip=_CASE, show=False) for number in "123456789"),
    ]

    def __init__(self) -> None:
        super().__init__(id="bench")
        self.desk = Desk()
        self.asked: Asked | None = None

    def compose(self) -> ComposeResult:
        """Three lines of head, the cases, the explanation of one."""
        yield Static("", id="bench-head")
        yield Cases()
        with VerticalScroll(id="bench-told", can_focus=False):
            yield Static("", id="bench-text")

    def show(self, desk: Desk, asked: Asked) -> None:
        """Draw a new picture."""
        turned = (desk.at, desk.runs, desk.hinting, desk.hint, desk.page) != self._place
        self.desk, self.asked = desk, asked
        self.set_class(desk.page, "-whole")
        self.query_one("#bench-head", Static).update(Text("\n").join(frame.head(desk, asked)))
        cases = self.query_one(Cases)
        cases.desk = desk
        room = self.size.height - 3
        cases.styles.height = max(1, min(len(desk.rows), max(room // 2, room - _TOLD)))
        cases.display = bool(desk.rows) and not desk.page
        cases.refresh()
        self.query_one("#bench-text", Static).update(frame.explanation(desk, asked))
        if turned:
            self._told.scroll_home(animate=False)

    def action_send(self, key: str) -> None:
        """A key of the watch."""
        self.send(key)

    def action_move(self, key: str) -> None:
        """Up and down go from case to case, or through the explanation where that has the whole pane."""
        if not self.desk.page and "page" not in key:
            self.send(key)
            return
        lines = max(1, self._told.size.height - 2) if "page" in key else 1
        self._told.scroll_relative(y=lines if "down" in key else -lines, animate=False)

    def send(self, key: str) -> None:
        """Hand a key to the bench."""
        page: ChallengeScreen = self.screen  # type: ignore[assignment]
        page.press(key)

    def on_resize(self) -> None:
        """The cases get their share of the new height."""
        if self.asked is not None:
            self.show(self.desk, self.asked)

    @property
    def _place(self) -> tuple[int, int, bool, int, bool]:
        desk = self.desk
        return desk.at, desk.runs, desk.hinting, desk.hint, desk.page

    @property
    def _told(self) -> VerticalScroll:
        return self.query_one("#bench-told", VerticalScroll)
