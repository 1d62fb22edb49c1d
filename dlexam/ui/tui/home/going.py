"""From the home to where things happen: an exam begun or resumed, a review, a challenge. What waits is in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from textual import work

from dlexam.ui.tui.home.listing import Listing

if TYPE_CHECKING:
    from dlexam.exam.clock import Sources
    from dlexam.exam.sitting import Sitting
    from dlexam.ui.tui.home.facts import Facts

T = TypeVar("T")
_ALTERED = "The record of this session was altered or damaged: dlexam data verify says where."


class Going(Listing):
    """What the home's rows and keys open."""

    facts: Facts
    sources: Sources

    def open(self, key: str) -> None:
        """Enter on a row."""
        kind, _, name = key.partition(":")
        if kind == "open":
            self.action_resume()
        elif kind == "exam":
            self.begin(name)
        elif kind == "review":
            self.review(name)
        elif kind == "challenge":
            self.challenge(name)
        elif kind == "topic":
            self.action_progress(name)

    @work
    async def begin(self, exam: str) -> None:
        """Ask once; then the paper is drawn and the clock starts."""
        from dlexam.ui.tui.home.begin import BeginScreen

        if self.facts.open is not None:
            told = f"{self.facts.open.paper.title} is open. r goes on with it; hand it in there, or x drops it."
            self.app.notify(told, severity="warning", markup=False)
            return
        blueprint = next(one.blueprint for one in self.facts.exams if one.blueprint.id == exam)
        timed = await self.app.push_screen_wait(BeginScreen(blueprint))
        if timed is not None:
            await self._sit(lambda: self._begun(exam, not timed), begun=True)

    @work
    async def action_resume(self) -> None:
        """Go on with the open exam."""
        await self._sit(self._resumed, begun=False)

    @work
    async def action_drop(self) -> None:
        """Drop the open exam, if that is meant."""
        from dlexam.ui.tui.ask import Confirm

        if self.facts.open is None:
            return
        told = "It stays in your history, unmarked. Its answers are not shown beside the key."
        dropped: bool = await self.app.push_screen_wait(Confirm(f"Drop {self.facts.open.paper.title}?", told))
        if dropped:
            with self.app.told():
                await asyncio.to_thread(self._dropped)
            self.load()

    @work
    async def review(self, session: str) -> None:
        """A sitting beside its key, unless the open exam shuts it."""
        from dlexam.exam import guard

        with self.app.told():
            await asyncio.to_thread(guard.refuse_session, self.app.context.home, session, "the review")
            from dlexam.ui.tui.review.screen import ReviewScreen

            self.push(ReviewScreen(session, alone=False))

    @work
    async def challenge(self, name: str) -> None:
        """The page of a challenge."""
        from dlexam.ui.tui.challenges.page import ChallengeScreen

        for one in self.facts.tasks:
            if one.challenge.id == name:
                self.push(ChallengeScreen(one.challenge))

    def action_challenges(self) -> None:
        """All challenges."""
        from dlexam.ui.tui.challenges.screen import ChallengesScreen

        self.push(ChallengesScreen(self.sources))

    def action_history(self) -> None:
        """Every sitting."""
        from dlexam.ui.tui.home.history import HistoryScreen

        self.push(HistoryScreen(self.sources))

    def action_progress(self, topic: str = "") -> None:
        """Mastery by topic, and checkpoints."""
        from dlexam.ui.tui.home.progress import ProgressScreen

        self.push(ProgressScreen(topic))

    async def _sit(self, get: Callable[[], Sitting], begun: bool) -> None:
        """Get a sitting in a thread, and sit it. Once at a time: a second Enter comes while the first is waited for."""
        if self._busy:
            return
        with self.app.told(), self._waiting():
            sitting = await asyncio.to_thread(get)
            if sitting.state.finished is not None:
                sitting.close()
                self.app.notify("Time was up: the exam ended with what was saved.", severity="warning")
                self.load()
                return
            from dlexam.ui.tui.exam.screen import ExamScreen

            self.push(ExamScreen(sitting, begun=begun, alone=False))

    @contextmanager
    def _waiting(self) -> Iterator[None]:
        self._busy = True
        try:
            yield
        finally:
            self._busy = False

    def _begun(self, exam: str, practice: bool) -> Sitting:
        from dlexam.exam.beginning import Wishes, begin
        from dlexam.ui.tui.exam import screen as _  # noqa: F401 - imported here, where nobody waits for it

        context = self.app.context
        return begin(context.store, context.library, context.folders, exam, Wishes(practice=practice))

    def _resumed(self) -> Sitting:
        from dlexam.exam.sitting import Sitting
        from dlexam.ui.tui.exam import screen as _  # noqa: F401

        store = self.app.context.store
        session = store.open_session()
        if session is not None and store.verify(session):
            self.app.call_later(lambda: self.app.notify(_ALTERED, severity="warning", timeout=10))
        return Sitting.resume(store, sources=self.sources)

    def _dropped(self) -> None:
        from dlexam.exam.sitting import Sitting

        with Sitting.resume(self.app.context.store, sources=self.sources) as sitting:
            if sitting.state.finished is None:
                sitting.abandon()
