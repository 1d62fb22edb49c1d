"""A screen on which answers are entered: each goes to the keeper at once, and what the keeper says appears."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.screen import Screen

from dlexam.bank.paper import Item
from dlexam.errors import DlexamError
from dlexam.exam.state import Jotting
from dlexam.ui.tui.exam import words
from dlexam.ui.tui.exam.answers.pane import AnswerPane
from dlexam.ui.tui.exam.keeping import Keeper
from dlexam.ui.tui.exam.page import QuestionPage
from dlexam.ui.tui.exam.question_map import QuestionMap, Standing
from dlexam.ui.tui.exam.status import StatusLine
from dlexam.ui.tui.in_order import caught_up

if TYPE_CHECKING:
    from dlexam.exam.sitting import Sitting
    from dlexam.ui.tui.app import Examiner


class Entering(Screen[None]):
    """Holds the sitting, its keeper, and the number of the question on the page."""

    app: Examiner

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting
        self.keeper = Keeper(sitting, self.hear)
        self.at = sitting.state.at
        self._told_trouble = ""

    @property
    def item(self) -> Item:
        """The question on the screen."""
        return self.sitting.paper.item(self.at)

    @property
    def page(self) -> QuestionPage:
        """Where it stands."""
        return self.query_one(QuestionPage)

    @property
    def answered(self) -> frozenset[int]:
        """The questions that have an answer, saved or not, or code that was handed in."""
        numbers = {item.number for item in self.sitting.paper.items if self.keeper.answer(item.number).strip()}
        return frozenset(numbers | set(self.sitting.state.submissions))

    @property
    def standing(self) -> Standing:
        """What the map shows."""
        return Standing(self.answered, self.sitting.state.flags, self.at)

    def jotting(self, number: int) -> Jotting:
        """The learner's note on a question, and the choices struck out there."""
        return self.sitting.state.jottings.get(number, Jotting())

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
        self.keeper.do(lambda: self.sitting.jot(number, self.jotting(number).note, struck))

    async def settle(self) -> None:
        """Typing at this question is over: its draft becomes the answer."""
        await self.catch_up()
        self.keeper.settle(self.at)

    async def catch_up(self) -> None:
        """Have all keys taken in that were typed so far: such as ^N overtake those that an editor has yet to see."""
        for pane in self.query(AnswerPane):
            focused = self.focused
            if focused is not None and pane in focused.ancestors:
                await caught_up(focused)
            if pane.current().rstrip() != self.keeper.answer(pane.item.number).rstrip():
                self._keep(pane, draft=True)

    def hear(self) -> None:
        """Something has changed, in any thread."""
        if self.is_running:
            self.app.call_later(self._heard)

    def heard(self) -> None:
        """Bring all that is shown up to date with the sitting."""
        self.query_one(QuestionMap).show(self.standing)
        self.query_one(StatusLine).show_saved(self.keeper.saved, self.keeper.trouble is not None)
        self.page.head(words.heading(self.sitting, self.at))
        for pane in self.query(AnswerPane):
            pane.heard()
        self._tell_trouble()

    def _heard(self) -> None:
        if self.is_mounted and self.is_attached:
            self.heard()

    def _keep(self, pane: AnswerPane, draft: bool) -> None:
        text = pane.current()
        if text != self.keeper.answer(pane.item.number):
            self.keeper.put(pane.item.number, text, draft)

    def _tell_trouble(self) -> None:
        trouble = self.keeper.trouble
        if trouble is not None and str(trouble) != self._told_trouble:
            self.app.tell(DlexamError(trouble.message, "your text is kept here, and saving it is tried again"))
        self._told_trouble = str(trouble) if trouble else ""
