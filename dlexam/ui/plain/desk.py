"""What a learner is writing: answers, drafts of the line being typed, and text that could not be saved yet."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from dlexam.bank.paper import Item
from dlexam.errors import DlexamError
from dlexam.marking.marks import LONGEST_ANSWER

if TYPE_CHECKING:
    from dlexam.exam.sitting import Sitting
    from dlexam.ui.plain.interrupts import Interrupts

LONG_KINDS = ("open", "design")  # answered in several lines
DELAY = 0.25  # seconds that a line may wait for the next; with a tick on top that makes at most one


class TooLong(DlexamError):
    """More text than an answer holds; nothing of it was taken."""


class Desk:
    """What the learner has written, in the store or on its way there.

    `put` saves at once; where that fails, the text is kept here and it raises. `note` may leave a line to the next
    `flush`, so that a paste is not stored once per line: call `flush` before waiting for the learner.
    """

    def __init__(self, sitting: Sitting, interrupts: Interrupts) -> None:
        self._sitting, self._interrupts = sitting, interrupts
        self.unsaved: dict[int, str] = {}
        self._before: str | None = None  # the answer before the line being typed, once a draft has replaced it
        self._drafts: set[int] = set()
        self._noted: int | None = None  # the question whose text waits in `unsaved` for `flush`
        self._last = -DELAY  # when something was last saved
        self._refused: dict[int, int] = {}  # question -> lines that its full answer did not take

    def answer(self, number: int) -> str:
        """The answer as the learner sees it, saved or not."""
        if number in self.unsaved:
            return self.unsaved[number]
        known = self._sitting.state.answers.get(number)
        return known.text if known else ""

    def put(self, number: int, text: str, draft: bool = False) -> None:
        """Make `text` the answer. Raises DlexamError where it could not be saved; it is kept in `unsaved` then."""
        if len(text) > LONGEST_ANSWER:
            raise TooLong(f"That is too long for an answer: more than {LONGEST_ANSWER:,} characters.", "shorten it")
        if not draft:
            self._refused.pop(number, None)
        if number == self._noted:
            self._noted = None
        if text == self.answer(number) and number not in self._drafts and number not in self.unsaved:
            return
        self.unsaved[number] = text
        self._last = time.monotonic()
        with self._interrupts.held():
            self._sitting.answer(number, text, draft=draft)
            del self.unsaved[number]
        self._drafts = self._drafts | {number} if draft else self._drafts - {number}

    def note(self, number: int, text: str) -> None:
        """A draft that may wait for `flush` while lines arrive fast; an early one is saved at once."""
        if time.monotonic() - self._last >= DELAY:
            self.put(number, text, draft=True)
            return
        self.unsaved[number] = text
        self._drafts = self._drafts | {number}
        self._noted = number

    def flush(self) -> None:
        """Save what was only noted. Raises DlexamError where that fails, as `put` does."""
        if self._noted is not None:
            self.put(self._noted, self.unsaved[self._noted], draft=True)

    def refuse(self, number: int) -> int:
        """Count a line that a full answer does not take, until the answer is settled; gives the count."""
        self._refused[number] = self.refused(number) + 1
        return self._refused[number]

    def refused(self, number: int) -> int:
        """How many lines the answer did not take since it was full."""
        return self._refused.get(number, 0)

    def draft(self, item: Item, typed: str) -> None:
        """Save a line that is still being typed, where it can be (part of) an answer."""
        before = self.answer(item.number) if self._before is None else self._before
        if not typed.strip() or typed.startswith(":") or not _draftable(item, typed):
            return
        text = joined(before, typed) if item.kind in LONG_KINDS else typed.strip()
        if len(text) > LONGEST_ANSWER or self.refused(item.number):
            return  # told once the line is complete
        if text != self.answer(item.number):
            self._before = before
            self.put(item.number, text, draft=True)

    def before_line(self, item: Item) -> str:
        """The answer without the line that was just typed; call it once, when the line is complete."""
        before = self.answer(item.number) if self._before is None else self._before
        self._before = None
        return before

    def drop_line(self, item: Item) -> None:
        """The line was no answer: what a draft of it replaced comes back."""
        if self._before is not None:
            self.put(item.number, self.before_line(item), draft=item.kind in LONG_KINDS)

    def settle(self, number: int) -> None:
        """Typing at this question is over: its draft becomes the answer."""
        self._refused.pop(number, None)
        if number in self._drafts:
            self.put(number, self.answer(number).rstrip())

    def retry(self) -> int:
        """Save what could not be saved; gives how many answers that were. Raises DlexamError if it fails again."""
        waiting = dict(self.unsaved)
        for number, text in waiting.items():
            self.put(number, text)
        return len(waiting)


def joined(before: str, line: str) -> str:
    """A long answer with one more line; it never begins with an empty one."""
    return f"{before}\n{line}" if before else line


def _draftable(item: Item, typed: str) -> bool:
    return item.kind in LONG_KINDS or (item.kind != "code" and problem(item, typed) is None)


def problem(item: Item, answer: str) -> str | None:
    """Why an answer can't be read, or None. Marking is imported at the first answer, not before the first question."""
    from dlexam.marking import marker

    return marker.problem(item, answer)
