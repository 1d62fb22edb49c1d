"""Lists of one-line rows under headings: a cursor with a sign, columns that fit the width. Every list is one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from msgspec import Struct
from rich.segment import Segment
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.strip import Strip
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from dlexam.ui.render.safe import safe_line

_GAP = 2  # columns between two cells
_LEAD = 2  # columns for the cursor
_ENOUGH = 20  # columns in which a title can be known


class Row(Struct, frozen=True, kw_only=True):
    """One thing that can be opened: its key, its cells, further words that find it, and what is told of it beside."""

    key: str
    cells: tuple[Text, ...]
    words: str = ""
    note: str = ""

    def is_found_by(self, wanted: Sequence[str]) -> bool:
        """Whether each of these words is somewhere in it."""
        text = " ".join([*(cell.plain for cell in self.cells), self.words]).casefold()
        return all(word in text for word in wanted)


class Group(Struct, frozen=True, kw_only=True):
    """Rows under a heading; `empty` is said where there are none.

    The column `flex` takes what room there is. Where that is little, the columns `spare` are left out, in turn.
    """

    name: str
    title: str
    rows: tuple[Row, ...]
    flex: int = 0
    spare: tuple[int, ...] = ()
    empty: str = ""


class Rows(OptionList):
    """The rows of some groups under one cursor. Each option is one line, so that a line's number is the option's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("k", "cursor_up", show=False),
        Binding("j", "cursor_down", show=False),
    ]

    def __init__(self, id: str) -> None:
        super().__init__(id=id, markup=False, compact=True)
        self._groups: tuple[Group, ...] = ()
        self._found: dict[str, Row] = {}
        self._wanted = ""
        self._drawn_for = 0

    @property
    def at(self) -> Row | None:
        """The row under the cursor."""
        option = self.highlighted_option
        return self._found.get(option.id or "") if option else None

    @property
    def count(self) -> int:
        """How many rows there are to choose from."""
        return len(self._found)

    def show(self, groups: Iterable[Group], wanted: str = "") -> None:
        """Show what of these is found by the words `wanted`; the cursor stays where it was, if that is still there."""
        before = self.at
        self._groups, self._wanted = tuple(groups), wanted
        self._draw()
        self.go(before.key if before and not wanted else "")

    def replace(self, row: Row) -> None:
        """Show a row anew, in its place, as wide as the columns are."""
        for group in self._groups:
            rows = tuple(row if one.key == row.key else one for one in group.rows)
            if row in rows and row.key in self._found:
                self._found[row.key] = row
                place = [one.key for one in rows if one.key in self._found].index(row.key)
                lines = _lines([one for one in rows if one.key in self._found], group, self._room)
                self.replace_option_prompt(row.key, lines[place])

    def go(self, key: str) -> None:
        """Put the cursor on this row, or else on the first."""
        there = key if key in self._found else next(iter(self._found), None)
        self.highlighted = None if there is None else self.get_option_index(there)
        if there == next(iter(self._found), None):
            self.scroll_home(animate=False)

    def go_to_group(self, name: str) -> bool:
        """Put the cursor on the first row of this group; whether it has any."""
        rows = next((group.rows for group in self._groups if group.name == name), ())
        first = next((row.key for row in rows if row.key in self._found), None)
        if first is not None:
            self.highlighted = self.get_option_index(first)
            self.scroll_to_highlight(top=True)
            self.scroll_relative(y=-1, animate=False)
        return first is not None

    def on_resize(self) -> None:
        """The columns follow the width."""
        if self._groups and self.size.width != self._drawn_for:
            at = self.at
            self._draw()
            self.go(at.key if at else "")

    def render_line(self, y: int) -> Strip:
        """The cursor has a sign, not a colour alone."""
        strip = super().render_line(y)
        if self.highlighted is None or self.scroll_offset.y + y != self.highlighted:
            return strip
        style = next((segment.style for segment in strip if segment.style), None)
        return Strip([Segment("▸", style), *strip.crop(1)], strip.cell_length)

    @property
    def _room(self) -> int:
        return max(20, self.size.width - 1)

    def _draw(self) -> None:
        self._found = {}
        self._drawn_for = self.size.width
        self.set_options(self._made(self._wanted.casefold().split()))

    def _made(self, wanted: list[str]) -> Iterator[Option]:
        first = True
        for group in self._groups:
            rows = [row for row in group.rows if row.is_found_by(wanted)]
            if not rows and (wanted or not group.empty):
                continue
            if group.title:
                yield from () if first else (Option("", disabled=True),)
                yield Option(Text(group.title, style="bold"), disabled=True)
            first = False
            self._found |= {row.key: row for row in rows}
            lines = _lines(rows, group, self._room)
            yield from (Option(line, id=row.key) for row, line in zip(rows, lines, strict=True))
            if not rows:
                yield Option(Text(f"  {group.empty}"), disabled=True)


def _lines(rows: Sequence[Row], group: Group, room: int) -> list[Text]:
    """The cells of these rows in columns, a line for each, none wider than `room`."""
    if not rows:
        return []
    natural = [max(cell.cell_len for cell in column) for column in zip(*(row.cells for row in rows), strict=True)]
    widths = dict(enumerate(natural))
    for place in (*(place for place, width in enumerate(natural) if not width), *group.spare):
        if not natural[place] or _left(widths, group.flex, room) < min(natural[group.flex], _ENOUGH):
            widths.pop(place, None)
    if group.flex in widths:
        widths[group.flex] = max(8, min(widths[group.flex], _left(widths, group.flex, room)))
    return [_line([row.cells[place] for place in widths], list(widths.values()), room) for row in rows]


def _left(widths: dict[int, int], flex: int, room: int) -> int:
    """What room is left for the column `flex`."""
    others = sum(width for place, width in widths.items() if place != flex)
    return room - _LEAD - others - _GAP * (len(widths) - 1)


def _line(cells: Sequence[Text], widths: Sequence[int], room: int) -> Text:
    line = Text(" " * _LEAD)
    for place, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        fitted = cell.copy()
        fitted.truncate(width, overflow="ellipsis", pad=place < len(widths) - 1)
        line.append_text(fitted).append(" " * _GAP if place < len(widths) - 1 else "")
    line.truncate(room, overflow="ellipsis")
    return line


def cell(text: str, style: str = "") -> Text:
    """One cell; its text made harmless."""
    return Text(safe_line(text), style=style)
