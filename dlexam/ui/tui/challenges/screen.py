"""All coding challenges: by track, by state, by words; Enter opens the page of one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from msgspec.structs import replace
from rich.console import Group as Together
from rich.console import RenderableType
from rich.text import Text
from textual.binding import Binding, BindingType

from dlexam.errors import DlexamError
from dlexam.exam.clock import SYSTEM, Sources
from dlexam.ui.tui.home import detail, entries, facts
from dlexam.ui.tui.home.listing import Listing
from dlexam.ui.tui.home.rows import Group, Row, cell

if TYPE_CHECKING:
    from dlexam.ui.tui.home.facts import Task

TRACKS = ("all tracks", "torch", "numpy")
STATES = ("all states", "new", "tried", "passed")
_NONE = "There is none of these: t and s choose others."
Sizes = dict[str, tuple[int, float]]  # cases and points of each


class ChallengesScreen(Listing):
    """What is chosen stays while pages are opened and left."""

    HEAD = "Challenges"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "next('track')", "Track", tooltip="All tracks, torch, numpy"),
        Binding("s", "next('state')", "State", tooltip="All states, new, tried, passed"),
    ]

    def __init__(self, sources: Sources = SYSTEM) -> None:
        super().__init__()
        self.sources = sources
        self.tasks: tuple[Task, ...] = ()
        self.sizes: Sizes = {}
        self.track, self.state = TRACKS[0], STATES[0]

    def gather(self) -> Any:
        """The challenges, how the learner has fared, and how large they are."""
        tasks, troubles = facts.tasks(self.app.context, self.sources)
        sizes: Sizes = {}
        for one in tasks:
            try:
                sizes[one.challenge.id] = one.challenge.case_facts()
            except DlexamError as error:
                troubles = (*troubles, error)
        return tasks, sizes, troubles

    def taken(self, gathered: Any) -> Iterable[DlexamError]:
        """Keep them."""
        self.tasks, self.sizes, troubles = gathered
        return list(troubles)

    def groups(self) -> Iterable[Group]:
        """One group of those that were chosen."""
        rows = tuple(self._row(one) for one in self.tasks if self._is_chosen(one))
        yield Group(name="all", title="", rows=rows, flex=2, spare=(2,), empty=_NONE)

    def status(self) -> str:
        """What is chosen, and how many are passed."""
        passed = sum(one.fared.passed for one in self.tasks)
        return f"{self.track} · {self.state} · {passed} of {len(self.tasks)} passed"

    def detail(self, row: Row) -> RenderableType:
        """Its facts, and what it is about."""
        name = row.key.partition(":")[2]
        parts = [part for one in self.tasks if one.challenge.id == name for part in detail.task(one)]
        return Together(*parts, Text(), Text(row.note))

    def open(self, key: str) -> None:
        """The page of one."""
        from dlexam.ui.tui.challenges.page import ChallengeScreen

        name = key.partition(":")[2]
        self.push(ChallengeScreen(next(one.challenge for one in self.tasks if one.challenge.id == name)))

    def action_next(self, what: str) -> None:
        """The next track, or state."""
        if what == "track":
            self.track = TRACKS[(TRACKS.index(self.track) + 1) % len(TRACKS)]
        else:
            self.state = STATES[(STATES.index(self.state) + 1) % len(STATES)]
        self.draw()

    def _is_chosen(self, one: Task) -> bool:
        track = self.track in (TRACKS[0], one.challenge.facts.track)
        return track and self.state in (STATES[0], one.fared.state)

    def _row(self, one: Task) -> Row:
        row = entries.task(one)
        cases, points = self.sizes.get(one.challenge.id, (0, 0.0))
        facts_of = (cell(f"{cases:2} cases"), cell(f"{points:3g} points"))
        state, name, title, track, shut = row.cells
        return replace(row, cells=(state, name, title, track, *facts_of, *((shut,) if one.shut else (cell(""),))))
