"""The bank for people: its questions as a list, its make-up, one question with its key, the faults of a lint."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dlexam.bank.models import KINDS
from dlexam.ui.render.safe import safe_line

if TYPE_CHECKING:
    from rich.console import RenderableType

    from dlexam.bank.faults import Fault
    from dlexam.bank.library import Summary
    from dlexam.bank.models import Question
    from dlexam.bank.paper import Item

_CLOSED = ("single", "multi", "numeric", "short", "order", "match")


def listing(summaries: Sequence[Summary]) -> Iterator[str]:
    """A line per question. Lines, not a table, so that a bank of any size appears at once."""
    width = max((len(each.id) for each in summaries), default=8)
    yield f"{'question':<{width}}  kind     lvl  min  topic"
    for each in summaries:
        topic = each.topic + (" (values drawn)" if each.parametric else "")
        yield f"{each.id:<{width}}  {each.kind:<7}  {each.level:>3}  {each.minutes:>3g}  {topic}"


class TopicFigures(NamedTuple):
    """What a topic has; as a line of `dlexam bank stats --json`."""

    topic: str
    title: str
    questions: int
    minutes: float
    closed: int
    parametric: int
    proofs: int
    kinds: dict[str, int]
    levels: dict[str, int]


def figures(summaries: Sequence[Summary], titles: dict[str, str]) -> list[TopicFigures]:
    """Per topic, by name, what there is."""
    by_topic: dict[str, list[Summary]] = {}
    for each in summaries:
        by_topic.setdefault(each.topic, []).append(each)
    return [_figures(topic, titles.get(topic, topic), by_topic[topic]) for topic in sorted(by_topic)]


def stats(topics: Sequence[TopicFigures]) -> RenderableType:
    """A table of the topics, and their sum."""
    from rich.table import Table

    made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    made.add_column("topic", overflow="fold")
    for heading in ("all", "closed", "open", "code", "drawn", "proofs", "level 1/2/3"):
        made.add_column(heading, justify="right", no_wrap=True)
    for each in topics:
        made.add_row(*_cells(each.topic, [each]))
    made.add_row(*_cells("together", topics), style="bold")
    return made


def question(item: Item, written: Question) -> RenderableType:
    """One question with all that belongs to it: facts, prompt, key, explanation, proof."""
    from rich.console import Group
    from rich.text import Text

    from dlexam.ui.render.key import answer_of, background
    from dlexam.ui.render.question import asked

    parts: list[RenderableType] = [Text(safe_line(item.id), style="bold"), Text(_facts(item), style="dim"), Text()]
    if item.values:
        drawn = ", ".join(f"{name} = {value}" for name, value in item.values.items())
        parts[2:2] = [Text(safe_line(f"Drawn: {drawn}"), style="dim")]
    parts += [
        asked(item),
        Text(),
        Text("Answer", style="bold"),
        _challenge_or(item, answer_of),
        Text(),
        background(item),
    ]
    return Group(*parts, *_proof(written))


def as_asked(item: Item) -> RenderableType:
    """One question as learners see it."""
    from rich.console import Group
    from rich.text import Text

    from dlexam.ui.render.question import asked, how_to_answer

    return Group(asked(item), Text(), Text(how_to_answer(item), style="dim"))


def faults(found: Sequence[Fault], here: Path) -> Iterator[str]:
    """`file:line:column: CODE message`, its hint below; files below `here` by their relative path."""
    for each in found:
        file = each.file.relative_to(here) if each.file.is_relative_to(here) else each.file
        yield f"{file}:{each.line}:{each.column}: {each.code} {safe_line(each.message)}"
        if each.hint:
            yield f"    {safe_line(each.hint)}"


def _figures(topic: str, title: str, found: Sequence[Summary]) -> TopicFigures:
    kinds, levels = Counter(each.kind for each in found), Counter(each.level for each in found)
    return TopicFigures(
        topic=topic,
        title=title,
        questions=len(found),
        minutes=sum(each.minutes for each in found),
        closed=sum(kinds[kind] for kind in _CLOSED),
        parametric=sum(each.parametric for each in found),
        proofs=sum(each.proof for each in found),
        kinds={kind: kinds[kind] for kind in KINDS if kinds[kind]},
        levels={str(level): levels[level] for level in (1, 2, 3)},
    )


def _cells(name: str, topics: Sequence[TopicFigures]) -> list[str]:
    counts = [sum(each.questions for each in topics), sum(each.closed for each in topics)]
    counts.append(sum(each.kinds.get("open", 0) + each.kinds.get("design", 0) for each in topics))
    counts.append(sum(each.kinds.get("code", 0) for each in topics))
    counts += [sum(each.parametric for each in topics), sum(each.proofs for each in topics)]
    levels = "/".join(str(sum(each.levels[level] for each in topics)) for level in "123")
    return [name, *map(str, counts), levels]


def _facts(item: Item) -> str:
    return safe_line(f"{item.kind} | {item.topic} | level {item.level} | {item.minutes:g} min")


def _challenge_or(item: Item, answer_of: object) -> RenderableType:
    from rich.text import Text

    from dlexam.bank.paper import ChallengeKey

    if isinstance(item.key, ChallengeKey):
        return Text(f"The challenge {item.key.challenge}: `dlexam key {item.key.challenge}` shows its solution.")
    made: RenderableType = answer_of(item)  # type: ignore[operator]
    return made


def _proof(written: Question) -> list[RenderableType]:
    if written.proof is None:
        return []
    from rich.text import Text

    from dlexam.ui.render.code import Source

    return [Text(), Text("Proof", style="bold"), Source(written.proof)]
