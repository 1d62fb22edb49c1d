"""What every way of answering shares: an answer goes in as text, and comes out as text whenever it changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from dlexam.bank.paper import Item
from dlexam.exam.state import Jotting


def span(labels: Sequence[str]) -> str:
    """The first and the last of these letters or numbers: "a-d"."""
    return f"{labels[0]}-{labels[-1]}" if len(labels) > 1 else "".join(labels)


class Remark(Static):
    """A line below an answer: what it is, or what is missing."""

    def __init__(self) -> None:
        super().__init__("", classes="remark", markup=False)

    def tell(self, text: str, missing: bool = False) -> None:
        """Say this."""
        self.update(text)
        self.set_class(missing, "-missing")


class AnswerPane(Vertical):
    """Below the prompt: where one question is answered. `answer` is the text so far, as line mode takes it.

    Struck choices go in as `jotting`, and come out as `Struck`. A pane with `rows` keeps its place while the prompt
    above it scrolls; any other scrolls with the prompt.
    """

    BINDINGS: ClassVar[list[BindingType]] = []

    @property
    def rows(self) -> int | None:
        """Rows that it would have now."""
        return None

    @property
    def fewest(self) -> int:
        """Rows that it gets by on, so that the whole question is seen."""
        return self.rows or 0

    class Changed(Message):
        """The whole answer as it now stands. `draft`: the learner is typing, so saving can wait a moment."""

        def __init__(self, number: int, text: str, draft: bool = False) -> None:
            super().__init__()
            self.number, self.text, self.draft = number, text, draft

    class Struck(Message):
        """The letters of the choices that are struck out now."""

        def __init__(self, number: int, letters: frozenset[str]) -> None:
            super().__init__()
            self.number, self.letters = number, letters

    class Grown(Message):
        """`rows` has changed."""

    class Done(Message):
        """The learner is done here, and wants to go on."""

    def __init__(self, item: Item, answer: str, jotting: Jotting) -> None:
        super().__init__()
        self.item, self.answer, self.jotting = item, answer, jotting

    @property
    def is_small(self) -> bool:
        """Whether the terminal is: then its rows are not for frames and remarks."""
        return self.screen.has_class("-tiny")

    def say(self, text: str, draft: bool = False) -> None:
        """The answer is now `text`."""
        if text != self.answer:
            self.answer = text
            self.post_message(self.Changed(self.item.number, text, draft))

    def current(self) -> str:
        """The answer as it stands in this moment, though it may not have been said yet."""
        return self.answer

    def heard(self) -> None:
        """The sitting has changed: show what of it belongs here."""

    def begin(self) -> None:
        """Put the focus where the answer begins."""
        for widget in self.query("*"):
            if widget.focusable:  # at once: keys that were typed ahead are to arrive there
                self.screen.set_focus(widget, scroll_visible=False)
                return
