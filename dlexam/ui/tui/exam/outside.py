"""The learner's own editor in place of the screen, for a while; what it saves meanwhile is kept."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from textual.app import SuspendNotSupported

from dlexam.errors import DlexamError
from dlexam.exam.keeping import TOO_LONG
from dlexam.marking.marks import LONGEST_ANSWER
from dlexam.ui.plain import editor
from dlexam.ui.tui.exam.keeping import Keeper, TooLong

if TYPE_CHECKING:
    from textual.app import App

    from dlexam.exam.sitting import Sitting

T = TypeVar("T")


def write(app: App[str], keeper: Keeper, number: int) -> str:
    """The answer to this question as the editor leaves it, or as it was. Raises DlexamError, and then nothing is lost.

    Each version that the editor saves is a draft with the keeper, unless it is longer than an answer may be. When the
    exam ends, so does the editor.
    """
    before = keeper.answer(number)

    def saved(text: str) -> None:
        if len(text) <= LONGEST_ANSWER:
            keeper.put(number, text, draft=True)

    try:
        text = _away(app, lambda: editor.edit(before, saved, editor.left_of(keeper.sitting)))
    except DlexamError:
        keeper.put(number, before, draft=True)
        raise
    if len(text) > LONGEST_ANSWER:
        keeper.put(number, before, draft=True)
        raise _too_long(text, keeper.sitting.store.home / TOO_LONG.format(number))
    keeper.put(number, text, draft=True)
    return text


def show(app: App[str], sitting: Sitting, file: Path) -> None:
    """Open a file of the learner's in their editor, until the exam ends. Raises DlexamError where that can't be."""
    _away(app, lambda: editor.open_file(file, editor.left_of(sitting)))


def _too_long(text: str, aside: Path) -> DlexamError:
    """The refusal of a text, which is put aside so that it is not lost."""
    told = f"That is too long for an answer: {len(text):,} characters, and {LONGEST_ANSWER:,} can be kept."
    try:
        aside.write_text(text, encoding="utf-8")
    except OSError:
        return TooLong(told, "the answer is as it was")
    return TooLong(told, f"the answer is as it was, and your text is in {aside}")


def _away(app: App[str], job: Callable[[], T]) -> T:
    """Do this while the terminal is the editor's, and so is ^C."""
    before: Any = signal.getsignal(signal.SIGINT)
    trouble: DlexamError | None = None
    try:
        with app.suspend():  # an exception in here would leave the program suspended
            signal.signal(signal.SIGINT, lambda *_: None)  # not SIG_IGN, which the editor would inherit
            try:
                result = job()
            except DlexamError as error:
                trouble = error
    except SuspendNotSupported:
        raise DlexamError("The screen can't be left here for an editor.", "type the answer here") from None
    finally:
        signal.signal(signal.SIGINT, before)
        app.refresh(layout=True)
    if trouble is not None:
        raise trouble
    return result
