"""Drawing from a bank of 100,000 questions: writes one in a folder, times it; returns figures, prints none."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import yaml

from dlexam.bank.draw import draw_paper
from dlexam.bank.library import Library
from dlexam.bank.models import Blueprint, Section

TOPICS = [f"topic-{n:02}" for n in range(25)]
KINDS = ("single", "numeric", "short")
_SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu".split()  # noqa: SIM905
_QUESTION = """\
  - id: {id}
    kind: {kind}
    level: {level}
    minutes: 2
    source: [generated {number}]
{draw}    prompt: >-
      {prompt}
{key}    explain: >-
      {explain}
"""
_SINGLE = """\
    choices:
      a: {0}
      b: {1}
      c: {2}
      d: {3}
    why: {{a: {4}, b: {5}, c: {6}, d: {7}}}
    answer: b
"""


class DrawFigures(NamedTuple):
    """Seconds. `draw_seconds` (a median) opens the warm index and draws one paper of `drawn` questions."""

    questions: int
    yaml_bytes: int
    parse_seconds: float  # yaml.load with CSafeLoader, the stock loader, over all files
    index_seconds: float  # parse, validate and index, once
    index_bytes: int
    draw_seconds: float
    drawn: int

    @property
    def ratio(self) -> float:
        """Warm draw over parse; the goal is at most 1/100."""
        return self.draw_seconds / self.parse_seconds


def generate(folder: Path, questions: int = 100_000, files: int = 50) -> Path:
    """Write a valid bank of that many questions, a third of them parametric, into `folder`. Same every time."""
    chance = random.Random(1)
    (folder / "topics").mkdir(parents=True, exist_ok=True)
    for number in range(files):
        topic = TOPICS[number % len(TOPICS)]
        parts = [f"format: 1\ntopic: {topic}\ntitle: Topic {topic}\nquestions:\n"]
        parts += [_question(n, chance) for n in range(number, questions, files)]
        (folder / "topics" / f"part-{number:03}.yaml").write_text("".join(parts))
    return folder


def blueprint(take: int = 50) -> Blueprint:
    """An exam of one section that draws from everything, stratified by level."""
    levels = {1: take // 3, 2: take // 3, 3: take - 2 * (take // 3)}
    section = Section(id="all", title="All", take=take, topics=TOPICS, kinds=list(KINDS), levels=levels)  # type: ignore[arg-type]
    return Blueprint(format=1, id="drawn", title="Drawn", about="Drawn.", minutes=60, sections=[section])


def parse_seconds(folder: Path) -> float:
    """Seconds to load all of the bank's YAML with PyYAML's C loader."""
    return _seconds(lambda: [yaml.load(file.read_bytes(), yaml.CSafeLoader) for file in _files(folder)])


def draw_once(folder: Path, cache: Path, seed: int, take: int = 50) -> int:
    """Open the bank through its index and draw one paper; how many questions it has."""
    library = Library.open([folder], cache)
    try:
        return len(draw_paper(blueprint(take), library, seed).items)
    finally:
        library.close()


def measure(folder: Path, questions: int = 100_000, take: int = 50, repeats: int = 9) -> DrawFigures:
    """Generate a bank in `folder`, index it, draw from it warm, and parse it for comparison."""
    bank, cache = generate(folder / "bank", questions), folder / "cache"
    index_seconds = _seconds(lambda: Library.open([bank], cache).close())
    draw_once(bank, cache, 0, take)  # settles the stat shortcut: the files are young
    drawn = {draw_once(bank, cache, seed, take) for seed in range(2)}
    draws = [_seconds(lambda s=seed: draw_once(bank, cache, s, take)) for seed in range(repeats)]  # type: ignore[misc]
    return DrawFigures(
        questions=questions,
        yaml_bytes=sum(file.stat().st_size for file in _files(bank)),
        parse_seconds=parse_seconds(bank),
        index_seconds=index_seconds,
        index_bytes=sum(file.stat().st_size for file in cache.glob("index-*.sqlite")),
        draw_seconds=statistics.median(draws),
        drawn=drawn.pop(),
    )


def _files(folder: Path) -> list[Path]:
    return sorted((folder / "topics").glob("*.yaml"))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _question(number: int, chance: random.Random) -> str:
    kind = KINDS[number % len(KINDS)]
    draw = "    draw: {n: 2..9999, k: [3, 5, 7]}\n    where: n % k != 0\n" if kind == "numeric" else ""
    prompt = _words(chance, 14) + (" of {n} by {k}?" if kind == "numeric" else "?")
    return _QUESTION.format(
        id=f"q-{number:06}",
        kind=kind,
        level=1 + number // len(KINDS) % 3,
        number=number,
        draw=draw,
        prompt=prompt,
        key=_key(kind, chance),
        explain=_words(chance, 25),
    )


def _key(kind: str, chance: random.Random) -> str:
    if kind == "numeric":
        return "    answer: n * k + 1\n"
    if kind == "short":
        return f"    answer: [{_words(chance, 2)}, {_words(chance, 2)}]\n"
    return _SINGLE.format(*(_words(chance, 5) for _ in range(8)))


def _words(chance: random.Random, count: int) -> str:
    return " ".join("".join(chance.choices(_SYLLABLES, k=3)) for _ in range(count))
