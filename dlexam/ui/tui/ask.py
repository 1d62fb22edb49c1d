"""Small questions that stand over a screen: yes or no, a number, a note."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from dlexam.ui.tui.in_order import OrderedInput, OrderedTextArea, caught_up


class Confirm(ModalScreen[bool]):
    """A question that y answers with yes, and anything else that leaves it with no."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes"),
        Binding("n,escape", "answer(False)", "No"),
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title, self._text = title, text

    def compose(self) -> ComposeResult:
        """The question, and the two keys."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = self._title
            yield Static(self._text, markup=False)
            yield Static("\n[bold]y[/] yes    [bold]n[/] no")

    def action_answer(self, yes: bool) -> None:
        """Close with the answer."""
        self.dismiss(yes)


class Line(ModalScreen[str | None]):
    """Asks for one line; None where it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Back")]

    def __init__(self, title: str, text: str, value: str = "", placeholder: str = "") -> None:
        super().__init__()
        self._title, self._text, self._value, self._placeholder = title, text, value, placeholder

    def compose(self) -> ComposeResult:
        """What is asked, and the line."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = self._title
            dialog.border_subtitle = "Enter takes it, Esc goes back"
            yield Static(self._text, markup=False)
            yield OrderedInput(self._value, placeholder=self._placeholder, max_length=500)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter closes with the line."""
        self.dismiss(event.value.strip())


class Note(ModalScreen[str | None]):
    """A text of several lines, kept with Escape or ^O."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,ctrl+o", "keep", "Keep", priority=True)]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title, self._text = title, text

    def compose(self) -> ComposeResult:
        """An editor as large as a note."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = self._title
            dialog.border_subtitle = "Esc keeps it"
            yield OrderedTextArea(self._text, soft_wrap=True, tab_behavior="focus")

    async def action_keep(self) -> None:
        """Close with the text."""
        area = self.query_one(OrderedTextArea)
        await caught_up(area)
        self.dismiss(area.text.rstrip())
