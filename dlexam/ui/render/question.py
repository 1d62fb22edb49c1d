"""A question as a learner sees it: prompt, choices, and how to answer. Nothing of the key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from dlexam.bank.paper import Item
from dlexam.ui.render.prose import Hanging, Prose

if TYPE_CHECKING:
    from rich.console import RenderableType

_HOW = {
    "single": "Answer with one letter, for example: {first}",
    "multi": "Answer with the letter of every right choice, for example: {first} {last}",
    "numeric": "Answer with a number: 0.25, 1/4, 25% and 1.5e3 are all understood.",
    "short": "Answer in a word or a line.",
    "order": "Answer with the letters in the right order, for example: {order}",
    "match": "Answer with a letter for each row, for example: {match}",
    "open": "Answer in a few sentences; a line with only a dot ends the answer, :edit opens your editor.",
    "design": "Answer at length; a line with only a dot ends the answer, :edit opens your editor.",
    "code": "Answer with a file: :start writes the starter, :submit FILE hands in your solution.",
}


def how_to_answer(item: Item) -> str:
    """One line on the form of the answer."""
    labels = [option.label for option in item.options] or ["a"]
    match = " ".join(f"{row}{labels[-row % len(labels)]}" for row, _ in enumerate(item.rows, 1))
    return _HOW[item.kind].format(first=labels[0], last=labels[-1], order=" ".join(reversed(labels)), match=match)


def asked(item: Item) -> Group:
    """The prompt, the rows and the choices."""
    return Group(*_parts(item))


def prompt_of(item: Item) -> RenderableType:
    """The prompt alone, without rows and choices."""
    return Prose(item.prompt)


def _parts(item: Item) -> Iterator[RenderableType]:
    yield prompt_of(item)
    if item.rows:
        yield Text()
        for number, row in enumerate(item.rows, 1):
            yield Hanging(f"  {number}.", Prose(row))
    if item.options:
        yield Text()
        for option in item.options:
            yield Hanging(f"  {option.label})", Prose(option.text), style="bold")
