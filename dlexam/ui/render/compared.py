"""A finished exam on the screen: bars by section and topic, each against the earlier sittings of the same exam.

A number stands beside every bar and every mark in it, so that neither colour nor shape is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from dlexam.exam.earlier import Before, Earlier
from dlexam.exam.results import Results, Share
from dlexam.ui.render.results import earned_of, points, time_used, verdict
from dlexam.ui.render.safe import safe_line
from dlexam.ui.render.spans import in_words

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

BEST, LAST = "◆", "◇"
_BEFORE = 13  # columns: "◆ 100% ◇ 100%"
_LONGEST = 3  # questions that took longest


def headline(outcome: Results) -> str:
    """ "Passed: 17.5 of 21 points, 83% (pass mark 70%)"."""
    said = verdict(outcome)
    earned = f"{earned_of(outcome.points, outcome.max_points)}, {outcome.percent:.0f}%"
    return f"{said[:1].upper()}{said[1:]}: {earned} (pass mark {outcome.pass_mark:g}%)"


def times(outcome: Results, spent: Mapping[int, float]) -> Iterator[Text]:
    """The time used, and the questions that took longest."""
    ended = ", ended by the clock" if outcome.reason == "deadline" else ""
    yield Text(f"Time used: {time_used(outcome)}{ended}")
    slow = sorted(spent, key=lambda number: -spent[number])[:_LONGEST]
    if len(spent) > _LONGEST:
        slowest = ", ".join(f"{number} ({in_words(spent[number])})" for number in slow)
        yield Text(f"Took longest: questions {slowest}")


class Bars:
    """A Rich renderable: the whole, the sections and the topics against what was reached before."""

    def __init__(self, outcome: Results, earlier: Earlier) -> None:
        self.outcome, self.earlier = outcome, earlier

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """As wide as there is room, up to bars of 40 columns."""
        outcome, before = self.outcome, self.earlier
        groups = [("By section", outcome.sections, before.sections)]
        if len(outcome.topics) > 1:
            groups.append(("By topic", outcome.topics, before.topics))
        every = [share for _, shares, _ in groups for share in shares]
        longest = max(cell_len(safe_line(share.title)) for share in every)
        numbers = max(len(_numbers(share)) for share in every)
        room = options.max_width - numbers - 7 - (_BEFORE + 2 if before.whole else 0)
        title = max(8, min(longest, room - 10))
        bar = max(6, min(40, room - title))
        if before.whole:
            yield _legend(before.whole)
        for heading, shares, reached in groups:
            yield Text(f"\n{heading}", style="bold")
            for share in shares:
                yield _line(share, reached.get(share.id), (title, bar, numbers))


def _legend(whole: Before) -> Text:
    sittings = "1 sitting" if whole.sittings == 1 else f"{whole.sittings} sittings"
    return Text(f"Before, in {sittings}: {BEST} best {whole.best:.0f}%, {LAST} last {whole.last:.0f}%")


def _numbers(share: Share) -> str:
    return f"{points(share.points)} of {points(share.max_points)} ({share.percent:.0f}%)"


def _line(share: Share, before: Before | None, widths: tuple[int, int, int]) -> Text:
    title, bar, numbers = widths
    name = safe_line(share.title)
    line = Text(f"  {_cut(name, title)}  ")
    line.append_text(_bar(share.percent, before, bar))
    line.append(f"  {_numbers(share):<{numbers}}")
    if before:
        line.append(f"  {BEST} {before.best:.0f}% {LAST} {before.last:.0f}%", style="dim")
    line.no_wrap, line.overflow = True, "ellipsis"
    return line


def _cut(name: str, width: int) -> str:
    return set_cell_size(name, width) if cell_len(name) <= width else f"{set_cell_size(name, width - 1)}…"


def _bar(percent: float, before: Before | None, width: int) -> Text:
    full = round(width * percent / 100)
    bar = Text().append("█" * full, style="cyan").append("░" * (width - full), style="dim")
    if not before:
        return bar
    cells = [bar[place] for place in range(width)]
    for reached, sign in ((before.last, LAST), (before.best, BEST)):
        cells[min(width - 1, int(width * reached / 100))] = Text(sign, style="bold")
    return Text().join(cells)
