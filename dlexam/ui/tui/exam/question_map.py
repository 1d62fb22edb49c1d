"""The map of questions: answered, flagged, where you are, code. Signs and brackets carry it, colour only helps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rich.text import Text
from textual.widgets import Static

from dlexam.bank.paper import Paper

CELL = 6  # columns that a question takes
LEGEND = "✓ answered   · not yet   ! flagged   ‹› code   [ ] you are here"


class Standing(NamedTuple):
    """What the map shows of a sitting."""

    answered: frozenset[int]
    flagged: frozenset[int]
    at: int


def strip(paper: Paper, standing: Standing, width: int, rows: int) -> Text:
    """All questions in rows of cells; where they don't fit into `rows`, those around the current one."""
    cells = [_cell(paper, number, standing) for number in range(1, len(paper.items) + 1)]
    per_row = max(1, width // CELL)
    lines = [cells[start : start + per_row] for start in range(0, len(cells), per_row)]
    first = max(0, min((standing.at - 1) // per_row - rows // 2, len(lines) - rows))
    return Text("\n").join(Text.assemble(*line) for line in lines[first : first + rows])


def by_section(paper: Paper, standing: Standing, width: int) -> Text:
    """The questions under the titles of their sections."""
    return Text("\n").join(_sections(paper, standing, max(1, width // CELL)))


def _sections(paper: Paper, standing: Standing, per_row: int) -> Iterator[Text]:
    for place, section in enumerate(paper.sections):
        if place:
            yield Text()
        yield Text(section.title, style="bold", overflow="ellipsis", no_wrap=True)
        numbers = [item.number for item in section.items]
        for start in range(0, len(numbers), per_row):
            yield Text.assemble(*(_cell(paper, number, standing) for number in numbers[start : start + per_row]))


def _cell(paper: Paper, number: int, standing: Standing) -> Text:
    done, here = number in standing.answered, number == standing.at
    code = paper.item(number).kind == "code"
    sign = "✓" if done else "‹›" if code else "·"
    flag = "!" if number in standing.flagged else ""
    body = f"{number}{sign}{flag}"
    style = "bold reverse" if here else "green" if done else ""
    return Text(f"{f'[{body}]' if here else f' {body} ':<{CELL}}"[:CELL], style=style)


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
