"""A formula as one line of text: (a + b)/c, xᵢ², √(x), ∑ᵢ₌₁ⁿ xᵢ, [a, b; c, d]."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from dlexam.latex.symbols import ACCENTS
from dlexam.latex.tree import Accent, Fence, Fraction, Grid, Node, Root, Row, Script, Sign, Space, Words, alone
from dlexam.ui.render.formula import scripts
from dlexam.ui.render.formula.spacing import Placed, placed

_OPEN_END = re.compile(r"[_^](?:[^\W_]+|\((?:[^()]|\([^()]*\))*\)|\[[^][]*\])$")
_OPEN_ROOT = re.compile(r"[√∛∜][^\W_]+[\u0300-\u036f\u20d7]*$")
_ROOTS = {"": "√", "2": "√", "3": "∛", "4": "∜"}


def linear(node: Node, *, tight: bool = False) -> str:
    """The line; `tight` without blanks, as scripts are."""
    return unicodedata.normalize("NFC", _line(node, tight))


def _line(node: Node, tight: bool) -> str:
    if isinstance(node, Row):
        return _row(node, tight)
    if isinstance(node, Sign | Words):
        return node.text
    if isinstance(node, Space):
        return " " * node.width
    if isinstance(node, Fraction):
        return _fraction(node, tight)
    if isinstance(node, Root):
        return _root(node)
    if isinstance(node, Script):
        return _script(node)
    if isinstance(node, Accent):
        return _accent(node)
    return _fence(node, tight) if isinstance(node, Fence) else grid(node, tight)


def _row(node: Row, tight: bool) -> str:
    line = ""
    for part in placed(node, tight=tight):
        text = _part(part, tight)
        line += " " * max(part.gap, int(runs_on(line, text))) + text
    return line


def runs_on(left: str, right: str) -> bool:
    """Whether the right text would seem to be a part of what ends the left one: ∇_θ and J, √2 and x."""
    end, begins = left[-100:], right[:1]
    return bool(
        (begins.isalnum() and _OPEN_END.search(end)) or ((begins.isalnum() or begins == "(") and _OPEN_ROOT.search(end))
    )


def _part(part: Placed, tight: bool) -> str:
    line = _line(part.node, tight)
    if part.kind == "fraction" and part.near:
        return f"({line})"
    return line


def _fraction(node: Fraction, tight: bool) -> str:
    above, below = _line(node.above, tight), _line(node.below, tight)
    if not node.bar:
        return f"{above} choose {below}"
    above = above if scripts.divided(above) or is_word(node.above) else f"({above})"
    below = below if scripts.divides(below) or is_word(node.below) else f"({below})"
    return f"{above}/{below}"


def is_word(node: Node) -> bool:
    """Whether a node is upright text, or the name of a function, and nothing else."""
    node = alone(node)
    return isinstance(node, Words) or (isinstance(node, Sign) and node.role == "func")


def _root(node: Root) -> str:
    index, body = _line(node.index, True) if node.index else "", _line(node.body, False)
    sign = _ROOTS.get(index) or scripts.head(index)[0] + "√"
    bare = body.isdigit() or scripts.enclosed(body) or (body[:1].isalpha() and scripts.clusters(body) == 1)
    return sign + (body if bare else f"({body})")


def _script(node: Script) -> str:
    return _scripted(_line(node.base, False), node)


def _scripted(line: str, node: Script) -> str:
    """The line of the base with its scripts; the head first where the foot's end would else seem to be raised."""
    named = isinstance(node.base, Sign) and node.base.role == "func"  # max_a: a word whose foot is no part of it
    foot, small_foot = small(node.foot, scripts.foot, named=named)
    head, small_head = small(node.head, scripts.head)
    first_head = head[:1] in ("′", "″", "‴") or (small_head and not small_foot)
    return _carrier(line, alone(node.base)) + (head + foot if first_head else foot + head)


def small(node: Node | None, made: Callable[..., tuple[str, bool]], *, named: bool = False) -> tuple[str, bool]:
    """A script as text, and whether Unicode has small letters for it; a word stays as it is."""
    if node is None:
        return "", True
    text = _line(node, True)
    word = is_word(node) or (
        text.isascii() and text.isalpha() and (named or len(text) > 2 or (text.isupper() and len(text) > 1))
    )
    return made(text, word=word)


def _carrier(line: str, base: Node) -> str:
    """What carries scripts, in brackets where it is more than one thing."""
    compound = isinstance(base, Row | Fraction | Grid | Root) and bool(line)
    return f"({line})" if compound and not scripts.enclosed(line) else line


def _accent(node: Accent) -> str:
    """A mark on a letter, also on one with scripts; a name before brackets where there are several."""
    mark, body = ACCENTS[node.name][0], alone(node.body)
    if mark and isinstance(body, Script):
        base = _line(body.base, False)
        if scripts.clusters(base) == 1:
            return _scripted(base + mark, body)
        line = _scripted(base, body)
    else:
        line = _line(body, False)
    if mark and scripts.clusters(line) == 1:
        return line + mark
    if not mark:
        return line if scripts.divided(line) else f"({line})"
    return f"{node.name.removeprefix('wide')}({line})"


def _fence(node: Fence, tight: bool) -> str:
    inner = alone(node.body)
    line = _line(node.body, tight)
    right = "}" if node.left == "{" and not node.right and isinstance(inner, Grid) else node.right
    return node.left + line.strip() + right


def grid(node: Grid, tight: bool) -> str:
    """The rows with semicolons between them, their cells with commas; an equation's parts with blanks."""
    lines = []
    for row in node.rows:
        cells = [text for cell in row if (text := _line(cell, tight).strip())]
        lines.append(re.sub(r",, ", ", ", (" " if node.aligned else ", ").join(cells)))
    return "; ".join(line for line in lines if line)
