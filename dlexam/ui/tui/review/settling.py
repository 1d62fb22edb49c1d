"""What a person decides in a review: marks agreed with or set by hand, and the whole of it written as a page."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from dlexam.errors import DlexamError
from dlexam.exam import finishing
from dlexam.ui.render.results import points
from dlexam.ui.render.review import marks_line
from dlexam.ui.render.safe import safe_line
from dlexam.ui.render.scale import in_points, points_in, to_marks
from dlexam.ui.reviewing import write_page
from dlexam.ui.tui.ask import Confirm, Line
from dlexam.ui.tui.review.reading import refuse

if TYPE_CHECKING:
    from dlexam.exam.results import Row
    from dlexam.exam.store import Store
    from dlexam.ui.tui.review.screen import ReviewScreen


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
    marks = await _asked_points(review, row)
    if marks is None:
        return False
    because = await review.app.push_screen_wait(Line("Because", "Why these points? It may be empty."))
    if because is None:
        return False
    number = row.item.number
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


async def _asked_points(review: ReviewScreen, row: Row) -> float | None:
    """The points on the marker's scale; asked again, with what is wrong, until they can be given."""
    text = f"0 to {points(row.item.points)}. Now: {marks_line(in_points(row))}."
    value = ""
    while True:
        given = await review.app.push_screen_wait(Line(f"Points for question {row.item.number}", text, value))
        if given is None:
            return None
        value = given
        try:
            return to_marks(row, points_in(given))
        except DlexamError as error:
            review.app.tell(error)
