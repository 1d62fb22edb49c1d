"""Two sources side by side, line beside line: what is the same, what changed (~), what only one has (- and +)."""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz
from rich.table import Table
from rich.text import Text

from dlexam.ui.render.safe import safe

ALIKE = 0.45  # of two lines, from which they are one line that changed
_LONGEST = 500  # characters of a line that is looked into
_MOST = 10_000  # pairs of lines that are compared in one place
_STYLES = {"~": "yellow", "-": "red", "+": "green", " ": ""}
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
Spans = tuple[tuple[int, int], ...]


class Side(NamedTuple):
    """A line of one source: its number, its text, its sign (" ", "~", "-" or "+"), and where a changed one differs."""

    number: int
    text: str
    sign: str = " "
    changed: Spans = ()


class Pair(NamedTuple):
    """Two lines that stand beside each other, or one alone."""

    yours: Side | None
    reference: Side | None


def aligned(yours: str, reference: str) -> tuple[Pair, ...]:
    """The lines of both sources, paired."""
    ours, theirs = (safe(text).expandtabs(4).splitlines() for text in (yours, reference))
    pairs: list[Pair] = []
    for tag, start, end, begin, stop in difflib.SequenceMatcher(None, ours, theirs).get_opcodes():
        left = [Side(number + 1, ours[number]) for number in range(start, end)]
        right = [Side(number + 1, theirs[number]) for number in range(begin, stop)]
        pairs += map(Pair, left, right) if tag == "equal" else _replaced(left, right)
    return tuple(pairs)


class SideBySide:
    """A Rich renderable of the pairs: yours left, the reference right; long lines go on below."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self._pairs = pairs

    def __rich__(self) -> Table:
        """A grid without borders; signs stand beside the numbers."""
        table = Table.grid(padding=(0, 1), expand=True)
        for _ in range(2):
            table.add_column(no_wrap=True, justify="right")
            table.add_column(ratio=1, overflow="fold")
        table.add_row("", Text("Yours", style="bold"), "", Text("Reference", style="bold"))
        for pair in self._pairs:
            table.add_row(*_cells(pair.yours), *_cells(pair.reference))
        return table


def _replaced(left: Sequence[Side], right: Sequence[Side]) -> Iterator[Pair]:
    """Lines that took each other's place: alike ones are one that changed, those between stand beside each other."""
    at, begin = 0, 0
    for ours, theirs in [*_alike(left, right), (len(left), len(right))]:
        for one, other in itertools.zip_longest(left[at:ours], right[begin:theirs]):
            yield Pair(one and one._replace(sign="-"), other and other._replace(sign="+"))
        if ours < len(left):
            yield _changed(left[ours], right[theirs])
        at, begin = ours + 1, theirs + 1


def _alike(left: Sequence[Side], right: Sequence[Side]) -> list[tuple[int, int]]:
    """Places of lines that are one line that changed: the most alike in all, in the order of both."""
    if not 0 < len(left) * len(right) <= _MOST:
        return []
    best: list[list[tuple[float, list[tuple[int, int]]]]] = [[(0.0, [])] * (len(right) + 1)]
    for row, ours in enumerate(left):
        line: list[tuple[float, list[tuple[int, int]]]] = [(0.0, [])]
        for column, theirs in enumerate(right):
            likeness = _likeness(ours.text, theirs.text)
            total, pairs = best[row][column]
            paired = (total + likeness, [*pairs, (row, column)]) if likeness >= ALIKE else (0.0, [])
            line.append(max(paired, best[row][column + 1], line[column], key=lambda found: found[0]))
        best.append(line)
    return best[-1][-1][1]


def _likeness(ours: str, theirs: str) -> float:
    """0 to 1. Blank and very long lines are like none."""
    if not (ours.strip() and theirs.strip()) or max(len(ours), len(theirs)) > _LONGEST:
        return 0.0
    return float(fuzz.ratio(ours.strip(), theirs.strip())) / 100


def _changed(ours: Side, theirs: Side) -> Pair:
    """One line that changed, with the words that differ."""
    words, others = (_WORDS.findall(side.text) for side in (ours, theirs))
    edits = [code[1:] for code in difflib.SequenceMatcher(None, words, others).get_opcodes() if code[0] != "equal"]
    gone = tuple(_span(words, start, end) for start, end, _, _ in edits if end > start)
    come = tuple(_span(others, start, end) for _, _, start, end in edits if end > start)
    return Pair(ours._replace(sign="~", changed=gone), theirs._replace(sign="~", changed=come))


def _span(words: Sequence[str], start: int, end: int) -> tuple[int, int]:
    before = len("".join(words[:start]))
    return before, before + len("".join(words[start:end]))


def _cells(side: Side | None) -> tuple[Text, Text]:
    if side is None:
        return Text(), Text()
    style = _STYLES[side.sign]
    body = Text(side.text, style=style)
    for start, end in side.changed:
        body.stylize("bold underline", start, end)
    return Text(f"{side.number:>3} {side.sign}", style=style or "dim"), body
