"""LaTeX of a formula to a tree. Raises FormulaError for what it can't read, never anything else; soon done, always."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from dlexam.latex.commands import command, environment
from dlexam.latex.fault import FormulaError
from dlexam.latex.symbols import SPACES, of_character
from dlexam.latex.tokens import Token, split, tokens
from dlexam.latex.tree import Fence, Grid, Node, Row, Script, Sign, Space

LONGEST = 2_000  # characters of one formula
_THOUSANDS = re.compile(r"\d,\d{3}(?!\d)")
DEEPEST = 24  # groups, fences and scripts within each other


@lru_cache(maxsize=1_024)
def read(latex: str) -> Node:
    """The tree of a formula, given without its dollars."""
    if len(latex) > LONGEST:
        raise FormulaError(f"a formula has at most {LONGEST} characters, this one has {len(latex)}")
    if any(not character.isprintable() and not character.isspace() for character in latex):
        raise FormulaError("a character that can't be seen")
    try:
        return Reader().lines(tokens(latex))
    except RecursionError:
        raise FormulaError(f"nested more than {DEEPEST} deep") from None


class Reader:
    """Reads token by token; knows how deep it is."""

    def __init__(self) -> None:
        self._depth = 0

    def lines(self, found: Sequence[Token]) -> Node:
        """A formula or an argument: one row, or several of them where there are line breaks."""
        rows = split(found, "\\")
        if len(rows) == 1:
            return self.row(found)
        return Grid(tuple((self.row(row),) for row in rows), "l", aligned=True)

    def row(self, found: Sequence[Token]) -> Node:
        """All tokens as one row."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise FormulaError(f"nested more than {DEEPEST} deep")
        made = _Row(self, found).whole()
        self._depth -= 1
        return made

    def nodes(self, nodes: Sequence[Any]) -> Node:
        """Nodes of pylatexenc as one row."""
        return self.lines(tokens(nodes))

    def argument(self, node: Any, name: str) -> Node:
        """What an argument of the command `name` holds."""
        if node is None:
            raise FormulaError(f"\\{name} lacks an argument", "write its arguments in braces")
        return self.nodes(node.nodelist if hasattr(node, "delimiters") else [node])


class _Row:
    """One row on its way: the parts so far, and the place among the tokens."""

    def __init__(self, reader: Reader, found: Sequence[Token]) -> None:
        self._reader, self._tokens, self._at = reader, found, 0
        self._parts: list[Node] = []

    def whole(self) -> Node:
        """The row, to the end of the tokens."""
        made = self._until_right()
        if self._at < len(self._tokens):
            raise FormulaError("\\right without \\left")
        return made

    def _until_right(self) -> Node:
        outer, self._parts = self._parts, []
        while self._at < len(self._tokens) and not self._tokens[self._at].is_command("right"):
            self._next()
        made, self._parts = self._parts, outer
        return made[0] if len(made) == 1 else Row(tuple(made))

    def _next(self) -> None:
        token = self._tokens[self._at]
        if token.sign in ("^", "_", "'"):
            self._script()
        elif token.is_command("limits", "nolimits"):
            self._at += 1
            self._limits(token.is_command("limits"))
        else:
            self._parts.append(self._atom())

    def _atom(self) -> Node:
        """The next token as a node."""
        if self._at == len(self._tokens):
            raise FormulaError("nothing stands after the ^ or _ at the end")
        token = self._tokens[self._at]
        self._at += 1
        if token.sign == ":" and self._at < len(self._tokens) and self._tokens[self._at].sign == "=":
            self._at += 1
            return Sign(":=", "rel")
        if token.node is None:
            return self._point(token.sign) if token.sign in (",", ".") else self._character(token.sign)
        if token.is_command("left"):
            return self._fence(token)
        if token.is_command("not"):
            return self._negated(token)
        if hasattr(token.node, "environmentname"):
            return environment(token.node, self._reader)
        if hasattr(token.node, "delimiters"):
            inner = self._reader.nodes(token.node.nodelist)
            return inner if isinstance(inner, Row) else Row((inner,))
        return command(token.node, self._reader)

    def _point(self, sign: str) -> Node:
        """A comma or full stop: that of a number, or one of the sentence."""
        if sign == ",":
            return Sign(",") if self._in_number() else of_character(sign)
        rest = self._tokens[self._at :]
        ends = not rest or rest[0].sign.isspace() or getattr(rest[0].node, "macroname", "") in SPACES
        return Sign(sign, "punct" if ends else "ord")

    def _in_number(self) -> bool:
        """Whether the comma just taken is that of 1,000."""
        around = [token.sign for token in self._tokens[max(self._at - 2, 0) : self._at + 4]]
        return bool(_THOUSANDS.match("".join(sign or "." for sign in around)))

    def _character(self, character: str) -> Node:
        if character.isspace():
            return Space()
        if character == "&":
            raise FormulaError("& outside of a matrix", "write \\& for the sign")
        if character in "^_'":
            raise FormulaError(f"{character} where something to raise or lower belongs")
        return Space(1) if character == "~" else of_character(character)

    def _fence(self, token: Token) -> Node:
        if self._reader._depth + 1 > DEEPEST:
            raise FormulaError(f"nested more than {DEEPEST} deep")
        self._reader._depth += 1
        body = self._until_right()
        if self._at == len(self._tokens):
            raise FormulaError("\\left without \\right")
        closing = self._tokens[self._at]
        self._at += 1
        self._reader._depth -= 1
        return Fence(token.delimiter(), body, closing.delimiter())

    def _negated(self, token: Token) -> Node:
        body = self._reader.argument(token.argument(), "not")
        if not isinstance(body, Sign):
            raise FormulaError("\\not stands before one sign only")
        return Sign(body.text + "\u0338", body.role)

    def _limits(self, wanted: bool) -> None:
        last = self._parts.pop() if self._parts else None
        if not isinstance(last, Sign):
            raise FormulaError("\\limits stands after an operator only")
        self._parts.append(Sign(last.text, last.role, wanted))

    def _script(self) -> None:
        """Take the scripts that follow, and put them to the part before them."""
        while self._parts and self._parts[-1] == Space():
            self._parts.pop()
        base = self._parts.pop() if self._parts else Row()
        found: dict[str, Node] = {}
        while self._at < len(self._tokens) and (which := self._which()):
            place, node = which
            if place in found:
                raise FormulaError(f"two {place}s to one base", "put braces around the first, as in {x_i}_j")
            found[place] = node
        ended = self._tokens[self._at - 1].node
        above_and_below = getattr(base, "limits", False) or getattr(base, "name", "") in ("underbrace", "overbrace")
        self._parts.append(Script(base, found.get("subscript"), found.get("superscript"), above_and_below))
        if getattr(ended, "macro_post_space", ""):
            self._parts.append(
                Space()
            )  # after a command TeX needs the blank; as a blank of the author's it parts factors

    def _which(self) -> tuple[str, Node] | None:
        """The next script and its place; None where there is none."""
        sign = self._tokens[self._at].sign
        if sign == "_":
            self._at += 1
            return "subscript", self._raised()
        if sign not in ("^", "'"):
            return None
        primes = 0
        while self._at < len(self._tokens) and self._tokens[self._at].sign == "'":
            self._at, primes = self._at + 1, primes + 1
        marks = tuple(map(Sign, "‴" * (primes // 3) + ("", "′", "″")[primes % 3]))
        if self._at < len(self._tokens) and self._tokens[self._at].sign == "^":
            self._at += 1
            raised = self._raised()
            return "superscript", Row((*marks, raised)) if marks else raised
        return "superscript", Row(marks)

    def _raised(self) -> Node:
        while self._at < len(self._tokens) and self._tokens[self._at].sign.isspace():
            self._at += 1
        return self._atom()
