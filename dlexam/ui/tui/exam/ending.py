"""The end of a sitting on the screen: everything saved, the session finished, the result shown."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from dlexam.errors import DlexamError

if TYPE_CHECKING:
    from dlexam.ui.tui.exam.screen import ExamScreen

_TOLD = {  # why it ended, where it was not ended here
    "deadline": "Time is up. The exam ended with what was saved.",
    "asked": "The exam was finished in another terminal.",
    "abandoned": "The exam was dropped in another terminal. It stays in your history, unmarked.",
}


async def ended(exam: ExamScreen, reason: str, here: bool) -> bool:
    """Whether the session is over and its result is shown; False: it could not be saved, and the learner stays.

    `here`: the learner asked for it on this screen.
    """
    try:
        await _finish(exam, reason, here)
    except DlexamError as error:
        exam.app.tell(error)
        if reason == "deadline":
            exam.app.exit(f"{error.message} Time is up; `dlexam review` shows what was saved.")
        return reason == "deadline"
    told = "" if here and reason == "asked" else _TOLD[reason]
    if reason == "abandoned":
        leave(exam, told)
    else:
        _show_result(exam, told)
    return True


def leave(exam: ExamScreen, told: str) -> None:
    """Back to where the learner came from, with a word on it."""
    if exam.alone:
        exam.app.exit(told)
    else:
        _close_all_above(exam)
        exam.app.pop_screen()
        exam.app.notify(told, timeout=6, markup=False)


async def _finish(exam: ExamScreen, reason: str, here: bool) -> None:
    """Save what can be saved, and finish. Raises DlexamError where the learner asked and not all could be saved."""
    if here:
        await exam.settle()
    elif reason == "deadline":
        await exam.catch_up()
    saved = await asyncio.to_thread(exam.keeper.drain)
    if here and not saved:
        raise exam.keeper.trouble or DlexamError("Not everything is saved yet.", "try again in a moment")
    if exam.sitting.state.finished is None:
        await asyncio.to_thread(exam.sitting.finish, "asked" if here else "deadline")


def _show_result(exam: ExamScreen, told: str) -> None:
    from dlexam.ui.tui.review.result import ResultScreen

    _close_all_above(exam)
    exam.app.switch_screen(ResultScreen(exam.sitting.session, told, alone=exam.alone))


def _close_all_above(exam: ExamScreen) -> None:
    """Whatever stood open over the exam (its summary, a note, the keys) goes with it."""
    while exam.app.screen is not exam and exam in exam.app.screen_stack:
        exam.app.pop_screen()
