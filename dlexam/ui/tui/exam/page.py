"""The page of one question: heading and prompt above, the answer below. It gives each of them its rows."""

from __future__ import annotations

from typing import ClassVar

from rich.console import RenderableType
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from dlexam.ui.tui.exam.answers.pane import AnswerPane

FEWEST = 4  # rows of the question above an answer that wants much room


class Asked(VerticalScroll, can_focus=False):
    """Heading and prompt. Where the answer keeps its place below them, they scroll by themselves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,escape", "answer", "To the answer", tooltip="Back to the answer"),
    ]

    def action_answer(self) -> None:
        """Back to where the answer is written."""
        self.screen.query_one(AnswerPane).begin()


class QuestionPage(VerticalScroll, can_focus=False):
    """It scrolls as a whole, but for an answer with `rows`: that one keeps its place, and the question scrolls."""

    def __init__(self) -> None:
        super().__init__(id="page")

    def compose(self) -> ComposeResult:
        """The question, and a place for its answer."""
        with Asked(id="asked"):
            yield Static("", id="heading", markup=False)
            yield Static("", id="prompt")
        yield Vertical(id="answer")

    def on_mount(self) -> None:
        """Fit anew whenever the question's length is another: that is known once it is laid out."""
        self.watch(self.query_one(Asked), "virtual_size", self.on_resize, init=False)

    def on_resize(self) -> None:
        """There may be more room, or less."""
        self.call_after_refresh(self.fit)

    async def turn(self, prompt: RenderableType, pane: AnswerPane) -> None:
        """Show another question, with the focus on its answer."""
        self.ask(prompt)
        place = self.query_one("#answer", Vertical)
        await place.remove_children()
        await place.mount(pane)
        self.fit()
        self._scrolling.scroll_home(animate=False)
        pane.begin()

    def ask(self, prompt: RenderableType) -> None:
        """What is asked: the prompt, or more of it."""
        self.query_one("#prompt", Static).update(prompt)

    def head(self, text: str) -> None:
        """The line above the prompt."""
        self.query_one("#heading", Static).update(text)

    @on(AnswerPane.Grown)
    def fit(self) -> None:
        """Give the answer the rows that it wants, and the question the rest."""
        asked, panes = self.query_one(Asked), self.query(AnswerPane)
        pane = panes.first() if panes else None
        keeps = pane is not None and pane.rows is not None
        self.set_class(keeps, "-split")
        asked.can_focus = keeps
        asked.styles.max_height = self._share(pane) if pane and self.size.height else None
        self.call_after_refresh(self.screen.refresh_bindings)

    def _share(self, pane: AnswerPane) -> int | None:
        """The most rows for the question: all that it needs, if the answer gets by on the rest."""
        if pane.rows is None:
            return None
        height, needed = self.size.height, self.query_one(Asked).virtual_size.height
        return max(FEWEST, height - (pane.fewest if needed <= height - pane.fewest else pane.rows))

    @property
    def can_be_scrolled(self) -> bool:
        """Whether a part of the question is out of sight."""
        return bool(self.query(Asked)) and self._scrolling.max_scroll_y > 0

    def scroll_lines(self, lines: int) -> None:
        """Scroll the question by lines."""
        self._scrolling.scroll_relative(y=lines, animate=False)

    def scroll_pages(self, pages: int) -> None:
        """Scroll the question by pages."""
        self.scroll_lines(pages * max(1, self._scrolling.size.height - 2))

    @property
    def _scrolling(self) -> VerticalScroll:
        """What scrolls the question: a part of the page, or all of it."""
        asked = self.query_one(Asked)
        return asked if asked.can_focus else self
