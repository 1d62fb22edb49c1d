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
from dlexam.ui.render.formula.drawn import TooLarge, box
from dlexam.ui.render.formula.linear import linear
from dlexam.ui.render.formula.pieces import apart, broken
from dlexam.ui.render.formula.spacing import kinds_of

_BESIDE_NAME = Markup('<mspace width="0.17em"></mspace>')  # n log x
_SIGNED = Markup('<mo form="prefix">{}</mo>')  # the − of = −1, which a browser would take for an operation
_FACTORS = ("ord", "close", "fence", "fraction", "body", "word")  # what may stand before a name: 2 log x
_NOT_APART = ("", "open", "fence", "close", "punct")  # and what may follow it at once: log(x)
_ROOM = 34  # letters that a phone has room for
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
    """The `math` element of a formula, or several that a narrow screen may put below each other."""
    pieces = [_broken(piece, display) for piece in (apart(node) if display else [node])]
    if len(pieces) == 1 and len(pieces[0]) == 1:
        return pieces[0][0]
    lines = [Markup("<wbr>").join(parts) for parts in pieces]
    if not display:
        return Markup("").join(lines)
    return _spans("formulas", Markup("").join(_spans("formula", line) for line in lines))


def _broken(node: Node, display: bool) -> list[Markup]:
    """A formula that a phone has room for whole, a longer one in pieces."""
    first, *later = broken(node, _fits)
    attributes = Markup('display="{}"').format("block" if display else "inline")
    if later and display:
        attributes = Markup('display="inline" displaystyle="true"')
    found = [(first, _node(first, display)), *((piece, _continued(piece, display)) for piece in later)]
    return [_element_of(piece, content, attributes) for piece, content in found]


def _continued(piece: Node, display: bool) -> Markup:
    """A piece that begins with a relation or an operation, which a browser would take for the sign of −1."""
    sign, *rest = piece.parts if isinstance(piece, Row) else (piece,)
    begins = Markup('<mo form="infix">{}</mo>').format(sign.text) if isinstance(sign, Sign) else _node(sign, display)
    return _element("mrow", begins, _node(Row(tuple(rest)), display))


def _element_of(node: Node, content: Markup, attributes: Markup) -> Markup:
    """One `math` element with its text in a line; in a box that scrolls where a phone has no room for it."""
    made = Markup('<math {} alttext="{}">{}</math>').format(attributes, linear(node), content)
    if _fits(node):
        return made
    return Markup('<span class="scrolls" tabindex="0" role="group" aria-label="Formula">{}</span>').format(made)


def _fits(node: Node) -> bool:
    """Whether a phone has room for it."""
    try:
        return box(node).width <= _ROOM
    except TooLarge:
        return False


def _spans(name: str, content: Markup) -> Markup:
    return Markup('<span class="{}">{}</span>').format(name, content)


def _node(node: Node, display: bool) -> Markup:
    if isinstance(node, Sign):
        return _sign(node)
    if isinstance(node, Words):
        return _words(node)
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
    """The parts of a row; digits that follow each other are one number, and a name stands free of its neighbours."""
    found = [part for part in parts if part != Space()]
    kinds = ["", *kinds_of(found), ""]
    for digits, run in groupby(enumerate(found), lambda each: _is_digit(each[1])):
        if digits:
            yield _element("mn", "".join(part.text for _, part in run if isinstance(part, Sign)))
            continue
        for at, part in run:
            before, kind, after = kinds[at : at + 3]
            yield _BESIDE_NAME if kind == "func" and before in _FACTORS else Markup("")
            yield _SIGNED.format(part.text) if kind == "sign" and isinstance(part, Sign) else _node(part, display)
            yield _BESIDE_NAME if kind == "func" and after not in _NOT_APART else Markup("")


def _is_digit(node: Node) -> bool:
    return isinstance(node, Sign) and (node.text.isdigit() or node.text == ".")


def _words(node: Words) -> Markup:
    """One word is a name; mtext is for several, since a browser sets + closer beside it."""
    if " " in node.text:
        return _element("mtext", node.text.replace(" ", "\u00a0"))
    return Markup('<mi mathvariant="normal">{}</mi>').format(node.text)


def _sign(node: Sign) -> Markup:
    if node.role == "func":
        return _element("mi", node.text)
    if _is_digit(node):
        return _element("mn", node.text)
    if node.text in ("′", "″", "‴"):
        return Markup('<mo lspace="0" rspace="0">{}</mo>').format(node.text)
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
