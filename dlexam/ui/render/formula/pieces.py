"""A formula in pieces: those that its author set far apart, and those between which a long one may be broken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from dlexam.latex.tree import Node, Row, Script, Sign, Space
from dlexam.ui.render.formula.spacing import kinds_of

_FAR = 4  # columns, those of \qquad: what stands on both sides of it are two formulas


def apart(node: Node) -> list[Node]:
    """The formulas of a row with \\qquad between them; the row itself where there is none."""
    found: list[list[Node]] = [[]]
    for part in node.parts if isinstance(node, Row) else (node,):
        if isinstance(part, Space) and part.width >= _FAR:
            found.append([])
        else:
            found[-1].append(part)
    several = [Row(tuple(parts)) for parts in found if any(part != Space() for part in parts)]
    return list(several) if len(several) > 1 else [node]


def broken(node: Node, fits: Callable[[Node], bool]) -> list[Node]:
    """The pieces of what doesn't fit: from relation to relation, and where that is not enough from + to +."""
    if fits(node):
        return [node]
    pieces = _before(node, "rel")
    return [part for piece in pieces for part in ([piece] if fits(piece) else _before(piece, "bin"))]


def within_brackets(parts: Sequence[Node], kinds: Sequence[str]) -> Iterator[bool]:
    """For each part of a row whether it stands within plain brackets or bars; those that open or close count as out."""
    depth, barred = 0, False
    for part, kind in zip(parts, kinds, strict=True):
        base = part.base if isinstance(part, Script) else part
        is_bar = isinstance(base, Sign) and base.text in ("|", "‖") and not depth
        barred ^= is_bar
        depth = max(depth - (kind == "close"), 0)
        yield bool(depth) or (barred and not is_bar)
        depth += kind == "open"


def _before(node: Node, wanted: str) -> list[Node]:
    """The pieces of a row, each but the first from a sign of that kind on; none begins within brackets."""
    parts = [part for part in (node.parts if isinstance(node, Row) else (node,)) if part != Space()]
    kinds = kinds_of(parts)
    found: list[list[Node]] = [[]]
    for part, kind, inside in zip(parts, kinds, within_brackets(parts, kinds), strict=True):
        if kind == wanted and not inside and found[-1]:
            found.append([])
        found[-1].append(part)
    return [Row(tuple(piece)) for piece in found] if len(found) > 1 else [node]
