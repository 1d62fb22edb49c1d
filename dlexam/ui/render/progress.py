"""A learner's progress: mastery by topic with its course over the sittings, and the checkpoints with their evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from dlexam.ui.render.prose import Hanging
from dlexam.ui.render.results import BAR
from dlexam.ui.render.safe import safe_line

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

    from dlexam.progress.checkpoints import Standing
    from dlexam.progress.mastery import Mastery

_STEPS = "▁▂▃▄▅▆▇█"
_COURSE = 10  # sittings shown
_SIGNS = {"proven": ("✓", "green"), "provisional": ("~", "yellow"), "begun": ("-", "yellow"), "open": ("·", "dim")}


class Progress:
    """A Rich renderable; plots are of blocks on a terminal, of digits from 0 to 9 and # elsewhere."""

    def __init__(self, mastery: Sequence[Mastery], standings: Sequence[Standing]) -> None:
        self.mastery, self.standings = mastery, standings

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """First the topics, then the checkpoints, a number or a word beside every sign."""
        blocks = console.is_terminal and not console.no_color and "utf" in (console.encoding or "").lower()
        yield from _topics(self.mastery, blocks)
        yield Text()
        yield from _checkpoints(self.standings)


def _topics(mastery: Sequence[Mastery], blocks: bool) -> Iterator[Text]:
    yield Text("Mastery by topic", style="bold")
    if not mastery:
        yield Text("  No sitting has been marked yet: dlexam exam warm-up takes ten minutes.")
        return
    yield Text("  The latest answer to each question counts. The course goes from sitting to sitting, to the right.")
    width = max(len(one.topic) for one in mastery)
    longest = min(_COURSE, max(len(one.course) for one in mastery))
    for one in mastery:
        asked = f"{one.questions} question{'s' if one.questions > 1 else ''}"
        course = _plot(one.course[-_COURSE:], blocks).rjust(longest)
        yield Text(f"  {safe_line(one.topic):{width}}  {course}  {_bar(one.now, blocks)} {one.now:4.0%}  {asked}")


def _plot(course: Sequence[float], blocks: bool) -> str:
    signs = _STEPS if blocks else "0123456789"
    return "".join(signs[min(len(signs) - 1, int(share * len(signs)))] for share in course)


def _bar(share: float, blocks: bool) -> str:
    full, empty = ("█", "░") if blocks else ("#", ".")
    length = round(share * BAR)
    return full * length + empty * (BAR - length)


def _checkpoints(standings: Sequence[Standing]) -> Iterator[RenderableType]:
    reached = sum(one.state == "proven" for one in standings)
    yield Text(f"Checkpoints: {reached} of {len(standings)} reached", style="bold")
    for one in standings:
        sign, style = _SIGNS[one.state]
        yield Hanging(f"  {sign}", Text(safe_line(one.checkpoint.title)), style)
        yield Hanging("   ", Text(_evidence(one), style="dim"))


def _evidence(one: Standing) -> str:
    name = safe_line(one.checkpoint.id)
    if one.checkpoint.by_hand:
        done = one.state == "proven"
        return f"by hand: {'ticked by you' if done else f'dlexam progress --tick {name}'}"
    shown = f"shown by {', '.join(map(safe_line, one.shown))}" if one.shown else ""
    missing = f"still to show: {', '.join(map(safe_line, one.missing))}" if one.missing else ""
    note = "provisional: dlexam review confirms" if one.state == "provisional" else ""
    return "; ".join(filter(None, (shown, missing, note)))
