"""Driving the full screen in a test: `piloted` runs a scenario on it, `until` waits, `shown` reads what is on it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from papers import Clocks, question, section
from textual.pilot import Pilot

from dlexam.bank.draw import draw_paper
from dlexam.bank.library import Library
from dlexam.bank.paper import ChallengeKey, Item, Paper, PaperSection
from dlexam.exam.challenges import frozen
from dlexam.exam.sitting import Sitting
from dlexam.exam.state import State, fold
from dlexam.exam.store import Store
from dlexam.ui.tui.app import Examiner, Opening
from dlexam.ui.tui.context import Context
from dlexam.ui.tui.exam.screen import ExamScreen

CONTENT = Path(__file__).with_name("content")
CHALLENGES = Path(__file__).parents[1] / "content"
NARROW, WIDE = (80, 24), (200, 60)
PATIENCE = 60.0  # seconds: only what is broken takes so long

Scenario = Callable[[Examiner, "Pilot[str]"], Awaitable[None]]


def piloted(
    home: Path, opening: Opening, scenario: Scenario, *, size: tuple[int, int] = NARROW, folders: Sequence[Path] = ()
) -> str | None:
    """Run the program from `opening` while `scenario` acts on it; gives what it would tell in the terminal."""

    async def run() -> str | None:
        app = Examiner(Context(home, folders), opening)
        try:
            async with app.run_test(size=size) as pilot:
                await scenario(app, pilot)
        finally:
            app.context.close()
        return app.return_value

    return asyncio.run(run())


def sat(
    home: Path,
    scenario: Scenario,
    *,
    paper: Paper | None = None,
    minutes: float | None = None,
    clocks: Clocks | None = None,
    size: tuple[int, int] = NARROW,
) -> str | None:
    """Sit the exam that is open in this home, or else `paper` (by default the tiny one), and act on it."""
    sources = (clocks or Clocks()).sources
    with Store(home) as store:
        begun = store.open_session() is None
        if begun:
            sitting = Sitting.start(store, paper or tiny_paper(), minutes, sources=sources)
        else:
            sitting = Sitting.resume(store, sources=sources)
        with sitting:
            return piloted(
                home, lambda app: ExamScreen(sitting, begun), scenario, size=size, folders=[CHALLENGES, CONTENT]
            )


def tiny_paper(code: Sequence[str] = ()) -> Paper:
    """One question of every kind that needs no grading, and one for each of these challenges."""
    library = Library.open([CONTENT])
    try:
        paper = draw_paper(library.blueprint("tiny"), library, 1)
    finally:
        library.close()
    items = tuple(code_item(number, name) for number, name in enumerate(code, len(paper.items) + 1))
    if not items:
        return paper
    return frozen(_with(paper, section("code", "Code", *items)), [CHALLENGES])


def code_item(number: int, challenge: str) -> Item:
    """A question that asks for this challenge."""
    return question(
        number, "code", ChallengeKey(challenge=challenge), id=f"code-{number}", topic="tiny", level=2, minutes=10.0,
        points=4.0, source=("a test",), prompt="Write the function.", explain="",
    )  # fmt: skip


def _with(paper: Paper, last: PaperSection) -> Paper:
    return replace(paper, sections=(*paper.sections, last))


async def until(pilot: Pilot[Any], condition: Callable[[], object], what: str = "") -> None:
    """Wait until it is so; fail where it never is."""
    end = time.monotonic() + PATIENCE
    while not condition():
        if pilot.app._exception is not None:
            raise pilot.app._exception
        assert time.monotonic() < end, f"it never came: {what}\n{shown(pilot.app)}"
        await pilot.pause(0.02)


async def see(pilot: Pilot[Any], words: str) -> None:
    """Wait until these words are on the screen."""
    await until(pilot, lambda: words in shown(pilot.app), words)


def shown(app: Any) -> str:
    """What is on the screen now, as lines of text."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


def told(app: Any) -> str:
    """What passing messages say."""
    return "\n".join(str(notification.message) for notification in app._notifications)


def stored(home: Path) -> State:
    """What the store holds of the latest session, read as another process would."""
    with Store(home) as store:
        return fold(store.events(store.find()))
