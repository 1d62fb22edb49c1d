"""Texts with formulas in them: each formula as it is shown, or as it is written where it can't be read."""

from __future__ import annotations

import re

from dlexam.latex.fault import FormulaError
from dlexam.latex.reader import read
from dlexam.latex.spans import Span, spans
from dlexam.latex.tree import Grid, Node, Row, Sign
from dlexam.ui.render.formula.drawn import TooLarge, drawn
from dlexam.ui.render.formula.linear import linear
from dlexam.ui.render.formula.standins import StandIns
from dlexam.ui.render.safe import safe

_WHOLE = 24  # cells; a formula in the text that is longer may be broken after its operations
_MUCH = 40  # cells; what is in brackets and longer may be broken, too
_INDENT = 3  # and the margin, left of a drawing
_BREAK = re.compile(r"(?<=[=≈≠≤≥<>→⇒⇔∈∼∝+−·×,;:∪∩⊙]) ")
_LEAD = re.compile(r"[ \t]*(?:>[ \t]?)*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?")
_ONE_LINE = re.compile(r"[ \t>]*(?:#{1,6} |\|)")  # a heading or the row of a table
_POINT = re.compile(r"[.,;:!?]+(?=\s|$)")


def in_line(text: str) -> str:
    """A text with each formula on one line; for names, remarks and other texts that are no Markdown."""
    parts, at = [], 0
    for span in spans(text):
        shown = _line(span)
        parts += [text[at : span.start], text[span.start : span.end] if shown is None else shown]
        at = span.end
    return "".join([*parts, text[at:]])


def substituted(source: str, width: int, line_end: str = "\n") -> tuple[str, StandIns]:
    """Markdown in which stand-ins are in the place of formulas, and what puts these back.

    A displayed formula is a paragraph of its own, whose lines, joined by `line_end`, begin with `margin`.
    """
    stand = StandIns(source)
    parts, at = [], 0
    for span in spans(source):
        if span.start < at:
            continue
        place = _Place(source, span)
        text, after = _block(span, place, stand, width, line_end) if place.free else (None, span.end)
        parts += [source[at : span.start], _inline(source, span, stand) if text is None else text]
        at = after
    return "".join([*parts, source[at:]]), stand


class _Place:
    """Where a displayed formula stands: how far its line is indented, and what it needs to be a paragraph there."""

    def __init__(self, source: str, span: Span) -> None:
        begin = source.rfind("\n", 0, span.start) + 1
        end = source.find("\n", span.end)
        end = len(source) if end < 0 else end
        head = source[begin : span.start]
        lead = _LEAD.match(head)
        marker = lead[0] if lead else ""
        before = source[source.rfind("\n", 0, max(begin - 1, 0)) + 1 : max(begin - 1, 0)]
        self.free = span.kind == "display" and not _ONE_LINE.match(source[begin : begin + 20])
        self.indent = re.sub(r"[^\s>]", " ", marker)
        self.rest = source[span.end : end]
        after = source.find("\n", end + 1)
        self._next = source[end + 1 : len(source) if after < 0 else after]
        in_text = bool(head[len(marker) :].strip())
        below_text = bool(before.strip(" >\t")) and not marker.strip(" >\t")
        self.gap = f"\n\n{self.indent}" if in_text else f"\n{self.indent}" if below_text else ""

    def follow(self, rest: str) -> str:
        """What parts the paragraph from the rest of its line, or from the next line."""
        return f"\n\n{self.indent}" if rest.strip() else "\n" if self._next.strip() else ""


def _block(span: Span, place: _Place, stand: StandIns, width: int, line_end: str) -> tuple[str | None, int]:
    """A displayed formula as a paragraph, and where the text goes on; (None, the same) if it has to stay in line."""
    node = _read(span.latex)
    if node is None:
        return None, span.end
    point = _POINT.match(place.rest)
    if point and not isinstance(node, Grid):
        node = Row((node, *(Sign(sign, "punct") for sign in point[0])))
    room = width - _INDENT - 1 - 2 * len(place.indent)
    try:
        lines = [safe(line) for line in drawn(node, room)]
    except TooLarge:
        return None, span.end
    after = span.end + (point.end() if point else 0)
    rest = place.rest[after - span.end :]
    blanks = len(rest) - len(rest.lstrip())
    if any(len(stand.of(line)) > room for line in lines):
        shown = _breaking(linear(node), stand)
    else:
        shown = f"{line_end}{place.indent}".join(
            stand.margin + stand.of(" " * _INDENT + line if line else "") for line in lines
        )
    return place.gap + shown + place.follow(rest), after + blanks


def _inline(source: str, span: Span, stand: StandIns) -> str:
    shown = _line(span)
    if shown is None:
        return stand.of(" ".join(source[span.start : span.end].split()), breaks=True)
    return stand.of(shown) if len(stand.of(shown)) <= _WHOLE else _breaking(shown, stand)


def _breaking(shown: str, stand: StandIns) -> str:
    """After operations a line may end; within brackets only where they hold much."""
    pieces: list[str] = []
    depth = 0
    for part in _BREAK.split(safe(shown)):
        pieces[-1:] = [f"{pieces[-1]} {part}"] if depth else [*pieces[-1:], part]
        depth = max(depth + sum((sign in "([{") - (sign in ")]}") for sign in part), 0)
    whole = [[piece] if len(piece) <= _MUCH else _BREAK.split(piece) for piece in pieces]
    return " ".join(stand.of(part) for parts in whole for part in parts)


def _line(span: Span) -> str | None:
    if span.kind == "dollar":
        return "$"
    node = _read(span.latex)
    return None if node is None else " ".join(safe(linear(node)).split())


def _read(latex: str) -> Node | None:
    try:
        return read(latex)
    except FormulaError:
        return None
