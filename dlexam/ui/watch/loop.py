"""The loop of a watch: saves in, gradings out, from a judge that stays warm. One thread; `tick` is called all the time.

Nothing raises but in `tick`: signals, the key to quit, a judge that is given up. So everything is left in order.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from dlexam.errors import DlexamError, ExitCode
from dlexam.exam import guard, notice, practice
from dlexam.grading.engine import Engine, with_feedback
from dlexam.grading.verdicts import FileResult, Verdict
from dlexam.ui.watch.desk import Desk
from dlexam.ui.watch.saves import Saves

if TYPE_CHECKING:
    from dlexam.grading.submissions import Submission
    from dlexam.ui.asked import Asked

_TICK = 0.03
_GUARD = 0.5  # seconds between looks whether an exam is open
_TOO_LONG = 5.0  # seconds after which a grading is given up for a newer save, though the judge has to start again then


class Quit(Exception):
    """The learner wants to leave."""


class Superseded(Exception):
    """The file was saved again, and the grading under way takes long."""


class OurFault(DlexamError):
    """No verdict was reached, and not because of the submission."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "a save tries again, and so does r", ExitCode.FAULT)


class View(Protocol):
    """Where a desk is shown. `tick` waits a little, and says if something is wished for.

    "quit" ends the watch, "again" grades once more, "follow" begins or ends to grade at every save.
    """

    def graded(self) -> None: ...
    def changed(self) -> None: ...
    def tick(self, seconds: float) -> str | None: ...


class Watch:
    """One file, graded again at every save until `check` (called often) or a key ends it with an exception.

    Where it doesn't follow the file, it is graded at the beginning, and then only when that is wished for.
    """

    def __init__(
        self, asked: Asked, desk: Desk, view: View, home: Path, check: Callable[[], None], following: bool = True
    ) -> None:
        self.asked, self.desk, self.view, self.home, self.check = asked, desk, view, home, check
        self.saves = Saves(asked.files[0])
        self.following = following
        self.wanted = True  # whether the file is to be graded though it isn't followed
        self.next: Submission | None = None  # to be graded
        self.latest: Submission | None = None  # the last that was
        self.began: float | None = None  # the grading under way
        self.warm = False  # whether this judge has graded before: its start takes long, and is not given up
        self.public_only = False
        self.looked = 0.0  # when the guard was last asked
        self.messages = ""  # what stands on the desk beside the file's problem

    def run(self) -> None:
        """Watch until something raises. DlexamError if the first grading can't be made as asked."""
        notice.listen(lambda title: self.tell(f"Time was up for {title}: it was finished with what was saved."))
        self.public_only = self._closed()
        self._say_what_runs()
        while True:
            try:
                with Engine(self.tick) as engine:
                    engine.warm(self.asked.challenge.facts.track)
                    self.warm = False
                    while True:
                        self._serve(engine)
            except Superseded:
                self.began = None

    def tick(self, seconds: float = 0.0) -> None:
        """Look at everything that may have happened. Quit, Superseded, and what `check` raises, come from here."""
        self.check()
        self._look_at_file()
        self._look_at_exam()
        self._say_status()
        self._grant(self.view.tick(seconds))
        if self.next and self.warm and self.began is not None and time.monotonic() - self.began > _TOO_LONG:
            raise Superseded

    def _grant(self, wish: str | None) -> None:
        if wish == "quit":
            raise Quit
        if wish == "follow":
            self.following = not self.following
        elif wish == "again" and self.began is None and self.following:
            self.next = self.next or self.latest
        elif wish == "again" and self.began is None:
            self.wanted = True
            self.saves.forget()

    def tell(self, what: str) -> None:
        """A line about the watch itself, until the next; "" takes it away."""
        self.messages = what
        self._show_told()

    def _serve(self, engine: Engine) -> None:
        while self.next is None:
            self.tick(_TICK)
        submission, self.next = self.next, None
        self.latest = submission
        self._say_what_runs()
        if not engine.is_warm(self.asked.challenge.facts.track):
            self.tell("The judge was gone; a new one was started.")
        self.began = time.monotonic()
        try:
            self._grade(engine, submission)
        except DlexamError as error:
            if not self.desk.runs and error.code is ExitCode.USAGE:
                raise
            self.tell(f"{error.message.rstrip('.')}: {error.hint}." if error.hint else error.message)
        finally:
            self.began = None

    def _grade(self, engine: Engine, submission: Submission) -> None:
        public_only = self.public_only
        try:
            result = self._result(engine, submission, public_only)
        except OurFault as fault:
            self.tell(f"Our fault, graded again: {fault}")
            result = self._result(engine, submission, public_only)
        if self._closed() == public_only:
            if not public_only and self.asked.is_whole:
                practice.note_grading(self.home, result)
            self.desk.take(with_feedback(result, self.asked.feedback), time.strftime("%H:%M:%S"))
            self.view.graded()
        else:  # an exam began or ended meanwhile: this is not what may be seen
            self.next = self.next or submission

    def _result(self, engine: Engine, submission: Submission, public_only: bool) -> FileResult:
        options = {**self.asked.engine_options, "seed": self.desk.kept_seed, "public_only": public_only}
        try:
            (result,) = engine.grade(self.asked.challenge, [submission], **options)
        except DlexamError as error:
            if error.code is ExitCode.FAULT:
                raise OurFault(error.message) from None
            raise
        self.warm = True
        if result.verdict is Verdict.HARNESS_ERROR:
            raise OurFault(_why(result))
        return result

    def _look_at_file(self) -> None:
        if not (self.following or self.wanted):
            return
        before = self.saves.problem
        found = self.saves.poll()
        self.next, self.wanted = found or self.next, self.wanted and found is None
        if self.saves.problem != before:
            self._show_told()

    def _look_at_exam(self) -> None:
        if time.monotonic() - self.looked < _GUARD:
            return
        self.looked = time.monotonic()
        closed = self._closed()
        if closed == self.public_only:
            return
        self.public_only = closed
        self.desk.clear()
        self._say_what_runs()
        self.next = self.next or self.latest

    def _closed(self) -> bool:
        return self.asked.challenge.id in guard.closed_challenges(self.home)

    def _say_what_runs(self) -> None:
        name = self.asked.challenge.id
        self.tell(f"An exam is open: only the public cases of {name} run." if self.public_only else "")

    def _say_status(self) -> None:
        """What the watch is doing, by the second: it is drawn anew only when that changes."""
        seconds = int(time.monotonic() - self.began) if self.began is not None else 0
        doing = f"Grading{' ...' if seconds < 1 else f', {seconds} s ...'}"
        idle = "Watching." if self.following and not self.saves.problem else ""
        status = doing if self.began is not None else idle
        if status != self.desk.status:
            self.desk.status = status
            self.view.changed()

    def _show_told(self) -> None:
        problem = f"{self.asked.files[0]}: {self.saves.problem}; waiting." if self.saves.problem else ""
        self.desk.told = " ".join(filter(None, [problem, self.messages]))
        self.view.changed()


def _why(result: FileResult) -> str:
    messages = [result.message, *(case.message for case in result.cases if case.verdict is Verdict.HARNESS_ERROR)]
    return next(filter(None, messages), "no verdict was reached")
