"""What each command of line mode does. An action gets the room and what was written after the command."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from dlexam.errors import DlexamError
from dlexam.ui.plain import answering, overview, words
from dlexam.ui.plain.desk import LONG_KINDS
from dlexam.ui.render.question import how_to_answer
from dlexam.ui.render.spans import in_words, ranges

if TYPE_CHECKING:
    from dlexam.ui.plain.room import Outcome, Room


def leave(room: Room, outcome: Outcome) -> None:
    """Save, and say how to come back."""
    if room.lines.terminal:
        room.screen.say()
    try:
        room.desk.retry()
        room.desk.settle(room.item.number)
    except DlexamError as error:
        room.tell(error)
        room.screen.say(f"NOT saved: the answer to {ranges(room.desk.unsaved)}.", "bold red")
    else:
        room.screen.say("Saved.")
    remaining = room.sitting.remaining()
    clock = "" if remaining is None else f" The clock goes on: {in_words(remaining)} left."
    room.screen.say(f"Come back with: dlexam exam resume{'.' if clock else ''}{clock}")
    room.outcome = outcome


def confirmed(room: Room, line: str) -> bool:
    """Take a line as the reply to "Finish?"; False where it is something else, to be taken as usual."""
    reply = line.strip().lower()
    if reply in ("y", "yes"):
        room.finish("asked")
        return True
    room.screen.say("Not finished.")
    return reply in ("n", "no", "")


def _next(room: Room, rest: str) -> None:
    if room.item.number == len(room.sitting.paper.items):
        room.screen.say("This is the last question. :goto 1 goes to the first, :finish hands in the exam.")
    else:
        answering.go(room, room.item.number + 1)


def _prev(room: Room, rest: str) -> None:
    if room.item.number == 1:
        room.screen.say("This is the first question.")
    else:
        answering.go(room, room.item.number - 1)


def _goto(room: Room, rest: str) -> None:
    last = len(room.sitting.paper.items)
    if rest.isdecimal() and 1 <= int(rest) <= last:
        answering.go(room, int(rest))
    else:
        room.screen.say(
            f"There is no question “{rest}”: 1 to {last}." if rest else f"Which question? :goto 1 to {last}"
        )


def _flag(room: Room, rest: str) -> None:
    on = room.item.number not in room.sitting.state.flags
    with room.interrupts.held():
        room.sitting.flag(room.item.number, on)
    room.screen.say(f"Question {room.item.number} is {'flagged' if on else 'no longer flagged'}.")


def _show(room: Room, rest: str) -> None:
    answering.show(room)


def _map(room: Room, rest: str) -> None:
    done, flagged = answering.answered(room), room.sitting.state.flags
    marks = {
        item.number: ("x" if item.number in done else "") + ("!" if item.number in flagged else "")
        for item in room.sitting.paper.items
    }
    room.say_all(overview.question_map(room.sitting.paper, marks, room.item.number))


def _summary(room: Room, rest: str) -> None:
    answering.show_summary(room)
    _time(room, rest)


def _time(room: Room, rest: str) -> None:
    remaining = room.sitting.remaining()
    room.screen.say("No clock: this is practice." if remaining is None else f"{in_words(remaining)} left.")


def _edit(room: Room, rest: str) -> None:
    from dlexam.ui.plain.editor import edit, left_of

    number, before = room.item.number, room.desk.answer(room.item.number)
    if room.item.kind not in LONG_KINDS:
        raise DlexamError("The editor is for answers of several lines.", how_to_answer(room.item))
    if not room.lines.terminal:
        raise DlexamError(":edit needs a terminal.", "type the answer, line by line")
    try:
        text = edit(before, lambda text: _keep(room, number, text), left_of(room.sitting))
    except DlexamError:
        room.desk.put(number, before)
        raise
    finally:
        room.interrupts.forget()
    if not room.is_over():
        room.desk.put(number, text)
        answering.show(room)


def _keep(room: Room, number: int, text: str) -> None:
    """Save what the editor has written so far; trouble is told once the editor has closed."""
    if room.is_over():
        return
    try:
        room.desk.put(number, text, draft=True)
    except DlexamError:
        room.warned_unsaved = True


def _clear(room: Room, rest: str) -> None:
    if room.item.kind == "code":
        raise DlexamError("Handed-in code stays; the last one counts.", ":submit FILE hands in another")
    room.desk.put(room.item.number, "")
    room.screen.say("Your answer is taken back.")


def _start(room: Room, rest: str) -> None:
    from dlexam.ui.plain import code

    code.start(room, rest)


def _submit(room: Room, rest: str) -> None:
    from dlexam.ui.plain import code

    code.submit(room, rest)


def _save(room: Room, rest: str) -> None:
    room.desk.retry()
    room.warned_unsaved = False
    room.screen.say("Everything is saved.")


def _finish(room: Room, rest: str) -> None:
    room.desk.retry()
    if rest.lower() in ("yes", "y"):
        room.finish("asked")
        return
    answering.show_summary(room)
    room.screen.say("Finish for good? Type yes, or go on with anything else.", "bold")
    room.confirming = True


def _quit(room: Room, rest: str) -> None:
    from dlexam.ui.plain.room import Outcome

    leave(room, Outcome.LEFT)
    if room.desk.unsaved and not room.warned_unsaved:
        room.warned_unsaved = True
        room.outcome = None
        room.screen.say("Still here: :save tries again, a second :quit leaves without what is not saved.")


def _help(room: Room, rest: str) -> None:
    room.screen.say(how_to_answer(room.item))
    room.screen.say("Commands begin with a colon; their first letters will do:")
    room.say_all(words.help_lines())


ACTIONS: dict[str, Callable[[Room, str], None]] = {
    "next": _next,
    "prev": _prev,
    "goto": _goto,
    "flag": _flag,
    "show": _show,
    "map": _map,
    "summary": _summary,
    "time": _time,
    "edit": _edit,
    "clear": _clear,
    "start": _start,
    "submit": _submit,
    "save": _save,
    "finish": _finish,
    "quit": _quit,
    "help": _help,
}
