"""Going to a question by its number, or to the next one that has no answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlexam.ui.tui.ask import Line

if TYPE_CHECKING:
    from dlexam.ui.tui.exam.screen import ExamScreen


async def asked_number(exam: ExamScreen) -> int | None:
    """The number that the learner gives, or that of the next question without an answer; None: stay."""
    last = len(exam.sitting.paper.items)
    given = await exam.app.push_screen_wait(
        Line("Go to", f"Question 1 to {last}. Enter alone: the next one without an answer.", placeholder="number")
    )
    if given is None:
        return None
    if given.isdecimal() and 1 <= int(given) <= last:
        return int(given)
    if not given:
        return _next_empty(exam, last)
    exam.app.notify(f"There is no question {given[:20]}: 1 to {last}.", severity="warning", markup=False)
    return None


def _next_empty(exam: ExamScreen, last: int) -> int | None:
    here = exam.item.number
    answered = exam.answered
    empty: list[int] = [number for number in (*range(here + 1, last + 1), *range(1, here)) if number not in answered]
    if empty:
        return empty[0]
    exam.app.notify("Every other question has an answer.")
    return None
