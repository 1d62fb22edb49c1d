"""The line that marks: a finished sitting is marked in a thread of its own, and the line says what it is at.

Who leaves stops it: what is marked by then stays marked, and the rest can be marked later.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from textual.message import Message
from textual.widgets import Static

from dlexam.errors import DlexamError
from dlexam.ui.closing import marked, told, why_not
from dlexam.ui.render.safe import safe_line

if TYPE_CHECKING:
    from dlexam.exam.finishing import Step
    from dlexam.ui.tui.context import Context

BAR = 20  # columns
PATIENCE = 5.0  # seconds that leaving waits for the thread


class Left(BaseException):
    """The learner left: marking ends here. No Exception, so that no marker's safety net catches it."""


class MarkingLine(Static):
    """Nothing is shown of it until it begins, nor when it is over."""

    class Over(Message):
        """Marking is over; `told` are the lines on what could not be marked. `fault`: a bug ended it."""

        def __init__(self, told: list[str], fault: Exception | None = None) -> None:
            super().__init__()
            self.told, self.fault = told, fault

    class Began(Message):
        """A question is marked next."""

        def __init__(self, step: Step) -> None:
            super().__init__()
            self.step = step

    def __init__(self) -> None:
        super().__init__("", id="marking", markup=False)
        self.display = False
        self._leaving = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self, context: Context, session: str) -> None:
        """Mark what isn't marked yet. Ends in a message, also where nothing is left to mark."""
        self._thread = threading.Thread(target=self._run, args=(context, session), name="marking", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End it soon; doesn't wait."""
        self._leaving.set()

    def wait(self) -> None:
        """Until it has ended, or is not worth waiting for. Not for the event loop."""
        if self._thread is not None:
            self._thread.join(PATIENCE)

    @property
    def going(self) -> bool:
        """Whether it is marking."""
        return self._thread is not None and self._thread.is_alive()

    def on_unmount(self) -> None:
        """The screen is gone."""
        self.stop()

    def on_marking_line_began(self, message: Began) -> None:
        """Say which question is marked."""
        self.update(_line(message.step))
        self.display = True

    def on_marking_line_over(self) -> None:
        """Nothing more to say here."""
        self.display = False

    def _run(self, context: Context, session: str) -> None:
        try:
            missed = marked(context.store, session, context.folders, self._tell, self._check)
            self.post_message(self.Over([why_not(one) for one in missed]))
        except Left:
            return
        except DlexamError as error:
            self._end([told(error)])
        except Exception as fault:
            self._end([], fault)

    def _tell(self, step: Step) -> None:
        self._check()
        self.post_message(self.Began(step))

    def _check(self) -> None:
        if self._leaving.is_set():
            raise Left

    def _end(self, lines: list[str], fault: Exception | None = None) -> None:
        if not self._leaving.is_set():  # after that, the store may be closed
            self.post_message(self.Over(lines, fault))


def _line(step: Step) -> str:
    full = round(BAR * (step.place - 1) / step.total)
    handed = step.submission
    grading = f" … grading {safe_line(handed.filename)} for {safe_line(handed.challenge)}" if handed else ""
    return f"{'█' * full}{'░' * (BAR - full)}  Marking {step.place} of {step.total}{grading}"
