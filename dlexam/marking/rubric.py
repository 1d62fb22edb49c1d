"""Marks an open answer by rubric points: earned, missing, unsure or contradicted, each with the words that decided.

Deterministic and offline. An unsure point pays half until a person decides; the whole is provisional.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dlexam.bank.paper import Criterion, RubricKey, Trap
from dlexam.marking import coherence, directions, patterns, prose
from dlexam.marking.marks import Marks, PointMark, PointState
from dlexam.marking.matching import Finding, Matcher, Sense
from dlexam.marking.reading import Place, Reading

# of a point's marks; an unsure one's is given until a person decides
SHARES: Mapping[PointState, float] = {"earned": 1.0, "unsure": 0.5, "missing": 0.0, "contradicted": 0.0}
_NOTHING = "Nothing to mark here."
_LOOSE = 16  # words over which a finding with a comma in it hangs together loosely
_SCATTER = 6  # sentences over which a point's parts may lie scattered and still be unsure


def mark(key: RubricKey, answer: str, prompt: str = "") -> Marks:
    """The marks of an answer under a rubric. `prompt`: sentences that only repeat it earn nothing.

    PatternError if a pattern of the key can't be read (the bank's lint refuses such a question).
    """
    reading = Reading(answer)
    nothing = prose.set_aside(reading, prompt, key.terse)
    matcher = Matcher(reading)
    springs = [spring for trap in key.pitfalls if (spring := sprung(trap, matcher))]
    verdicts = [("missing", ()) if nothing else _judge(criterion, matcher) for criterion in key.points]
    points = [
        _marked(criterion, state, _NOTHING if nothing else _because(state, places, matcher), places, matcher)
        for criterion, (state, places) in zip(key.points, verdicts, strict=True)
    ]
    loose = {point.id for point, (_, places) in zip(points, verdicts, strict=True) if _is_loose(places, reading)}
    points = [_denied(point, springs, reading) for point in points]
    points += [_penalty(n, spring, reading) for n, spring in enumerate(springs, 1) if not _denies(spring, points)]
    points = coherence.weighed(points, SHARES["unsure"], loose)
    total, because = summed(points, key)
    return Marks(
        marks=total, max_marks=key.full, because=nothing or because, marker="rubric", points=tuple(points),
        provisional=any(map(reading.words, reading.sentences)),  # where nothing is written there is nothing to confirm
    )  # fmt: skip


@dataclass(frozen=True)
class Spring:
    """A pitfall that the answer fell into, and where."""

    trap: Trap
    places: tuple[Place, ...]


def _marked(
    criterion: Criterion, state: PointState, because: str, places: tuple[Place, ...], matcher: Matcher
) -> PointMark:
    return PointMark(
        id=criterion.id,
        state=state,
        marks=criterion.marks * SHARES[state],
        max_marks=criterion.marks,
        says=criterion.says,
        because=because,
        words=tuple(matcher.reading.spans(list(places))),
    )


def _judge(criterion: Criterion, matcher: Matcher) -> tuple[PointState, tuple[Place, ...]]:
    """The best that any of the point's patterns finds; then what only nearly fits."""
    hedged = denied = scattered = None
    for text in criterion.when:
        pattern = patterns.compile(text)
        for finding in matcher.together(pattern):
            if finding.sense is Sense.DENIED:
                denied = denied or _with_negators(finding, matcher)
            elif _is_hedged(finding, matcher):
                hedged = hedged or finding.places
            elif matcher.turns(finding):
                scattered = scattered or finding.places
            elif against := directions.turned(criterion.says, matcher.reading, finding.places):
                return "contradicted", tuple(sorted({*finding.places, *against}))
            else:
                return "earned", finding.places
        scattered = scattered or _scattered(pattern, matcher)
    if hedged:
        return "unsure", hedged
    if denied:
        return "contradicted", denied
    return ("unsure", scattered) if scattered else ("missing", _nearest(criterion, matcher))


def _is_hedged(finding: Finding, matcher: Matcher) -> bool:
    reading = matcher.reading
    return any(reading.hedged[reading.sentence_at(place.first)] for place in finding.places)


def _is_loose(places: Sequence[Place], reading: Reading) -> bool:
    """Whether words hang together loosely: over two sentences, or far apart in a long one."""
    first, last = min(places, default=Place(0, 1)).first, max((place.last for place in places), default=1)
    if reading.sentence_at(first) != reading.sentence_at(last - 1):
        return True
    return last - first >= _LOOSE and any(token.forms[0] == "," for token in reading.tokens[first:last])


def _scattered(pattern: patterns.Pattern, matcher: Matcher) -> tuple[Place, ...] | None:
    """All parts said, though not close together: within a few sentences of each other."""
    if not isinstance(pattern.root, patterns.Both):
        return None
    touched = sorted({matcher.reading.sentence_at(place.first) for place in matcher.parts(pattern)})
    for number in touched:
        last = min(number + _SCATTER, len(matcher.reading.sentences)) - 1
        finding = matcher.within(pattern, number, last)
        if finding and finding.sense is not Sense.DENIED:
            return finding.places
    return None


def _nearest(criterion: Criterion, matcher: Matcher) -> tuple[Place, ...]:
    """For a missing point: words that say at least two parts of it, so that the learner sees what was read."""
    begun = (matcher.begun(patterns.compile(text)) for text in criterion.when)
    return max(begun, key=len, default=())


def _with_negators(finding: Finding, matcher: Matcher) -> tuple[Place, ...]:
    negators = {
        Place(negator.at, negator.at + 1)
        for place in finding.places
        for at in range(place.first, place.last)
        for negator in matcher.reading.denials.get(at, ())
    }
    return tuple(sorted({*finding.places, *negators}))


def _because(state: PointState, places: tuple[Place, ...], matcher: Matcher) -> str:
    words = matcher.reading.quote(sorted(places)) if places else ""
    if state == "earned":
        return f"Earned by “{words}”."
    if state == "contradicted":
        return f"The answer denies it: “{words}”."
    if state == "unsure":
        if any(matcher.reading.hedged[matcher.reading.sentence_at(place.first)] for place in places):
            return f"Said with a doubt: “{words}”. Half the marks until a person decides."
        return f"The parts are there, but not said of one thing: “{words}”. Half the marks until a person decides."
    return f"Only begun by “{words}”; the rest is not said." if words else "Nothing in the answer says this."


def sprung(trap: Trap, matcher: Matcher) -> Spring | None:
    """The first place where the pitfall is plainly stated: within one clause, not denied, not doubted."""
    for text in trap.when:
        pattern = patterns.compile(text)
        for finding in matcher.in_clauses(pattern):
            if finding.sense is Sense.SAID and not _is_hedged(finding, matcher) and not matcher.turns(finding):
                return Spring(trap, finding.places)
    return None


def _denied(point: PointMark, springs: list[Spring], reading: Reading) -> PointMark:
    spring = next((spring for spring in springs if spring.trap.denies == point.id), None)
    if spring is None:
        return point
    return PointMark(
        id=point.id,
        state="contradicted",
        marks=0.0,
        max_marks=point.max_marks,
        says=point.says,
        because=_charge(spring, reading),
        words=tuple(reading.spans(list(spring.places))),
    )


def _denies(spring: Spring, points: list[PointMark]) -> bool:
    return any(point.id == spring.trap.denies for point in points)


def _penalty(number: int, spring: Spring, reading: Reading) -> PointMark:
    return PointMark(
        id=f"pitfall-{number}",
        state="contradicted",
        marks=-1.0,
        max_marks=0.0,
        says=spring.trap.says,
        because=_charge(spring, reading),
        words=tuple(reading.spans(list(spring.places))),
    )


def _charge(spring: Spring, reading: Reading) -> str:
    return f"“{reading.quote(sorted(spring.places))}”: {spring.trap.because}"


def summed(points: Sequence[PointMark], key: RubricKey) -> tuple[float, str]:
    """The marks that points and pitfalls come to, from 0 to the key's full, and a sentence on them."""
    total = min(key.full, max(0.0, sum(point.marks for point in points)))
    names = ("earned", "unsure", "contradicted", "missing")
    counts = [(sum(point.state == name for point in points), name) for name in names]
    told = ", ".join(f"{count} {name}" for count, name in counts if count)
    enough = " That makes a complete answer." if total >= key.full else ""
    return round(total, 6), f"Points: {told}.{enough}"


def has_nothing_to_mark(marks: Marks) -> bool:
    """Whether an answer was set aside as a whole: a list of words, the prompt again."""
    return bool(marks.points) and all(point.because == _NOTHING for point in marks.points)
