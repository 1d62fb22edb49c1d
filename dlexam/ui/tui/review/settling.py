"""What a person decides in a review: marks agreed with or set by hand, and the whole of it written as a page."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from dlexam.errors import DlexamError
from dlexam.exam import finishing
from dlexam.ui.render.results import points
from dlexam.ui.render.review import marks_line
from dlexam.ui.render.safe import safe_line
from dlexam.ui.render.scale import in_points, points_in, to_marks
from dlexam.ui.reviewing import write_page
from dlexam.ui.tui.ask import Confirm, Line
from dlexam.ui.tui.in_order import OrderedInput
from dlexam.ui.tui.review.reading import refuse

if TYPE_CHECKING:
    from dlexam.exam.results import Row
    from dlexam.exam.store import Store
    from dlexam.ui.tui.review.screen import ReviewScreen


class ByHand(ModalScreen[tuple[float, str] | None]):
    """Asks for a question's points and the reason; closes with the marks on the marker's scale, and the reason."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Back")]

    def __init__(self, row: Row) -> None:
        super().__init__()
        self._row = row

    def compose(self) -> ComposeResult:
        """What can be given, two lines, and what is wrong with the first."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = f"Points for question {self._row.item.number}"
            dialog.border_subtitle = "Enter goes on, Esc changes nothing"
            now = marks_line(in_points(self._row))
            yield Static(f"0 to {points(self._row.item.points)}. Now: {now}.", markup=False)
            yield OrderedInput(placeholder="points", max_length=40)
            yield Static("", id="wrong", markup=False)
            yield OrderedInput(placeholder="why (may be empty)", max_length=500)

    def on_input_submitted(self) -> None:
        """From the points to the reason; from there, done. Points that can't be given are told."""
        given, because = self.query(Input)
        marks = self._marks(given.value)
        if marks is None:
            given.focus()
        elif because.has_focus:
            self.dismiss((marks, because.value.strip()))
        else:
            because.focus()

    def _marks(self, given: str) -> float | None:
        wrong, marks = "", None
        try:
            marks = to_marks(self._row, points_in(given))
        except DlexamError as error:
            wrong = " ".join(filter(None, (error.message, error.hint)))
        self.query_one("#wrong", Static).update(wrong)
        return marks


async def confirmed(review: ReviewScreen, row: Row) -> bool:
    """Whether the provisional marks of this question are agreed with now."""
    if not row.provisional:
        review.app.notify(f"The marks of question {row.item.number} are not provisional.", timeout=3)
        return False
    return await _done(
        review, row, "confirmed", lambda store: finishing.confirm(store, review.session, row.item.number)
    )


async def overridden(review: ReviewScreen, row: Row) -> bool:
    """Whether the learner, or a teacher, has set the points of this question."""
    given = await review.app.push_screen_wait(ByHand(row))
    if given is None:
        return False
    number, (marks, because) = row.item.number, given
    return await _done(
        review, row, "set by hand", lambda store: finishing.override(store, review.session, number, marks, because)
    )


async def written(review: ReviewScreen) -> None:
    """The whole review as a page, in a file that the learner names."""
    asked = "The whole review as one page to read or print. In which file?"
    name = await review.app.push_screen_wait(Line("Write the review", asked, f"review-{review.session}.html"))
    if not name:
        return
    file = Path(name).expanduser().absolute()
    with review.app.told():
        if file.exists() and not await review.app.push_screen_wait(
            Confirm("Write over it?", f"{safe_line(str(file))} is there already.")
        ):
            return
        await asyncio.to_thread(_write, review, file)
        review.app.notify(f"The review is in {safe_line(str(file))}", timeout=10, markup=False)


async def _done(review: ReviewScreen, row: Row, told: str, deed: Callable[[Store], object]) -> bool:
    """Whether the deed was done; what kept it from being done is told."""
    done = False
    with review.app.told():
        await asyncio.to_thread(deed, review.app.context.store)
        done = True
        review.app.notify(f"Question {row.item.number}: {told}.", timeout=3)
    return done


def _write(review: ReviewScreen, file: Path) -> None:
    context = review.app.context
    refuse(context, review.session)
    write_page(context.store, review.session, context.folders, file)
