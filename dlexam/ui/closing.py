"""After the finish: everything is marked, code is graded in full, and the result is shown with the receipt."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dlexam.errors import DlexamError
from dlexam.exam.finishing import mark_all, unmarked
from dlexam.exam.results import results
from dlexam.exam.state import fold
from dlexam.ui.render.safe import safe_line

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
    screen.line(f"Receipt: {store.receipt(session)}   (session {session}; hand it in to show when you finished)")


def mark(store: Store, session: str, screen: Screen, folders: Sequence[Path]) -> None:
    """Mark what isn't marked yet, with a line of progress; what can't be marked now is told, not lost."""
    from dlexam.exam.challenges import as_begun
    from dlexam.grading.engine import Engine
    from dlexam.marking.marker import chosen
    from dlexam.ui.handin import grade_source

    state = fold(store.events(session))
    waiting = unmarked(state)
    if not waiting:
        return
    screen.say(f"Marking {len(waiting)} answer{'s' if len(waiting) > 1 else ''} ...")

    def grade(challenge: str, source: str, filename: str) -> FileResult:
        screen.say(f"Grading {safe_line(filename)} for {challenge} ...")
        return grade_source(as_begun(state.paper, challenge, folders), source, filename, engine=engine)

    try:
        with Engine() as engine:
            missed = mark_all(store, session, grade, chosen(os.environ))
    except DlexamError as error:
        screen.say(f"{error.message} Your answers are safe; dlexam review marks the rest.", "yellow")
        return
    for one in missed:
        screen.say(f"Question {one.number} is not marked yet: {safe_line(one.why)}", "yellow")
