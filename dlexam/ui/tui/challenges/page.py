"""One challenge: its statement, hints one by one, the starter, and the working file graded once or at every save.

Leaving the page ends the judge and every process below it.
"""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.console import Group, RenderableType
from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, Static

from dlexam.errors import DlexamError
from dlexam.exam import workspace
from dlexam.ui.render.paths import shown
from dlexam.ui.render.prose import Prose
from dlexam.ui.render.safe import safe_line
from dlexam.ui.render.spans import counted
from dlexam.ui.tui.challenges.bench import Bench
from dlexam.ui.tui.challenges.results import ResultsPane

if TYPE_CHECKING:
    from dlexam.grading.challenge import Challenge
    from dlexam.ui.tui.app import Examiner
    from dlexam.ui.watch.desk import Desk


class ChallengeScreen(Screen[None]):
    """`file` is the learner's working file, once it is known."""

    app: Examiner
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "starter", "Starter", tooltip="Write the starter file"),
        Binding("f", "file", "File", tooltip="Name the file that you work on", show=False),
        Binding("g", "grade", "Grade", tooltip="Grade your file once"),
        Binding("w", "watch", "Watch", tooltip="Grade your file at every save, or not any more"),
        Binding("h", "hint", "Hint", tooltip="The next hint, from a nudge to nearly the solution"),
        Binding("t", "turn", "Results", tooltip="To the statement, or to the results"),
        Binding("escape,q", "leave", "Back"),
    ]

    def __init__(self, challenge: Challenge) -> None:
        super().__init__()
        self.challenge = challenge
        self.file = workspace.recall(self.app.context.home, challenge.id)
        self.following = False
        self._bench: Bench | None = None
        self._hints = 0
        self._about = ""

    def compose(self) -> ComposeResult:
        """Head, statement, results, keys."""
        with Horizontal(classes="list-head"):
            yield Static(safe_line(self.challenge.facts.title), classes="list-title", markup=False)
            yield Static("", classes="list-status", markup=False)
        yield Static("", classes="list-trouble", markup=False)
        with Horizontal(id="task"):
            with VerticalScroll(id="task-text"):
                yield Static("", id="task-statement")
                yield Static("", id="task-hints")
            yield ResultsPane()
        yield Footer(compact=True)

    def on_mount(self) -> None:
        """Read the statement."""
        self.query_one("#task-text").focus()
        self._read()

    async def on_unmount(self) -> None:
        """No judge outlives its page."""
        if self._bench is not None:
            await asyncio.to_thread(self._bench.stop)

    @work
    async def _read(self) -> None:
        with self.app.told():
            statement, self._about, shut = await asyncio.to_thread(self._gather)
            self.query_one("#task-statement", Static).update(statement)
            self._say_shut(shut)
            self._say_status()

    def _gather(self) -> tuple[RenderableType, str, bool]:
        from dlexam.exam import guard

        one = self.challenge
        cases, points = one.case_facts()
        size = f"{counted(cases, 'case')}, {counted(points, 'point')}"
        about = f"{one.facts.track} track · about {one.facts.minutes:g} min · {size}"
        guess = Path(workspace.file_name(one.id))
        if self.file is None and guess.is_file():
            self.file = guess
        statement = Group(Text(about, style="dim"), Text(), Prose(one.text("statement.md")))
        return statement, about, one.id in guard.closed_challenges(self.app.context.home)

    @work
    async def action_starter(self) -> None:
        """Ask for the folder; an existing file is gone on with, never overwritten."""
        from dlexam.ui.handin import write_starter
        from dlexam.ui.tui.ask import Line

        name = workspace.file_name(self.challenge.id)
        told = f"{name} goes into this folder. A file that is there is left as it is."
        given: str | None = await self.app.push_screen_wait(Line("Write the starter", told, value=str(Path.cwd())))
        if given is None:
            return
        folder = Path(given or ".").expanduser()
        with self.app.told():
            if (folder / name).is_file():
                self._work_on(folder / name)
                self.app.notify(f"{folder / name} is there already: it is your file now.", markup=False)
            else:
                self._work_on(await asyncio.to_thread(write_starter, self.challenge, folder, self.app.context.home))
                self.app.notify(f"Wrote {self.file}. Open it in your editor; w grades it at every save.", markup=False)

    @work
    async def action_file(self) -> None:
        """Ask for the working file."""
        await self._asked_file()

    @work(exclusive=True, group="bench")
    async def action_grade(self) -> None:
        """Once; the judge stays warm for the next time."""
        await self._begin(following=False)

    @work(exclusive=True, group="bench")
    async def action_watch(self) -> None:
        """At every save, or not any more."""
        await self._begin(following=True)

    @work
    async def action_hint(self) -> None:
        """One more hint below the statement."""
        from dlexam.exam import guard
        from dlexam.ui.render.challenges import hint

        one = self.challenge
        with self.app.told():
            await asyncio.to_thread(guard.refuse_challenge, self.app.context.home, one.id, "a hint")
            if self._hints == len(one.facts.hints):
                self.app.notify("That was the last hint: nearly the solution.", timeout=3)
                return
            self._hints += 1
            shown = [part for number in range(1, self._hints + 1) for part in (Text(), hint(one, number))]
            self.query_one("#task-hints", Static).update(Group(*shown))
            self.call_after_refresh(self.query_one("#task-text", VerticalScroll).scroll_end, animate=False)

    def action_turn(self) -> None:
        """The other of statement and results."""
        pane = self.query_one(ResultsPane)
        if self._bench is None:
            self.app.notify("There are no results yet: g grades your file, w at every save.", timeout=3)
        elif pane.has_focus:
            self.remove_class("-results")
            self.set_focus(self.query_one("#task-text"))
        else:
            self._show_results()

    def action_leave(self) -> None:
        """From a whole explanation to the cases; else back."""
        pane = self.query_one(ResultsPane)
        if pane.has_focus and (pane.desk.page or pane.desk.hinting):
            self.press("escape")
        else:
            self.app.pop_screen()

    def press(self, key: str) -> None:
        """A key for the bench."""
        if self._bench is not None:
            self._bench.press(key)

    async def _begin(self, following: bool) -> None:
        """Start the bench, or tell the one that runs what is wished."""
        if self.file is None and not await self._asked_file():
            return
        with self.app.told():
            if self._bench is None:
                await asyncio.to_thread(_check, self.file)
                self._start(following)
            elif following:
                self.following = not self.following
                self._bench.press("follow")
            else:
                self._bench.press("again")
            self._show_results()
            self._say_status()

    def _start(self, following: bool) -> None:
        from dlexam.ui.asked import Asked

        asked = Asked(challenge=self.challenge, files=(str(self.file),))
        self.following = following
        if self.file is not None:
            workspace.remember(self.app.context.home, self.challenge.id, self.file)
        later = self.app.call_later  # taken now: in the bench's thread a page that was left knows no app
        self._bench = Bench(asked, self.app.context.home, partial(later, self._show), partial(later, self._fell))
        self._bench.start(following)

    def _show(self, desk: Desk) -> None:
        if self.is_mounted and self.is_attached and self._bench is not None:
            self.query_one(ResultsPane).show(desk, self._bench.asked)

    def _fell(self, error: BaseException) -> None:
        self._bench, self.following = None, False
        if not isinstance(error, DlexamError):
            raise error
        self.app.tell(error)
        self._say_status()

    async def _asked_file(self) -> bool:
        from dlexam.ui.tui.ask import Line

        guess = str(self.file or workspace.file_name(self.challenge.id))
        given: str | None = await self.app.push_screen_wait(
            Line("Your file", "The Python file that you work on. (s writes a starter.)", value=guess)
        )
        fine = False
        with self.app.told():
            if given:
                await asyncio.to_thread(_check, Path(given).expanduser())
                self._work_on(Path(given).expanduser())
                fine = True
        return fine

    def _work_on(self, file: Path) -> None:
        """From now on this is the working file; a judge that is at another is ended."""
        bench, self._bench = self._bench, None
        if bench is not None:
            self.run_worker(asyncio.to_thread(bench.stop), group="ending")
        self.file = file
        workspace.remember(self.app.context.home, self.challenge.id, file)
        self._say_status()

    def _show_results(self) -> None:
        self.add_class("-begun", "-results")
        self.set_focus(self.query_one(ResultsPane))

    def _say_shut(self, shut: bool) -> None:
        from dlexam.ui.tui.home.entries import closed_note

        place = self.query_one(".list-trouble", Static)
        place.update(closed_note())
        place.display = shut

    def _say_status(self) -> None:
        doing = "watching " if self.following else ""
        told = f"{doing}{shown(self.file)}" if self.file else "no file yet: s writes the starter"
        self.query_one(".list-status", Static).update(told)


def _check(file: Path | None) -> None:
    from dlexam.ui.watch.saves import check

    check(str(file))
