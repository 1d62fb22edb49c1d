"""A learner's progress: mastery by topic with its course over the sittings, and the checkpoints with their evidence."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from dlexam.ui.render.prose import Hanging
from dlexam.ui.render.safe import safe_line

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

    from dlexam.progress.checkpoints import Standing
    from dlexam.progress.mastery import Mastery

_STEPS = "▁▂▃▄▅▆▇█"
_COURSE = 10  # sittings shown in a line
_SLOT = 8  # columns for each sitting of a plot
_AXIS = 6  # columns before the first
_SIGNS = {"proven": ("✓", "green"), "provisional": ("~", "yellow"), "begun": ("-", "yellow"), "open": ("·", "dim")}


class Progress:
    """A Rich renderable; plots are of blocks on a terminal, of digits from 0 to 9 and # elsewhere."""

    def __init__(
        self, mastery: Sequence[Mastery], standings: Sequence[Standing], overall: Mastery | None = None
    ) -> None:
        self.mastery, self.standings, self.overall = mastery, standings, overall

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """First the topics, then the checkpoints, a number or a word beside every sign."""
        if self.overall is not None and len(self.overall.course) > 1:
            yield Text("All topics together, sitting by sitting", style="bold")
            yield Plot(self.overall)
            yield Text()
        yield from _topics(self.mastery, with_blocks(console))
        yield Text()
        yield from _checkpoints(self.standings)


class Plot:
    """A Rich renderable: mastery after each sitting as a bar, its number and its date below. The latest that fit."""

    def __init__(self, mastery: Mastery, rows: int = 6) -> None:
        self.mastery, self.rows = mastery, rows

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """From the top down: the bars beside their axis, numbers, dates."""
        most = max(1, (options.max_width - _AXIS) // _SLOT)
        course, when = self.mastery.course[-most:], self.mastery.when[-most:]
        blocks = with_blocks(console)
        for row in reversed(range(self.rows)):
            label = {self.rows - 1: "100%", 0: "0%"}.get(row, "")
            line = Text(f"{label:>4} │" if blocks else f"{label:>4} |")
            for share in course:
                line.append(f"{_piece(share, row, self.rows, blocks):<{_SLOT}}", style="cyan")
            yield _cut(line)
        yield _cut(Text(" " * _AXIS + "".join(f"{share:<{_SLOT}.0%}" for share in course)))
        yield _cut(Text(" " * _AXIS + "".join(f"{_day(wall):<{_SLOT}}" for wall in when), style="dim"))


def with_blocks(console: Console) -> bool:
    """Whether plots may be of block characters here."""
    return console.is_terminal and not console.no_color and "utf" in (console.encoding or "").lower()


def course(one: Mastery, blocks: bool) -> str:
    """The latest sittings of a topic, a sign for each."""
    signs = _STEPS if blocks else "0123456789"
    return "".join(signs[min(len(signs) - 1, int(share * len(signs)))] for share in one.course[-_COURSE:])


def numbers(one: Mastery) -> str:
    """ "12 → 85%": at first, and now."""
    first = f"{100 * one.course[0]:.0f} → " if len(one.course) > 1 else ""
    return f"{first}{one.now:.0%}"


def dates(one: Mastery) -> str:
    """ "1 Oct – 20 Nov": of the first sitting and of the latest."""
    days = list(dict.fromkeys(_day(wall) for wall in one.when))
    return " – ".join([days[0], days[-1]] if len(days) > 1 else days)


def sign(one: Standing) -> tuple[str, str]:
    """A checkpoint's sign and colour."""
    return _SIGNS[one.state]


def evidence(one: Standing) -> str:
    """What shows that a checkpoint is reached, and what is still to show."""
    name = safe_line(one.checkpoint.id)
    if one.checkpoint.by_hand:
        done = one.state == "proven"
        return f"by hand: {'ticked by you' if done else f'dlexam progress --tick {name}'}"
    shown = f"shown by {', '.join(map(safe_line, one.shown))}" if one.shown else ""
    missing = f"still to show: {', '.join(map(safe_line, one.missing))}" if one.missing else ""
    note = "provisional: dlexam review confirms" if one.state == "provisional" else ""
    return "; ".join(filter(None, (shown, missing, note)))


def _topics(mastery: Sequence[Mastery], blocks: bool) -> Iterator[Text]:
    yield Text("Mastery by topic", style="bold")
    if not mastery:
        yield Text("  No sitting has been marked yet: dlexam exam warm-up takes ten minutes.")
        return
    yield Text("  The latest answer to each question counts. Each sign is a sitting.")
    rows = [(safe_line(one.topic), course(one, blocks), numbers(one), dates(one)) for one in mastery]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for one, (topic, plot, shares, when) in zip(mastery, rows, strict=True):
        line = f"  {topic:{widths[0]}}  {plot:>{widths[1]}}  {shares:>{widths[2]}}  {when:{widths[3]}}"
        yield Text(f"{line}  {one.questions} asked")


def _checkpoints(standings: Sequence[Standing]) -> Iterator[RenderableType]:
    reached = sum(one.state == "proven" for one in standings)
    yield Text(f"Checkpoints: {reached} of {len(standings)} reached", style="bold")
    for one in standings:
        mark, style = _SIGNS[one.state]
        yield Hanging(f"  {mark}", Text(safe_line(one.checkpoint.title)), style)
        yield Hanging("   ", Text(evidence(one), style="dim"))


def _piece(share: float, row: int, rows: int, blocks: bool) -> str:
    """The part of a bar that is in this row, counted from the bottom: a bar that isn't nothing is seen."""
    eighths = max(1, round(share * rows * 8)) - row * 8
    if not blocks:
        return "####" if eighths >= 4 or (row == 0 and share > 0) else ""
    return ("█" if eighths >= 8 else _STEPS[eighths - 1] if eighths > 0 else " ") * 4


def _day(wall: float) -> str:
    at = time.localtime(wall)
    return f"{at.tm_mday} {time.strftime('%b', at)}"


def _cut(line: Text) -> Text:
    line.rstrip()
    line.no_wrap = True
    return line
