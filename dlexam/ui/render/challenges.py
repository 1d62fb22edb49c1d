"""Challenges for people: the list, a statement, hints, and what an author's check found."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dlexam.ui.render.prose import Prose
from dlexam.ui.render.safe import safe, safe_line
from dlexam.ui.render.spans import counted

if TYPE_CHECKING:
    from dlexam.grading.authoring.report import Report
    from dlexam.grading.challenge import Challenge


def listing(challenges: Sequence[Challenge]) -> RenderableType:
    """A table of challenges, a line each: name, track, minutes, cases, points, title."""
    table = Table(box=None, pad_edge=False)
    for heading in ("challenge", "track"):
        table.add_column(heading, no_wrap=True)
    for heading in ("minutes", "cases", "points"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("title")  # the one that gives way on a narrow screen
    for one in challenges:
        cases, points = one.case_facts()
        table.add_row(
            one.id, one.facts.track, f"{one.facts.minutes:g}", str(cases), f"{points:g}", safe_line(one.facts.title)
        )
    return table


def statement(challenge: Challenge) -> RenderableType:
    """What a learner reads before coding."""
    facts = challenge.facts
    cases, points = challenge.case_facts()
    about = (
        f"{facts.track} track · about {facts.minutes:g} minutes · {counted(cases, 'case')}, {counted(points, 'point')}"
    )
    how = f"`dlexam challenge start {challenge.id}` writes the starter, `dlexam grade {challenge.id} FILE` judges."
    lines = [Text(about, style="dim"), Text(how)]
    return Group(Prose(challenge.text("statement.md")), Text(), *lines)


def hint(challenge: Challenge, number: int) -> RenderableType:
    """One hint, counted from 1, and how many there are."""
    hints = challenge.facts.hints
    return Group(Text(f"Hint {number} of {len(hints)}", style="bold"), Prose(hints[number - 1]))


def begun(name: str, folder: Path) -> list[str]:
    """What a new challenge's author does next."""
    check = f"dlexam challenge check {name} --path {shlex.quote(str(folder.parent.parent))}"
    return [
        f"Wrote {folder}: a small example that works. Replace it, file by file:",
        "  statement.md    what a learner is promised; nothing else may be judged",
        "  challenge.yaml  title, hints, limits",
        "  starter.py      the names that the statement asks for, and nothing done",
        "  reference.py    your solution: it says what is right",
        "  cases.py        what a submission is run on; judge.py, if the comparison needs rules",
        "  accepted/       right solutions in other styles",
        "  rejected/       wrong solutions, each naming the case that must catch it",
        f"After each step: {check}",
    ]


def checked(report: Report) -> RenderableType:
    """What is wrong with a challenge, or one line that all is right."""
    score = f"{report.killed} of {report.rejected} rejected files caught"
    size = f"{report.cases} cases, {report.points:g} points, {report.accepted} accepted"
    sign, style = ("✓", "green") if report.right else ("✗", "red")
    facts = f": {size}, {score}, {report.seconds * 1000:.0f} ms" if report.cases else ""
    lines = [Text(safe_line(f"{sign} {report.challenge}{facts}"), style=style)]
    return Group(*lines, *_wrong(report))


def caught(report: Report) -> RenderableType:
    """For each case the rejected files that it catches, those first that no other case does."""
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for case, files in report.catches.items():
        alone = report.needed[case]
        others = [name for name in files if name not in alone]
        table.add_row(case, Text(_listed("alone", alone), style="bold"))
        table.add_row("", _listed("with others", others))
    return table


def summary(reports: Sequence[Report]) -> RenderableType:
    """A table of all that were checked, for 80 columns, what is wrong once more, and how many are right."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    heads = ("challenge", "track", "cases", "points", "acc", "rej", "caught", "named", "spare", "ms")
    for place, head in enumerate(heads):
        table.add_column(head, justify="right" if place > 1 else "left", no_wrap=True)
    for one in reports:
        sizes = (one.cases, f"{one.points:g}", one.accepted, one.rejected, _share(one.killed, one.rejected))
        found = (
            _share(one.named, one.rejected),
            "-" if one.spare is None else len(one.spare),
            f"{one.seconds * 1000:.0f}",
        )
        style = "" if one.right else "red"
        table.add_row(safe_line(one.challenge), one.track, *map(str, sizes), *map(str, found), style=style)
    right = sum(one.right for one in reports)
    wrong = sum(not finding.right for one in reports for finding in one.findings)
    told = f"{right} of {len(reports)} challenges are right" + (
        f"; {wrong} thing{'s' * (wrong > 1)} to mend." if wrong else "."
    )
    again = [line for one in reports if not one.right for line in (Text(safe_line(one.challenge)), *_wrong(one))]
    return Group(Text(), table, *again, Text(told))


def _wrong(report: Report) -> list[Text]:
    """What is to be mended in a challenge, a line each."""
    told = [f"  ✗ {finding.where} {finding.what}" for finding in report.findings if not finding.right]
    return [Text(safe(line), style="red") for line in told]


def _share(part: int, whole: int) -> str:
    return f"{100 * part // whole}%" if whole else "-"


def _listed(head: str, files: Sequence[str]) -> str:
    names = ", ".join(safe_line(name.removesuffix(".py")) for name in files)
    return f"{len(files)} {head}" + (f": {names}" if names else "")
