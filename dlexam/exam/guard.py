"""The answer key is shut while a session is open: what is closed, and the refusals that say why.

Cheap, and made for commands that may run anywhere: a home that doesn't exist isn't made. An open session whose time is
up is finished first, so that it doesn't shut the key for ever.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from dlexam.errors import DlexamError
from dlexam.exam.clock import SYSTEM, Sources
from dlexam.exam.sitting import settle
from dlexam.exam.store import Store


class Closed(Struct, frozen=True):
    """What the open session shuts: its id and title, its questions and challenges."""

    session: str
    title: str
    questions: frozenset[str]
    challenges: frozenset[str]


def closed(home: Path, sources: Sources = SYSTEM) -> Closed | None:
    """What is shut now; None while no session is open."""
    store = Store.existing(home)
    if store is None:
        return None
    with store:
        session = store.open_session()
        if session is None or settle(store, sources):
            return None
        start = store.start_of(session)
    return Closed(session, start.paper.title, frozenset(start.questions), frozenset(start.challenges))


def closed_challenges(home: Path) -> frozenset[str]:
    """The challenges whose solution is shut now; only their public cases may run."""
    now = closed(home)
    return now.challenges if now else frozenset()


def refuse_question(home: Path, question: str, what: str) -> None:
    """Raise DlexamError if this question's key is shut. `what` is what was asked for: "the key", "marking"."""
    refuse_questions(home, [question], what)


def refuse_questions(home: Path, questions: Iterable[str], what: str) -> None:
    """Raise DlexamError if the key of any of these is shut."""
    now = closed(home)
    for question in questions:
        if now and question in now.questions:
            raise _refusal(now, f"{what} for question {question}")


def refuse_challenge(home: Path, challenge: str, what: str) -> None:
    """Raise DlexamError if this challenge's solution is shut."""
    now = closed(home)
    if now and challenge in now.challenges:
        raise _refusal(now, f"{what} for challenge {challenge}")


def refuse_session(home: Path, session: str, what: str) -> None:
    """Raise DlexamError if this session is open, or asked a question that the open one asks too."""
    now = closed(home)
    if now is None:
        return
    if session == now.session:
        raise _refusal(now, f"{what} for this session")
    with Store(home) as store:
        shared = sorted(now.questions.intersection(store.start_of(session).questions))
    if shared:
        raise _refusal(now, f"{what} for session {session} (it shares question {shared[0]} with the open exam)")


def _refusal(now: Closed, what: str) -> DlexamError:
    return DlexamError(
        f"{what[:1].upper()}{what[1:]} is closed while your exam is open: {now.title}.",
        "`dlexam exam resume` goes on with it, `dlexam exam finish` hands it in, `dlexam exam abandon` drops it",
    )
