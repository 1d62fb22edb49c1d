"""A finished sitting, question by question: the list beside the page, or before it where the terminal is narrow.

The key is shut while an exam asks for it: nothing is shown then, and what was on the screen is taken away.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static

from dlexam.errors import DlexamError
from dlexam.ui.render.compared import headline
from dlexam.ui.render.safe import safe_line
from dlexam.ui.tui.review.marking import MarkingLine
from dlexam.ui.tui.review.questions import LEGEND, Only, QuestionList, chosen, summed
from dlexam.ui.tui.review.reading import Reading, page_of_row, refuse, review_of
from dlexam.ui.tui.review.sheet import Sheet

if TYPE_CHECKING:
    from dlexam.exam.results import Row
    from dlexam.ui.tui.app import Examiner

_LOOK = 5.0  # seconds between looks whether an exam has begun elsewhere
_NONE: dict[Only, str] = {"lost": "No points were lost.", "provisional": "No marks are provisional."}


class ReviewScreen(Screen[None]):
    """`alone`: the program was started for this review, and ends with it; else the screen below comes back."""

    app: Examiner
    CSS_PATH = "review.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n,ctrl+n,right", "step(1)", "Next", key_display="n b", tooltip="The next question"),
        Binding("b,ctrl+p,left", "step(-1)", "Before", tooltip="The question before", show=False),
        Binding("w", "only('lost')", "Lost", tooltip="Only questions in which points were lost, or all"),
        Binding("p", "only('provisional')", "Provisional", tooltip="Only provisional marks, or all"),
        Binding("c", "confirm", "Confirm", tooltip="Agree with the provisional marks of this question"),
        Binding("o", "override", "Set", tooltip="Set the points of this question by hand"),
        Binding("d", "diff", "Diff", tooltip="Code: your source and the reference, or what differs"),
        Binding("e", "write", "Write", tooltip="Write the whole review as an HTML page", show=False),
        Binding("tab", "turn", "Turn", tooltip="From the list to the page, and back", priority=True, show=False),
        Binding("escape", "back", "Back", tooltip="From the page to the list; from there, leave", show=False),
        Binding("q,ctrl+q", "leave", "Leave"),
    ]

    def __init__(self, session: str, alone: bool = False) -> None:
        super().__init__()
        self.session, self.alone = session, alone
        self.reading: Reading | None = None
        self._only: Only = ""
        self._at = 1
        self._shown: tuple[Reading, int] | None = None
        self._turning = asyncio.Lock()

    def compose(self) -> ComposeResult:
        """Title, list, page."""
        yield Static("", id="result-title", markup=False)
        yield MarkingLine()
        with Horizontal(id="review"):
            with Vertical(id="review-list"):
                yield Static("Reading …", id="review-sum", markup=False)
                yield QuestionList()
                yield Static(LEGEND, id="review-legend", markup=False)
            yield Sheet()
        yield Footer(compact=True)

    def on_mount(self) -> None:
        """Paint first, then read; and look now and then whether the key has been shut."""
        self.query_one(QuestionList).focus()
        self.call_after_refresh(self._open)
        self.set_interval(_LOOK, self._look)

    @property
    def row(self) -> Row | None:
        """The question that the cursor is on."""
        return self.reading.outcome.rows[self._at - 1] if self.reading else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Before anything is read, and while the key is shut, there is only the way out."""
        if action in ("step", "only", "confirm", "override", "diff", "write") and self.reading is None:
            return None
        if action == "diff" and self.row is not None and self.row.item.kind != "code":
            return False
        return super().check_action(action, parameters)

    @on(MarkingLine.Over)
    async def marked(self, message: MarkingLine.Over) -> None:
        """What wasn't marked is marked now, as far as that goes."""
        if message.fault is not None:
            raise message.fault
        for line in message.told:
            self.app.notify(line, severity="warning", markup=False)
        await self._reread()

    @on(OptionList.OptionHighlighted)
    def follow(self, event: OptionList.OptionHighlighted) -> None:
        """The page shows what the cursor is on."""
        self._at = int(event.option_id or self._at)
        self._show()

    @on(OptionList.OptionSelected)
    def read(self) -> None:
        """Go to the page."""
        self._turn_to_page(True)

    def action_step(self, by: int) -> None:
        """To the next question of the list, or the one before."""
        if not self.query_one(QuestionList).step(by):
            self.app.notify("That was the last question." if by > 0 else "This is the first question.", timeout=2)

    def action_only(self, only: Only) -> None:
        """Show some of the questions, or all again."""
        self._only = "" if self._only == only else only
        self._fill()

    def action_turn(self) -> None:
        """From the list to the page, or back."""
        self._turn_to_page(not self.has_class("-reading"))

    def action_back(self) -> None:
        """From the page to the list; from the list, leave."""
        if self.has_class("-reading") and self.reading is not None:
            self._turn_to_page(False)
        else:
            self.action_leave()

    def action_diff(self) -> None:
        """Sources or difference."""
        if not self.query_one(Sheet).toggle_diff():
            self.app.notify("There are no two sources to compare.", timeout=3)

    @work(group="settle")
    async def action_confirm(self) -> None:
        """Agree with the marks."""
        from dlexam.ui.tui.review.settling import confirmed

        if self.row is not None and await confirmed(self, self.row):
            await self._reread()

    @work(group="settle")
    async def action_override(self) -> None:
        """Set the points."""
        from dlexam.ui.tui.review.settling import overridden

        if self.row is not None and await overridden(self, self.row):
            await self._reread()

    @work(group="settle")
    async def action_write(self) -> None:
        """The review as a page."""
        from dlexam.ui.tui.review.settling import written

        await written(self)

    @work
    async def action_leave(self) -> None:
        """Stop marking, and go."""
        line = self.query_one(MarkingLine)
        line.stop()
        await asyncio.to_thread(line.wait)
        if self.alone:
            self.app.exit(None)
        else:
            self.app.pop_screen()

    @work(exclusive=True, group="read")
    async def _open(self) -> None:
        await self._reread()
        if self.reading is not None and self.reading.outcome.unmarked:
            self.query_one(MarkingLine).begin(self.app.context, self.session)

    async def _reread(self) -> None:
        try:
            self.reading = await asyncio.to_thread(review_of, self.app.context, self.session)
        except DlexamError as error:
            await self._shut(error)
            return
        self._fill()
        self.refresh_bindings()

    @work(group="look")
    async def _look(self) -> None:
        if self.reading is None:
            return
        try:
            await asyncio.to_thread(refuse, self.app.context, self.session)
        except DlexamError as error:
            await self._shut(error)

    def _fill(self) -> None:
        """Bring title and list up to date, and with them the page."""
        assert self.reading is not None
        outcome = self.reading.outcome
        rows = chosen(outcome, self._only)
        if not rows:
            self.app.notify(_NONE[self._only], timeout=3)
            self._only, rows = "", outcome.rows
        self.query_one("#result-title", Static).update(f"{safe_line(outcome.title)}   {headline(outcome)}")
        self.query_one("#review-sum", Static).update(summed(outcome, rows, self._only))
        self._at = self.query_one(QuestionList).fill(rows, self._at)
        self._show()

    @work(group="page")
    async def _show(self) -> None:
        """The page of the cursor's question, unless it is there already. Not cut short: half a page is none."""
        async with self._turning:
            reading, number = self.reading, self._at
            if reading is None or self._shown == (reading, number):
                return
            try:
                shown = await asyncio.to_thread(page_of_row, self.app.context, self.session, reading, number)
            except DlexamError as error:
                await self._shut(error)
                return
            if self.reading is reading:
                await self.query_one(Sheet).show(shown)
                self._shown = (reading, number)
                self.refresh_bindings()

    async def _shut(self, error: DlexamError) -> None:
        """Take away what was shown, and say why."""
        self.reading = self._shown = None
        self.query_one(QuestionList).clear_options()
        self.query_one("#review-sum", Static).update("")
        await self.query_one(Sheet).say("\n\n".join(filter(None, (error.message, error.hint))))
        self._turn_to_page(True)
        self.refresh_bindings()

    def _turn_to_page(self, page: bool) -> None:
        self.set_class(page, "-reading")
        self.query_one(Sheet if page else QuestionList).focus()
