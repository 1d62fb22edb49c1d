"""What each command and environment of a formula means, as a tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from dlexam.errors import nearest
from dlexam.latex import grammar
from dlexam.latex.alphabets import HANDS, written
from dlexam.latex.fault import FormulaError
from dlexam.latex.symbols import ACCENTS, COMMANDS, SPACES
from dlexam.latex.tokens import Token, arguments, split, tokens
from dlexam.latex.tree import Accent, Fence, Fraction, Grid, Node, Role, Root, Row, Script, Sign, Space, Words, mapped
from dlexam.latex.words import plain_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MOST_CELLS = 400
_STYLES = ("displaystyle", "textstyle", "scriptstyle", "scriptscriptstyle")
_NOTHING = frozenset({*_STYLES, "nonumber", "notag", "mathstrut", "relax"})


class Reader(Protocol):
    """What reads the arguments."""

    def row(self, found: Sequence[Token], /) -> Node: ...

    def argument(self, node: Any, name: str, /) -> Node: ...


def command(node: Any, reader: Reader) -> Node:
    """What a command with its arguments stands for."""
    name = getattr(node, "macroname", "")
    if name in COMMANDS:
        return COMMANDS[name]
    if name in SPACES:
        return Space(SPACES[name])
    if name in _NOTHING:
        return Row()
    if name in _BUILDERS:
        return _BUILDERS[name](Token("", node), reader)
    near = nearest(name, _known())
    raise FormulaError(f"the command \\{name} is not known", f"did you mean \\{near}?" if near else None)


def environment(node: Any, reader: Reader) -> Node:
    """A matrix, cases or aligned equations."""
    name = node.environmentname
    if name not in grammar.ENVIRONMENTS:
        near = nearest(name, grammar.ENVIRONMENTS)
        raise FormulaError(f"the environment “{name}” is not known", f"did you mean {near}?" if near else None)
    cells = [split(row, "&") for row in split(tokens(node.nodelist), "\\")]
    columns = max(map(len, cells))
    if columns * len(cells) > MOST_CELLS:
        raise FormulaError(f"a matrix has at most {MOST_CELLS} cells")
    rows = tuple(tuple(reader.row(row[at]) if at < len(row) else Row() for at in range(columns)) for row in cells)
    if name in grammar.EQUATIONS:
        return Grid(rows, "rl" * columns if columns > 1 else "l", aligned=True)
    if name in ("cases", "rcases"):
        grid = Grid(rows, "l" * columns)
        return Fence("{", grid, "") if name == "cases" else Fence("", grid, "}")
    left, right = tuple(grammar.MATRICES[name])
    return Fence(left.strip(), Grid(rows, _columns(node, columns)), right.strip())


def _columns(node: Any, columns: int) -> str:
    """The alignment of each column: that of an array is its argument."""
    given = arguments(node)
    wanted = "".join(sign for sign in (plain_words(given[0]) if given else "") if sign in "lcr")
    return (wanted + "c" * columns)[:columns]


def _given(token: Token, reader: Reader) -> list[Node]:
    """All obligatory arguments of a command."""
    name = token.node.macroname
    found = arguments(token.node)
    if not found:
        raise FormulaError(f"\\{name} lacks an argument", f"put \\{name} and its argument into braces of their own")
    return [reader.argument(each, name) for each in found]


def _fraction(token: Token, reader: Reader) -> Node:
    above, below = _given(token, reader)
    return Fraction(above, below)


def _binomial(token: Token, reader: Reader) -> Node:
    above, below = _given(token, reader)
    return Fence("(", Fraction(above, below, bar=False), ")")


def _root(token: Token, reader: Reader) -> Node:
    found = arguments(token.node)
    if not found:
        raise FormulaError("\\sqrt lacks an argument", "put \\sqrt and its argument into braces of their own")
    index = reader.argument(found[0], "sqrt") if found[0] is not None else None
    return Root(reader.argument(found[1], "sqrt"), index)


def _accent(token: Token, reader: Reader) -> Node:
    return Accent(_given(token, reader)[0], token.node.macroname)


def _same(token: Token, reader: Reader) -> Node:
    body = _given(token, reader)[0]
    return body if isinstance(body, Row) else Row((body,))


def _hand(token: Token, reader: Reader) -> Node:
    hand = HANDS[token.node.macroname]
    return mapped(_given(token, reader)[0], lambda sign: Sign(written(sign.text, hand), sign.role, sign.limits))


def _upright(token: Token, reader: Reader) -> Node:
    """\\text{...} is words; \\mathrm{d} is a letter, \\mathrm{KL} a word."""
    given = token.argument()
    words = plain_words(given, token.node.macroname)
    if token.node.macroname == "mathrm":
        if not words.replace(" ", "").isalnum():
            return reader.argument(given, "mathrm")
        words = "".join(words.split())
        return Sign(words) if len(words) == 1 else Words(words)
    return Words(words)


def _operator(token: Token, reader: Reader) -> Node:
    star, given = arguments(token.node) or (None, None)
    return Sign(" ".join(plain_words(given, "operatorname").split()), "func", limits=star is not None)


def _delimiter(token: Token, reader: Reader) -> Node:
    sign, size = token.delimiter(), token.node.macroname
    roles: dict[str, Role] = {"(": "open", "[": "open", "{": "open", "⟨": "open", ")": "close", "]": "close"}
    roles |= {"}": "close", "⟩": "close"}
    sides: dict[str, Role] = {"l": "open", "r": "close", "m": "rel", "e": "rel"}  # e: \\middle
    return Sign(sign, sides.get(size[-1]) or roles.get(sign, "ord")) if sign else Row()


def _stacked(token: Token, reader: Reader) -> Node:
    script, base = _given(token, reader)
    if token.node.macroname == "underset":
        return Script(base, script, None, limits=True)
    return Script(base, None, script, limits=True)


def _arrow(token: Token, reader: Reader) -> Node:
    found = arguments(token.node) or [None, None]
    below = reader.argument(found[0], "xrightarrow") if found[0] is not None else None
    above = reader.argument(found[1], token.node.macroname)
    return Script(Sign("⟶" if token.is_command("xrightarrow") else "⟵", "rel"), below, above, limits=True)


def _modulus(token: Token, reader: Reader) -> Node:
    return Fence("(mod ", _given(token, reader)[0], ")")


def _room(token: Token, reader: Reader) -> Node:
    return Space(1)


def _tag(token: Token, reader: Reader) -> Node:
    return Row((Space(4), Words(f"({plain_words(token.argument(), 'tag')})")))


def _builders() -> dict[str, Callable[[Token, Reader], Node]]:
    tables: tuple[tuple[Sequence[str], Callable[[Token, Reader], Node]], ...] = (
        (grammar.FRACTIONS, _fraction),
        (grammar.BINOMIALS, _binomial),
        (("sqrt",), _root),
        (tuple(ACCENTS), _accent),
        ((*grammar.SAME, "substack"), _same),
        (tuple(HANDS), _hand),
        ((*grammar.UPRIGHT, "mathrm"), _upright),
        (("operatorname",), _operator),
        ((*grammar.SIZES, "middle"), _delimiter),
        (("overset", "underset", "stackrel"), _stacked),
        (grammar.ARROWS, _arrow),
        (("pmod",), _modulus),
        (("hspace", "phantom", "hphantom", "vphantom"), _room),
        (("tag",), _tag),
    )
    return {name: builder for names, builder in tables for name in names}


_BUILDERS = _builders()


def _known() -> list[str]:
    return [*COMMANDS, *_BUILDERS, "left", "right"]
