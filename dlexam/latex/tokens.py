"""LaTeX in pieces: characters one by one, commands with their arguments. pylatexenc does the parsing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from dlexam.latex.fault import FormulaError
from dlexam.latex.symbols import DELIMITER_COMMANDS, DELIMITERS

_ROOM = re.compile(r"\*?(?:\[-?[\d.]+ ?(?:pt|em|ex|mm|cm|in)\])?")


class Token(NamedTuple):
    """A character (`sign`), or a command, group or environment (`node`, of pylatexenc; `sign` is then empty)."""

    sign: str
    node: Any = None

    def is_command(self, *names: str) -> bool:
        """Whether it is one of these commands."""
        return getattr(self.node, "macroname", None) in names

    def argument(self) -> Any:
        """The only argument of a command; None where it has none."""
        given = arguments(self.node)
        return given[0] if given else None

    def delimiter(self) -> str:
        """The sign after \\left and its kin; empty for a full stop."""
        given = self.argument()
        sign = DELIMITERS.get(getattr(given, "chars", ""))
        if sign is None:
            sign = DELIMITER_COMMANDS.get(getattr(given, "macroname", ""))
        if sign is None:
            raise FormulaError(f"\\{self.node.macroname} is followed by no bracket", "a full stop stands for none")
        return sign


def arguments(node: Any) -> list[Any]:
    """The arguments of a command or an environment; None for each optional one that is not given."""
    return list(node.nodeargd.argnlist or ()) if node.nodeargd else []


def tokens(source: str | Sequence[Any]) -> list[Token]:
    """LaTeX, or nodes of pylatexenc, as tokens."""
    return [token for node in (_parsed(source) if isinstance(source, str) else source) for token in _of(node)]


def split(found: Sequence[Token], sign: str) -> list[list[Token]]:
    """The tokens between those that are `sign`: & or a line break. An empty last line counts for nothing."""
    parts: list[list[Token]] = [[]]
    for token in found:
        if token.sign == sign or (sign == "\\" and token.is_command("\\", "newline", "cr")):
            parts.append([])
        elif not token.is_command("hline"):
            parts[-1].append(token)
    if sign != "\\":
        return parts
    rows = [parts[0], *map(_without_room, parts[1:])]
    return rows[:-1] if len(rows) > 1 and all(token.sign.isspace() for token in rows[-1]) else rows


def _without_room(row: list[Token]) -> list[Token]:
    """A row without the [2pt] of the line break before it."""
    room = _ROOM.match("".join(token.sign or "\\" for token in row))
    return row[room.end() :] if room else row


def _parsed(latex: str) -> Sequence[Any]:
    from pylatexenc.latexwalker import LatexWalker, LatexWalkerError

    from dlexam.latex.grammar import context

    if (len(latex) - len(latex.rstrip("\\"))) % 2:
        raise FormulaError("a \\ at the end")
    walker = LatexWalker(latex, latex_context=context(), tolerant_parsing=False)
    try:
        nodes: Sequence[Any] = walker.get_latex_nodes(parsing_state=walker.make_parsing_state(in_math_mode=True))[0]
    except LatexWalkerError as error:
        told = str(getattr(error, "msg", error)).splitlines()[0].rstrip(".")
        raise FormulaError(told[:1].lower() + told[1:]) from None
    return nodes


def _of(node: Any) -> Iterator[Token]:
    kind = type(node).__name__
    if kind == "LatexCharsNode":
        yield from (Token(character) for character in node.chars)
    elif kind == "LatexSpecialsNode":
        yield Token(node.specials_chars)
    elif kind == "LatexCommentNode":
        raise FormulaError("% begins a comment", "write \\% for the sign")
    elif kind == "LatexMathNode":
        raise FormulaError("a formula within a formula", "leave the inner \\( \\), \\[ \\] or dollars out")
    else:
        yield Token("", node)
