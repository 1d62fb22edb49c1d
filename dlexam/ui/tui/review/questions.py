"""The list of a sitting's questions: number, points, signs, the beginning of the prompt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from dlexam.exam.results import Results, Row
from dlexam.ui.render.prose import remark
from dlexam.ui.render.results import earned_of, points
from dlexam.ui.render.spans import counted

LEGEND = "✓ full  ~ part  ✗ none  ? provisional\n! flagged  ‹› code  - not marked yet"
Only = Literal["", "lost", "provisional"]
_HAIR = 1e-9
_BEGINNING = 60  # characters of a prompt


class QuestionList(OptionList):
    """Shows some rows of a sitting; the cursor's question is the one that is read."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "Read", show=True)]

    def fill(self, rows: Sequence[Row], at: int) -> int:
        """Show these rows with the cursor on question `at`, or the next one there is; gives back its number."""
        numbers = [row.item.number for row in rows]
        place = next((place for place, number in enumerate(numbers) if number >= at), len(numbers) - 1)
        self.set_options(Option(line(row), id=str(row.item.number)) for row in rows)
        self.highlighted = place
        return numbers[place]

    def step(self, by: int) -> bool:
        """Move the cursor; whether there was where to go."""
        place = (self.highlighted or 0) + by
        if not 0 <= place < self.option_count:
            return False
        self.highlighted = place
        return True


def chosen(outcome: Results, only: Only) -> tuple[Row, ...]:
    """The rows that a filter leaves."""
    if only == "lost":
        return tuple(row for row in outcome.rows if row.lost > _HAIR)
    return outcome.to_settle if only == "provisional" else outcome.rows


def summed(outcome: Results, rows: Sequence[Row], only: Only) -> str:
    """What the list holds, in words."""
    count = f"{len(rows)} of {len(outcome.rows)}"
    if only == "lost":
        return f"{count}: points lost (w: all)"
    if only == "provisional":
        return f"{count}: provisional (p: all)"
    return f"{counted(len(rows), 'question')}, {earned_of(outcome.points, outcome.max_points)}"


def line(row: Row) -> Text:
    """A question on one line."""
    sign, style = sign_of(row)
    earned = "-" if row.points is None else points(row.points)
    text = Text(f"{row.item.number:>3} ", no_wrap=True, overflow="ellipsis")
    text.append(sign, style)
    settle = row.provisional and bool(row.answer.strip() or row.submission)
    text.append(f"{'?' if settle else ' '}{'!' if row.flagged else ' '}")
    text.append(f" {f'{earned}/{points(row.item.points)}':<8}")
    return text.append(f"{'‹› ' if row.item.kind == 'code' else ''}{_beginning(row.item.prompt)}")


def sign_of(row: Row) -> tuple[str, str]:
    """Whether all, a part or none of the points were earned, and its colour."""
    if row.points is None:
        return "-", "dim"
    if row.lost <= _HAIR:
        return "✓", "green"
    return ("~", "yellow") if row.points > _HAIR else ("✗", "red")


def _beginning(prompt: str) -> str:
    words = next((part for part in prompt.splitlines() if part.strip(" #`|-")), "")
    line = remark(words.replace("**", "").replace("`", "").strip(" #"))
    return line if len(line) <= _BEGINNING else f"{line[: _BEGINNING - 1].rstrip()}…"
