"""One choice, or several: by letter, or by the cursor and space. A choice can be struck out, which nobody marks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.widgets import Static

from dlexam.bank.paper import Item, Option
from dlexam.exam.state import Jotting
from dlexam.marking import letters
from dlexam.ui.render.prose import Hanging, Prose
from dlexam.ui.tui.exam.answers.pane import AnswerPane, span
from dlexam.ui.tui.help import Lettered

_SIGNS = {"single": ("( )", "(●)"), "multi": ("[ ]", "[x]")}


class Choice(Static):
    """One choice: its sign, its letter, its text. The learner's cursor may be on it."""

    ticked: reactive[bool] = reactive(False)
    struck: reactive[bool] = reactive(False)
    at: reactive[bool] = reactive(False)

    def __init__(self, option: Option, signs: tuple[str, str]) -> None:
        super().__init__(classes="choice")
        self.option, self._signs = option, signs

    def render(self) -> Hanging:
        """The cursor's sign, the tick, the letter, and beside them the text."""
        lead = f"{'▸' if self.at else ' '} {self._signs[self.ticked]} {self.option.label})"
        return Hanging(lead, Struck(self.option.text) if self.struck else Prose(self.option.text), style="bold")

    def watch_ticked(self, ticked: bool) -> None:
        """Show it by class as well."""
        self.set_class(ticked, "-ticked")
        self.refresh(layout=True)

    def watch_at(self, at: bool) -> None:
        """Show it by class as well."""
        self.set_class(at, "-at")

    def watch_struck(self, struck: bool) -> None:
        """The text may need another line."""
        self.refresh(layout=True)


class Choices(Lettered):
    """The choices under one cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", "Up", show=False),
        Binding("down", "step(1)", "Down", show=False),
        Binding("space,enter", "tick", "Choose", key_display="Space"),
        Binding("x,delete", "strike", "Strike out", tooltip="Strike this choice out, or not"),
        Binding("backspace", "clear", "Clear", tooltip="Take the answer back", show=False),
    ]

    def __init__(self, pane: ChoicePane) -> None:
        super().__init__()
        self._pane = pane
        self.at = 0

    def letters(self) -> Iterator[tuple[str, str]]:
        """For the list of keys: the choices' own."""
        several = self._pane.item.kind == "multi"
        does = (
            "Tick the choice of that letter, or take the tick back" if several else "Choose by letter, or take it back"
        )
        yield span([option.label for option in self._pane.item.options]), does

    def compose(self) -> ComposeResult:
        """A line or more for each choice."""
        for option in self._pane.item.options:
            yield Choice(option, _SIGNS[self._pane.item.kind])

    def on_mount(self) -> None:
        """Show what is ticked and struck, and the cursor on what was chosen first."""
        ticked = [place for place, option in enumerate(self._pane.item.options) if option.label in self._pane.ticked]
        self.at = (ticked or [0])[0]
        self.show()

    def on_key(self, event: events.Key) -> None:
        """A choice's own letter chooses it (x strikes out, unless it is such a letter)."""
        labels = [option.label for option in self._pane.item.options]
        letter = (event.character or "").lower()
        if letter in labels:
            event.stop()
            event.prevent_default()
            self.at = labels.index(letter)
            self._pane.tick(letter)

    def on_click(self, event: events.Click) -> None:
        """A click chooses as well."""
        for place, choice in enumerate(self.query(Choice)):
            if event.widget is choice:
                self.at = place
                self._pane.tick(choice.option.label)

    def action_step(self, by: int) -> None:
        """Move the cursor."""
        self.at = max(0, min(self.at + by, len(self._pane.item.options) - 1))
        self.show()
        self.query(Choice)[self.at].scroll_visible()

    def action_tick(self) -> None:
        """Choose what the cursor is on, or take the tick back."""
        self._pane.tick(self._label)

    def action_strike(self) -> None:
        """Strike out what the cursor is on, or not."""
        self._pane.strike(self._label)

    def action_clear(self) -> None:
        """Choose nothing."""
        self._pane.clear()

    def show(self) -> None:
        """Bring every choice up to date."""
        for place, choice in enumerate(self.query(Choice)):
            choice.at = place == self.at
            choice.ticked = choice.option.label in self._pane.ticked
            choice.struck = choice.option.label in self._pane.struck

    @property
    def _label(self) -> str:
        return self._pane.item.options[self.at].label


class ChoicePane(AnswerPane):
    """A single or a multi question."""

    def __init__(self, item: Item, answer: str, jotting: Jotting) -> None:
        super().__init__(item, answer, jotting)
        self.ticked = _read(item, answer)
        self.struck = jotting.struck

    def compose(self) -> ComposeResult:
        """The choices, and nothing else."""
        yield Choices(self)

    def tick(self, label: str) -> None:
        """Choose, or take back, this choice."""
        had = label in self.ticked
        if label in self.struck:
            self.strike(label)
        rest = frozenset() if self.item.kind == "single" else self.ticked - {label}
        self._chosen(rest if had else rest | {label})

    def clear(self) -> None:
        """Choose nothing."""
        self._chosen(frozenset())

    def strike(self, label: str) -> None:
        """Strike out this choice, or not. What is struck out is not ticked, and what is ticked not struck out."""
        self.struck = self.struck ^ {label}
        self.post_message(self.Struck(self.item.number, self.struck))
        if label in self.ticked & self.struck:
            self._chosen(self.ticked - {label})
        self.query_one(Choices).show()

    def _chosen(self, ticked: frozenset[str]) -> None:
        self.ticked = ticked
        self.say(" ".join(sorted(ticked)))
        self.query_one(Choices).show()


class Struck:
    """A Rich renderable: a choice that is struck out, and a word that says so where a terminal strikes nothing out."""

    def __init__(self, text: str) -> None:
        apart = "\n\n" if "\n" in text.strip() else " "
        self._prose = Prose(f"{text.rstrip()}{apart}(struck out)")

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines through, as far as there is text."""
        for row in Segment.split_lines(console.render(self._prose, options)):
            line = Text(no_wrap=True, end="\n")
            for segment in row:
                line.append(segment.text, segment.style)
            line.rstrip()
            line.stylize("dim strike")
            yield line


def _read(item: Item, answer: str) -> frozenset[str]:
    """The letters of an answer that may have been typed in line mode."""
    try:
        return frozenset(letters.several(answer, item.options))
    except letters.LettersError:
        return frozenset()
