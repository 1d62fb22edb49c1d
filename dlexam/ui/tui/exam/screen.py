"""The exam: one question at a time, under a quiet header and a map. Whatever is entered is with the keeper at once.

The screen shows; the sitting decides, and the keeper writes. At the deadline the session ends with what is saved.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.console import Group
from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from dlexam.bank.paper import Item
from dlexam.ui.render.prose import Prose
from dlexam.ui.render.question import prompt_of
from dlexam.ui.tui.exam import words
from dlexam.ui.tui.exam.answers import pane_for
from dlexam.ui.tui.exam.answers.pane import AnswerPane
from dlexam.ui.tui.exam.entering import Entering
from dlexam.ui.tui.exam.grading import CodeDesk
from dlexam.ui.tui.exam.greeting import Greeting
from dlexam.ui.tui.exam.page import QuestionPage
from dlexam.ui.tui.exam.question_map import QuestionMap
from dlexam.ui.tui.exam.status import StatusLine
from dlexam.ui.tui.keyline import KeyLine

if TYPE_CHECKING:
    from dlexam.exam.sitting import Sitting
    from dlexam.ui.tui.exam.answers.code import CodePane
    from dlexam.ui.tui.exam.answers.essay import EssayPane

TICK = 0.25  # seconds
UNDISTURBED = 0.5  # seconds for the screen to paint, before a judge starts


class ExamScreen(Entering):
    """`alone`: the program was started for this exam, and ends with it; else the screen below comes back."""

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
        super().__init__(sitting)
        self.begun, self.alone, self.ending = begun, alone, False
        self.desk = CodeDesk(sitting, self.app.context.folders, self.hear)

    def compose(self) -> ComposeResult:
        """Header, map, question, keys."""
        yield StatusLine(self.sitting.paper.title)
        with Horizontal(id="desk"):
            yield QuestionMap(self.sitting.paper)
            yield QuestionPage()
        yield Greeting(words.greeting(self.sitting, self.begun, len(self.answered)))
        yield KeyLine()

    async def on_mount(self) -> None:
        """Show the question that the learner was at; then begin to save, and to mind the clock."""
        await self._show()
        self.keeper.start()
        self.set_interval(TICK, self._tick)
        self._tick()

    def on_unmount(self) -> None:
        """Save what is left, and let another terminal in."""
        self.keeper.stop()
        self.desk.close()
        self.sitting.close()

    @on(AnswerPane.Done)
    async def go_on(self) -> None:
        """An answer is complete."""
        await self.action_step(1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to scroll where all of the question is seen."""
        if action == "scroll" and self.query(QuestionPage):
            return self.page.can_be_scrolled
        return super().check_action(action, parameters)

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
            outside.show(self.app, self.sitting, event.file)

    @work
    async def on_code_pane_run(self, event: CodePane.Run) -> None:
        """Hand in a file and run it."""
        with self.app.told():
            await self.desk.hand_in(event.item)

    async def action_step(self, by: int) -> None:
        """To the next question or the one before; after the last comes the summary."""
        number = self.at + by
        if number > len(self.sitting.paper.items):
            self.action_summary()
        elif number >= 1:
            await self.go(number)

    async def go(self, number: int) -> None:
        """Turn to a question."""
        if self.ending or number == self.at:
            return
        await self.settle()
        self.at = number
        self.keeper.do(lambda: self.sitting.move(number))
        await self._show()

    def action_flag(self) -> None:
        """Flag this question, or take the flag off."""
        number = self.at
        self.keeper.do(lambda: self.sitting.flag(number, number not in self.sitting.state.flags))

    @work
    async def action_goto(self) -> None:
        """Ask for a number; nothing entered means the next question without an answer."""
        from dlexam.ui.tui.exam import asking

        number = await asking.number(self)
        if number is not None:
            await self.go(number)

    @work
    async def action_note(self) -> None:
        """A note on this question."""
        from dlexam.ui.tui.exam import asking

        number = self.at
        note = await asking.note(self, number, self.jotting(number))
        if note is not None:
            self.keeper.do(lambda: self.sitting.jot(number, note, self.jotting(number).struck))

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
        from dlexam.ui.tui.exam import asking, ending

        await self.settle()
        await asyncio.to_thread(self.keeper.drain)
        if await asking.may_leave(self, self.keeper.unsaved):
            ending.leave(self, words.farewell(self.sitting, bool(self.keeper.unsaved)))

    def action_page(self, pages: int) -> None:
        """Scroll the question by a page."""
        self.page.scroll_pages(pages)

    def action_scroll(self, lines: int) -> None:
        """Scroll the question by lines."""
        self.page.scroll_lines(lines)

    def heard(self) -> None:
        """The session may have ended elsewhere as well."""
        super().heard()
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

    async def _show(self) -> None:
        item = self.item
        section = next(section for section in self.sitting.paper.sections if item in section.items)
        self.query_one(StatusLine).show_section(section.title)
        pane = pane_for(item, self.keeper.answer(item.number), self.jotting(item.number), self.desk)
        await self.page.turn(prompt_of(item), pane)
        self.heard()
        self._think_of_code()

    def _think_of_code(self) -> None:
        """Show the statement of a code question; have the judge ready for it, or for the next one."""
        if self.item.kind == "code":
            self._show_statement(self.item)
        near = [item for item in self.sitting.paper.items[self.at - 1 : self.at + 1] if item.kind == "code"]
        for item in near[:1]:
            self.set_timer(UNDISTURBED, partial(self._warm, item))

    @work(exclusive=True, group="statement")
    async def _show_statement(self, item: Item) -> None:
        with self.app.told():
            statement = (await self.desk.challenge(item)).text("statement.md")
            if item is self.item:
                self.page.ask(Group(prompt_of(item), Text(), Prose(statement)))

    @work(group="warm")
    async def _warm(self, item: Item) -> None:
        await self.desk.warm(item)
