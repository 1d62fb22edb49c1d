"""What the exam asks over a question: where to go, for a note, whether to leave. Each gives back what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlexam.exam.state import Jotting
from dlexam.marking.marks import LONGEST_ANSWER
from dlexam.ui.render.spans import ranges
from dlexam.ui.tui.ask import Confirm, Line, Note

if TYPE_CHECKING:
    from dlexam.ui.tui.exam.screen import ExamScreen


async def number(exam: ExamScreen) -> int | None:
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


async def note(exam: ExamScreen, number: int, known: Jotting) -> str | None:
    """The learner's note on a question, where it is another than before."""
    text = await exam.app.push_screen_wait(Note(f"Your note on question {number}", known.note))
    if text is not None and len(text) > LONGEST_ANSWER:
        exam.app.notify(f"A note holds {LONGEST_ANSWER:,} characters at most.", severity="warning")
        return None
    return None if text == known.note else text


async def may_leave(exam: ExamScreen, unsaved: tuple[int, ...]) -> bool:
    """Whether to leave though the answers to these questions could not be saved; not asked where there are none."""
    if not unsaved:
        return True
    lost = f"The answer to {ranges(unsaved)} could not be saved. Leave without it?"
    return await exam.app.push_screen_wait(Confirm("Not saved", lost))


def _next_empty(exam: ExamScreen, last: int) -> int | None:
    here = exam.item.number
    answered = exam.answered
    empty: list[int] = [number for number in (*range(here + 1, last + 1), *range(1, here)) if number not in answered]
    if empty:
        return empty[0]
    exam.app.notify("Every other question has an answer.")
    return None
