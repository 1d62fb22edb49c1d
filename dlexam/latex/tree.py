"""What a formula is once it is read: signs, and what is built of them. Plain data, at most `reader.DEEPEST` deep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

Role = Literal["ord", "op", "func", "bin", "rel", "open", "close", "punct"]
"""ord: a letter or digit; op: a large one such as ∑; func: a name such as log."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign, or the name of a function. `limits`: its scripts stand above and below it in a displayed formula."""

    text: str
    role: Role = "ord"
    limits: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Upright text: `\\text{if } x`."""

    text: str


@dataclass(frozen=True, slots=True)
class Space:
    """Room of so many columns; 0 is a blank of the author's, which TeX passes over."""

    width: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """Parts one beside the other."""

    parts: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Fraction:
    """One thing above another, with a bar between them or (a binomial) without."""

    above: Node
    below: Node
    bar: bool = True


@dataclass(frozen=True, slots=True)
class Root:
    """A root; `index` is the 3 of a cube root."""

    body: Node
    index: Node | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """A base with what is written at its foot and its head; `limits`: below and above it, where there is room."""

    base: Node
    foot: Node | None = None
    head: Node | None = None
    limits: bool = False


@dataclass(frozen=True, slots=True)
class Accent:
    """A body with a mark over or under it: a name of `symbols.ACCENTS`."""

    body: Node
    name: str


@dataclass(frozen=True, slots=True)
class Fence:
    """A body between two signs as tall as it; either may be empty."""

    left: str
    body: Node
    right: str


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells. `align`: l, c or r for each column; `aligned`: the columns are parts of one equation."""

    rows: tuple[tuple[Node, ...], ...]
    align: str
    aligned: bool = False


Node = Sign | Words | Space | Row | Fraction | Root | Script | Accent | Fence | Grid


def mapped(node: Node, change: Callable[[Sign], Sign]) -> Node:
    """The same tree with every sign changed."""
    if isinstance(node, Sign):
        return change(node)
    if isinstance(node, Row):
        return Row(tuple(mapped(part, change) for part in node.parts))
    if isinstance(node, Grid):
        return replace(node, rows=tuple(tuple(mapped(cell, change) for cell in row) for row in node.rows))
    if isinstance(node, Words | Space):
        return node
    names = [name for name in ("above", "below", "body", "index", "base", "foot", "head") if hasattr(node, name)]
    found: dict[str, Any] = {name: mapped(part, change) for name in names if (part := getattr(node, name)) is not None}
    return replace(node, **found)


def alone(node: Node) -> Node:
    """What a row of one part, or of one part and blanks, holds."""
    while isinstance(node, Row):
        parts = [part for part in node.parts if part != Space()]
        if len(parts) != 1:
            return node
        node = parts[0]
    return node
