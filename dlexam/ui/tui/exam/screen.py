"""The exam: one question at a time, under a quiet header and a map. Whatever is entered is with the keeper at once.

The screen shows; the sitting decides, and the keeper writes. At the deadline the session ends with what is saved.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.console import Group
from rich.text import Text
from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from dlexam.bank.paper import Item
from dlexam.errors import DlexamError
from dlexam.exam.state import Jotting
from dlexam.marking.marks import LONGEST_ANSWER
from dlexam.ui.render.prose import Prose
from dlexam.ui.render.question import prompt_of
from dlexam.ui.render.spans import ranges
from dlexam.ui.tui.exam import words
from dlexam.ui.tui.exam.answers import pane_for
from dlexam.ui.tui.exam.answers.pane import AnswerPane
from dlexam.ui.tui.exam.grading import CodeDesk
from dlexam.ui.tui.exam.keeping import Keeper
from dlexam.ui.tui.exam.question_map import QuestionMap, Standing
from dlexam.ui.tui.exam.status import StatusLine
from dlexam.ui.tui.in_order import caught_up
from dlexam.ui.tui.keyline import KeyLine

if TYPE_CHECKING:
    from dlexam.exam.sitting import Sitting
    from dlexam.ui.tui.app import Examiner
    from dlexam.ui.tui.exam.answers.code import CodePane
    from dlexam.ui.tui.exam.answers.essay import EssayPane

TICK = 0.25  # seconds
UNDISTURBED = 0.5  # seconds for the screen to paint, before a judge starts
FEWEST = 4  # rows of the question above an answer that wants much room


class Asked(VerticalScroll, can_focus=False):
    """Heading and prompt. Where the answer keeps its place below them, they scroll by themselves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,escape", "answer", "To the answer", tooltip="Back to the answer"),
    ]

    def action_answer(self) -> None:
        """Back to where the answer is written."""
        self.screen.query_one(AnswerPane).begin()


class ExamScreen(Screen[None]):
    """`alone`: the program was started for this exam, and ends with it; else the screen below comes back."""

    app: Examiner
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "step(1)", "Next", priority=True),
        Binding("ctrl+p", "step(-1)", "Previous", priority=True),
        Binding("ctrl+g", "goto", "Go to", tooltip="Go to a question by its number", priority=True),
        Binding("ctrl+f", "flag", "Flag", tooltip="Flag this question to come back to, or not", priority=True),
        Binding("ctrl+o", "note", "Note", tooltip="A note of your own on this question", priority=True),
        Binding("ctrl+s", "summary", "Finish", tooltip="What is answered and what is not; hand in", priority=True),
        Binding("ctrl+q", "leave", "Leave", tooltip="Leave for now; the clock goes on", priority=True),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("alt+up", "scroll(-1)", "Scroll", key_display="Alt ↑↓", tooltip="Scroll the question up"),
        Binding("alt+down", "scroll(1)", "Scroll down", tooltip="Scroll the question down", show=False),
    ]

    def __init__(self, sitting: Sitting, begun: bool, alone: bool = True) -> None:
        super().__init__()
        self.sitting, self.begun, self.alone = sitting, begun, alone
        self.keeper = Keeper(sitting, self._hear)
        self.desk = CodeDesk(sitting, self.app.context.folders, self._hear)
        self.ending = False
        self._at = sitting.state.at
        self._told_trouble = ""

    def compose(self) -> ComposeResult:
        """Header, map, question, keys."""
        yield StatusLine(self.sitting.paper.title)
        with Horizontal(id="desk"):
            yield QuestionMap(self.sitting.paper)
            with VerticalScroll(id="page", can_focus=False):
                with Asked(id="asked"):
                    yield Static("", id="heading", markup=False)
                    yield Static("", id="prompt")
                yield Vertical(id="answer")
        yield KeyLine()

    async def on_mount(self) -> None:
        """Show the question that the learner was at; then begin to save, and to mind the clock."""
        await self._show()
        self.keeper.start()
        self.set_interval(TICK, self._tick)
        self._tick()
        self._greet()

    def on_unmount(self) -> None:
        """Save what is left, and let another terminal in."""
        self.keeper.stop()
        self.desk.close()
        self.sitting.close()

    @property
    def item(self) -> Item:
        """The question on the screen."""
        return self.sitting.paper.item(self._at)

    @property
    def answered(self) -> frozenset[int]:
        """The questions that have an answer, saved or not, or code that was handed in."""
        numbers = {item.number for item in self.sitting.paper.items if self.keeper.answer(item.number).strip()}
        return frozenset(numbers | set(self.sitting.state.submissions))

    @on(AnswerPane.Changed)
    def keep(self, event: AnswerPane.Changed) -> None:
        """An answer changed. What counts is what stands there now: the message may be older than what is kept."""
        for pane in self.query(AnswerPane):
            if pane.item.number == event.number:
                self._keep(pane, event.draft)

    @on(AnswerPane.Struck)
    def keep_struck(self, event: AnswerPane.Struck) -> None:
        """Choices were struck out."""
        number, struck = event.number, event.letters
        self.keeper.do(lambda: self.sitting.jot(number, self._jotting(number).note, struck))

    @on(AnswerPane.Done)
    async def go_on(self) -> None:
        """An answer is complete."""
        await self.action_step(1)

    @on(AnswerPane.Grown)
    def fit(self) -> None:
        """Give the answer the rows that it wants, and the question the rest."""
        page, asked = self.query_one("#page"), self.query_one(Asked)
        panes = self.query(AnswerPane)
        wanted = panes.first().rows if panes else None
        page.set_class(wanted is not None, "-split")
        asked.can_focus = wanted is not None
        if wanted is not None and page.size.height:
            asked.styles.max_height = max(FEWEST, page.size.height - wanted)
        else:
            asked.styles.max_height = None
        self.call_after_refresh(self.refresh_bindings)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to scroll where all of the question is seen."""
        if action == "scroll" and self.query(Asked):
            return self._scrolling.max_scroll_y > 0
        return super().check_action(action, parameters)

    def on_resize(self, event: events.Resize) -> None:
        """There may be more room, or less."""
        self.call_after_refresh(self.fit)

    async def on_essay_pane_to_editor(self, event: EssayPane.ToEditor) -> None:
        """Write this answer elsewhere."""
        from dlexam.ui.tui.exam import outside

        await self.catch_up()
        with self.app.told():
            event.pane.show_text(outside.write(self.app, self.keeper, event.pane.item.number))

    def on_code_pane_to_editor(self, event: CodePane.ToEditor) -> None:
        """Open this file elsewhere."""
        from dlexam.ui.tui.exam import outside

        with self.app.told():
            outside.show(self.app, event.file)

    @work
    async def on_code_pane_run(self, event: CodePane.Run) -> None:
        """Hand in a file and run it."""
        with self.app.told():
            await self.desk.hand_in(event.item)

    async def action_step(self, by: int) -> None:
        """To the next question or the one before; after the last comes the summary."""
        number = self._at + by
        if number > len(self.sitting.paper.items):
            self.action_summary()
        elif number >= 1:
            await self.go(number)

    async def go(self, number: int) -> None:
        """Turn to a question."""
        if self.ending or number == self._at:
            return
        await self.settle()
        self._at = number
        self.keeper.do(lambda: self.sitting.move(number))
        await self._show()

    async def settle(self) -> None:
        """Typing at this question is over: its draft becomes the answer."""
        await self.catch_up()
        self.keeper.settle(self._at)

    async def catch_up(self) -> None:
        """Have all keys taken in that were typed so far: such as ^N overtake those that an editor has yet to see."""
        for pane in self.query(AnswerPane):
            focused = self.focused
            if focused is not None and pane in focused.ancestors:
                await caught_up(focused)
            if pane.current().rstrip() != self.keeper.answer(pane.item.number).rstrip():
                self._keep(pane, draft=True)

    def _keep(self, pane: AnswerPane, draft: bool) -> None:
        text = pane.current()
        if text != self.keeper.answer(pane.item.number):
            self.keeper.put(pane.item.number, text, draft)

    def action_flag(self) -> None:
        """Flag this question, or take the flag off."""
        number = self._at
        self.keeper.do(lambda: self.sitting.flag(number, number not in self.sitting.state.flags))

    @work
    async def action_goto(self) -> None:
        """Ask for a number; nothing entered means the next question without an answer."""
        from dlexam.ui.tui.exam.going import asked_number

        number = await asked_number(self)
        if number is not None:
            await self.go(number)

    @work
    async def action_note(self) -> None:
        """A note on this question."""
        from dlexam.ui.tui.ask import Note

        number, known = self._at, self._jotting(self._at)
        note = await self.app.push_screen_wait(Note(f"Your note on question {number}", known.note))
        if note is not None and len(note) > LONGEST_ANSWER:
            self.app.notify(f"A note holds {LONGEST_ANSWER:,} characters at most.", severity="warning")
        elif note is not None and note != known.note:
            self.keeper.do(lambda: self.sitting.jot(number, note, self._jotting(number).struck))

    @work
    async def action_summary(self) -> None:
        """What is answered and what is not; from there a question, or the end."""
        from dlexam.ui.tui.exam.summary import Choice, SummaryScreen

        await self.settle()
        chosen = await self.app.push_screen_wait(SummaryScreen(self))
        if chosen == Choice.FINISH:
            self._end("asked", here=True)
        elif isinstance(chosen, int):
            await self.go(chosen)

    @work
    async def action_leave(self) -> None:
        """Save and leave; where something can't be saved, ask first."""
        from dlexam.ui.tui.ask import Confirm

        await self.settle()
        await asyncio.to_thread(self.keeper.drain)
        if self.keeper.unsaved:
            lost = f"The answer to {ranges(self.keeper.unsaved)} could not be saved. Leave without it?"
            if not await self.app.push_screen_wait(Confirm("Not saved", lost)):
                return
        self._leave()

    def action_page(self, pages: int) -> None:
        """Scroll the question by a page."""
        self.action_scroll(pages * max(1, self._scrolling.size.height - 2))

    def action_scroll(self, lines: int) -> None:
        """Scroll the question by lines."""
        self._scrolling.scroll_relative(y=lines, animate=False)

    @property
    def _scrolling(self) -> VerticalScroll:
        """What scrolls the question: a part of the page, or all of it."""
        asked = self.query_one(Asked)
        return asked if asked.can_focus else self.query_one("#page", VerticalScroll)

    def refresh_standing(self) -> None:
        """Bring header and map up to date with the sitting."""
        state = self.sitting.state
        self.query_one(QuestionMap).show(Standing(self.answered, state.flags, self._at))
        self.query_one(StatusLine).show_saved(self.keeper.saved, self.keeper.trouble is not None)
        self.query_one("#heading", Static).update(words.heading(self.sitting, self._at))
        self._tell_trouble()

    def _hear(self) -> None:
        """Called in the keeper's thread."""
        if self.is_running:
            self.app.call_later(self._heard)

    def _heard(self) -> None:
        if self.is_mounted and self.is_attached:
            self.refresh_standing()
            for pane in self.query(AnswerPane):
                pane.heard()
            self._check_end()

    def _tick(self) -> None:
        self.query_one(StatusLine).show_clock(self.sitting.remaining())
        for seconds in self.sitting.warnings():
            self.app.notify(words.warning(self.sitting.remaining() or seconds), severity="warning", timeout=8)
        self._check_end()

    def _check_end(self) -> None:
        finished = self.sitting.state.finished
        if not self.ending and (self.sitting.overdue or finished is not None):
            self._end(finished.reason if finished else "deadline")

    @work(exclusive=True, group="end")
    async def _end(self, reason: str, here: bool = False) -> None:
        """Finish with what is saved, then the result. Where that can't be saved, the learner stays."""
        from dlexam.ui.tui.exam.ending import ended

        self.ending = True
        self.ending = await ended(self, reason, here)

    def _leave(self) -> None:
        from dlexam.ui.tui.exam.ending import leave

        leave(self, words.farewell(self.sitting, bool(self.keeper.unsaved)))

    def _greet(self) -> None:
        title = self.sitting.paper.title if self.begun else ""
        greeting = words.greeting(self.sitting, self.begun, len(self.answered))
        self.app.notify(greeting, title=title, timeout=6, markup=False)

    async def _show(self) -> None:
        item = self.item
        section = next(section for section in self.sitting.paper.sections if item in section.items)
        self.query_one(StatusLine).show_section(section.title)
        self.query_one("#prompt", Static).update(prompt_of(item))
        place = self.query_one("#answer", Vertical)
        pane = pane_for(item, self.keeper.answer(item.number), self._jotting(item.number), self.desk)
        await place.remove_children()
        await place.mount(pane)
        self.fit()
        self._scrolling.scroll_home(animate=False)
        pane.begin()
        self.refresh_standing()
        self._think_of_code()

    def _think_of_code(self) -> None:
        """Show the statement of a code question; have the judge ready for it, or for the next one."""
        if self.item.kind == "code":
            self._show_statement(self.item)
        near = [item for item in self.sitting.paper.items[self._at - 1 : self._at + 1] if item.kind == "code"]
        for item in near[:1]:
            self.set_timer(UNDISTURBED, partial(self._warm, item))

    @work(exclusive=True, group="statement")
    async def _show_statement(self, item: Item) -> None:
        with self.app.told():
            statement = (await self.desk.challenge(item)).text("statement.md")
            if item is self.item:
                self.query_one("#prompt", Static).update(Group(prompt_of(item), Text(), Prose(statement)))
                self.call_after_refresh(self.fit)

    @work(group="warm")
    async def _warm(self, item: Item) -> None:
        await self.desk.warm(item)

    def _jotting(self, number: int) -> Jotting:
        return self.sitting.state.jottings.get(number, Jotting())

    def _tell_trouble(self) -> None:
        trouble = self.keeper.trouble
        if trouble is not None and str(trouble) != self._told_trouble:
            self.app.tell(DlexamError(trouble.message, "your text is kept here, and saving it is tried again"))
        self._told_trouble = str(trouble) if trouble else ""
