"""A finished exam: points by section and topic as bars with their numbers, time used, what to look at next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from dlexam.exam.results import NextStep, Results, Share, next_steps
from dlexam.ui.render.safe import safe_line
from dlexam.ui.render.spans import counted, in_words, questions

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

BAR = 20  # characters


class Outcome:
    """A Rich renderable of results; bars are of blocks on a terminal, of # and . elsewhere."""

    def __init__(self, results: Results) -> None:
        self.results = results

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Line by line; a number stands beside every bar."""
        filled, empty = ("█", "░") if console.is_terminal and not console.no_color and _unicode(console) else ("#", ".")
        yield from _head(self.results)
        yield from _shares("By section", self.results.sections, filled, empty)
        if len(self.results.topics) > 1:
            yield from _shares("By topic", self.results.topics, filled, empty)
        told = [*remarks(self.results)]
        yield from [Text(), *told] if told else []


def next_to_do(results: Results) -> Iterator[Text]:
    """What to look at next, a line each."""
    steps = next_steps(results)
    if steps:
        yield Text("Look at next", style="bold")
        for step in steps:
            yield from _advice(step)


def remarks(results: Results) -> Iterator[Text]:
    """What a learner should know of these results, a line each: what is open, empty or odd."""
    settle = len(results.to_settle)
    lines = [
        settle
        and f"{settle} open answer{'s are' if settle > 1 else ' is'} marked provisionally: "
        "dlexam review confirms or overrides.",
        results.unmarked and f"Not marked yet: {questions(results.unmarked)}. dlexam review tries again.",
        results.unanswered and f"Not answered: {questions(results.unanswered)}.",
        *(f"Clock: {safe_line(note)}." for note in results.notes),
    ]
    yield from (Text(line) for line in lines if line)


def verdict(results: Results) -> str:
    """Passed or not against the pass mark, in words."""
    if results.reason == "abandoned":
        return "abandoned"
    if results.reason is None:
        return "still open"
    words = {True: "passed", False: "not passed", None: "not decided yet"}
    return words[results.passed]


def time_used(results: Results) -> str:
    """ "41 min of 1 h 30 min"."""
    allowed = "" if results.allowed is None else f" of {in_words(results.allowed)}"
    return f"{in_words(results.elapsed)}{allowed}"


def points(value: float) -> str:
    """Points to at most two places: 2, 1.5, 0.67."""
    return f"{round(value, 2):g}"


def earned_of(value: float, most: float) -> str:
    """ "1 of 1 point", "1.5 of 2 points"."""
    return f"{points(value)} of {counted(most, 'point')}"


def _head(results: Results) -> Iterator[Text]:
    style = {True: "bold green", False: "bold red", None: "bold"}[results.passed]
    yield Text(f"Result: {safe_line(results.title)}", style="bold")
    yield Text(
        f"{earned_of(results.points, results.max_points)}, {results.percent:.0f}%: {verdict(results)} "
        f"(pass mark {results.pass_mark:g}%)",
        style=style,
    )
    ended = {"deadline": ", ended by the clock"}.get(results.reason or "", "")
    yield Text(f"Time used: {time_used(results)}{ended}")


def _shares(title: str, shares: tuple[Share, ...], filled: str, empty: str) -> Iterator[Text]:
    width = min(max(len(share.title) for share in shares), 34)
    yield Text(f"\n{title}", style="bold")
    for share in shares:
        full = round(BAR * share.percent / 100)
        line = Text(f"  {safe_line(share.title)[:width]:<{width}}  ")
        line.append(filled * full, style="cyan").append(empty * (BAR - full), style="dim")
        line.append(f"  {points(share.points)} of {points(share.max_points)} ({share.percent:.0f}%)")
        yield line


def _advice(step: NextStep) -> Iterator[Text]:
    yield Text(f"  {step.topic}: {earned_of(step.points, step.max_points)}, {questions(step.numbers)}")
    yield Text(f"    dlexam key {(*step.questions, *step.challenges)[0]}", no_wrap=True, overflow="ignore")


def _unicode(console: Console) -> bool:
    return "utf" in (console.encoding or "").lower()
