"""Where blanks stand between the parts of a row: around relations and operations, after names of functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, cast

from dlexam.latex.tree import Accent, Fence, Fraction, Grid, Node, Row, Script, Sign, Space, Words, alone


class Placed(NamedTuple):
    """A part with the blanks before it. `kind` is its role among its neighbours."""

    gap: int
    node: Node
    kind: str
    near: bool  # it touches a factor: a fraction in one line then needs brackets


_FACTORS = frozenset({"ord", "word", "fraction", "open", "close", "fence", "func", "op", "body"})
_BEFORE_SIGN = frozenset({"", "bin", "rel", "open", "punct", "func", "op"})  # a + or − after these is no operation


def kind_of(node: Node) -> str:
    """ord, word, fraction, fence, body (a group), or the role of a sign; a sign in braces is no operation."""
    if isinstance(node, Row) and isinstance(alone(node), Sign) and kind_of(alone(node)) in ("bin", "rel", "punct"):
        return "ord"
    node = alone(node)
    if isinstance(node, Sign):
        return node.role
    if isinstance(node, Script):
        base = kind_of(node.base)
        return base if base in ("op", "func", "rel", "bin", "word") else "ord"
    kinds: dict[type, str] = {Words: "word", Fraction: "fraction", Fence: "fence", Row: "body", Grid: "fence"}
    return "ord" if isinstance(node, Accent) else kinds.get(type(node), "ord")


def placed(node: Node, *, tight: bool = False) -> list[Placed]:
    """The parts of a node with the blanks between them; none but the author's where `tight` (in scripts)."""
    parts = list(_with_blanks(node.parts if isinstance(node, Row) else (node,)))
    kinds = kinds_of([part for _, part in parts])
    found = []
    for at, (room, part) in enumerate(parts):
        before, after = (kinds[at - 1] if at else ""), (kinds[at + 1] if at + 1 < len(kinds) else "")
        last = parts[at - 1][1] if at else Row()
        gap = (
            int(_joins_words(last, before, part, kinds[at]))
            if tight
            else max(room, _gap(last, before, part, kinds[at]))
        )
        near = before in _FACTORS - {"open", "op"} or after in _FACTORS - {"close"}
        found.append(Placed(gap, part, kinds[at], near))
    return found


def _with_blanks(parts: Sequence[Node]) -> Iterator[tuple[int, Node]]:
    """Each part that is no blank, with the room that the author left before it."""
    room, last, blank, before = 0, "", False, cast(Node, Row())
    for part in parts:
        if isinstance(part, Space):
            room, blank = room + part.width, blank or part.width == 0
        elif part != Row():
            kind = kind_of(part)
            apart = (
                blank
                and not _blank_at(part, 0)
                and not _blank_at(before, -1)
                and last in _FACTORS - {"open"}
                and kind in _FACTORS - {"close"}
            )
            yield max(room, int(apart)), part
            room, last, blank, before = 0, kind, False, part


def _blank_at(node: Node, side: int) -> bool:
    return isinstance(node, Words) and node.text[side:][:1] == " "


def kinds_of(parts: Sequence[Node]) -> list[str]:
    """The kinds of parts beside each other; `sign` where a + or −, as in −1, is no operation between two things."""
    kinds = [kind_of(part) for part in parts]
    last = ""
    for at, kind in enumerate(kinds):
        ends = at + 1 == len(kinds) or kinds[at + 1] in ("close", "rel", "punct")
        if kind == "bin" and (last in _BEFORE_SIGN or ends):
            kinds[at] = "sign"
        last = kinds[at]
    return kinds


def _gap(left: Node, before: str, right: Node, kind: str) -> int:
    """Blanks between two kinds of neighbours; the first rule that says something holds."""
    if not before or before == "open" or kind == "close":
        return 0
    if {"rel", "bin"} & {before, kind} or before == "punct":
        return int(not (_blank_at(left, -1) or _blank_at(right, 0)))
    if before in ("func", "op"):
        return int(kind != "punct" and not (before == "func" and kind in ("open", "fence", "fraction")))
    if kind in ("func", "op"):
        return int(before in _FACTORS)
    if "fraction" in (before, kind):
        return int(before in _FACTORS and kind in _FACTORS)
    return int(_joins_words(left, before, right, kind))


def _joins_words(left: Node, before: str, right: Node, kind: str) -> bool:
    """Whether two neighbours would read as one word, as in ln x without its blank."""
    return bool({"word", "func"} & {before, kind}) and _edge(left, -1).isalnum() and _edge(right, 0).isalnum()


def _edge(node: Node, side: int) -> str:
    """The first or last sign of a node, as far as it is plain."""
    node = alone(node)
    if isinstance(node, Script):
        return _edge(node.base, side)
    text = node.text if isinstance(node, Sign | Words) else ""
    return text[side:][:1]
