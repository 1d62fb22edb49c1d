"""Showing a question in line mode, and taking its answer: one line, several lines, or a file for code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dlexam.bank.paper import Item
from dlexam.errors import DlexamError
from dlexam.marking.marks import LONGEST_ANSWER
from dlexam.ui.plain import overview, words
from dlexam.ui.plain.desk import LONG_KINDS, TooLong, joined, problem
from dlexam.ui.render.question import asked, how_to_answer
from dlexam.ui.render.spans import counted

if TYPE_CHECKING:
    from dlexam.ui.plain.room import Room


def show(room: Room) -> None:
    """The question that the learner is at, how to answer it, and the answer so far."""
    item = room.item
    room.screen.say()
    room.screen.say(_heading(room, item), "bold")
    room.screen.say()
    room.screen.show(asked(item))
    if item.kind == "code":
        from dlexam.ui.plain import code

        code.show(room, item)
    room.screen.say()
    room.screen.say(how_to_answer(item), "dim")
    _show_answer(room, item)


def take(room: Room, line: str) -> None:
    """A line that is no command."""
    item = room.item
    if item.kind == "code":
        room.screen.say(how_to_answer(item))
    elif item.kind in LONG_KINDS:
        _take_long(room, item, line)
    else:
        _take_short(room, item, words.as_answer(line).strip())


def go(room: Room, number: int) -> None:
    """Turn to a question and show it."""
    room.desk.settle(room.item.number)
    with room.interrupts.held():
        room.sitting.move(number)
    show(room)


def go_on(room: Room) -> None:
    """After an answer: the next question, or after the last one a summary."""
    if room.item.number < len(room.sitting.paper.items):
        go(room, room.item.number + 1)
        return
    room.screen.say()
    room.screen.say("That was the last question.")
    show_summary(room)
    room.screen.say(":goto N goes back to a question, :finish hands in the exam.")


def show_summary(room: Room) -> None:
    """What is answered and what is not."""
    room.say_all(overview.summary(room.sitting.paper, answered(room), set(room.sitting.state.flags)))


def answered(room: Room) -> set[int]:
    """Numbers of the questions that have an answer or handed-in code."""
    numbers = {item.number for item in room.sitting.paper.items if room.desk.answer(item.number).strip()}
    return numbers | set(room.sitting.state.submissions)


def _take_short(room: Room, item: Item, text: str) -> None:
    if not text:
        room.screen.say(f"{how_to_answer(item)} :next leaves it for now.")
        return
    trouble = problem(item, text)
    if trouble:
        room.desk.drop_line(item)
        kept = room.desk.answer(item.number)
        room.screen.say(f"Not taken. {trouble}" + (f" Your answer is still {kept}" if kept else ""), "yellow")
        return
    room.desk.before_line(item)
    with _kept():
        room.desk.put(item.number, text)
    room.screen.say(f"Saved: {text}", "green")
    go_on(room)


def _take_long(room: Room, item: Item, line: str) -> None:
    if line.strip() == ".":
        _end_long(room, item)
    elif room.desk.refused(item.number):
        room.desk.refuse(item.number)
    else:
        _add(room, item, words.as_answer(line).rstrip())


def _add(room: Room, item: Item, line: str) -> None:
    before = room.desk.before_line(item)
    text = joined(before, line)
    if len(text) <= LONGEST_ANSWER:
        with _kept():
            room.desk.note(item.number, text)
        return
    room.desk.refuse(item.number)
    room.screen.say(
        f"That is too long for an answer, which holds {LONGEST_ANSWER:,} characters at most: this line and those "
        "after it are not taken.",
        "yellow",
    )
    with _kept():
        room.desk.put(item.number, before, draft=True)
    if before:
        room.screen.say("What came before is saved; a line with a dot ends the answer.")


def _end_long(room: Room, item: Item) -> None:
    refused = room.desk.refused(item.number)
    text = room.desk.before_line(item).rstrip()
    with _kept():
        room.desk.put(item.number, text)
    rest = f" NOT taken: the {counted(refused, 'line')} after that." if refused else ""
    if not text:
        room.screen.say(f"No answer yet.{rest} :next leaves the question for now.")
        return
    room.screen.say(f"Saved: {counted(len(text.split()), 'word')}.{rest}", "yellow" if refused else "green")
    go_on(room)


def flush(room: Room) -> None:
    """Save the lines that were only noted."""
    with _kept():
        room.desk.flush()


@contextmanager
def _kept() -> Iterator[None]:
    """A store that fails leaves the text on the desk: say so."""
    try:
        yield
    except TooLong:
        raise
    except DlexamError as error:
        raise DlexamError(error.message, "your text is kept here while this stays open; :save tries again") from error


def _heading(room: Room, item: Item) -> str:
    section = next(section for section in room.sitting.paper.sections if item in section.items)
    parts = [f"Question {item.number} of {len(room.sitting.paper.items)}", section.title]
    parts += [counted(item.points, "point"), f"about {item.minutes:g} min"]
    if item.number in room.sitting.state.flags:
        parts.append("flagged")
    return " | ".join(parts)


def _show_answer(room: Room, item: Item) -> None:
    text = room.desk.answer(item.number)
    if not text:
        return
    if item.kind not in LONG_KINDS:
        room.screen.say(f"Your answer: {text}   (a new one replaces it)", "cyan")
        return
    room.screen.say("Your answer so far:", "cyan")
    for line in text.split("\n"):
        room.screen.say(f"  {line}")
    room.screen.say("(what you type is added to it; :edit changes it, :clear starts anew)", "dim")
