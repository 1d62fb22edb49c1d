"""Challenges for people: the list, a statement, hints, and what an author's check found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dlexam.ui.render.prose import Prose

if TYPE_CHECKING:
    from dlexam.grading.challenge import Challenge
    from dlexam.grading.checking import Report


def listing(challenges: Sequence[Challenge]) -> RenderableType:
    """A table of challenges: name, track, cases, points, what it is about."""
    table = Table(box=None, pad_edge=False)
    for title, justify in (("challenge", "left"), ("track", "left"), ("cases", "right"), ("points", "right")):
        table.add_column(title, justify="right" if justify == "right" else "left", no_wrap=True)
    table.add_column("about", overflow="fold")
    for one in challenges:
        cases, points = one.case_facts()
        table.add_row(one.id, one.facts.track, str(cases), f"{points:g}", one.facts.summary)
    return table


def statement(challenge: Challenge) -> RenderableType:
    """What a learner reads before coding."""
    facts = challenge.facts
    cases, points = challenge.case_facts()
    about = f"{facts.track} track · about {facts.minutes:g} minutes · {cases} cases, {points:g} points"
    how = f"`dlexam challenge start {challenge.id}` writes the starter, `dlexam grade {challenge.id} FILE` judges."
    lines = [Text(about, style="dim"), Text(how)]
    return Group(Prose(challenge.text("statement.md")), Text(), *lines)


def hint(challenge: Challenge, number: int) -> RenderableType:
    """One hint, counted from 1, and how many there are."""
    hints = challenge.facts.hints
    return Group(Text(f"Hint {number} of {len(hints)}", style="bold"), Prose(hints[number - 1]))


def checked(report: Report) -> RenderableType:
    """What is wrong with a challenge, or one line that all is right."""
    score = f"{report.killed} of {report.rejected} rejected files caught"
    size = f"{report.cases} cases, {report.points:g} points, {report.accepted} accepted"
    facts = f"{size}, {score}, {report.seconds * 1000:.0f} ms"
    sign, style = ("✓", "green") if report.right else ("✗", "red")
    lines = [Text(f"{sign} {report.challenge}: {facts}", style=style)]
    lines += [
        Text(f"  ✗ {finding.where} {finding.what}", style="red") for finding in report.findings if not finding.right
    ]
    return Group(*lines)
