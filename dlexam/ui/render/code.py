"""Source code as it is read: highlighted on a terminal, indented elsewhere; and the difference of two sources."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from dlexam.ui.render.safe import safe

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult


class Source:
    """A Rich renderable of Python source; nothing in it reaches the terminal as a command. `light`: the ground is."""

    def __init__(self, source: str, light: bool = False) -> None:
        self._theme = "ansi_light" if light else "ansi_dark"
        self.source = safe(source).rstrip("\n").expandtabs(4)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """With colours and line numbers on a terminal."""
        if console.no_color or not console.is_terminal:
            lines = "\n".join(f"    {line}".rstrip() for line in self.source.split("\n"))
            yield Text(lines, no_wrap=True, overflow="ignore")
            return
        from rich.syntax import Syntax

        yield Syntax(self.source, "python", theme=self._theme, line_numbers=True, word_wrap=True)


def difference(yours: str, reference: str) -> Iterator[Text]:
    """A unified diff from your source to the reference, a line each."""
    ours, theirs = (safe(text).expandtabs(4).splitlines() for text in (yours, reference))
    styles = {"+": "green", "-": "red", "@": "cyan"}
    lines = list(difflib.unified_diff(ours, theirs, "yours", "reference", lineterm=""))
    for line in lines or ["Your source is the same as the reference."]:
        yield Text(line, style=styles.get(line[:1], "") if lines else "", no_wrap=True, overflow="fold")
