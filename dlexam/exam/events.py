"""The events of a session: all that ever happened in it, in order. State is a pure fold over them (`exam.state`).

Times: `elapsed` is the session's running time in seconds (`exam.clock`), `wall` seconds since the epoch.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from dlexam.bank.paper import Paper
from dlexam.grading.verdicts import FileResult
from dlexam.marking.marks import Marks


class Event(Struct, frozen=True, kw_only=True, tag_field="event"):
    """What every event carries: when it happened on the session's clock and on the wall's."""

    elapsed: float
    wall: float


class Started(Event, frozen=True, kw_only=True, tag="started"):
    """The first event: the frozen paper and the time allowed, seconds (None: practice, no clock)."""

    paper: Paper
    allowed: float | None
    boot: str  # identifies this boot of the machine, for the clock
    boottime: float  # CLOCK_BOOTTIME at the start


class Answered(Event, frozen=True, kw_only=True, tag="answered"):
    """The whole text of an answer as it now stands; empty takes it back. `draft`: typing goes on."""

    number: int
    text: str
    draft: bool = False


class Flagged(Event, frozen=True, kw_only=True, tag="flagged"):
    """A question was flagged to come back to, or unflagged."""

    number: int
    on: bool


class Moved(Event, frozen=True, kw_only=True, tag="moved"):
    """The learner turned to another question."""

    number: int


class Jotted(Event, frozen=True, kw_only=True, tag="jotted"):
    """What a learner keeps beside a question and nobody marks: a note, and the choices struck out (their letters)."""

    number: int
    note: str = ""
    struck: tuple[str, ...] = ()


class Submitted(Event, frozen=True, kw_only=True, tag="submitted"):
    """Code handed in: the source itself, and how it did on the public cases (None: could not be run)."""

    number: int
    challenge: str
    filename: str
    source: str
    public: FileResult | None = None


class ClockNoted(Event, frozen=True, kw_only=True, tag="clock"):
    """Something odd about the clock: set back, jumped forward, restarted."""

    note: str


class Resumed(Event, frozen=True, kw_only=True, tag="resumed"):
    """The program was started again on this session."""

    boot: str
    boottime: float


class Finished(Event, frozen=True, kw_only=True, tag="finished"):
    """The end: nothing may be answered after it. `elapsed` is what it counted, at most what was allowed."""

    reason: Literal["asked", "deadline", "abandoned"]


class Marked(Event, frozen=True, kw_only=True, tag="marked"):
    """A question was marked after the finish. `grading` is there for code that was graded in full."""

    number: int
    marks: Marks
    grading: FileResult | None = None


class Overridden(Event, frozen=True, kw_only=True, tag="overridden"):
    """A person set the marks of an open answer; the marker's own stay in the log."""

    number: int
    marks: float
    because: str


class Confirmed(Event, frozen=True, kw_only=True, tag="confirmed"):
    """A person agreed with provisional marks."""

    number: int


AnyEvent = (
    Started
    | Answered
    | Flagged
    | Moved
    | Jotted
    | Submitted
    | ClockNoted
    | Resumed
    | Finished
    | Marked
    | Overridden
    | Confirmed
)
