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
    """A Rich renderable of (key, what it does), filled into rows; a key is never parted from its word."""

    def __init__(self, keys: list[tuple[str, str]]) -> None:
        self._keys = keys

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The rows, as narrow as the room there is."""
        row = Text(no_wrap=True)
        for key, does in self._keys:
            label = Text.assemble((key, "bold"), f" {does}")
            if row.cell_len and row.cell_len + _GAP + label.cell_len > options.max_width:
                yield row
                row = Text(no_wrap=True)
            row.append(" " * _GAP if row.cell_len else "").append_text(label)
        yield row


class KeyLine(Static):
    """What a Footer shows, wrapped."""

    DEFAULT_CSS = "KeyLine { dock: bottom; height: auto; max-height: 3; padding: 0 1; background: $panel; }"

    def on_mount(self) -> None:
        """Follow the focus, and what else changes the keys."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)
        self._follow(self.screen)

    def _follow(self, screen: Screen[Any]) -> None:
        if screen is self.screen and self.is_attached:
            self.update(Keys(list(_active(screen))))


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
