"""After the finish: everything is marked, code is graded in full, and the result is shown with the receipt."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dlexam.errors import DlexamError
from dlexam.exam.finishing import NotMarked, Step, mark_all, unmarked
from dlexam.exam.results import results
from dlexam.exam.state import fold
from dlexam.ui.render.safe import safe_line
from dlexam.ui.render.spans import counted

if TYPE_CHECKING:
    from dlexam.exam.store import Store
    from dlexam.grading.verdicts import FileResult
    from dlexam.ui.screen import Screen


def close(store: Store, session: str, screen: Screen, folders: Sequence[Path]) -> None:
    """Mark a finished session and print its result, the receipt and the next steps."""
    from dlexam.ui.render.results import Outcome, next_to_do

    mark(store, session, screen, folders)
    outcome = results(fold(store.events(session)))
    screen.say()
    screen.show(Outcome(outcome))
    screen.say()
    for line in next_to_do(outcome):
        screen.show(line)
    screen.say("Your answers beside the key, mark by mark: dlexam review")
    screen.line(receipt_line(store, session))


def receipt_line(store: Store, session: str) -> str:
    """What a learner can hand in at once, and what it is."""
    return f"Receipt: {store.receipt(session)}   (session {session}; hand it in to show when you finished)"


def mark(store: Store, session: str, screen: Screen, folders: Sequence[Path]) -> None:
    """Mark what isn't marked yet, with a line of progress; what can't be marked now is told, not lost."""
    waiting = unmarked(fold(store.events(session)))
    if not waiting:
        return
    screen.say(f"Marking {counted(len(waiting), 'answer')} ...")

    def tell(step: Step) -> None:
        if step.submission:
            screen.say(f"Grading {safe_line(step.submission.filename)} for {step.submission.challenge} ...")

    try:
        missed = marked(store, session, folders, tell)
    except DlexamError as error:
        screen.say(told(error), "yellow")
        return
    for one in missed:
        screen.say(why_not(one), "yellow")


def marked(
    store: Store,
    session: str,
    folders: Sequence[Path],
    tell: Callable[[Step], None],
    meanwhile: Callable[[], None] | None = None,
) -> list[NotMarked]:
    """Mark what isn't marked yet; returns what could not be. Prints nothing: `tell` hears of each question before it.

    `meanwhile` is called every few milliseconds while a judge is awaited. Both may raise a BaseException to end it:
    what is marked by then stays marked.
    """
    from dlexam.exam.challenges import as_begun
    from dlexam.grading.engine import Engine
    from dlexam.marking.marker import chosen
    from dlexam.ui.handin import grade_source

    state = fold(store.events(session))
    if not unmarked(state):
        return []
    with Engine(meanwhile) as engine:

        def grade(challenge: str, source: str, filename: str) -> FileResult:
            return grade_source(as_begun(state.paper, challenge, folders), source, filename, engine=engine)

        return mark_all(store, session, grade, chosen(os.environ), tell)


def told(error: DlexamError) -> str:
    """What kept all of the rest from being marked, and that nothing is lost."""
    return f"{error.message} Your answers are safe; dlexam review marks the rest."


def why_not(missed: NotMarked) -> str:
    """Why a question is not marked yet."""
    return f"Question {missed.number} is not marked yet: {safe_line(missed.why)}"
