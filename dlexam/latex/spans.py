"""Where a Markdown text has formulas: `$...$` and `$$...$$`, outside of code. Linear in the length of the text.

A dollar begins a formula where no letter, digit or dollar stands before it and no blank after it; the next dollar ends
it, where no blank stands before that and no letter or digit after (but `$n$th` and `$k$s` are formulas). So `$5`,
`$HOME/$USER` and `costs $5 or $6` are none. A formula holds no blank line. `\\$` is a dollar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Kind = Literal["inline", "display", "dollar"]


class Span(NamedTuple):
    """From `start` to `end`, dollars included; `latex` between them. `dollar`: an escaped one, and no formula."""

    start: int
    end: int
    kind: Kind
    latex: str


_FENCE = re.compile(r"[ \t]*(?:>[ \t]?)*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,})")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_TICKS = re.compile(r"`+")
_MARK = re.compile(r"\\[\s\S]|`+|\$\$|\$|\n[ \t]*(?=\n)")
_TAIL = re.compile(r"(?:th|st|nd|rd|s|'s|’s)?(?![^\W_]|[_{$])")


def spans(text: str) -> Iterator[Span]:
    """All formulas and escaped dollars of a text, from its beginning to its end."""
    if "$" not in text:
        return
    for start, end in _prose(text):
        yield from _in_prose(text, start, end)


def _prose(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of a text that are no blocks of code."""
    begin = at = 0
    fence, code, in_list, blank = "", False, False, True
    for line in text.splitlines(keepends=True):
        opening = _FENCE.match(line)
        if fence:
            closing = line.strip(" \t>\r\n")
            inside = not (closing.startswith(fence) and not closing.strip(fence[0]))
            fence = fence if inside else ""
            begin = at + len(line)
        elif opening:
            yield begin, at
            fence, begin = opening[1], at + len(line)
        else:
            if line.strip() and not line[0].isspace():
                in_list = False
            in_list = in_list or bool(_ITEM.match(line))
            code = (blank or code) and not in_list and (line.startswith(("    ", "\t")) or (code and not line.strip()))
            if code:
                yield begin, at
                begin = at + len(line)
        blank = not line.strip()
        at += len(line)
    yield begin, at


def _in_prose(text: str, start: int, end: int) -> Iterator[Span]:
    """Left to right: code spans are jumped over, a dollar that opens nothing is a dollar."""
    at = start
    ticks = _closers(text, start, end)
    while mark := _MARK.search(text, at, end):
        at = mark.end()
        if mark[0] == "\\$":
            yield Span(mark.start(), at, "dollar", "$")
        elif mark[0].startswith("`"):
            closers = ticks.get(len(mark[0]), [])
            while closers and closers[-1] < at:
                closers.pop()
            at = closers[-1] + len(mark[0]) if closers else at
        elif mark[0] in ("$", "$$"):
            found = _formula(text, mark.start(), mark[0], end)
            if found:
                yield found
                at = found.end


def _closers(text: str, start: int, end: int) -> dict[int, list[int]]:
    """Where runs of so many backticks stand, the first of them last."""
    found: dict[int, list[int]] = {}
    for run in _TICKS.finditer(text, start, end):
        found.setdefault(len(run[0]), []).append(run.start())
    return {ticks: places[::-1] for ticks, places in found.items()}


def _formula(text: str, at: int, dollars: str, end: int) -> Span | None:
    """The formula that the dollars at a place open, if they do."""
    inside = at + len(dollars)
    before = text[at - 1 : at]
    if before.isalnum() or before == "$" or (dollars == "$" and text[inside : inside + 1].isspace()):
        return None
    for mark in _MARK.finditer(text, inside, end):
        if mark[0].startswith("\n"):
            return None
        if mark[0].startswith("$"):
            latex = text[inside : mark.start()]
            closes = mark[0] == dollars and latex.strip() and _ends(text, mark.start(), mark.end(), dollars)
            kind: Kind = "inline" if dollars == "$" else "display"
            return Span(at, mark.end(), kind, latex) if closes else None
    return None


def _ends(text: str, at: int, after: int, dollars: str) -> bool:
    if dollars == "$$":
        return text[after : after + 1] != "$"
    return not text[at - 1].isspace() and bool(_TAIL.match(text, after))
