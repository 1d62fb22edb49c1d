"""A grading for people: a line for each case with its verdict in words, what was wrong, and the author's hint."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from msgspec import structs
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dlexam.grading.verdicts import CaseResult, FileResult, Verdict
from dlexam.ui.render.results import earned_of, points
from dlexam.ui.render.safe import safe, safe_line

_SIGNS = {Verdict.PASSED: ("✓", "green"), Verdict.SKIPPED: ("-", "dim"), Verdict.UNSUPPORTED: ("?", "yellow")}
_WRONG = ("✗", "red")


def graded(result: FileResult, hints: bool = True) -> RenderableType:
    """One file: a head line, its cases, and how to run it again with the same numbers."""
    parts: list[RenderableType] = [_head(result)]
    if result.message:
        parts.append(_indented(safe(result.message), "red" if not result.passed else ""))
    room = room_for_points(joined_cases(result.cases))
    told: set[str] = {result.message or ""}
    for group in _by_case(result.cases):
        for case in _joined(group):
            parts.append(_case_line(case, several=len(result.devices) > 1, width=room))
            if case.message and case.message not in told:
                parts.append(_indented(safe(case.message), ""))
            told.add(case.message or "")
        failed = [case for case in group if case.verdict is Verdict.FAILED]
        if hints and failed and failed[0].hint:
            parts.append(_indented(f"Hint: {safe(failed[0].hint)}", "cyan"))
    if result.isolation != "full" and result.cases:
        parts.append(Text(f"Isolation was {result.isolation}: see `dlexam doctor`.", style="yellow"))
    return Group(*parts)


def running(done: Sequence[CaseResult], waiting: Sequence[str]) -> RenderableType:
    """A grading under way: a line for each case that is through, and for each that is to come."""
    found = joined_cases(done)
    room, count = room_for_points(found), len({case.id for case in done})
    head = f"Running the public cases: {count} of {count + len(waiting)} ..." if count or waiting else "Starting ..."
    several = len({case.device for case in done}) > 1
    lines = [_case_line(case, several, room) for case in found]
    return Group(Text(head, style="bold"), *lines, *(Text(f"  … {safe_line(title)}", style="dim") for title in waiting))


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
    facts = f"\n  {earned_of(result.points, result.max_points)}, {result.seconds:.2f} s, seed {result.seed}"
    return head.append(facts, style="not bold default")


def joined_cases(cases: Iterable[CaseResult]) -> list[CaseResult]:
    """The cases as they are shown: one that came out alike on its devices is one, with all of them as its device."""
    return [case for group in _by_case(cases) for case in _joined(group)]


def sign_of(verdict: Verdict) -> tuple[str, str]:
    """A verdict's sign and colour."""
    return _SIGNS.get(verdict, _WRONG)


def points_of(case: CaseResult) -> str:
    """A case's points, of how many; "" where it has none."""
    return f"{points(case.points)}/{points(case.max_points)}" if case.max_points else ""


def room_for_points(cases: Iterable[CaseResult]) -> int:
    """Columns for the points of these cases, so that the titles stand in line."""
    return max([5, *(len(points_of(case)) for case in cases)])


def _by_case(cases: Iterable[CaseResult]) -> list[list[CaseResult]]:
    return [list(group) for _, group in itertools.groupby(cases, key=lambda case: case.id)]


def _joined(group: list[CaseResult]) -> list[CaseResult]:
    """One case's results on its devices: a single line where they agree and nothing needs telling apart."""
    if len({(case.verdict, case.message) for case in group}) > 1:
        return group
    return [
        structs.replace(
            group[0], device=", ".join(case.device for case in group), points=sum(case.points for case in group),
            max_points=sum(case.max_points for case in group),
        )
    ]  # fmt: skip


def _case_line(case: CaseResult, several: bool, width: int) -> Table:
    sign, style = _SIGNS.get(case.verdict, _WRONG)
    line = Table.grid(padding=(0, 1))
    for columns in (17, width):
        line.add_column(width=columns, no_wrap=True)
    line.add_column(overflow="fold")
    where = f" ({case.device})" if several else ""
    line.add_row(
        Text(f"  {sign} {case.verdict.value}", style=style), Text(points_of(case)), Text(f"{case.title}{where}")
    )
    return line


def _indented(text: str, style: str) -> Padding:
    return Padding(Text(text, style=style), (0, 0, 0, 6))
