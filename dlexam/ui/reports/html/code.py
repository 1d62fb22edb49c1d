"""Python source as HTML, a line each, highlighted; and two sources beside each other, block by block."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Literal

from markupsafe import Markup
from msgspec import Struct
from pygments import highlight
from pygments.formatter import Formatter
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from dlexam.ui.reports.html.visible import visible

_AROUND = 3  # lines of a stretch that is the same, before and after a difference
_MOST = 4000  # lines; comparing longer sources takes too long for what a reader has of it


class Line(Struct, frozen=True):
    """A line of source: its number from 1, and its HTML."""

    number: int
    html: Markup


class Block(Struct, frozen=True):
    """A stretch of two sources: the same in both, different, or the number of equal lines left out."""

    kind: Literal["same", "changed", "skipped"]
    yours: tuple[str, ...] = ()
    reference: tuple[str, ...] = ()
    left_out: int = 0


def lines(source: str, language: str = "python") -> tuple[Line, ...]:
    """The lines of a source; `language` as pygments calls it, plain text where it doesn't know it."""
    shown = visible(source).rstrip("\n").expandtabs(4)
    made = highlight(shown, _lexer(language), _formatter()).rstrip("\n")
    return tuple(Line(number, Markup(html)) for number, html in enumerate(made.split("\n"), 1))


def difference(yours: str, reference: str) -> tuple[Block, ...] | None:
    """The blocks from your source to the reference; None where they are too long to be compared."""
    ours, theirs = (visible(text).expandtabs(4).splitlines() for text in (yours, reference))
    if max(len(ours), len(theirs)) > _MOST:
        return None
    return tuple(_blocks(ours, theirs))


def _blocks(ours: list[str], theirs: list[str]) -> Iterator[Block]:
    matcher = difflib.SequenceMatcher(None, ours, theirs, autojunk=False)
    groups = list(matcher.get_grouped_opcodes(_AROUND))
    if not groups:
        return
    starts = [groups[0][0][1], *(after[0][1] - before[-1][2] for before, after in pairwise(groups))]
    for left_out, group in zip(starts, groups, strict=True):
        if left_out:
            yield Block("skipped", left_out=left_out)
        for kind, a, b, c, d in group:
            yield Block("same" if kind == "equal" else "changed", tuple(ours[a:b]), tuple(theirs[c:d]))
    rest = len(ours) - groups[-1][-1][2]
    if rest:
        yield Block("skipped", left_out=rest)


@cache
def _lexer(language: str) -> Lexer:
    try:
        return get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return get_lexer_by_name("text", stripnl=False)


@cache
def _formatter() -> Formatter[str]:
    return HtmlFormatter(nowrap=True, classprefix="py-")
