"""Where a person reads: one Rich console, and whether it is to be plain.

Plain means: not a terminal, or NO_COLOR, or TERM=dumb. Plain output has no escape codes, no box drawing and no
trailing spaces, so that it is right in a pipe, in a file and for a screen reader.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TextIO

from dlexam.ui.render.safe import safe

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

READING_WIDTH = 100  # longer lines are hard to follow


def is_plain(file: TextIO) -> bool:
    """Whether output to `file` goes without colour, boxes and escape codes."""
    return (
        not file.isatty() or bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM", "dumb") in ("dumb", "unknown")
    )


def console_for(file: TextIO) -> Console:
    """A console that interprets no markup, no emoji codes and highlights nothing by itself."""
    from rich.console import Console
    from rich.theme import Theme

    plain = is_plain(file)
    return Console(
        file=file,
        theme=Theme({"markdown.code": "bold cyan"}),  # Rich's has a black ground, a blot on a light terminal
        markup=False,
        emoji=False,
        highlight=False,
        no_color=plain,
        color_system=None if plain else "auto",
        force_terminal=False if plain else None,
    )


class Screen:
    """`say` prints a line of text, `show` a renderable. Text is made harmless before it is printed."""

    def __init__(self, file: TextIO | None = None) -> None:
        self.file = file or sys.stdout
        self.plain = is_plain(self.file)
        self.console = console_for(self.file)

    @property
    def width(self) -> int:
        """Columns to wrap at."""
        return min(self.console.width, READING_WIDTH)

    def say(self, text: str = "", style: str = "") -> None:
        """Print text, wrapped to the width; `style` is a Rich style that plain output ignores."""
        from rich.text import Text

        self.show(Text(safe(text), style="" if self.plain else style))

    def line(self, text: str) -> None:
        """Print one line as it is, never wrapped: what is meant to be copied, such as a path or a receipt."""
        self.file.write(safe(text) + "\n")
        self.file.flush()

    def show(self, thing: RenderableType) -> None:
        """Print a renderable, at most `width` columns wide."""
        if not self.plain:
            self.console.print(thing, width=self.width, crop=False)
            return
        with self.console.capture() as captured:
            self.console.print(thing, width=self.width, crop=False)
        self.file.write("".join(f"{row.rstrip()}\n" for row in captured.get().splitlines()))
        self.file.flush()
