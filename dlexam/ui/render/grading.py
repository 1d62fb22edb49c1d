"""A grading for people: a line for each case with its verdict in words, what was wrong, and the author's hint."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from dlexam.grading.verdicts import CaseResult, FileResult, Verdict
from dlexam.ui.render.safe import safe, safe_line

_SIGNS = {Verdict.PASSED: ("✓", "green"), Verdict.SKIPPED: ("-", "dim"), Verdict.UNSUPPORTED: ("?", "yellow")}
_WRONG = ("✗", "red")


def graded(result: FileResult, hints: bool = True) -> RenderableType:
    """One file: a head line, its cases, and how to run it again with the same numbers."""
    parts: list[RenderableType] = [_head(result)]
    if result.message:
        parts.append(_indented(safe(result.message), "red" if not result.passed else ""))
    several = len(result.devices) > 1
    shown: set[str] = {result.message or ""}
    for case in result.cases:
        parts.append(_case_line(case, several))
        if case.message and case.message not in shown:
            parts.append(_indented(safe(case.message), ""))
        shown.add(case.message or "")
        if hints and case.hint and case.verdict is Verdict.FAILED:
            parts.append(_indented(f"Hint: {safe(case.hint)}", "cyan"))
    if result.isolation != "full" and result.cases:
        parts.append(Text(f"Isolation was {result.isolation}: see `dlexam doctor`.", style="yellow"))
    return Group(*parts)


def in_one_line(result: FileResult) -> Text:
    """A file among many: its verdict, points and name."""
    sign, style = _SIGNS.get(result.verdict, _WRONG)
    line = Text(f"{sign} {result.verdict.value:<13} ", style=style)
    line.append(f"{result.points:5.1f} / {result.max_points:g}  {safe_line(result.submission)}", style="default")
    return line


def tally(results: Iterable[FileResult]) -> Text:
    """How many of many files passed."""
    listed = list(results)
    passed = sum(result.passed for result in listed)
    return Text(f"{passed} of {len(listed)} files passed.")


def _head(result: FileResult) -> Text:
    sign, style = _SIGNS.get(result.verdict, _WRONG)
    head = Text(f"{sign} {safe_line(result.submission)}: {result.verdict.value}", style=f"bold {style}")
    facts = f"\n  {result.points:g} of {result.max_points:g} points, {result.seconds:.2f} s, seed {result.seed}"
    return head.append(facts, style="not bold default")


def _case_line(case: CaseResult, several: bool) -> Text:
    sign, style = _SIGNS.get(case.verdict, _WRONG)
    line = Text(f"  {sign} {case.verdict.value:<12} ", style=style)
    where = f" ({case.device})" if several else ""
    points = f"  {case.points:g}/{case.max_points:g}" if case.max_points else ""
    return line.append(f"{case.title}{where}{points}", style="default")


def _indented(text: str, style: str) -> Padding:
    return Padding(Text(text, style=style), (0, 0, 0, 6))
