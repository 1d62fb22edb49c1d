"""The cases of a graded submission, a line each: the verdict in words, the points, what went wrong, a hint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from dlexam.grading.verdicts import CaseResult, FileResult, Verdict
from dlexam.ui.render.prose import Hanging
from dlexam.ui.render.safe import safe, safe_line

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

_STYLES = {Verdict.PASSED: "green", Verdict.SKIPPED: "dim", Verdict.UNSUPPORTED: "yellow"}


class Cases:
    """A Rich renderable of one FileResult."""

    def __init__(self, result: FileResult) -> None:
        self.result = result

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The file's own message first, then the cases, then the sum."""
        result = self.result
        if result.message:
            yield Text(f"{result.verdict}: {safe(result.message)}", style=_STYLES.get(result.verdict, "red"))
        width = max((len(case.verdict) for case in result.cases), default=0)
        for case in result.cases:
            yield from _case(case, width)
        passed = sum(case.verdict is Verdict.PASSED for case in result.cases)
        if result.cases:
            yield Text(
                f"{passed} of {len(result.cases)} cases passed, {result.points:g} of {result.max_points:g} points; "
                f"seed {result.seed}, isolation {result.isolation}."
            )


def _case(case: CaseResult, width: int) -> RenderResult:
    title = Text(f"{safe_line(case.title)} ({case.device}), {case.points:g} of {case.max_points:g}")
    yield Hanging(f"  {case.verdict:<{width}} ", title, style=_STYLES.get(case.verdict, "red"))
    for note in (case.message, case.hint and case.verdict is not Verdict.PASSED and f"Hint: {case.hint}"):
        if note:
            yield Hanging(" " * (width + 3), Text(safe(note)))
