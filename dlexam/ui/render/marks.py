"""Marks for people: each point with its state in words and by sign, the reason, and the words that decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from dlexam.bank.paper import Item
from dlexam.marking.marks import Marks, PointMark, PointState
from dlexam.ui.render.prose import Hanging, Prose, remark
from dlexam.ui.render.results import points
from dlexam.ui.render.safe import safe, safe_line
from dlexam.ui.render.spans import counted

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

SIGNS: dict[PointState, tuple[str, str]] = {
    "earned": ("✓", "green"),
    "unsure": ("?", "yellow"),
    "contradicted": ("✗", "red"),
    "missing": ("-", "dim"),
}
_DECIDED: frozenset[PointState] = frozenset({"earned", "unsure", "contradicted"})


def marks_view(item: Item, answer: str, marks: Marks) -> RenderableType:
    """The answer with its deciding words, the sum, and every point with its reason."""
    parts: list[RenderableType] = [Text("The answer", style="bold"), Hanging(" ", Answer(answer, marks)), Text()]
    return Group(*parts, Text(f"{item.id}: {sum_line(marks)}", style="bold"), reasons(marks, answer))


def sum_line(marks: Marks) -> str:
    """ "2.5 of 4 marks (62%), provisional, by the rubric marker"."""
    share = f"{points(marks.marks)} of {counted(marks.max_marks, 'mark')} ({marks.fraction:.0%})"
    return f"{share}{', provisional' if marks.provisional else ''}, by the {safe_line(marks.marker)} marker"


def reasons(marks: Marks, answer: str = "") -> RenderableType:
    """What the marks are for: the sum in a sentence, then each point. Without the answer itself."""
    alone = len(marks.points) == 1 and marks.points[0].because == marks.because
    head = [] if alone else [Prose(marks.because)]
    return Group(*head, *(part for point in marks.points for part in _point(point)))


def one_point(point: PointMark, answer: str, chosen: bool, named: bool = True) -> Group:
    """One point under a cursor: chosen, with its id (unless it isn't `named`) and the words that decided."""
    sign, style = SIGNS[point.state]
    head = f"{'▸' if chosen else ' '} {sign} {point.state} {_worth(point)}:"
    parts: list[RenderableType] = [
        Hanging(head, Text(remark(point.says)), f"bold {style}" if chosen else style),
        Hanging("   ", Text(remark(point.because))),
    ]
    if chosen and named:
        words = ", ".join(f"“{safe_line(answer[start:end])}”" for start, end in _merged(point.words))
        parts.append(Hanging("   ", Text(f"{safe_line(point.id)}{': ' if words else ''}{words}", "italic")))
    return Group(*parts)


def _point(point: PointMark) -> Iterator[RenderableType]:
    sign, style = SIGNS[point.state]
    yield Text()
    yield Hanging(f"{sign} {point.state} {_worth(point)}:", Text(remark(point.says)), style)
    yield Hanging(" ", Text(remark(point.because)))


def _worth(point: PointMark) -> str:
    return f"{points(point.marks)} of {points(point.max_marks)}" if point.max_marks else f"{points(point.marks)}"


class Answer:
    """An answer whose deciding words stand out: bold and underlined, or in [square brackets] where output is plain.

    `brackets`: those as well.
    """

    def __init__(self, answer: str, marks: Marks, brackets: bool = False) -> None:
        self.answer, self.marks, self.brackets = answer, marks, brackets

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """One text; "none" for an empty answer."""
        if not self.answer.strip():
            yield Text("none")
            return
        plain = console.no_color or not console.is_terminal
        text = Text()
        for raw, decides in pieces(self.answer, self.marks):
            piece = safe(raw)
            if decides:
                text.append(f"[{piece}]" if plain or self.brackets else piece, "" if plain else "bold underline")
            else:
                text.append(piece)
        yield text


def pieces(answer: str, marks: Marks) -> Iterator[tuple[str, bool]]:
    """The answer in pieces, each with whether its words decided about a point."""
    decided = (point for point in marks.points if point.state in _DECIDED)
    for start, end, decides in _pieces(_merged(span for point in decided for span in point.words), len(answer)):
        yield answer[start:end], decides


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _pieces(spans: list[tuple[int, int]], length: int) -> Iterator[tuple[int, int, bool]]:
    at = 0
    for start, end in spans:
        if start > at:
            yield at, start, False
        yield start, end, True
        at = end
    if at < length:
        yield at, length, False
