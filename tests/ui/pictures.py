"""`make pictures`: draw the pictures of the README, from a sitting of the Stage 2 exam, into docs/pictures."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from tui_pilot import Clocks, piloted, see, until

from dlexam import paths
from dlexam.bank.draw import draw_paper
from dlexam.bank.library import Library
from dlexam.bank.paper import Item
from dlexam.exam.challenges import frozen
from dlexam.exam.finishing import mark_all
from dlexam.exam.sitting import Sitting
from dlexam.exam.store import Store
from dlexam.ui.tui.app import Examiner, Opening
from dlexam.ui.tui.exam.screen import ExamScreen
from dlexam.ui.tui.look import DARK
from dlexam.ui.tui.review.screen import ReviewScreen

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
SIZE = (112, 32)
ESSAY = (
    "The sigmoid's derivative is at most 0.25, so over many layers the product of the factors vanishes. "
    "ReLU does not saturate for positive inputs: its derivative is 1 there."
)
_FONT = re.compile(r"@font-face \{.*?\}", re.DOTALL)  # it would be fetched from elsewhere


def main() -> None:
    """Sit, draw; finish, draw."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with Store(home) as store:
            sitting = _begun(store)
            number = next(item.number for item in sitting.paper.items if item.id == "relu-over-sigmoid")

            async def sit(app: Examiner, pilot: Pilot[str]) -> None:
                await app.screen.go(number)  # type: ignore[attr-defined]
                await see(pilot, "words")
                await pilot.press("down")  # the greeting goes

            _draw("exam", home, lambda app: ExamScreen(sitting, begun=False), sit)
            sitting.finish()
            mark_all(store, sitting.session)

        async def review(app: Examiner, pilot: Pilot[str]) -> None:
            await see(pilot, "questions, ")
            for _ in range(number - 1):
                await pilot.press("n")
            await see(pilot, f"Question {number} of")

        _draw("review", home, lambda app: ReviewScreen(sitting.session), review)


def _begun(store: Store) -> Sitting:
    """A sitting under way: some answers, a flag, the clock half run down."""
    clocks, folders = Clocks(), paths.search_path()
    library = Library.open(folders)
    paper = frozen(draw_paper(library.blueprint("stage-2"), library, 1), folders)
    sitting = Sitting.start(store, paper, sources=clocks.sources)
    for item in sitting.paper.items[:12]:
        sitting.answer(item.number, ESSAY if item.id == "relu-over-sigmoid" else _begin_of(item))
    sitting.flag(4)
    clocks.pass_time(25 * 60)
    return sitting


def _begin_of(item: Item) -> str:
    """The model answer's first sentences, so that the marks differ."""
    answer = getattr(item.key, "answer", "a")
    sentences = re.split(r"(?<=[.:]) ", answer)
    return " ".join(sentences[: 1 + item.number % 4])


def _draw(name: str, home: Path, opening: Opening, scenario: Callable[..., Awaitable[None]]) -> None:
    async def drawn(app: Examiner, pilot: Pilot[Any]) -> None:
        app.theme = DARK.name
        await scenario(app, pilot)
        app.clear_notifications()
        await until(pilot, lambda: not app._notifications)
        await pilot.pause(0.5)
        picture = _FONT.sub("", app.export_screenshot(title=f"dlexam {name}"))
        (FOLDER / f"{name}.svg").write_text(picture, encoding="utf-8")

    piloted(home, opening, drawn, size=SIZE)


if __name__ == "__main__":
    main()
