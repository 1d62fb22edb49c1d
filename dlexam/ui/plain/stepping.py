"""Through the provisional marks of a sitting, one by one: keep, confirm or override."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlexam.errors import DlexamError
from dlexam.exam import finishing
from dlexam.exam.results import Row, results
from dlexam.exam.state import fold
from dlexam.ui.render.review import answer_and_marks
from dlexam.ui.render.safe import safe

if TYPE_CHECKING:
    from dlexam.exam.store import Store
    from dlexam.ui.screen import Screen


def step_through(store: Store, session: str, screen: Screen) -> None:
    """Ask about each provisional mark. Ends at the last, at q, at ^D."""
    waiting = [row for row in results(fold(store.events(session))).rows if row.provisional]
    if not waiting:
        return
    screen.say()
    count = "1 question has" if len(waiting) == 1 else f"{len(waiting)} questions have"
    screen.say(f"{count} provisional marks. For each: Enter keeps them so, c confirms, a number sets them, q stops.")
    try:
        for row in waiting:
            if not _ask(store, session, screen, row):
                return
    except EOFError:
        screen.say()


def _ask(store: Store, session: str, screen: Screen, row: Row) -> bool:
    """Ask until there is an answer that can be carried out; False to stop."""
    screen.say()
    screen.say(f"Question {row.item.number}, {row.item.id}", "bold")
    screen.show(answer_and_marks(row))
    while True:
        reply = safe(input("Enter, c, number or q> ")).strip().lower()
        if reply in ("", "q"):
            return reply == ""
        try:
            if reply in ("c", "confirm"):
                finishing.confirm(store, session, row.item.number)
                screen.say("Confirmed.", "green")
            else:
                _override(store, session, screen, row, reply)
        except DlexamError as error:
            screen.say(" ".join(filter(None, (error.message, error.hint))), "yellow")
            continue
        return True


def _override(store: Store, session: str, screen: Screen, row: Row, reply: str) -> None:
    try:
        marks = float(reply.replace(",", "."))
    except ValueError:
        raise DlexamError(f"{reply!r} is neither Enter, c, a number nor q.") from None
    because = safe(input("Because (may be empty)> ")).strip()
    finishing.override(store, session, row.item.number, marks, because)
    screen.say("Set.", "green")
