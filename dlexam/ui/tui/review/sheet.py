"""The page of one question: prompt, your answer beside the key, the marks with their reasons, what lies behind it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import ClassVar

from msgspec.structs import replace
from rich.console import RenderableType
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from dlexam.bank.paper import RubricKey
from dlexam.exam.results import Row
from dlexam.marking.marks import Marks, PointMark
from dlexam.ui.render.given import by_letters, is_by_letters
from dlexam.ui.render.grading import graded
from dlexam.ui.render.key import answer_of, background
from dlexam.ui.render.marks import Answer, one_point
from dlexam.ui.render.prose import Prose
from dlexam.ui.render.question import asked
from dlexam.ui.render.results import earned_of
from dlexam.ui.render.review import marks_line
from dlexam.ui.render.safe import safe, safe_line
from dlexam.ui.render.spans import in_words
from dlexam.ui.tui.review.reading import Shown
from dlexam.ui.tui.review.sources import Sources

BESIDE = 84  # columns from which the answer and the key stand side by side


class Point(Static):
    """One point of the marks; the cursor may be on it."""

    def __init__(self, point: PointMark, answer: str, named: bool) -> None:
        super().__init__(one_point(point, answer, False), classes="point")
        self.point, self._answer, self._named = point, answer, named

    def choose(self, chosen: bool) -> None:
        """The cursor comes, or goes."""
        if chosen != self.has_class("-at"):
            self.set_class(chosen, "-at")
            self.update(one_point(self.point, self._answer, chosen, self._named))


class Given(Static):
    """An open answer with the words that decided: of all points, or of one."""

    def __init__(self, answer: str, marks: Marks, brackets: bool) -> None:
        super().__init__(Answer(answer, marks, brackets))
        self._answer, self._marks, self._brackets = answer, marks, brackets

    def only(self, point: PointMark | None) -> None:
        """Show the words of this point alone; None: of all."""
        marks = self._marks if point is None else replace(self._marks, points=(point,))
        self.update(Answer(self._answer, marks, self._brackets))


class Sheet(VerticalScroll):
    """↑ and ↓ go through the points of the marks; where there are none, they scroll."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "point(-1)", "Point", tooltip="The point before: its words alone stand out", show=False),
        Binding("down", "point(1)", "Point", key_display="↑↓", tooltip="The next point: its words alone stand out"),
        Binding("j", "line(1)", "A line down", show=False),
        Binding("k", "line(-1)", "A line up", show=False),
        Binding("right", "screen.step(1)", "Next", show=False),
        Binding("left", "screen.step(-1)", "Back", show=False),
        Binding("space", "page_down", "Page down", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(id="sheet")
        self._at = -1
        self._diff = False
        self._placing = asyncio.Lock()

    async def show(self, shown: Shown) -> None:
        """Show this question from its top."""
        self._at = -1
        await self._place(*_parts(shown, self.app.no_color, self._diff))
        self.scroll_home(animate=False)

    async def say(self, text: str) -> None:
        """Show nothing but this."""
        await self._place(Static(text, classes="heading", markup=False))

    async def _place(self, *widgets: Widget) -> None:
        async with self._placing:
            with self.app.batch_update():
                await self.remove_children()
                await self.mount(*widgets)

    def on_resize(self, event: events.Resize) -> None:
        """Side by side where there is room."""
        self.set_class(event.size.width >= BESIDE, "-beside")

    def action_line(self, by: int) -> None:
        """Scroll by a line."""
        self.scroll_relative(y=by, animate=False)

    def action_point(self, by: int) -> None:
        """Choose the next point, or the one before; beyond the ends, and without points, scroll."""
        several = self.query(Point)
        at = self._at + by
        if not 0 <= at < len(several):
            self.action_line(by)
            return
        self._at = at
        for place, one in enumerate(several):
            one.choose(place == at)
        for given in self.query(Given):
            given.only(several[at].point)
        several[at].scroll_visible(animate=False)

    def toggle_diff(self) -> bool:
        """The sources, or what differs between them; False where there is nothing to compare."""
        found = self.query(Sources)
        if not found or not found.first().comparable:
            return False
        self._diff = not self._diff
        found.first().show(self._diff)
        return True


def _parts(shown: Shown, brackets: bool, diff: bool) -> Iterator[Widget]:
    row = shown.row
    yield Static(_heading(shown), classes="heading", markup=False)
    yield Static(asked(row.item), classes="prompt")
    if row.item.kind == "code":
        yield from _marks_of_code(row)
        yield Sources(row.submission, shown.solution, diff)
        if shown.solution:
            yield _titled("About the solution", Static(Prose(shown.solution.explain)))
    else:
        answer = Vertical(_titled("Your answer", _answer(row, brackets)), _marks(row), classes="column")
        key = Vertical(_titled("The key", Static(answer_of(row.item, "points"))), classes="column")
        yield Container(answer, key, classes="sides")
    if row.note:
        yield _titled("Your note", Static(safe(row.note), markup=False))
    yield Static(background(row.item), classes="part")


def _heading(shown: Shown) -> str:
    row = shown.row
    earned = "not marked" if row.points is None else earned_of(row.points, row.item.points)
    parts = [f"Question {row.item.number} of {shown.total}", safe_line(row.item.id), earned]
    parts += ["flagged"] if row.flagged else []
    parts += [in_words(shown.seconds)] if shown.seconds >= 1 else []
    return " · ".join(parts)


def _answer(row: Row, brackets: bool) -> Static:
    if not row.answer.strip():
        return Static("none", markup=False)
    if is_by_letters(row.item):
        return Static(by_letters(row.item, row.answer))
    return Given(row.answer, row.marks, brackets) if row.marks else Static(safe(row.answer), markup=False)


def _marks(row: Row) -> Widget:
    several = row.marks.points if row.marks else ()
    named = isinstance(row.item.key, RubricKey)  # by its author
    alone = row.marks is None or (len(several) == 1 and several[0].because == row.marks.because)
    because = [] if alone or not row.marks else [Static(Prose(row.marks.because))]
    return _titled(f"Marks: {marks_line(row)}", *because, *(Point(point, row.answer, named) for point in several))


def _marks_of_code(row: Row) -> Iterator[Widget]:
    told: RenderableType = Text(safe(row.marks.because) if row.marks else "It has not been graded.")
    yield _titled(f"Marks: {marks_line(row)}", Static(graded(row.grading) if row.grading else told))


class _Titled(Vertical):
    """A part of the page under its title."""

    def __init__(self, title: str, parts: tuple[Widget, ...]) -> None:
        super().__init__(classes="part")
        self._title, self._parts = title, parts

    def compose(self) -> ComposeResult:
        """Title, parts."""
        yield Static(self._title, classes="title", markup=False)
        yield from self._parts


def _titled(title: str, *parts: Widget) -> _Titled:
    return _Titled(title, parts)
