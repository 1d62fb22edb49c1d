"""Before handing in: what is answered, empty and flagged, and the time left. Finishing asks once."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from dlexam.ui.render.spans import in_words, ranges
from dlexam.ui.tui.exam.question_map import LEGEND, Standing, by_section
from dlexam.ui.tui.keyline import KeyLine

if TYPE_CHECKING:
    from dlexam.ui.tui.exam.screen import ExamScreen


class Choice(Enum):
    """What a learner may choose here besides a question's number."""

    FINISH = "finish"


class SummaryScreen(ModalScreen["Choice | int | None"]):
    """Closes with FINISH, the number of a question to go to, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "finish", "Finish", tooltip="Hand in the exam; asks once"),
        Binding("e", "first_empty", "First empty", tooltip="Go to the first question without an answer"),
        Binding("l", "first_flagged", "First flagged", tooltip="Go to the first question that is flagged"),
        Binding("escape,ctrl+s", "dismiss(None)", "Back", priority=True),
        Binding("f1,question_mark", "app.help", "Keys", show=False),
    ]

    def __init__(self, exam: ExamScreen) -> None:
        super().__init__()
        self._exam = exam
        every = {item.number for item in exam.sitting.paper.items}
        self._empty, self._flagged = sorted(every - exam.answered), sorted(exam.sitting.state.flags)
        self._asked = False

    def compose(self) -> ComposeResult:
        """Facts, the map, and the question whether to finish."""
        with Vertical(classes="dialog", id="summary") as dialog:
            dialog.border_title = "Where you stand"
            yield Static(self._facts(), id="facts")
            with VerticalScroll():
                yield Static(self._map())
            yield Static("", id="asking", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        """The time goes on while this is open."""
        self.set_interval(1.0, lambda: self.query_one("#facts", Static).update(self._facts()))

    def action_finish(self) -> None:
        """Ask; the second time, finish."""
        if self._asked:
            self.dismiss(Choice.FINISH)
            return
        self._asked = True
        missing = f" {len(self._empty)} without an answer." if self._empty else ""
        self.query_one("#asking", Static).update(f"Hand in for good?{missing} f again: yes. Esc: go on.")

    def action_first_empty(self) -> None:
        """Close with the first question without an answer."""
        self._go(self._empty, "Every question has an answer.")

    def action_first_flagged(self) -> None:
        """Close with the first flagged question."""
        self._go(self._flagged, "No question is flagged.")

    def _go(self, numbers: list[int], none: str) -> None:
        if numbers:
            self.dismiss(numbers[0])
        else:
            self.app.notify(none)

    def _facts(self) -> Table:
        exam, total = self._exam, len(self._exam.sitting.paper.items)
        remaining = exam.sitting.remaining()
        table = Table.grid(padding=(0, 2))
        table.add_row(Text("Answered", style="bold"), f"{total - len(self._empty)} of {total}")
        table.add_row(Text("Not answered", style="bold"), ranges(self._empty) if self._empty else "none")
        table.add_row(Text("Flagged", style="bold"), ranges(self._flagged) if self._flagged else "none")
        table.add_row(Text("Time left", style="bold"), "no clock" if remaining is None else in_words(remaining))
        return table

    def _map(self) -> Text:
        exam = self._exam
        standing = Standing(exam.answered, exam.sitting.state.flags, exam.item.number)
        return Text("\n").join([Text(), by_section(exam.sitting.paper, standing, 60), Text(), Text(LEGEND, "dim")])
