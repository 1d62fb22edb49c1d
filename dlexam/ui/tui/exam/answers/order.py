"""Items to be brought into order: the cursor chooses one, other keys move it. Nothing counts until one has moved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from dlexam.bank.paper import Item, Option
from dlexam.exam.state import Jotting
from dlexam.marking import letters
from dlexam.ui.render.prose import Hanging, Prose
from dlexam.ui.tui.exam.answers.pane import AnswerPane, Remark, span
from dlexam.ui.tui.help import Lettered

_UP = "K,left_square_bracket,shift+up,ctrl+up,alt+up"
_DOWN = "J,right_square_bracket,shift+down,ctrl+down,alt+down"


class Entry(Static):
    """One place in the order, and what stands there."""

    def show(self, place: int, option: Option, at: bool) -> None:
        """Bring it up to date."""
        self.set_class(at, "-at")
        self.update(Hanging(f"{'▸' if at else ' '} {place}. {option.label})", Prose(option.text), style="bold"))


class Order(Lettered):
    """The items in their present order under one cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", "Up", show=False),
        Binding("down", "step(1)", "Down", show=False),
        Binding(_UP, "carry(-1)", "Move up", key_display="["),
        Binding(_DOWN, "carry(1)", "Move down", key_display="]"),
        Binding(
            "enter,space", "take", "Take it so", key_display="Enter", tooltip="The order as it stands is my answer"
        ),
        Binding("backspace", "clear", "Clear", tooltip="Take the answer back", show=False),
    ]

    def __init__(self, pane: OrderPane) -> None:
        super().__init__()
        self._pane = pane
        self.at = 0

    def letters(self) -> Iterator[tuple[str, str]]:
        """For the list of keys: the items' own."""
        yield span(sorted(option.label for option in self._pane.order)), "To the item of that letter"

    def compose(self) -> ComposeResult:
        """A line or more for each item."""
        for _ in self._pane.order:
            yield Entry(classes="choice")

    def on_mount(self) -> None:
        """Show the order as it was left."""
        self.show()

    def on_key(self, event: events.Key) -> None:
        """An item's own letter puts the cursor on it."""
        labels = [option.label for option in self._pane.order]
        if event.character in labels:
            event.stop()
            event.prevent_default()
            self._to(labels.index(event.character))

    def on_click(self, event: events.Click) -> None:
        """So does a click."""
        for place, entry in enumerate(self.query(Entry)):
            if event.widget is entry:
                self._to(place)

    def action_step(self, by: int) -> None:
        """Move the cursor."""
        self._to(self.at + by)

    def action_carry(self, by: int) -> None:
        """Move the item under the cursor, and the cursor with it."""
        there = self.at + by
        if 0 <= there < len(self._pane.order):
            self._pane.swap(self.at, there)
            self._to(there)

    def action_take(self) -> None:
        """The order as it stands is the answer."""
        self._pane.take()

    def action_clear(self) -> None:
        """There is no answer."""
        self._pane.clear()

    def show(self) -> None:
        """Bring every place up to date."""
        for place, (entry, option) in enumerate(zip(self.query(Entry), self._pane.order, strict=True)):
            entry.show(place + 1, option, place == self.at)

    def _to(self, place: int) -> None:
        self.at = max(0, min(place, len(self._pane.order) - 1))
        self.show()
        self.query(Entry)[self.at].scroll_visible(animate=False)


class OrderPane(AnswerPane):
    """An order question. Its answer is the letters in their order, "c a b"."""

    def __init__(self, item: Item, answer: str, jotting: Jotting) -> None:
        super().__init__(item, answer, jotting)
        self.order = _read(item, answer)

    def compose(self) -> ComposeResult:
        """The items, and below them whether that is the answer."""
        yield Order(self)
        yield Remark()

    def on_mount(self) -> None:
        """Say whether there is an answer."""
        self._remark()

    def swap(self, one: int, other: int) -> None:
        """Two items change places."""
        self.order[one], self.order[other] = self.order[other], self.order[one]
        self.take()

    def take(self) -> None:
        """The order as it stands is the answer."""
        self.say(" ".join(option.label for option in self.order))
        self._remark()

    def clear(self) -> None:
        """There is no answer."""
        self.say("")
        self._remark()

    def _remark(self) -> None:
        told = f"Your order: {self.answer}" if self.answer else "No answer yet: move an item, or Enter takes it so."
        self.query_one(Remark).tell(told, missing=not self.answer)
        self.query_one(Order).show()


def _read(item: Item, answer: str) -> list[Option]:
    """The options in the order of an answer that may have been typed in line mode; as asked where there is none."""
    try:
        order = letters.sequence(answer, item.options)
    except letters.LettersError:
        return list(item.options)
    return sorted(item.options, key=lambda option: order.index(option.label))
