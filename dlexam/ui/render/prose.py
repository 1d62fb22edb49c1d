"""Markdown for people: through Rich on a terminal, as wrapped plain text elsewhere. Its formulas become text."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from dlexam.ui.render.safe import safe, safe_line

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

_ITEM = re.compile(r"^(\s*(?:[-*+]|\d+[.)])\s+)(.*)$")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_HEADING = re.compile(r"^#{1,6}\s+")


def plain_markdown(source: str, width: int) -> str:
    """Markdown as readable text: paragraphs and list items wrapped to `width`, code and tables as they are."""
    text = safe(source).expandtabs(4)
    if "$" not in text:
        return _plain(text, width)
    from dlexam.ui.render.formula.within import substituted

    text, stand = substituted(text, width)
    return stand.restored(_plain(text, width, stand.margin))


def remark(text: str) -> str:
    """A text that is no Markdown on one line, its formulas too."""
    if "$" in text:
        from dlexam.ui.render.formula.within import in_line

        text = in_line(text)
    return safe_line(text)


def _plain(text: str, width: int, margin: str = "") -> str:
    """`margin` begins the lines of formulas that are drawn over several."""
    blocks = (_laid_out(kind, block, width) for kind, block in _blocks(text.split("\n"), margin))
    return "\n".join(blocks).strip("\n")


def _laid_out(kind: str, block: list[str], width: int) -> str:
    if kind == "code":
        return "\n".join(f"    {line}".rstrip() for line in block)
    if kind != "text":
        return "\n".join(block)
    found = _ITEM.match(block[0])
    first = found[2] if found else block[0].lstrip()
    lead = block[0].removesuffix(first)
    text = _BOLD.sub(r"\1", " ".join([first, *(line.strip() for line in block[1:])]))
    return textwrap.fill(
        text, max(width, 20), initial_indent=lead, subsequent_indent=" " * len(lead), break_on_hyphens=False
    )


def _blocks(lines: list[str], margin: str = "") -> Iterator[tuple[str, list[str]]]:
    """(kind, lines) in turn; kind is code, text (a paragraph or one list item) or asis."""
    code: list[str] | None = None
    text: list[str] = []
    for line in lines:
        fence = line.lstrip().startswith("```")
        asis = not line.strip() or line.startswith("|") or (margin and margin in line)
        breaks = fence or code is not None or asis or _starts(line)
        if breaks and text:
            yield "text", text
            text = []
        if fence:
            if code is not None:
                yield "code", code
            code = [] if code is None else None
        elif code is not None:
            code.append(line)
        elif asis:
            yield "asis", [line]
        elif _HEADING.match(line):
            yield "text", [_HEADING.sub("", line)]
        else:
            text.append(line)
    if code or text:
        yield ("code", code) if code else ("text", text)


def _starts(line: str) -> bool:
    return bool(_ITEM.match(line) or _HEADING.match(line))


class Prose:
    """A Rich renderable of Markdown that adapts to the console it is printed on. HTML is shown, not interpreted."""

    def __init__(self, source: str) -> None:
        self.source = safe(source)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Plain text where the console has no colour, Rich's Markdown elsewhere."""
        if console.no_color or not console.is_terminal:
            yield Text(plain_markdown(self.source, options.max_width), no_wrap=True, overflow="ignore")
        elif "$" not in self.source:
            yield _rich_markdown(self.source)
        else:
            yield from _with_formulas(self.source, console, options)


def _with_formulas(source: str, console: Console, options: ConsoleOptions) -> RenderResult:
    """Rich's Markdown with formulas: Rich lays out stand-ins, the text of the formulas comes in afterwards."""
    from rich.segment import Segment

    from dlexam.ui.render.formula.within import substituted

    text, stand = substituted(source, options.max_width, "\\\n")
    for segment in console.render(_rich_markdown(text), options):
        yield Segment(stand.restored(segment.text), segment.style, segment.control)


def _rich_markdown(source: str) -> RenderableType:
    from markdown_it import MarkdownIt
    from rich.markdown import Markdown

    made = Markdown("", code_theme="ansi_dark", hyperlinks=False)
    parser = MarkdownIt().enable("table").disable(["html_inline", "html_block", "autolink"])
    made.parsed = parser.parse(source)
    return made


class Hanging:
    """A label and beside it a body whose further lines are indented to the body's column."""

    def __init__(self, label: str, body: RenderableType, style: str = "") -> None:
        self.label, self.body, self.style = label, body, style

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Label, body; nothing is padded."""
        from rich.segment import Segment

        indent = len(self.label) + 1
        style = console.get_style(self.style)
        inner = options.update(width=max(options.max_width - indent, 20))
        for position, row in enumerate(Segment.split_lines(console.render(self.body, inner))):
            lead = f"{self.label} " if position == 0 else " " * indent
            yield Segment(lead, style if position == 0 else None)
            yield from row
            yield Segment.line()
