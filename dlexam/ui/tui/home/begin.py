"""The one question before an exam: its facts, and whether its clock is to start now."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.console import Group
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Footer, Static

from dlexam.ui.render.prose import Prose
from dlexam.ui.render.safe import safe_line

if TYPE_CHECKING:
    from dlexam.bank.models import Blueprint


class BeginScreen(ModalScreen["bool | None"]):
    """Closes with True: with the clock; False: practice, without one; None: not now."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "dismiss(True)", "Begin: the clock starts"),
        Binding("p", "dismiss(False)", "Practice without a clock"),
        Binding("escape,n,q", "dismiss(None)", "Not now"),
    ]

    def __init__(self, blueprint: Blueprint) -> None:
        super().__init__()
        self._blueprint = blueprint

    def compose(self) -> ComposeResult:
        """What one gets into, and the keys."""
        one = self._blueprint
        facts = f"{one.minutes:g} minutes, {one.size} questions, pass mark {one.pass_mark:g}%."
        keys = Text.assemble(
            ("y", "bold"), " begin: the clock starts now, and goes on when you leave\n",
            ("p", "bold"), " practice: the same questions, without a clock\n",
            ("Esc", "bold"), " not now",
        )  # fmt: skip
        with VerticalScroll(classes="dialog", can_focus=False) as dialog:
            dialog.border_title = safe_line(one.title)
            yield Static(Group(Prose(one.about), Text(), Text(facts, style="bold"), Text(), keys))
        yield Footer(compact=True)
