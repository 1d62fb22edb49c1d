"""The map of questions: answered, flagged, where you are, code. Signs and brackets carry it, colour only helps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.text import Text
from textual.widgets import Static

from dlexam.bank.paper import Paper

CELL = 6  # columns that a question takes
CODE = 8  # that one takes which asks for code
LEGEND = "✓ answered   · not yet   ! flagged   ‹› code   [ ] you are here"


class Standing(NamedTuple):
    """What the map shows of a sitting."""

    answered: frozenset[int]
    flagged: frozenset[int]
    at: int


def strip(paper: Paper, standing: Standing, width: int, rows: int) -> Text:
    """All questions in rows of cells; where they don't fit into `rows`, those around the current one."""
    lines = list(_lines(paper, [item.number for item in paper.items], width))
    here = next(place for place, line in enumerate(lines) if standing.at in line)
    first = max(0, min(here - rows // 2, len(lines) - rows))
    return Text("\n").join(_drawn(paper, line, standing) for line in lines[first : first + rows])


def by_section(paper: Paper, standing: Standing, width: int) -> Text:
    """The questions under the titles of their sections."""
    return Text("\n").join(_sections(paper, standing, width))


def _sections(paper: Paper, standing: Standing, width: int) -> Iterator[Text]:
    for place, section in enumerate(paper.sections):
        if place:
            yield Text()
        yield Text(section.title, style="bold", overflow="ellipsis", no_wrap=True)
        for line in _lines(paper, [item.number for item in section.items], width):
            yield _drawn(paper, line, standing)


def _lines(paper: Paper, numbers: Sequence[int], width: int) -> Iterator[list[int]]:
    """These questions, as many on a line as there is room for."""
    line: list[int] = []
    used = 0
    for number in numbers:
        if line and used + _room(paper, number) > width:
            yield line
            line, used = [], 0
        line.append(number)
        used += _room(paper, number)
    yield line


def _drawn(paper: Paper, line: Sequence[int], standing: Standing) -> Text:
    return Text.assemble(*(_cell(paper, number, standing) for number in line))


def _room(paper: Paper, number: int) -> int:
    """The same whatever becomes of the question, so that no cell moves."""
    return CODE if paper.item(number).kind == "code" else CELL


def _cell(paper: Paper, number: int, standing: Standing) -> Text:
    done, here = number in standing.answered, number == standing.at
    code, tick = paper.item(number).kind == "code", "✓" if done else ""
    sign = f"‹{tick}›" if code else tick or "·"
    flag = "!" if number in standing.flagged else ""
    body = f"[{number}{sign}{flag}]" if here else f" {number}{sign}{flag} "
    style = "bold reverse" if here else "green" if done else ""
    return Text.assemble((body, style), " " * (_room(paper, number) - len(body)))


class QuestionMap(Static):
    """The map at the side of a wide screen, or in a strip below the header of a narrow one."""

    def __init__(self, paper: Paper) -> None:
        super().__init__("", id="map")
        self._paper = paper
        self._standing = Standing(frozenset(), frozenset(), 1)

    def show(self, standing: Standing) -> None:
        """Draw it anew if it has changed."""
        if standing != self._standing:
            self._standing = standing
            self.refresh(layout=True)

    def render(self) -> Text:
        """As the room that there is allows."""
        width = self.content_size.width or self.app.size.width - 2
        if self.app.size.width >= 110:
            return by_section(self._paper, self._standing, min(width, 26))
        return strip(self._paper, self._standing, width, rows=2 if self.app.size.height < 32 else 3)
