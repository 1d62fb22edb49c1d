"""A session's state: a pure fold over its events. What may happen next is decided here and nowhere else.

`check` refuses an event before it is written. `apply` is total: an event that `check` would refuse changes nothing but
the counters, so that no log, however it came about, can break a session.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from dlexam.bank.paper import Item, Paper
from dlexam.errors import DlexamError
from dlexam.exam import events as ev
from dlexam.exam.clock import Anchor
from dlexam.exam.events import AnyEvent


class SessionOver(DlexamError):
    """The session is finished: nothing more can be answered in it."""


class Answer(Struct, frozen=True):
    """An answer as it stands; `draft`: it was still being typed. It counts all the same."""

    text: str
    draft: bool
    elapsed: float


class Jotting(Struct, frozen=True):
    """A learner's own note on a question, and the letters of the choices struck out."""

    note: str = ""
    struck: frozenset[str] = frozenset()


class State(Struct, frozen=True, kw_only=True):
    """All that is known of a session after `seq` events, `ignored` of which were out of place.

    Dictionaries go by question number, from 1. `elapsed` and `wall` are the clocks at the latest event.
    """

    paper: Paper
    items: tuple[Item, ...]
    allowed: float | None
    started: float
    anchor: Anchor
    elapsed: float
    wall: float
    seq: int = 1
    ignored: int = 0
    at: int = 1
    answers: dict[int, Answer] = {}
    flags: frozenset[int] = frozenset()
    jottings: dict[int, Jotting] = {}
    submissions: dict[int, ev.Submitted] = {}  # the latest of each question: the one that counts
    notes: tuple[str, ...] = ()
    finished: ev.Finished | None = None
    marks: dict[int, ev.Marked] = {}
    overrides: dict[int, ev.Overridden] = {}
    confirmed: frozenset[int] = frozenset()

    @property
    def practice(self) -> bool:
        """No clock runs against it."""
        return self.allowed is None

    def answered(self, number: int) -> bool:
        """Whether there is an answer, or code handed in, for this question."""
        return number in self.answers or number in self.submissions


def fold(events: Iterable[AnyEvent]) -> State:
    """The state after these events. Raises DlexamError if the first isn't a start."""
    rest = iter(events)
    first = next(rest, None)
    if not isinstance(first, ev.Started):
        raise DlexamError("This session's log doesn't begin with its paper.", "`dlexam data verify` shows the damage")
    state = _begin(first)
    for event in rest:
        state = apply(state, event)
    return state


def apply(state: State, event: AnyEvent) -> State:
    """The state after one more event."""
    if _refusal(state, event) is not None:
        return replace(state, seq=state.seq + 1, ignored=state.ignored + 1)
    changes = _CHANGES[type(event)](state, event)
    if state.finished is None:
        changes["elapsed"] = max(state.elapsed, event.elapsed)
        changes["wall"] = event.wall
    return replace(state, seq=state.seq + 1, **changes)


def check(state: State, event: AnyEvent) -> None:
    """Raise the DlexamError (SessionOver after the end) that says why this event can't happen now, if it can't."""
    refusal = _refusal(state, event)
    if refusal is not None:
        raise refusal


def full_marks(state: State, number: int) -> float:
    """The most that an override may give: the marker's full marks, or the question's points where it isn't marked."""
    marked = state.marks.get(number)
    return marked.marks.max_marks if marked else state.items[number - 1].points


def _begin(event: ev.Started) -> State:
    return State(
        paper=event.paper,
        items=event.paper.items,
        allowed=event.allowed,
        started=event.wall,
        anchor=Anchor(event.elapsed, event.boottime, event.boot),
        elapsed=event.elapsed,
        wall=event.wall,
    )


def _refusal(state: State, event: AnyEvent) -> DlexamError | None:
    if isinstance(event, ev.Started):
        return DlexamError("This session has begun already.", "`dlexam exam resume` goes on with it")
    number = getattr(event, "number", None)
    if number is not None and not 1 <= number <= len(state.items):
        return DlexamError(f"There is no question {number}.", f"this paper has questions 1 to {len(state.items)}")
    if isinstance(event, ev.Marked | ev.Overridden | ev.Confirmed):
        return _refuse_marking(state, event)
    if state.finished is not None:
        return over(state)
    return _refuse_working(state, event)


def _refuse_working(state: State, event: AnyEvent) -> DlexamError | None:
    if isinstance(event, ev.Finished | ev.ClockNoted | ev.Resumed):
        return None
    if state.allowed is not None and event.elapsed > state.allowed:
        return SessionOver("Time is up.", "What was saved before counts; `dlexam review` shows it")
    if isinstance(event, ev.Submitted):
        return _refuse_code(state.items[event.number - 1], event)
    if isinstance(event, ev.Answered) and state.items[event.number - 1].kind == "code":
        challenge = getattr(state.items[event.number - 1].key, "challenge", "CHALLENGE")
        return DlexamError(f"Question {event.number} is answered with code.", f"dlexam submit {challenge} FILE")
    return None


def _refuse_code(item: Item, event: ev.Submitted) -> DlexamError | None:
    challenge = getattr(item.key, "challenge", None)
    if challenge is None:
        return DlexamError(f"Question {item.number} takes no code.", "answer it in the exam itself")
    if challenge != event.challenge:
        return DlexamError(
            f"Question {item.number} asks for {challenge}, not {event.challenge}.", f"dlexam submit {challenge} FILE"
        )
    return None


def _refuse_marking(state: State, event: ev.Marked | ev.Overridden | ev.Confirmed) -> DlexamError | None:
    if state.finished is None:
        return DlexamError("Nothing is marked while the exam is open.", "`dlexam exam finish` hands it in")
    if isinstance(event, ev.Confirmed) and event.number not in state.marks:
        return DlexamError(
            f"Question {event.number} has no marks to confirm.", "`dlexam review` marks what isn't marked yet"
        )
    if isinstance(event, ev.Overridden) and not 0 <= event.marks <= full_marks(state, event.number):
        most = full_marks(state, event.number)
        return DlexamError(f"{event.marks:g} marks can't be given for question {event.number}.", f"0 to {most:g} can")
    return None


def over(state: State) -> SessionOver:
    """What to say to one who goes on after the end."""
    if state.finished is not None and state.finished.reason == "deadline":
        return SessionOver("Time is up: the exam was finished with what was saved.", "`dlexam review` shows it")
    return SessionOver("This exam is finished.", "`dlexam review` shows your answers beside the key")


def _answered(state: State, event: ev.Answered) -> dict[str, Any]:
    answers = dict(state.answers)
    if event.text:
        answers[event.number] = Answer(event.text, event.draft, event.elapsed)
    else:
        answers.pop(event.number, None)
    return {"answers": answers}


def _flagged(state: State, event: ev.Flagged) -> dict[str, Any]:
    return {"flags": state.flags | {event.number} if event.on else state.flags - {event.number}}


def _jotted(state: State, event: ev.Jotted) -> dict[str, Any]:
    return {"jottings": state.jottings | {event.number: Jotting(event.note, frozenset(event.struck))}}


def _moved(state: State, event: ev.Moved) -> dict[str, Any]:
    return {"at": event.number}


def _submitted(state: State, event: ev.Submitted) -> dict[str, Any]:
    return {"submissions": state.submissions | {event.number: event}}


def _noted(state: State, event: ev.ClockNoted) -> dict[str, Any]:
    return {"notes": (*state.notes, event.note)}


def _resumed(state: State, event: ev.Resumed) -> dict[str, Any]:
    return {"anchor": Anchor(max(state.elapsed, event.elapsed), event.boottime, event.boot)}


def _finished(state: State, event: ev.Finished) -> dict[str, Any]:
    return {"finished": event}


def _marked(state: State, event: ev.Marked) -> dict[str, Any]:
    # New marks want a new look: what was confirmed were the old ones. An override stands, on the new marks' scale.
    changes = {"marks": state.marks | {event.number: event}, "confirmed": state.confirmed - {event.number}}
    old, override = full_marks(state, event.number), state.overrides.get(event.number)
    if override is None or not old or old == event.marks.max_marks:
        return changes
    scaled = replace(override, marks=override.marks * event.marks.max_marks / old)
    return changes | {"overrides": state.overrides | {event.number: scaled}}


def _overridden(state: State, event: ev.Overridden) -> dict[str, Any]:
    return {"overrides": state.overrides | {event.number: event}}


def _confirmed(state: State, event: ev.Confirmed) -> dict[str, Any]:
    return {"confirmed": state.confirmed | {event.number}}


_CHANGES: dict[type, Callable[[State, Any], dict[str, Any]]] = {
    ev.Answered: _answered,
    ev.Flagged: _flagged,
    ev.Moved: _moved,
    ev.Jotted: _jotted,
    ev.Submitted: _submitted,
    ev.ClockNoted: _noted,
    ev.Resumed: _resumed,
    ev.Finished: _finished,
    ev.Marked: _marked,
    ev.Overridden: _overridden,
    ev.Confirmed: _confirmed,
}
