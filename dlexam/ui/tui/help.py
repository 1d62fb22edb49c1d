"""Every key that works on a screen, in one list: made from the bindings themselves, so that it can't be out of date."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from rich.table import Table
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.keys import format_key
from textual.screen import ModalScreen, Screen
from textual.widgets import Footer, Static

_SHOWN = {
    "question_mark": "?", "pageup": "PgUp", "pagedown": "PgDn", "escape": "Esc", "enter": "Enter", "space": "Space",
    "up": "↑", "down": "↓", "left": "←", "right": "→", "tab": "Tab", "home": "Home", "end": "End",
    "backspace": "Backspace", "delete": "Del",
}  # fmt: skip


class HelpScreen(ModalScreen[None]):
    """The keys of the screen below it: those of the part that has the focus first."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f1,question_mark,q,enter", "dismiss", "Back")]

    def __init__(self, about: Screen[Any]) -> None:
        super().__init__()
        self._rows = list(keys_of(about))

    def compose(self) -> ComposeResult:
        """One list that scrolls."""
        table = Table.grid(padding=(0, 3))
        for keys, does in self._rows:
            table.add_row(keys, does)
        with VerticalScroll(classes="dialog") as dialog:
            dialog.border_title = "Keys"
            yield Static(table)
        yield Footer()


def keys_of(screen: Screen[Any]) -> Iterator[tuple[str, str]]:
    """(keys, what they do) for each binding that is active on a screen: ours first, then those of editing."""
    yield from _letters(screen)
    ours, general = _Rows(), _Rows()
    for active in screen.active_bindings.values():
        if active.enabled and active.binding.description:
            mine = any(kind.__module__.startswith("dlexam.") and "BINDINGS" in vars(kind) and _declares(kind, active)
                       for kind in type(active.node).__mro__)  # fmt: skip
            (ours if mine else general).add(active.binding)
    yield from ours.rows()
    if general.keys:
        yield "", ""
        yield "", "In lists and texts"
        yield from general.rows()


class Lettered(Vertical, can_focus=True):
    """Takes keys that no binding names, such as the letters of choices."""

    def letters(self) -> Iterator[tuple[str, str]]:
        """(keys, what they do)."""
        raise NotImplementedError


def _letters(screen: Screen[Any]) -> Iterator[tuple[str, str]]:
    if isinstance(screen.focused, Lettered):
        yield from screen.focused.letters()


class _Rows:
    """Bindings by what they do."""

    def __init__(self) -> None:
        self.keys: dict[str, list[str]] = {}

    def add(self, binding: Binding) -> None:
        if not binding.key.startswith("super+"):  # no terminal of ours sends it
            does = binding.tooltip or binding.description.capitalize()
            self.keys.setdefault(does, []).append(shown(binding.key))

    def rows(self) -> Iterator[tuple[str, str]]:
        for does, keys in self.keys.items():
            yield " ".join(dict.fromkeys(keys)), does


def _declares(kind: type, active: ActiveBinding) -> bool:
    """Whether this class itself binds the key."""
    made = Binding.make_bindings(vars(kind)["BINDINGS"])
    return any(binding.action == active.binding.action for binding in made)


def shown(key: str) -> str:
    """A key as people write it: ^N, F1, PgUp, [, w."""
    if key.startswith("ctrl+"):
        rest = key.removeprefix("ctrl+")
        return f"^{rest.upper() if len(rest) == 1 else shown(rest)}"
    for prefix, sign in (("shift+", "⇧"), ("alt+", "Alt ")):
        if key.startswith(prefix):
            return f"{sign}{shown(key.removeprefix(prefix))}"
    return _SHOWN.get(key) or (key.upper() if key[1:].isdecimal() else format_key(key))
