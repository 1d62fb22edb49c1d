"""Text that must get through Markdown and wrapping unchanged: each cell of it becomes a private-use character.

No rule of Markdown applies to these, each is one cell wide, and a line is never broken between them.
"""

from __future__ import annotations

import unicodedata
from itertools import chain

from rich.cells import cell_len

_SUPPLY = (range(0xE000, 0xF900), range(0xF0000, 0xFFFFE))


class StandIns:
    """Hands out stand-ins that a text does not hold itself, and puts back what they stand for."""

    def __init__(self, text: str) -> None:
        used = set(text)
        self._free = (chr(code) for code in chain(*_SUPPLY) if chr(code) not in used)
        self._known: dict[str, str] = {}
        self.margin = next(self._free)  # begins each line of a drawing; a blank
        self._meant = {ord(self.margin): " "}

    def of(self, shown: str, *, breaks: bool = False) -> str:
        """Stand-ins for a line; where it `breaks`, its blanks stay blanks."""
        return "".join(part if breaks and part == " " else self._one(part) for part in _cells(shown))

    def restored(self, text: str) -> str:
        """The text with what its stand-ins mean."""
        return text.translate(self._meant)

    def _one(self, part: str) -> str:
        if part not in self._known:
            sign = next(self._free)
            filler = next(self._free) if cell_len(part) > 1 else ""
            self._known[part] = sign + filler
            self._meant |= {ord(sign): part} | ({ord(filler): ""} if filler else {})
        return self._known[part]


def _cells(shown: str) -> list[str]:
    """Each character with the marks that combine with it."""
    parts: list[str] = []
    for character in shown:
        if parts and (unicodedata.combining(character) or not cell_len(character)):
            parts[-1] += character
        else:
            parts.append(character)
    return parts
