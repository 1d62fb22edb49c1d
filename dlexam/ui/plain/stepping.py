"""Through a finished sitting at a terminal: question by question, then the provisional marks one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from dlexam.errors import DlexamError
from dlexam.exam import finishing
from dlexam.exam.results import Row, results
from dlexam.exam.state import fold
from dlexam.ui.render.review import answer_and_marks
from dlexam.ui.render.safe import safe
from dlexam.ui.render.scale import to_marks

if TYPE_CHECKING:
    from dlexam.exam.store import Store
    from dlexam.ui.screen import Screen


def read_through(rows: Sequence[Row], show: Callable[[Row], None]) -> None:
    """Show a question at a time: Enter goes on, a number goes to that question, q or ^D ends."""
    numbers = [row.item.number for row in rows]
    position = 0
    while position < len(rows):
        show(rows[position])
        try:
            reply = safe(input(f"\nQuestion {numbers[position]} of {len(rows)}. Enter, number or q> ")).strip().lower()
        except EOFError:
            print()
            return
        if reply in ("q", "quit"):
            return
        position = numbers.index(int(reply)) if reply.isdecimal() and int(reply) in numbers else position + 1


def step_through(store: Store, session: str, screen: Screen) -> None:
    """Ask about each provisional mark. Ends at the last, at q, at ^D."""
    waiting = results(fold(store.events(session))).to_settle
    if not waiting:
        return
    screen.say()
    count = "1 question has" if len(waiting) == 1 else f"{len(waiting)} questions have"
    screen.say(
        f"{count} provisional marks. For each: Enter keeps them so, c confirms, a number of points sets them, q stops."
    )
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
        given = float(reply.replace(",", "."))
    except ValueError:
        raise DlexamError(f"{reply!r} is neither Enter, c, a number nor q.") from None
    marks = to_marks(row, given)
    because = safe(input("Because (may be empty)> ")).strip()
    finishing.override(store, session, row.item.number, marks, because)
    screen.say("Set.", "green")
