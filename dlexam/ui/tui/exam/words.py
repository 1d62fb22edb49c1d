"""What the exam's screen says of a sitting: above a question, on coming and going, as the time runs out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from dlexam.exam.state import Jotting
from dlexam.ui.render.spans import counted, in_words

if TYPE_CHECKING:
    from dlexam.exam.sitting import Sitting


def heading(sitting: Sitting, number: int) -> str:
    """The line above a question."""
    item, state = sitting.paper.item(number), sitting.state
    parts = [f"Question {number} of {len(state.items)}"]
    parts += [counted(item.points, "point"), f"about {item.minutes:g} min"]
    parts += ["flagged"] if number in state.flags else []
    parts += ["has a note"] if state.jottings.get(number, Jotting()).note else []
    return " · ".join(parts)


def greeting(sitting: Sitting, begun: bool, answered: int) -> str:
    """The facts of an exam that begins, or how far one has come that is gone on with."""
    paper, remaining = sitting.paper, sitting.remaining()
    time = "no clock" if remaining is None else in_words(math.ceil(remaining))
    if begun:
        size = f"{counted(len(paper.items), 'question')}, {counted(paper.points, 'point')}"
        facts = f"{size}, {time}, pass mark {paper.pass_mark:g}%."
        return f"{facts} F1 shows every key."
    left = "" if remaining is None else f", {time} left"
    return f"Welcome back: {answered} of {len(paper.items)} answered{left}."


def farewell(sitting: Sitting, unsaved: bool) -> str:
    """How to come back; said in the terminal."""
    remaining = sitting.remaining()
    clock = "" if remaining is None else f" The clock goes on: {in_words(remaining)} left."
    word = "NOT everything is saved." if unsaved else "Saved."
    return f"{word} Come back with: dlexam exam resume{'.' if clock else ''}{clock}"


def warning(remaining: float) -> str:
    """That the time runs out."""
    return f"{in_words(math.ceil(remaining))} left. What you have entered is saved."
