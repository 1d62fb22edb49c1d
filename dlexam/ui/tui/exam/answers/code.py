"""A code question: the learner's file, its starter, and the public cases, run with one key as the file is handed in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.console import Group, RenderableType
from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Static

from dlexam.bank.paper import Item
from dlexam.errors import DlexamError
from dlexam.exam.state import Jotting
from dlexam.ui.render.grading import graded, running
from dlexam.ui.render.paths import shown
from dlexam.ui.render.safe import safe_line
from dlexam.ui.tui.exam.answers.pane import AnswerPane

if TYPE_CHECKING:
    from dlexam.ui.tui.app import Examiner
    from dlexam.ui.tui.exam.grading import CodeDesk

MOST = 16  # rows that it asks for
_AROUND = 3  # of them around the results


class FileLine(Static, can_focus=True):
    """Which file it is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", "Results", tooltip="To the results, to scroll them", show=False),
    ]


class CodePane(AnswerPane):
    """What is to be written is above; `desk` knows the file and runs it."""

    app: Examiner
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r,r", "run", "Hand in, run", key_display="r", tooltip="Hand it in, run the public cases"),
        Binding("s", "starter", "Starter", tooltip="Write the starter file"),
        Binding("o", "choose", "Other file", tooltip="Name another file to hand in"),
        Binding("ctrl+e,e", "editor", "Edit", key_display="e", tooltip="Open the file in your own editor"),
        Binding("escape,ctrl+c", "stop", "Stop", tooltip="Stop the run"),
        Binding("up", "screen.scroll(-1)", "Up", tooltip="Scroll the statement up", show=False),
        Binding("down", "screen.scroll(1)", "Down", tooltip="Scroll the statement down", show=False),
    ]  # fmt: skip

    class Run(Message):
        """The file is to be handed in and run."""

        def __init__(self, item: Item) -> None:
            super().__init__()
            self.item = item

    class ToEditor(Message):
        """The learner wants to see this file in the editor of their own."""

        def __init__(self, file: Path) -> None:
            super().__init__()
            self.file = file

    def __init__(self, item: Item, answer: str, jotting: Jotting, desk: CodeDesk) -> None:
        super().__init__(item, answer, jotting)
        self.desk = desk
        self._wanted = _AROUND + 1

    @property
    def rows(self) -> int:
        """As many as the results take."""
        return self._wanted

    def compose(self) -> ComposeResult:
        """The file, and below it how it does."""
        yield FileLine("", id="file")
        with VerticalScroll(id="results"):
            yield Static("", id="outcome")

    def on_mount(self) -> None:
        """Show what is known already."""
        self.heard()

    def heard(self) -> None:
        """Bring file and results up to date, once they are there."""
        if not self.query("#outcome"):
            return
        self.query_one("#file", Static).update(self._file())
        outcome = self.query_one("#outcome", Static)
        outcome.update(self._outcome())
        self.refresh_bindings()
        self.call_after_refresh(self._grow)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Stopping is for a run, and starting for no run."""
        if action in ("stop", "run"):
            return (self.item.number in self.desk.running) == (action == "stop")
        return True

    def action_run(self) -> None:
        """Hand in, and run; that goes on when the learner turns to another question."""
        self.post_message(self.Run(self.item))

    @work
    async def action_starter(self) -> None:
        """Write the starter into a folder that is asked for."""
        from dlexam.ui.tui.ask import Line

        folder = await self.app.push_screen_wait(
            Line("The starter", "Into which folder? Enter: this one.", str(self.desk.file(self.item).parent))
        )
        if folder is None:
            return
        with self.app.told():
            written = await self.desk.write_starter(self.item, Path(folder or ".").expanduser())
            self.app.notify(f"Wrote {written}", markup=False)

    @work
    async def action_choose(self) -> None:
        """Ask for the file."""
        from dlexam.ui.tui.ask import Line

        given = await self.app.push_screen_wait(
            Line("Your file", "Which file is your solution?", str(self.desk.file(self.item)))
        )
        if given:
            self.desk.choose(self.item, Path(given).expanduser().absolute())

    def action_editor(self) -> None:
        """Open the file elsewhere."""
        file = self.desk.file(self.item)
        if file.is_file():
            self.post_message(self.ToEditor(file))
        else:
            self.app.tell(DlexamError(f"There is no file {file}.", "s writes the starter, o names another file"))

    def action_stop(self) -> None:
        """Stop the run."""
        self.desk.stop()

    def _file(self) -> Text:
        return Text("File  ", style="bold").append(shown(self.desk.file(self.item)), style="not bold")

    def _outcome(self) -> RenderableType:
        number = self.item.number
        progress = self.desk.running.get(number)
        if progress is not None:
            return running(progress.done, progress.waiting)
        handed = self.desk.sitting.state.submissions.get(number)
        if handed is None:
            return Text(self._to_do())
        told = self.desk.told.get(number) or ""
        if handed.public is None:
            name = safe_line(handed.filename)
            return Text(told or f"Handed in: {name}; its public cases have not been run.")
        told = told or "Handed in. The rest is graded when you finish the exam."
        return Group(graded(handed.public), Text(told, style="dim"))

    def _to_do(self) -> str:
        if self.desk.file(self.item).is_file():
            return "Nothing is handed in yet: r hands the file in and runs the public cases."
        return "There is no such file yet: s writes the starter, o names another file."

    def _grow(self) -> None:
        rows = min(self.query_one("#outcome").size.height + _AROUND, MOST)
        if rows != self._wanted:
            self._wanted = rows
            self.post_message(self.Grown())
