"""Keys take effect in the order they were pressed, however many of them come at once.

A text widget of Textual inserts a letter as it gets it, but its bindings (backspace, the cursor) are looked up a moment
later, by the screen. Of keys that arrive together, as they do over a slow line, a letter would overtake the backspace
before it.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from textual import events
from textual.widget import Widget
from textual.widgets import Input, TextArea

if TYPE_CHECKING:
    _Base = Widget
else:
    _Base = object


PATIENCE = 5.0  # seconds for a widget to take in what was typed


async def caught_up(widget: Widget) -> None:
    """Wait until this widget has taken in all keys pressed so far: a priority key such as ^N overtakes them."""
    seen = asyncio.Event()
    widget.call_later(seen.set)
    with suppress(TimeoutError):
        await asyncio.wait_for(seen.wait(), PATIENCE)


class InOrder(_Base):
    """Put before a text widget's class: what the widget binds itself is done as the key comes."""

    async def _on_key(self, event: events.Key) -> None:
        found = self._bindings.key_to_bindings.get(event.key)
        if found and not event.is_printable:
            event.stop()
            event.prevent_default()
            await self.run_action(found[0].action)


class OrderedInput(InOrder, Input):
    """One line."""


class OrderedTextArea(InOrder, TextArea):
    """Several lines."""

    def _recompute_cursor_offset(self) -> None:
        """Textual asks for it in the middle of an undo, when the cursor may still be behind the end of the text."""
        with suppress(ValueError):
            super()._recompute_cursor_offset()  # type: ignore[no-untyped-call]
