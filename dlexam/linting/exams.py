"""What can be wrong with a blueprint that has the right shape. Paths are relative to its file."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from dlexam.bank.draw import Drawing
from dlexam.bank.faults import did_you_mean
from dlexam.bank.library import Library
from dlexam.bank.models import Blueprint, Section
from dlexam.bank.validate import Problem
from dlexam.errors import DlexamError


def problems(blueprint: Blueprint, ids: Collection[str], topics: Collection[str]) -> Iterator[Problem]:
    """What is wrong by itself, and with its references; `ids` and `topics` are those of the bank."""
    seen: dict[str, str] = {}
    sections: set[str] = set()
    for number, section in enumerate(blueprint.sections):
        at = ("sections", number)
        if section.id in sections:
            yield Problem("duplicate-section", (*at, "id"), f"a section “{section.id}” stands further up")
        sections.add(section.id)
        for problem in (*_fixed(section, ids, seen), *_drawn(section, topics)):
            yield problem._replace(path=(*at, *problem.path))


def unmet(blueprint: Blueprint, library: Library) -> Iterator[Problem]:
    """What the bank lacks for the blueprint's draws."""
    drawing = Drawing(blueprint, library, 0, {})
    try:
        drawing.run()
    except DlexamError:
        return  # a reference or sum that `problems` reports
    for number, _, message in drawing.shortages:
        yield Problem("cannot-be-met", ("sections", number, "take"), message)


def _fixed(section: Section, ids: Collection[str], seen: dict[str, str]) -> Iterator[Problem]:
    for index, id in enumerate(section.questions):
        if id not in ids:
            yield Problem(
                "unknown-question", ("questions", index), f"there is no question “{id}”", did_you_mean(id, ids)
            )
        elif id in seen:
            yield Problem("repeated-question", ("questions", index), f"“{id}” is asked in section “{seen[id]}” already")
        seen.setdefault(id, section.id)


def _drawn(section: Section, topics: Collection[str]) -> Iterator[Problem]:
    total = sum(section.levels.values())
    if section.levels and section.take is not None and total != section.take:
        yield Problem("levels-do-not-sum", ("levels",), f"the levels add up to {total}, “take” is {section.take}")
    draws = section.take is not None
    if not draws and not section.questions:
        yield Problem("empty-section", (), f"section “{section.id}” asks nothing", "give it questions, or a take")
    if not draws:
        for name in ("topics", "kinds", "levels", "prefer_weak"):
            if getattr(section, name):
                message = f"“{name}” has no effect without “take”"
                yield Problem("no-effect", (name,), message, at_key=True)
    for index, topic in enumerate(section.topics):
        if topic not in topics:
            hint = did_you_mean(topic, topics)
            yield Problem("unknown-topic", ("topics", index), f"there is no topic “{topic}”", hint)
