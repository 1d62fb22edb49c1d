"""A sitting: what every front end drives. It checks, stamps and stores what the learner does, and minds the deadline.

Every method either has its effect on disk when it returns, or raises DlexamError and has none. Once the time is up the
session finishes by itself with what is saved: at the next call of anything here, by whichever process makes it.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from types import TracebackType
from typing import Literal

from msgspec import Struct, structs

from dlexam.bank.paper import Paper
from dlexam.errors import DlexamError
from dlexam.exam import events as ev
from dlexam.exam import notice
from dlexam.exam.clock import SYSTEM, Reading, Sources, due_warnings, oddity, running
from dlexam.exam.codec import readable
from dlexam.exam.events import AnyEvent
from dlexam.exam.lock import Lock
from dlexam.exam.state import Answer, Jotting, State, apply, check, fold
from dlexam.exam.store import Stale, Store
from dlexam.grading.verdicts import FileResult

LONGEST = 1_000_000  # characters of an answer or a source
Reason = Literal["asked", "deadline", "abandoned"]
_REBOOTED = "the machine was restarted; the time away was counted by the wall clock"


class Moment(Struct, frozen=True):
    """One reading of all clocks, with the session's running time at it."""

    elapsed: float
    wall: float
    boottime: float
    boot: str


class Sitting:
    """An open session. Made by `start` and `resume`; holds the home's one-terminal lock until `close`."""

    def __init__(self, store: Store, session: str, sources: Sources = SYSTEM, lock: Lock | None = None) -> None:
        self.store = store
        self.session = session
        self.state: State = fold(store.events(session))
        self._sources = sources
        self._lock = lock
        self._told: set[int] = set()
        self._mutex = threading.RLock()

    @classmethod
    def start(
        cls,
        store: Store,
        paper: Paper,
        minutes: float | None = None,
        extra_time: float = 0.0,
        practice: bool = False,
        *,
        sources: Sources = SYSTEM,
    ) -> Sitting:
        """Begin a session on this paper. `minutes` replaces the paper's; `extra_time` is in per cent of them.

        Raises DlexamError while another session is open in this home.
        """
        allowed = None if practice else _allowed(paper.minutes if minutes is None else minutes, extra_time)
        settle(store, sources)
        lock = Lock(store.home)
        try:
            now = sources.read()
            first = ev.Started(
                elapsed=0.0, wall=now.wall, paper=paper, allowed=allowed, boot=now.boot, boottime=now.boottime
            )
            return cls(store, store.create([first]), sources, lock)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def resume(cls, store: Store, *, attach: bool = False, sources: Sources = SYSTEM) -> Sitting:
        """Go on with the open session; raises DlexamError if there is none.

        If its time is up it comes back finished (`state.finished`). `attach`: beside the terminal that has it open
        (`dlexam submit`), without the lock.
        """
        lock = None if attach else Lock(store.home)
        try:
            session = store.open_session()
            if session is None:
                raise _none_open(store)
            sitting = cls(store, session, sources, lock)
            sitting._enter(attach)
        except BaseException:
            if lock:
                lock.release()
            raise
        return sitting

    @property
    def paper(self) -> Paper:
        """The frozen paper."""
        return self.state.paper

    @property
    def receipt(self) -> str:
        """The last hash of the log up to the finish, short: what a learner can hand in at once."""
        return self.store.receipt(self.session)

    @property
    def overdue(self) -> bool:
        """Whether the session is still open in the log though its time is up (`refresh` finishes it)."""
        return self.state.finished is None and self.remaining() == 0.0

    def elapsed(self) -> float:
        """Running time in seconds, at most what is allowed; it stands still after the finish."""
        return self._elapsed_at(self._sources.read())

    def remaining(self) -> float | None:
        """Seconds left; None for practice."""
        return None if self.state.allowed is None else max(0.0, self.state.allowed - self.elapsed())

    def warnings(self) -> tuple[int, ...]:
        """The clock's warnings (300, 60: seconds before the end) that are due now; each is told once."""
        if self.state.finished is not None:
            return ()
        due = due_warnings(self.state.allowed, self.remaining(), self._told)
        self._told.update(due)
        return due[-1:]  # after an absence, the most urgent says it all

    def refresh(self) -> None:
        """Pick up what other processes did, note an odd clock, and finish if the time is up."""
        with self._mutex:
            self._catch_up()
            if self.overdue:
                self._finish("deadline")
            elif self.state.finished is None:
                self._note_oddity()

    def answer(self, number: int, text: str, draft: bool = False) -> None:
        """Save the whole text of an answer; empty takes it back. `draft`: the learner is still typing."""
        text = _clean(text, f"The answer to question {number}")
        known = self.state.answers.get(number, Answer("", False, 0.0))
        self._record(
            lambda at: ev.Answered(elapsed=at.elapsed, wall=at.wall, number=number, text=text, draft=draft),
            durable=not draft,
            idle=known.text == text and (draft or not known.draft),
        )

    def flag(self, number: int, on: bool = True) -> None:
        """Flag a question to come back to, or take the flag away."""
        idle = on == (number in self.state.flags)
        self._record(lambda at: ev.Flagged(elapsed=at.elapsed, wall=at.wall, number=number, on=on), idle=idle)

    def move(self, number: int) -> None:
        """Turn to a question."""
        idle = number == self.state.at
        self._record(lambda at: ev.Moved(elapsed=at.elapsed, wall=at.wall, number=number), durable=False, idle=idle)

    def jot(self, number: int, note: str, struck: Iterable[str] = ()) -> None:
        """Keep a note beside a question, and the letters of the choices that are struck out; both replace the old."""
        note, letters = _clean(note, f"The note on question {number}"), tuple(sorted(set(struck)))
        known = self.state.jottings.get(number, Jotting())
        self._record(
            lambda at: ev.Jotted(elapsed=at.elapsed, wall=at.wall, number=number, note=note, struck=letters),
            durable=False,
            idle=known == Jotting(note, frozenset(letters)),
        )

    def submit(self, number: int, filename: str, source: str) -> None:
        """Hand in code: the source itself is stored. The latest counts."""
        source, filename = _clean(source, filename), readable(filename)
        known = 1 <= number <= len(self.state.items)
        challenge = str(getattr(self.state.items[number - 1].key, "challenge", "")) if known else ""
        self._record(
            lambda at: ev.Submitted(
                elapsed=at.elapsed,
                wall=at.wall,
                number=number,
                challenge=challenge,
                filename=filename,
                source=source,
            )
        )

    def keep_public(self, handed: ev.Submitted, public: FileResult) -> None:
        """Store how a file that was handed in did on the public cases, unless another one took its place meanwhile."""

        def told(at: Moment) -> ev.Submitted | None:
            latest = self.state.submissions.get(handed.number)
            if latest is None or (latest.filename, latest.source) != (handed.filename, handed.source):
                return None
            return structs.replace(handed, elapsed=at.elapsed, wall=at.wall, public=public)

        self._record(told)

    def finish(self, reason: Reason = "asked") -> None:
        """Hand in. Finished already (by the clock, or from another terminal): nothing happens."""
        with self._mutex:
            self.refresh()
            self._finish(reason)

    def abandon(self) -> None:
        """Drop the session: it stays in the log, unmarked."""
        self.finish("abandoned")

    def close(self) -> None:
        """Let another terminal in. The store stays open: it is the caller's."""
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Sitting:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _enter(self, attach: bool) -> None:
        rebooted = self._sources.boot() != self.state.anchor.boot
        self.refresh()
        if attach or self.state.finished is not None:
            return
        self._record(lambda at: ev.Resumed(elapsed=at.elapsed, wall=at.wall, boot=at.boot, boottime=at.boottime))
        if rebooted:
            self._record(lambda at: ev.ClockNoted(elapsed=at.elapsed, wall=at.wall, note=_REBOOTED))

    def _record(self, make: Callable[[Moment], AnyEvent | None], durable: bool = True, idle: bool = False) -> None:
        """Check an event made for this moment and append it (`idle`: it says nothing new, so only check it).

        Looks again, and tries anew, if another process was faster. No event is made where nothing is to be said.
        """
        with self._mutex:
            self.refresh()
            while True:
                event = make(self._moment())
                if event is None:
                    return
                check(self.state, event)
                if idle or self._append(event, durable):
                    return

    def _moment(self) -> Moment:
        now = self._sources.read()
        return Moment(self._elapsed_at(now), now.wall, now.boottime, now.boot)

    def _elapsed_at(self, now: Reading) -> float:
        state = self.state
        if state.finished is not None:
            return state.finished.elapsed
        elapsed = running(state.anchor, state.elapsed, state.wall, now)
        return elapsed if state.allowed is None else min(elapsed, state.allowed)

    def _append(self, event: AnyEvent, durable: bool = True) -> bool:
        try:
            self.store.append(self.session, event, after=self.state.seq, durable=durable)
        except Stale:
            self._catch_up()
            return False
        self.state = apply(self.state, event)
        return True

    def _catch_up(self) -> None:
        for event in self.store.events(self.session, after=self.state.seq):
            self.state = apply(self.state, event)

    def _finish(self, reason: Reason) -> None:
        while self.state.finished is None:
            at = self._moment()
            self._append(ev.Finished(elapsed=at.elapsed, wall=at.wall, reason=reason))

    def _note_oddity(self) -> None:
        state, now = self.state, self._sources.read()
        note = oddity(state.anchor, state.elapsed, state.wall, now)
        if note is None:
            return
        with suppress(DlexamError):  # what can't be noted on a full disk is noticed again at the next look
            self._append(ev.ClockNoted(elapsed=self._elapsed_at(now), wall=now.wall, note=note))


def settle(store: Store, sources: Sources = SYSTEM, *, quietly: bool = False) -> str | None:
    """Finish the open session if its time is up, though no terminal minds it. Returns its id if that was done now.

    The front end is told of it (`exam.notice`), unless `quietly`: then the caller tells it.
    """
    session = store.open_session()
    if session is None:
        return None
    allowed = store.start_of(session).allowed
    if allowed is None or store.running(session, sources.read()) < allowed:
        return None
    ended = Sitting(store, session, sources)
    ended.refresh()
    if not quietly:
        notice.time_was_up(ended.paper.title)
    return session


def _none_open(store: Store) -> DlexamError:
    rows = store.sessions()
    if rows and rows[-1].reason == "deadline":
        return DlexamError(
            f"No exam is open: time was up for {rows[-1].title}, and it was finished with what was saved.",
            "`dlexam review` marks it and shows it beside the key",
        )
    return DlexamError("No exam is open.", "`dlexam exam list` shows what can be taken")


def _allowed(minutes: float, extra_time: float) -> float:
    if not (math.isfinite(minutes) and 0 < minutes <= 24 * 60):
        raise DlexamError(f"{minutes:g} minutes is no time for an exam.", "--minutes takes more than 0, up to 1440")
    if not (math.isfinite(extra_time) and 0 <= extra_time <= 400):
        raise DlexamError(f"{extra_time:g} per cent is no extra time.", "--extra-time takes 0 to 400, such as 25")
    return minutes * 60 * (1 + extra_time / 100)


def _clean(text: str, what: str) -> str:
    if len(text) > LONGEST:
        raise DlexamError(f"{what} is too long: {len(text):,} characters.", f"at most {LONGEST:,} can be stored")
    return readable(text)
