"""An answer by letters with the texts that the letters stand for, so that it can be read beside the key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from dlexam.bank.paper import Item, LettersKey
from dlexam.marking import letters
from dlexam.ui.render.prose import Hanging, Prose
from dlexam.ui.render.safe import safe

if TYPE_CHECKING:
    from rich.console import RenderableType


def by_letters(item: Item, answer: str) -> RenderableType:
    """The choices, the order or the pairs that were given; as it was typed where it can't be read."""
    try:
        return Group(*_parts(item, answer))
    except letters.LettersError:
        return Text(safe(answer))


def is_by_letters(item: Item) -> bool:
    """Whether this question is answered with letters."""
    return isinstance(item.key, LettersKey)


def _parts(item: Item, answer: str) -> Iterator[RenderableType]:
    texts = {option.label: option.text for option in item.options}
    if item.kind == "match":
        given = letters.rows(answer, item.options, len(item.rows))
        for number, (row, letter) in enumerate(zip(item.rows, given, strict=True), 1):
            yield Hanging(f"  {number}{letter}", Prose(f"{row}: {texts[letter]}"))
        return
    in_order = item.kind == "order"
    for letter in letters.sequence(answer, item.options) if in_order else letters.several(answer, item.options):
        yield Hanging(f"  {letter})", Prose(texts[letter]), style="bold")
