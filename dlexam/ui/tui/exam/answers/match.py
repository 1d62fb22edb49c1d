"""Pairs: the cursor chooses a row, a choice's letter goes to it. What is filled in so far is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from dlexam.bank.paper import Item, Option
from dlexam.exam.state import Jotting
from dlexam.marking import letters
from dlexam.ui.render.prose import Hanging, Prose
from dlexam.ui.render.spans import ranges
from dlexam.ui.tui.exam.answers.pane import AnswerPane, Remark, span
from dlexam.ui.tui.help import Lettered

ABREAST = 48  # columns in which both sides can be read beside each other
_PART = re.compile(r"(\d+)([a-z])")


class Row(Static):
    """A left-hand side with the letter that it was given."""

    def show(self, number: int, text: str, letter: str, at: bool) -> None:
        """Bring it up to date."""
        self.set_class(at, "-at")
        self.set_class(bool(letter), "-ticked")
        self.update(Hanging(f"{'▸' if at else ' '} {number}. [{letter or ' '}]", Prose(text), style="bold"))


class Side(Static):
    """A right-hand side with the rows that it was given to."""

    def show(self, option: Option, rows: list[int]) -> None:
        """Bring it up to date."""
        used = f"✓{','.join(map(str, rows))}" if rows else ""
        self.update(Hanging(f"{option.label}) {used:<2}", Prose(option.text), style="bold"))


class Rows(Lettered):
    """The left-hand sides under one cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", "Up", show=False),
        Binding("down,enter", "step(1)", "Down", show=False),
        Binding("backspace,delete", "clear", "Clear row", key_display="Backspace", tooltip="Take the letter back"),
    ]

    def __init__(self, pane: MatchPane) -> None:
        super().__init__()
        self._pane = pane
        self.at = 0

    def letters(self) -> Iterator[tuple[str, str]]:
        """For the list of keys: the choices' letters, the rows' numbers."""
        yield span([option.label for option in self._pane.item.options]), "Give the row this letter, and go on"
        yield span([str(number) for number in range(1, len(self._pane.item.rows) + 1)]), "To the row of that number"

    def compose(self) -> ComposeResult:
        """A line or more for each row."""
        for _ in self._pane.item.rows:
            yield Row(classes="choice")

    def on_mount(self) -> None:
        """Begin at the first row without a letter."""
        numbers = range(1, len(self._pane.item.rows) + 1)
        self.at = next((number - 1 for number in numbers if number not in self._pane.given), 0)
        self._pane.show()

    def on_key(self, event: events.Key) -> None:
        """A choice's letter goes to the row, and the cursor to the next; a row's number puts it there."""
        pressed = (event.character or "").lower()
        if pressed in [option.label for option in self._pane.item.options]:
            event.stop()
            event.prevent_default()
            self._pane.give(self.at + 1, pressed)
            self.action_step(1)
        elif pressed.isdecimal() and pressed != "0":
            event.stop()
            self._to(int(pressed) - 1)

    def on_click(self, event: events.Click) -> None:
        """A click chooses the row."""
        for place, row in enumerate(self.query(Row)):
            if event.widget is row:
                self._to(place)

    def action_step(self, by: int) -> None:
        """Move the cursor."""
        self._to(self.at + by)

    def action_clear(self) -> None:
        """The row has no letter."""
        self._pane.give(self.at + 1, "")

    def show(self) -> None:
        """Bring every row up to date."""
        for place, (row, text) in enumerate(zip(self.query(Row), self._pane.item.rows, strict=True)):
            row.show(place + 1, text, self._pane.given.get(place + 1, ""), place == self.at)

    def _to(self, place: int) -> None:
        self.at = max(0, min(place, len(self._pane.item.rows) - 1))
        self.show()
        self.query(Row)[self.at].scroll_visible(animate=False)


class MatchPane(AnswerPane):
    """A match question. Its answer is a letter for each row, "1b 2a 3c"; a row without one is left out."""

    def __init__(self, item: Item, answer: str, jotting: Jotting) -> None:
        super().__init__(item, answer, jotting)
        self.given = dict(_read(item, answer))

    def compose(self) -> ComposeResult:
        """Rows to the left, choices to the right, and below them what is missing."""
        with Horizontal(classes="sides"):
            yield Rows(self)
            with Vertical(classes="side"):
                for _ in self.item.options:
                    yield Side(classes="choice")
        yield Remark()

    def on_resize(self) -> None:
        """On a narrow terminal the choices go below the rows."""
        self.set_class(self.size.width < ABREAST, "-stacked")

    def give(self, row: int, letter: str) -> None:
        """A row's letter; empty takes it back."""
        given = self.given | {row: letter}
        self.given = {number: given[number] for number in sorted(given) if given[number]}
        self.say(" ".join(f"{number}{letter}" for number, letter in self.given.items()))
        self.show()

    def show(self) -> None:
        """Bring both sides up to date, and say what is missing."""
        self.query_one(Rows).show()
        for side, option in zip(self.query(Side), self.item.options, strict=True):
            side.show(option, [number for number, letter in self.given.items() if letter == option.label])
        missing = [number for number in range(1, len(self.item.rows) + 1) if number not in self.given]
        told = f"Without a letter: row {ranges(missing)}." if missing else f"Your pairs: {self.answer}"
        if len(missing) == len(self.item.rows):
            told = "No answer yet: a letter goes to the row that ▸ points at."
        self.query_one(Remark).tell(told, missing=bool(missing))


def _read(item: Item, answer: str) -> Iterator[tuple[int, str]]:
    """Rows and letters of an answer that may be partial, or typed in line mode."""
    try:
        yield from enumerate(letters.rows(answer, item.options, len(item.rows)), 1)
    except letters.LettersError:
        labels = {option.label for option in item.options}
        for number, letter in _PART.findall(answer):
            if 1 <= int(number) <= len(item.rows) and letter in labels:
                yield int(number), letter
