"""LaTeX in an answer as the plain notation that patterns are written in, and where each character of it came from.

`\\frac{2}{n_{in}}` reads 2/n_in, `\\partial L` reads ∂L, `a \\cdot b` reads a · b. What isn't LaTeX stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

_MARK = re.compile(
    r"\\(?P<name>[A-Za-z]+)|\\(?P<space>[,;:!% ])"
    r"|_\{(?P<index>[^\W_]{1,20})\}|_\{\\(?:text|mathrm)\{(?P<words>[^\W_]{1,20})\}\}"
)
_BRACE = re.compile(r"[{}]")
_FRACTIONS = frozenset({"frac", "dfrac", "tfrac", "cfrac"})
_NAMES = frozenset({"text", "textrm", "textbf", "textit", "mathrm", "mathbf", "mathit", "mathsf", "mathcal",
                    "operatorname", "boldsymbol", "bm"})  # fmt: skip
_UNSEEN = frozenset({"left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "displaystyle"})
_SPACES = frozenset({"quad", "qquad"})
_SIGNS = frozenset({"nabla", "prod", "infty"})  # letters to a printer; other letters the lexer reads by their names
_LONGEST = 200  # characters in a pair of braces; a longer one is left as it is, and so is no work
_DEEPEST = 8


class Piece(NamedTuple):
    """Plain text for the characters start..end-1 of the answer."""

    text: str
    start: int
    end: int


class Plain(NamedTuple):
    """A text written plainly, and where each of its characters came from; None where nothing had to be changed."""

    text: str
    origins: list[tuple[int, int]] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the answer of the characters start..end-1."""
        if self.origins is None or not self.origins:
            return start, end
        last = len(self.origins) - 1
        return self.origins[min(start, last)][0], self.origins[min(max(start, end - 1), last)][1]


def plain(text: str) -> Plain:
    """The text with its LaTeX written plainly."""
    if not _MARK.search(text):
        return Plain(text, None)
    pieces = list(_pieces(text, 0, len(text), 0))
    return Plain("".join(piece.text for piece in pieces), [place for piece in pieces for place in _origins(piece)])


def _origins(piece: Piece) -> Iterator[tuple[int, int]]:
    """What was copied stands for itself, each character of what was written anew for all that it replaces."""
    copied = piece.end - piece.start == len(piece.text)
    for at in range(piece.start, piece.start + len(piece.text)):
        yield (at, at + 1) if copied else (piece.start, piece.end)


def _pieces(text: str, start: int, end: int, depth: int) -> Iterator[Piece]:
    while mark := _MARK.search(text, start, end):
        if mark.start() > start:
            yield Piece(text[start : mark.start()], start, mark.start())
        found, start = _command(text, mark, end, depth)
        yield from found
    yield Piece(text[start:end], start, end)


def _command(text: str, mark: re.Match[str], end: int, depth: int) -> tuple[list[Piece], int]:
    """What a command says plainly, and where the text goes on."""
    name, space, index = mark["name"], mark["space"], mark["index"] or mark["words"]
    here, after = mark.span()
    if index:
        return [Piece(f"_{index}", here, after)], after
    if space:
        return [Piece("%" if space == "%" else " ", here, after)], after
    inside = _arguments(text, after, end, 2 if name in _FRACTIONS else 1) if depth < _DEEPEST else []
    if name in _FRACTIONS and len(inside) == 2:
        above, below = (_grouped(text, *each, depth) for each in inside)
        return [*above, Piece("/", inside[0][1], inside[0][1] + 1), *below], inside[1][1] + 1
    if name == "sqrt" and inside:
        (first, last) = inside[0]
        root = [Piece("sqrt(", here, first), *_pieces(text, first, last, depth + 1), Piece(")", last, last + 1)]
        return root, last + 1
    if name in _NAMES and inside:
        return list(_pieces(text, *inside[0], depth + 1)), inside[0][1] + 1
    if name == "partial":
        after += text[after : after + 1] == " "  # ∂ and what it goes with are one word
        return [Piece("∂", here, after)], after
    sign = _sign(name)
    return [Piece(mark[0] if sign is None else sign, here, after)], after


def _grouped(text: str, first: int, last: int, depth: int) -> list[Piece]:
    """What stands above or below a bar, in brackets if it is more than one name or number."""
    inner = list(_pieces(text, first, last, depth + 1))
    if re.fullmatch(r"[^\s+*/=<>·−-]*", "".join(piece.text for piece in inner)):
        return inner
    return [Piece("(", first - 1, first), *inner, Piece(")", last, last + 1)]


def _arguments(text: str, at: int, end: int, count: int) -> list[tuple[int, int]]:
    """The insides of the braces that follow, `count` of them at most."""
    found: list[tuple[int, int]] = []
    while len(found) < count and text[at : at + 1] == "{":
        close = _closing(text, at, min(end, at + _LONGEST))
        if close is None:
            break
        found.append((at + 1, close))
        at = close + 1
    return found


def _closing(text: str, at: int, end: int) -> int | None:
    depth = 0
    for brace in _BRACE.finditer(text, at, end):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.start()
    return None


@cache
def _sign(name: str) -> str | None:
    """What a command without arguments reads as; None if it is left to the lexer, which knows letters by name."""
    from dlexam.latex.symbols import COMMANDS

    if name in _UNSEEN:
        return ""
    if name in _SPACES:
        return " "
    sign = COMMANDS.get(name)
    return sign.text if sign and (name in _SIGNS or sign.role in ("bin", "rel")) else None
