"""An answer of one line: a number with its unit, a word. What can't be read is said while it is typed."""

from __future__ import annotations

import asyncio

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Static

from dlexam.bank.paper import Item, NumberKey
from dlexam.ui.render.safe import safe_line
from dlexam.ui.tui.exam.answers.pane import AnswerPane, Remark
from dlexam.ui.tui.in_order import OrderedInput

LONGEST = 1000  # characters of such a line


class LinePane(AnswerPane):
    """A numeric or a short question. Its line is in sight however long the question is."""

    @property
    def rows(self) -> int:
        """The line with its frame and the remark, or on a small terminal the bare line and the remark."""
        return 2 if self.is_small else 6

    def compose(self) -> ComposeResult:
        """The line with its unit, and below it what is wrong with it."""
        numeric = self.item.kind == "numeric"
        unit = self.item.key.unit if isinstance(self.item.key, NumberKey) else None
        with Horizontal(classes="line"):
            hint = "0.25, 1/4, 25% and 1.5e3 are all understood" if numeric else "a word or a line"
            yield OrderedInput(safe_line(self.answer), placeholder=hint, max_length=LONGEST, select_on_focus=False)
            if unit:
                yield Static(safe_line(unit), classes="unit", markup=False)
        yield Remark()

    def on_mount(self) -> None:
        """Say at once what is wrong with an answer from before."""
        self._remark(self.answer)

    @on(Input.Changed)
    def take(self, event: Input.Changed) -> None:
        """Every key is an answer."""
        event.stop()
        self.say(safe_line(event.value), draft=True)
        self._remark(event.value)

    def current(self) -> str:
        """What is on the line."""
        return safe_line(self.query_one(Input).value)

    @on(Input.Submitted)
    def done(self, event: Input.Submitted) -> None:
        """Enter goes on."""
        event.stop()
        self.post_message(self.Done())

    @work(exclusive=True)
    async def _remark(self, text: str) -> None:
        """Marking takes a while to import: typing goes on meanwhile."""
        trouble = await asyncio.to_thread(_problem, self.item, text) if text.strip() else None
        told = f"Not readable yet: {trouble}" if trouble else ""
        self.query_one(Remark).tell(told, missing=bool(trouble))


def _problem(item: Item, text: str) -> str | None:
    from dlexam.marking import closed

    return closed.problem(item, text)
