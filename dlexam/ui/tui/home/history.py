"""Every sitting with its result, the latest first; Enter opens its review."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import RenderableType
from textual import work

from dlexam.errors import DlexamError
from dlexam.ui.render.spans import counted
from dlexam.ui.tui.home import detail, entries, facts
from dlexam.ui.tui.home.facts import Facts
from dlexam.ui.tui.home.listing import Listing
from dlexam.ui.tui.home.rows import Group, Row, cell

if TYPE_CHECKING:
    from dlexam.exam.clock import Sources
    from dlexam.progress.sittings import Sat


class HistoryScreen(Listing):
    """Also what was dropped, and what is open."""

    HEAD = "Your sittings"

    def __init__(self, sources: Sources) -> None:
        super().__init__()
        self.sources = sources
        self.facts = Facts()

    def gather(self) -> Facts:
        """The sittings, and what an open exam shuts."""
        return facts.sat(self.app.context, self.sources)

    def taken(self, gathered: Facts) -> Iterable[DlexamError]:
        """Keep them."""
        self.facts = gathered
        return gathered.troubles

    def groups(self) -> Iterable[Group]:
        """One group, without a heading."""
        rows = tuple(_row(one, self.facts.shuts(one)) for one in reversed(self.facts.sittings))
        yield Group(
            name="all",
            title="",
            rows=rows,
            flex=2,
            spare=(4, 0),
            empty="No sitting yet: Esc, and Enter on an exam begins one.",
        )

    def status(self) -> str:
        """How many."""
        count = len(self.facts.sittings)
        return counted(count, "sitting")

    def detail(self, row: Row) -> RenderableType:
        """The points by section and topic."""
        return detail.of(self.facts, row)

    def open(self, key: str) -> None:
        """The review of the sitting."""
        session = key.partition(":")[2]
        sat = next(one for one in self.facts.sittings if one.row.id == session)
        if not sat.over:
            what = "was dropped: it is not marked" if sat.outcome.reason else "is still open"
            self.app.notify(f"This sitting {what}.", timeout=3)
        else:
            self.review(session)

    @work
    async def review(self, session: str) -> None:
        """Unless the open exam shuts it."""
        from dlexam.exam import guard

        with self.app.told():
            await asyncio.to_thread(guard.refuse_session, self.app.context.home, session, "the review")
            from dlexam.ui.tui.review.screen import ReviewScreen

            self.push(ReviewScreen(session, alone=False))


def _row(sat: Sat, shut: bool) -> Row:
    from dlexam.ui.render.spans import in_words

    row = entries.review(sat, shut)
    date, title, result, waits = row.cells
    number, used = cell(sat.row.id.rjust(3), "dim"), cell(in_words(sat.outcome.elapsed))
    last = waits if sat.over else cell("")
    return Row(key=row.key, cells=(number, date, title, result, used, last), words=row.words, note=row.note)
