"""The keys that work now, at the foot of a screen: in as many rows as they need, so that none is cut off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual.binding import Binding
from textual.widgets import Static

from dlexam.ui.tui.help import shown

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult
    from textual.screen import Screen

_GAP = 2  # columns between two keys


class Keys:
    """A Rich renderable of (key, what it does), filled into rows; a key is never parted from its word.

    Where there is room for one row only, the last key stands first: it tells all others.
    """

    def __init__(self, keys: list[tuple[str, str]], one_row: bool = False) -> None:
        self._keys, self._one_row = keys, one_row

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The rows, as narrow as the room there is."""
        keys = [*self._keys[-1:], *self._keys[:-1]] if self._one_row else self._keys
        rows = list(_filled(keys, options.max_width))
        yield from rows[:1] if self._one_row else rows


def _filled(keys: list[tuple[str, str]], width: int) -> Iterator[Text]:
    row = Text(no_wrap=True)
    for key, does in keys:
        label = Text.assemble((key, "bold"), f" {does}")
        if row.cell_len and row.cell_len + _GAP + label.cell_len > width:
            yield row
            row = Text(no_wrap=True)
        row.append(" " * _GAP if row.cell_len else "").append_text(label)
    yield row


class KeyLine(Static):
    """What a Footer shows, wrapped."""

    DEFAULT_CSS = "KeyLine { dock: bottom; height: auto; max-height: 3; padding: 0 1; background: $panel; }"

    def __init__(self) -> None:
        super().__init__()
        self._keys: list[tuple[str, str]] = []

    def render(self) -> Keys:
        """On a small terminal the rows belong to the question."""
        return Keys(self._keys, one_row=self.screen.has_class("-tiny"))

    def on_mount(self) -> None:
        """Follow the focus, and what else changes the keys."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)
        self._follow(self.screen)

    def _follow(self, screen: Screen[Any]) -> None:
        if screen is self.screen and self.is_attached:
            self._keys = list(_active(screen))
            self.refresh(layout=True)


def _active(screen: Screen[Any]) -> Iterator[tuple[str, str]]:
    """Each action once, by the first of its keys; those of what has the focus come first."""
    seen: set[str] = set()
    for active in screen.active_bindings.values():
        binding = active.binding
        if binding.show and active.enabled and binding.action not in seen:
            seen.add(binding.action)
            yield _display(binding), binding.description


def _display(binding: Binding) -> str:
    return binding.key_display or (binding.key if len(binding.key) == 1 else shown(binding.key))
