"""What a wide screen tells beside the list of the row under the cursor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from dlexam.ui.render.safe import safe, safe_line
from dlexam.ui.render.spans import counted
from dlexam.ui.tui.home import entries

if TYPE_CHECKING:
    from dlexam.ui.tui.home.facts import Exam, Facts, Task
    from dlexam.ui.tui.home.rows import Row


def of(facts: Facts, row: Row) -> RenderableType:
    """The facts of what this row stands for."""
    kind, _, name = row.key.partition(":")
    parts: list[RenderableType] = []
    if kind == "exam":
        parts = [part for one in facts.exams if one.blueprint.id == name for part in exam(one)]
    elif kind == "challenge":
        parts = [part for one in facts.tasks if one.challenge.id == name for part in task(one)]
    elif kind == "review":
        parts = list(_review(facts, name))
    return Group(*parts, Text(), Text(safe_line(row.note), style="dim")) if parts else Text(safe_line(row.note))


def exam(one: Exam) -> Iterator[RenderableType]:
    """An exam: what it is about, its sections, how it went so far."""
    blueprint = one.blueprint
    yield Text(safe_line(blueprint.title), style="bold")
    yield Text(f"{blueprint.minutes:g} minutes · {blueprint.size} questions · pass mark {blueprint.pass_mark:g}%\n")
    for section in blueprint.sections:
        count = len(section.questions) + (section.take or 0)
        advice = f", about {section.minutes:g} min" if section.minutes else ""
        yield Text(f"  {safe_line(section.title)}: {count} × {counted(section.points, 'point')}{advice}")
    if one.sat:
        yield Text("\nSo far", style="bold")
    for sat in one.sat[-5:]:
        yield Text(f"  {entries.day(sat.row.started)}  {entries.result(sat)}")


def task(one: Task) -> Iterator[RenderableType]:
    """A challenge: its facts and how the learner has fared."""
    facts, fared = one.challenge.facts, one.fared
    yield Text(safe_line(facts.title), style="bold")
    yield Text(f"{facts.id} · {facts.track} track · about {facts.minutes:g} minutes · {len(facts.hints)} hints")
    yield Text()
    tried = f", {fared.times} tr{'ies' if fared.times != 1 else 'y'}, at best {fared.best:.0%} of its points"
    yield Text.assemble(entries.state(fared), tried if fared.times else "")
    if one.shut:
        yield Text(f"\n{safe(' '.join(facts.summary.split()))}")


def _review(facts: Facts, session: str) -> Iterator[RenderableType]:
    from dlexam.ui.render.results import Outcome

    for sat in facts.sittings:
        if sat.row.id == session:
            yield Outcome(sat.outcome)
