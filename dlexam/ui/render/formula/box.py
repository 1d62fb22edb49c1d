"""Rectangles of text with a base line, put beside and above each other. Widths are cells of a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len


class Box(NamedTuple):
    """Lines of equal width; `base` is the line that goes on with what stands beside it."""

    lines: tuple[str, ...]
    base: int = 0

    @property
    def width(self) -> int:
        """In cells."""
        return cell_len(self.lines[0]) if self.lines else 0

    @property
    def height(self) -> int:
        """In lines."""
        return len(self.lines)


def boxed(text: str) -> Box:
    """One line of text."""
    return Box((text,))


def beside(boxes: Sequence[Box]) -> Box:
    """All on one base line."""
    if not boxes:
        return boxed("")
    base = max(box.base for box in boxes)
    below = max(box.height - box.base for box in boxes)
    columns = [_tall(box, base - box.base, below - (box.height - box.base)) for box in boxes]
    return Box(tuple("".join(cells) for cells in zip(*columns, strict=True)), base)


def above(boxes: Sequence[Box], base: int, align: str = "c") -> Box:
    """Each below the one before it; `base` counts lines from the top."""
    width = max(box.width for box in boxes)
    return Box(tuple(padded(line, width, align) for box in boxes for line in box.lines), base)


def padded(line: str, width: int, align: str) -> str:
    """A line made `width` cells wide: l, c or r."""
    room = width - cell_len(line)
    left = {"l": 0, "c": room // 2, "r": room}[align]
    return " " * left + line + " " * (room - left)


def _tall(box: Box, above: int, below: int) -> list[str]:
    empty = " " * box.width
    return [empty] * above + list(box.lines) + [empty] * below


_PIECES = {
    "(": "⎛⎜⎝", ")": "⎞⎟⎠", "[": "⎡⎢⎣", "]": "⎤⎥⎦", "⌊": "⎢⎢⎣", "⌋": "⎥⎥⎦", "⌈": "⎡⎢⎢", "⌉": "⎤⎥⎥", "|": "│││",
    "‖": "‖‖‖",
}  # fmt: skip
_BRACES = {"{": "⎧⎨⎩⎪", "}": "⎫⎬⎭⎪"}


def bracket(sign: str, height: int, base: int) -> Box:
    """A bracket as tall as what it holds."""
    if not sign or height == 1:
        return boxed(sign)
    if sign in _BRACES:
        top, middle, bottom, bar = tuple(_BRACES[sign])
        lines = [top, *[bar] * (height - 2), bottom]
        if height == 2:
            return Box(("⎰", "⎱") if sign == "{" else ("⎱", "⎰"), base)
        lines[height // 2] = middle
        return Box(tuple(lines), base)
    if sign not in _PIECES:
        return Box(tuple(padded(sign if at == base else "", cell_len(sign), "l") for at in range(height)), base)
    top, middle, bottom = tuple(_PIECES[sign])
    return Box((top, *[middle] * (height - 2), bottom), base)
