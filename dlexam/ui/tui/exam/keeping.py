"""What a learner writes, on its way to the store: one thread saves, so that the screen never waits for a disk.

Typing is saved as a draft within `DELAY` seconds of the first unsaved key, whatever else happens. What can't be saved
is kept here and tried again; `Keeper.trouble` says why. A session that ended elsewhere is noticed here as well.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dlexam.errors import DlexamError
from dlexam.exam.state import SessionOver
from dlexam.marking.marks import LONGEST_ANSWER

if TYPE_CHECKING:
    from dlexam.exam.sitting import Sitting

DELAY = 0.3  # seconds that typing may wait to be saved
LAST = 2.0  # seconds before the deadline in which it doesn't wait
AGAIN = 2.0  # seconds until what could not be saved is tried again
LOOK = 1.0  # seconds between looks at what other processes did
Deed = Callable[[], None]


@dataclass
class _Writing:
    """A text that isn't in the store; it is to be written at `due` by time.monotonic()."""

    text: str
    draft: bool
    due: float


class TooLong(DlexamError):
    """More text than an answer holds; nothing of it was taken."""


class Keeper:
    """Saves what it is given, in the order given.

    `changed` is called, in any thread, when the sitting's state, `saved` or `trouble` has changed.
    """

    def __init__(self, sitting: Sitting, changed: Callable[[], None]) -> None:
        self.sitting = sitting
        self.trouble: DlexamError | None = None
        self._changed = changed
        self._wake = threading.Condition()
        self._writings: dict[int, _Writing] = {}
        self._deeds: deque[Deed] = deque()
        self._busy = self._stopping = self._hurried = False
        self._rounds = 0  # how often the thread has looked for something to do
        self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)

    def start(self) -> None:
        """Begin to save."""
        self._thread.start()

    @property
    def saved(self) -> bool:
        """Whether everything is in the store."""
        with self._wake:
            return not (self._writings or self._deeds)

    def answer(self, number: int) -> str:
        """The answer as the learner sees it, saved or not."""
        with self._wake:
            waiting = self._writings.get(number)
        if waiting is not None:
            return waiting.text
        known = self.sitting.state.answers.get(number)
        return known.text if known else ""

    def put(self, number: int, text: str, draft: bool = False) -> None:
        """Save the whole text of an answer: at once, or as a draft while the learner is typing. Raises TooLong."""
        if len(text) > LONGEST_ANSWER:
            raise TooLong(
                f"That is too long for an answer: {len(text):,} characters.",
                f"shorten it to {LONGEST_ANSWER:,} or less",
            )
        with self._wake:
            waiting = self._writings.get(number)
            due = waiting.due if waiting else time.monotonic() + self._delay()
            self._writings[number] = _Writing(text, draft, due if draft else 0.0)
            self._wake.notify()
        if waiting is None:
            self._changed()

    def settle(self, number: int) -> None:
        """Typing at this question is over: its draft becomes the answer."""
        with self._wake:
            waiting = self._writings.get(number)
        known = self.sitting.state.answers.get(number)
        if waiting is not None or (known and known.draft):
            self.put(number, self.answer(number).rstrip())

    def do(self, deed: Deed) -> None:
        """Have a deed on the sitting done (flag, move, jot), after those before it. What fails is told as trouble."""
        with self._wake:
            self._deeds.append(deed)
            self._wake.notify()

    def drain(self, patience: float = 5.0) -> bool:
        """Wait until all is saved, or could once more not be; whether it is."""
        with self._wake:
            tried = self._rounds + (2 if self._busy else 1)
            self._hurry()
            self._wake.wait_for(
                lambda: self._is_done() or (self.trouble is not None and self._rounds >= tried), timeout=patience
            )
            return self._is_done()

    @property
    def unsaved(self) -> tuple[int, ...]:
        """The questions whose text isn't in the store."""
        with self._wake:
            return tuple(sorted(self._writings))

    def stop(self) -> None:
        """End the thread, once it has tried to save what is left. It is then in the store, or in `unsaved`."""
        with self._wake:
            self._stopping = True
            self._hurry()
        if self._thread.is_alive():
            self._thread.join(5)

    def _run(self) -> None:
        looked, stopping = time.monotonic(), False
        while not stopping:
            with self._wake:
                self._wake.wait_for(self._due, timeout=self._wait(looked))
                stopping, self._busy, self._hurried = self._stopping, True, False
            try:
                self._save_all()
                if not stopping and time.monotonic() - looked >= LOOK:
                    looked = time.monotonic()
                    self._look()
            finally:
                with self._wake:
                    self._busy = False
                    self._rounds += 1
                    self._wake.notify_all()

    def _is_done(self) -> bool:
        return not (self._writings or self._deeds or self._busy)

    def _hurry(self) -> None:
        """Have everything written now."""
        self._hurried = True
        for writing in self._writings.values():
            writing.due = 0.0
        self._wake.notify_all()

    def _delay(self) -> float:
        """Nothing waits in the last moments: after the deadline it could not be saved any more."""
        remaining = self.sitting.remaining()
        return DELAY if remaining is None or remaining > LAST else 0.0

    def _due(self) -> bool:
        now = time.monotonic()
        ready = self._deeds and not self.trouble
        return bool(self._hurried or ready or any(writing.due <= now for writing in self._writings.values()))

    def _wait(self, looked: float) -> float:
        now = time.monotonic()
        times = [looked + LOOK, *(writing.due for writing in self._writings.values())]
        return max(0.0, min(times) - now)

    def _save_all(self) -> None:
        try:
            texts = [number for number in self.unsaved if self._save(number)]
            deeds = sum(1 for _ in iter(self._next_deed, False))
        except SessionOver:
            with self._wake:
                self._writings.clear()
                self._deeds.clear()
            self._changed()
        except DlexamError as error:
            self._failed(error)
        except Exception as error:  # a bug of ours must not end the saving
            self._failed(DlexamError(f"Saving failed: {type(error).__name__}: {error}."))
        else:
            if texts or deeds:
                self._say(None)

    def _failed(self, error: DlexamError) -> None:
        with self._wake:
            for writing in self._writings.values():
                writing.due = time.monotonic() + AGAIN
        self._say(error)

    def _next_deed(self) -> bool:
        with self._wake:
            if not self._deeds:
                return False
            deed = self._deeds[0]
        deed()
        with self._wake:
            self._deeds.popleft()
        self._changed()
        return True

    def _save(self, number: int) -> bool:
        """Whether it was due, and is now in the store."""
        with self._wake:
            writing = self._writings.get(number)
            if writing is None or writing.due > time.monotonic():
                return False
        self.sitting.answer(number, writing.text, draft=writing.draft)
        with self._wake:
            if self._writings.get(number) is writing:
                del self._writings[number]
        self._changed()
        return True

    def _look(self) -> None:
        before = self.sitting.state.seq
        try:
            self.sitting.refresh()
        except DlexamError as error:
            self._say(error)
        else:
            if self.saved:
                self._say(None)
        if self.sitting.state.seq != before:
            self._changed()

    def _say(self, trouble: DlexamError | None) -> None:
        told = str(trouble) != str(self.trouble)
        self.trouble = trouble
        if told:
            self._changed()
