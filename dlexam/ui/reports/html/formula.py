"""Formulas as MathML, which every current browser and screen reader knows; as they are written if they can't be read.

No script and no font has to come from anywhere, and nothing is drawn of signs as in a terminal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from markupsafe import Markup

from dlexam.latex.fault import FormulaError
from dlexam.latex.reader import read
from dlexam.latex.spans import Span, spans
from dlexam.latex.symbols import ACCENTS
from dlexam.latex.tree import Accent, Fence, Fraction, Grid, Node, Root, Row, Script, Sign, Space, Words
from dlexam.ui.render.formula.linear import linear
from dlexam.ui.render.formula.spacing import kind_of

_AFTER_NAME = Markup('<mspace width="0.17em"></mspace>')  # log x
_SUPPLY = range(0xF0000, 0xFFFFE)  # private-use characters, for which Markdown has no rule


class StandIns:
    """A text with one character in place of each formula, and what belongs there."""

    def __init__(self, source: str) -> None:
        free = (code for code in _SUPPLY if chr(code) not in source)
        self.shown: dict[int, str] = {}
        self.written: dict[int, str] = {}
        parts, at = [], 0
        for span in spans(source):
            code = next(free)
            written = source[span.start : span.end]
            self.written[code] = Markup.escape(written)
            self.shown[code] = _shown(span, written)
            parts += [source[at : span.start], chr(code)]
            at = span.end
        self.text = "".join([*parts, source[at:]])


def _shown(span: Span, written: str) -> str:
    if span.kind == "dollar":
        return "$"
    try:
        node = read(span.latex)
    except FormulaError:
        return Markup.escape(written)
    return mathml(node, display=span.kind == "display")


def mathml(node: Node, *, display: bool) -> Markup:
    """The `math` element of a formula; its text in one line goes with it."""
    kind = "block" if display else "inline"
    return Markup('<math display="{}" alttext="{}">{}</math>').format(kind, linear(node), _node(node, display))


def _node(node: Node, display: bool) -> Markup:
    if isinstance(node, Sign):
        return _sign(node)
    if isinstance(node, Words):
        return _element("mtext", node.text.replace(" ", "\u00a0"))
    if isinstance(node, Space):
        return Markup('<mspace width="{}em"></mspace>').format(node.width / 4)
    if isinstance(node, Row):
        return _element("mrow", *_parts(node.parts, display))
    if isinstance(node, Fraction):
        return _fraction(node)
    if isinstance(node, Root):
        return _root(node)
    if isinstance(node, Script):
        return _script(node, display)
    if isinstance(node, Accent):
        return _accent(node, display)
    return _fence(node, display) if isinstance(node, Fence) else _grid(node)


def _element(name: str, *content: str) -> Markup:
    return Markup("<{0}>{1}</{0}>").format(name, Markup("").join(content))


def _parts(parts: Sequence[Node], display: bool) -> Iterator[Markup]:
    """The parts of a row; digits that follow each other are one number."""
    for digits, run in groupby(parts, _is_digit):
        found = list(run)
        if digits:
            yield _element("mn", "".join(part.text for part in found if isinstance(part, Sign)))
        else:
            for part in found:
                yield _node(part, display) if part != Space() else Markup("")
                yield _AFTER_NAME if kind_of(part) == "func" else Markup("")


def _is_digit(node: Node) -> bool:
    return isinstance(node, Sign) and (node.text.isdigit() or node.text == ".")


def _sign(node: Sign) -> Markup:
    if node.role == "func":
        return _element("mi", node.text)
    if _is_digit(node):
        return _element("mn", node.text)
    if node.role == "ord" and node.text not in "|‖/":
        return _element("mi", node.text)
    if node.role in ("open", "close", "ord"):
        return Markup('<mo stretchy="false">{}</mo>').format(node.text)
    return _element("mo", node.text)


def _fraction(node: Fraction) -> Markup:
    parts = _node(node.above, False) + _node(node.below, False)
    return Markup("<mfrac{}>{}</mfrac>").format(Markup("" if node.bar else ' linethickness="0"'), parts)


def _root(node: Root) -> Markup:
    body = _node(node.body, False)
    return _element("mroot", body, _node(node.index, False)) if node.index else _element("msqrt", body)


def _script(node: Script, display: bool) -> Markup:
    limits = node.limits and (display or not _named(node.base))
    names = ("munder", "mover", "munderover") if limits else ("msub", "msup", "msubsup")
    scripts = [_node(part, False) for part in (node.foot, node.head) if part is not None]
    name = names[2 if len(scripts) == 2 else int(node.foot is None)]
    return _element(name, _node(node.base, display), *scripts) if scripts else _node(node.base, display)


def _named(node: Node) -> bool:
    """A function's name, whose limits stand beside it in a line; a browser knows this of ∑, but not of max."""
    return isinstance(node, Sign) and node.role == "func"


def _accent(node: Accent, display: bool) -> Markup:
    under = node.name in ("underline", "underbrace")
    sign = {"─": "_" if under else "¯"}.get(ACCENTS[node.name][1], ACCENTS[node.name][1])
    mark = Markup('<mo stretchy="{}">{}</mo>').format("false" if node.name in _NARROW else "true", sign)
    name, attribute = ("munder", "accentunder") if under else ("mover", "accent")
    return Markup('<{0} {1}="true">{2}{3}</{0}>').format(name, attribute, _node(node.body, display), mark)


_NARROW = ("hat", "bar", "tilde", "dot", "ddot", "vec", "check", "breve", "acute", "grave", "mathring")


def _fence(node: Fence, display: bool) -> Markup:
    sides = [Markup('<mo fence="true" stretchy="true">{}</mo>').format(side) for side in (node.left, node.right)]
    body = _node(node.body, display)
    return _element("mrow", sides[0] if node.left else "", body, sides[1] if node.right else "")


def _grid(node: Grid) -> Markup:
    rows = [
        _element("mtr", *(_cell(cell, side) for cell, side in zip(row, node.align, strict=False))) for row in node.rows
    ]
    return Markup('<mtable displaystyle="{}">{}</mtable>').format(str(node.aligned).lower(), Markup("").join(rows))


def _cell(node: Node, align: str) -> Markup:
    return Markup('<mtd class="{}">{}</mtd>').format(f"column-{align}", _node(node, False))
