"""One sitting in line mode: shows a question, takes a line, saves it, and minds the clock while it waits.

The commands are in `actions`. Whatever a learner enters is in the store before the next wait
for a line; while lines come faster than that (a paste), several are saved together.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from dlexam.bank.paper import Item
from dlexam.errors import DlexamError
from dlexam.ui.plain import actions, answering, words
from dlexam.ui.plain.desk import LONG_KINDS, Desk
from dlexam.ui.plain.interrupts import Interrupts
from dlexam.ui.plain.lines import Lines
from dlexam.ui.render.spans import counted, in_words

if TYPE_CHECKING:
    from dlexam.exam.sitting import Sitting
    from dlexam.ui.screen import Screen


class Outcome(Enum):
    """How a learner left the room."""

    FINISHED = "finished"
    LEFT = "left"
    INTERRUPTED = "interrupted"


class TimeUp(Exception):
    """The deadline has passed."""


class Nudge(Exception):
    """Something to say while a learner types; `typed` goes back on the line afterwards."""

    def __init__(self, message: str, typed: str) -> None:
        super().__init__(message)
        self.typed = typed


class Room:
    """What line mode knows beside the session: the screen, the line being typed, a question it has asked."""

    def __init__(self, sitting: Sitting, screen: Screen, lines: Lines, folders: Sequence[Path] = ()) -> None:
        self.sitting, self.screen, self.lines, self.folders = sitting, screen, lines, folders
        self.interrupts = Interrupts()
        self.desk = Desk(sitting, self.interrupts)
        self.outcome: Outcome | None = None
        self.confirming = False  # "Finish?" has been asked
        self.warned_unsaved = False
        self._prefill = ""

    @property
    def item(self) -> Item:
        """The question that the learner is at."""
        return self.sitting.paper.item(self.sitting.state.at)

    def run(self) -> Outcome:
        """Stay until the learner finishes, leaves or is out of time."""
        with self.interrupts.installed():
            answering.show(self)
            while self.outcome is None:
                self._turn()
        return self.outcome

    def is_over(self) -> bool:
        """Whether the time is up, or another process has finished the session."""
        return self.sitting.overdue or self.sitting.state.finished is not None

    def tell(self, error: DlexamError) -> None:
        """Say what went wrong and what would mend it."""
        self.screen.say(error.message, "red")
        if error.hint:
            self.screen.say(f"  hint: {error.hint}")

    def say_all(self, lines: Iterable[str]) -> None:
        """Several lines, none of them wrapped."""
        for line in lines:
            self.screen.line(line)

    def finish(self, reason: Literal["asked", "deadline"]) -> None:
        """End the exam; where that can't be saved, the learner stays (or, out of time, leaves)."""
        try:
            if reason == "asked":
                self.desk.settle(self.item.number)
            with self.interrupts.held():
                self.sitting.finish(reason)
        except DlexamError as error:
            self.tell(error)
            self.outcome = Outcome.LEFT if reason == "deadline" else None
        if self.sitting.state.finished is not None:
            self.outcome = Outcome.FINISHED

    def _turn(self) -> None:
        self._flush()
        if self.sitting.warnings():
            self.screen.say(self._warning(), "yellow")
        try:
            with self.interrupts.allowed():
                line = self.lines.read(self._prompt(), self._tick, self._prefill)
            self._prefill = ""
            if self.is_over():
                raise TimeUp
            self._take(line)
        except Nudge as nudge:
            self._prefill = nudge.typed
            self.screen.say(f"{self._fresh_line()}{nudge}", "yellow")
        except TimeUp:
            self.screen.say(f"{self._fresh_line()}Time is up. The exam ends with what is saved.", "bold yellow")
            self.finish("deadline")
        except EOFError:
            actions.leave(self, Outcome.LEFT)
        except KeyboardInterrupt:
            actions.leave(self, Outcome.INTERRUPTED)

    def _flush(self) -> None:
        """Leave nothing unsaved while waiting for the learner."""
        if self.lines.waiting() or self.is_over():
            return
        try:
            answering.flush(self)
        except DlexamError as error:
            self.tell(error)

    def _take(self, line: str) -> None:
        try:
            asked, self.confirming = self.confirming, False
            if asked and actions.confirmed(self, line):
                return
            word = words.parse(line)
            if word is None:
                answering.take(self, line)
            else:
                self.desk.drop_line(self.item)
                answering.flush(self)
                actions.ACTIONS[word.name](self, word.rest)
        except words.UnknownWord as unknown:
            self.screen.say(str(unknown))
        except DlexamError as error:
            self.tell(error)

    def _tick(self, typed: str) -> None:
        """Called while the learner types: keeps the line as a draft, minds the clock."""
        with self.interrupts.held():
            if self.is_over():
                raise TimeUp
            try:
                self.desk.draft(self.item, typed)
                self.desk.flush()
            except DlexamError as error:
                if not self.warned_unsaved:
                    self.warned_unsaved = True
                    raise Nudge(f"{error.message} Your text is kept here; :save tries again.", typed) from error
            if self.sitting.warnings():
                raise Nudge(self._warning(), typed)

    def _warning(self) -> str:
        return f"{in_words(math.ceil(self.sitting.remaining() or 0))} left. What you have entered is saved."

    def _prompt(self) -> str:
        if not self.lines.terminal:
            return ""
        if self.item.kind in LONG_KINDS and self.desk.answer(self.item.number):
            return "... "
        remaining = self.sitting.remaining()
        left = "" if remaining is None else f", {in_words(remaining)}"
        return f"{self.item.number} of {len(self.sitting.paper.items)}{left}> "

    def _fresh_line(self) -> str:
        return "\n" if self.lines.terminal else ""


def welcome(room: Room, begun: bool) -> None:
    """What a learner is told on coming in, for the first time or again."""
    sitting, screen = room.sitting, room.screen
    paper, remaining = sitting.paper, sitting.remaining()
    screen.say(paper.title, "bold")
    clock = "no clock" if remaining is None else f"{in_words(math.ceil(remaining))}{'' if begun else ' left'}"
    size = f"{counted(len(paper.items), 'question')}, {counted(paper.points, 'point')}"
    facts = f"{size}, {clock}, pass mark {paper.pass_mark:g}%"
    if begun:
        screen.say(paper.about)
        screen.say(f"{facts}.")
        screen.say("Type an answer and press Enter. A command begins with a colon: :help lists them, :quit leaves.")
    else:
        done = len(answering.answered(room))
        screen.say(f"{facts}. Welcome back: {done} answered.")
