"""A blueprint becomes a paper: fixed questions, and draws that meet their section's topics, kinds and levels.

Deterministic for seed and bank. No question twice, no near-repeat of one (`bank.similar`). What the learner has seen
least comes first; among those, topics take turns, by chance, or sooner the weaker the learner is in them where the
section prefers that. If a choice made early stands in the way of a later section, it is
exchanged for another: a blueprint that can be met is met, and one that can't says which section lacks what.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from dlexam.bank.freeze import freeze
from dlexam.bank.library import Bucket, Candidate, Library
from dlexam.bank.models import Blueprint, Section
from dlexam.bank.paper import Item, Paper, PaperSection
from dlexam.bank.similar import near
from dlexam.bank.values import below, generator
from dlexam.errors import DlexamError

_CHUNK = 64  # candidates fetched at a time, at most; the first few singly, since mostly one is enough
_DEPTH = 12  # how long a chain of exchanges may get
_PULL = 8  # how many times likelier to come next a topic is in which all was lost than one in which nothing was
_UNKNOWN = 0.5  # the weakness in a topic that the learner was never asked about


def draw_paper(
    blueprint: Blueprint,
    library: Library,
    seed: int,
    seen: Mapping[str, int] | None = None,
    weakness: Mapping[str, float] | None = None,
) -> Paper:
    """The paper of `blueprint` under `seed`. `seen`: question id -> how often the learner has met it.

    `weakness`: topic -> the share of its points that the learner has lost, from 0 to 1; for sections that prefer weak
    topics. Raises DlexamError where the bank can't meet the blueprint.
    """
    drawing = Drawing(blueprint, library, seed, seen or {}, weakness)
    chosen = drawing.run()
    if drawing.shortages:
        raise DlexamError(
            f"The exam “{blueprint.id}” can't be made: {'; '.join(text for *_, text in sorted(drawing.shortages))}.",
            "take fewer, widen the section's topics, kinds or levels, or add questions",
        )
    sections, number = [], 1
    for section, ids in zip(blueprint.sections, chosen, strict=True):
        items: list[Item] = []
        for id in ids:
            items.append(freeze(library.question(id), seed, number, section.points))
            number += 1
        sections.append(PaperSection(id=section.id, title=section.title, minutes=section.minutes, items=tuple(items)))
    return Paper(
        exam=blueprint.id,
        title=blueprint.title,
        about=blueprint.about,
        minutes=blueprint.minutes,
        pass_mark=blueprint.pass_mark,
        seed=seed,
        bank=library.fingerprint,
        sections=tuple(sections),
    )


class Stream:
    """The questions of one topic that a slot may take, least seen first, else in random order; fetched as needed."""

    def __init__(self, library: Library, buckets: Sequence[Bucket], seen: Mapping[str, int], source: random.Random):
        self._got: list[tuple[int, Candidate]] = []
        self._more = self._fetch(library, buckets, seen, source)

    def __iter__(self) -> Iterator[tuple[int, Candidate]]:
        """(times seen, candidate), from the first, as often as asked."""
        index = 0
        while True:
            while index < len(self._got):
                yield self._got[index]
                index += 1
            following = next(self._more, None)
            if following is None:
                return
            self._got.append(following)

    @staticmethod
    def _fetch(
        library: Library, buckets: Sequence[Bucket], seen: Mapping[str, int], source: random.Random
    ) -> Iterator[tuple[int, Candidate]]:
        later: list[tuple[int, Candidate]] = []
        rows: list[int] = []
        size = 1
        for row in _permuted(buckets, source):
            rows.append(row)
            if len(rows) == size:
                yield from _unseen(library.candidates(rows), seen, later)
                rows, size = [], min(2 * size, _CHUNK)
        yield from _unseen(library.candidates(rows), seen, later)
        yield from sorted(later, key=lambda each: each[0])


class Group:
    """The slots of a section that are alike: `take` questions of one level (or of any)."""

    def __init__(self, section: int, level: int | None, take: int, streams: list[Stream], pool: int) -> None:
        self.section, self.level, self.take = section, level, take
        self.streams, self.pool = streams, pool
        self.chosen: list[Candidate] = []


class Drawing:
    """One draw: `run()` gives the ids of each section; `shortages` says which section lacks what."""

    def __init__(
        self,
        blueprint: Blueprint,
        library: Library,
        seed: int,
        seen: Mapping[str, int],
        weakness: Mapping[str, float] | None = None,
    ) -> None:
        self._blueprint, self._library, self._seed, self._seen = blueprint, library, seed, seen
        self._weakness = weakness or {}
        self._buckets = library.buckets()
        self._fixed: list[Candidate] = []
        self._taken: list[Candidate] = []  # all that is chosen, in the order chosen
        self._checked: dict[str, int] = {}  # id -> with how many of those it was found to be compatible
        self.shortages: list[tuple[int, int, str]] = []  # section (from 0), level (0: any), what is lacking

    def run(self) -> list[list[str]]:
        """Fixed questions first, then the groups with the fewest candidates to spare."""
        sections = self._blueprint.sections
        fixed = [[self._library.candidate(id) for id in section.questions] for section in sections]
        self._fixed = [each for group in fixed for each in group]
        self._taken = list(self._fixed)
        self._refuse_repeats()
        self._groups = [group for n, section in enumerate(sections) for group in self._grouped(n, section)]
        for group in sorted(self._groups, key=lambda g: g.pool - g.take):
            self._fill(group)
        drawn = [
            [c.id for group in self._groups if group.section == n for c in group.chosen] for n in range(len(sections))
        ]
        return [[each.id for each in first] + rest for first, rest in zip(fixed, drawn, strict=True)]

    def _refuse_repeats(self) -> None:
        for id, count in Counter(each.id for each in self._fixed).items():
            if count > 1:
                raise DlexamError(f"The exam “{self._blueprint.id}” asks “{id}” twice.", "remove one of the two")

    def _grouped(self, number: int, section: Section) -> Iterator[Group]:
        total = sum(section.levels.values())
        if section.take is None:
            return
        if section.levels and total != section.take:
            raise DlexamError(
                f"Section “{section.id}” of exam “{self._blueprint.id}” takes {section.take}, "
                f"but its levels add up to {total}."
            )
        levels: dict[int | None, int] = {level: section.levels[level] for level in sorted(section.levels)}
        for level, count in (levels or {None: section.take}).items():
            buckets = [bucket for bucket in self._buckets if _admits(section, level, bucket)]
            streams = [self._stream(section, level, topic, buckets) for topic in sorted({b.topic for b in buckets})]
            yield Group(number, level, count, streams, sum(bucket.count for bucket in buckets))

    def _stream(self, section: Section, level: int | None, topic: str, buckets: Sequence[Bucket]) -> Stream:
        source = generator(self._seed, self._blueprint.id, section.id, level, topic)
        return Stream(self._library, [b for b in buckets if b.topic == topic], self._seen, source)

    def _fill(self, group: Group) -> None:
        section = self._blueprint.sections[group.section]
        source = generator(self._seed, self._blueprint.id, section.id, group.level)
        for _ in range(group.take):
            best = self._best(group, source)
            if best is not None:
                group.chosen.append(best)
                self._taken.append(best)
            elif self._exchange(group, set(), _DEPTH):
                self._taken = [*self._fixed, *(each for other in self._groups for each in other.chosen)]
                self._checked.clear()
            else:
                self._note_shortage(group, section)
                return

    def _best(self, group: Group, source: random.Random) -> Candidate | None:
        """The least seen that is free, from the topic that the section has used least, else by chance."""
        section = self._blueprint.sections[group.section]
        used = Counter(each.topic for g in self._groups if g.section == group.section for each in g.chosen)
        heads = []
        for stream in group.streams:
            head = next((pair for pair in stream if self._free(pair[1])), None)
            chance = source.random()  # drawn for every topic, so that one topic's end moves no other's luck
            if head:
                topic = head[1].topic
                turn = _waiting(chance, self._weakness.get(topic, _UNKNOWN)) if section.prefer_weak else chance
                heads.append((head[0], used[topic], turn, head[1].id, head[1]))
        return min(heads, key=lambda h: h[:4])[4] if heads else None

    def _exchange(self, group: Group, tried: set[str], depth: int) -> bool:
        """Make room: move a question that another slot holds, if that slot can take something else."""
        for stream in group.streams:
            for _, wanted in stream:
                if wanted.id in tried:
                    continue
                tried.add(wanted.id)
                holders = self._conflicts(wanted)
                if not holders or (len(holders) == 1 and depth and self._moved(holders[0], wanted, tried, depth)):
                    group.chosen.append(wanted)
                    return True
        return False

    def _moved(self, holder: Candidate, wanted: Candidate, tried: set[str], depth: int) -> bool:
        group = next((g for g in self._groups if holder in g.chosen), None)
        if group is None:
            return False  # fixed by the blueprint
        place = group.chosen.index(holder)
        group.chosen[place] = wanted  # stands here while another is looked for, so that nothing takes its place
        if not self._exchange(group, tried, depth - 1):
            group.chosen[place] = holder
            return False
        group.chosen[place] = group.chosen.pop()
        return True

    def _free(self, wanted: Candidate) -> bool:
        """Whether nothing chosen is too like it. Each pair is compared once, however often a topic's turn comes."""
        for each in self._taken[self._checked.get(wanted.id, 0) :]:
            if each.id == wanted.id or near(each.words, wanted.words):
                return False
        self._checked[wanted.id] = len(self._taken)
        return True

    def _conflicts(self, wanted: Candidate) -> list[Candidate]:
        chosen = [*self._fixed, *(each for group in self._groups for each in group.chosen)]
        return [each for each in chosen if each.id == wanted.id or near(each.words, wanted.words)]

    def _note_shortage(self, group: Group, section: Section) -> None:
        what = [f"level {group.level}"] if group.level else []
        what += [f"kind {' or '.join(section.kinds)}"] if section.kinds else []
        what += [f"topic {' or '.join(section.topics)}"] if section.topics else []
        of = f" of {', '.join(what)}" if what else ""
        rest = f"{len(group.chosen)} can be placed without a repeat" if group.pool >= group.take else "no more"
        had = f"the bank has {group.pool}" if group.pool < group.take else f"of the bank's {group.pool}, {rest}"
        message = f"section “{section.id}” needs {group.take}{of}, {had}"
        self.shortages.append((group.section, group.level or 0, message))


def _waiting(chance: float, weakness: float) -> float:
    """When a topic's turn comes: a waiting time, at a rate that grows with the weakness; the shortest comes first.

    So of two topics one comes before the other with odds that are their rates' (Efraimidis & Spirakis 2006).
    """
    return -math.log1p(-chance) / (1 + (_PULL - 1) * weakness)


def _admits(section: Section, level: int | None, bucket: Bucket) -> bool:
    topics, kinds = section.topics, section.kinds
    right_level = level is None or bucket.level == level
    return right_level and (not topics or bucket.topic in topics) and (not kinds or bucket.kind in kinds)


def _unseen(
    found: Sequence[Candidate], seen: Mapping[str, int], later: list[tuple[int, Candidate]]
) -> Iterator[tuple[int, Candidate]]:
    """Those never seen, at once; the others are put off."""
    for each in found:
        times = seen.get(each.id, 0)
        if times:
            later.append((times, each))
        else:
            yield 0, each


def _permuted(buckets: Sequence[Bucket], source: random.Random) -> Iterator[int]:
    """The row numbers of the buckets in random order, in memory that grows with what is taken, not with the bank."""
    count = sum(bucket.count for bucket in buckets)
    moved: dict[int, int] = {}  # a Fisher-Yates shuffle in which untouched places stay unwritten
    for place in range(count):
        other = place + below(source, count - place)
        yield _row(buckets, moved.get(other, other))
        moved[other] = moved.get(place, place)


def _row(buckets: Sequence[Bucket], position: int) -> int:
    for bucket in buckets:
        if position < bucket.count:
            return bucket.first + position
        position -= bucket.count
    raise IndexError(position)
