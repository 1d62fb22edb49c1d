"""What only the marker can tell of a rubric: patterns that don't parse or can't match, points its own model answer
doesn't earn, pitfalls it trips, points that the same words earn, points that the prompt alone earns, or that are earned
by the opposite of what they say."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from itertools import combinations

from msgspec.structs import replace

from dlexam.bank.concepts import inline
from dlexam.bank.models import Rubric
from dlexam.bank.paper import Criterion, RubricKey, Trap
from dlexam.errors import DlexamError
from dlexam.marking import patterns, rubric, turned
from dlexam.marking.matching import Matcher, Sense
from dlexam.marking.patterns import Absent, Both, Denied, Either, Node, Pattern, PatternError, Term, alternatives
from dlexam.marking.reading import Reading
from dlexam.marking.stems import stem

Finding = tuple[str, tuple[str | int, ...], str, str]  # code, path inside the question, message, hint
_Place = tuple[str | int, ...]
_WORDS = """network layer model data train learn weight gradient loss input output error function accuracy batch rate
value number image example test result better worse more less good bad large small high low fast slow change same
different step unit parameter problem use make work help need because"""
_COMMON = frozenset(map(stem, _WORDS.split()))  # what nearly any answer says


def check(question: Rubric, concepts: Mapping[str, list[str]]) -> list[Finding]:
    """All findings for one question. Of a point or pitfall with a pattern that doesn't parse, nothing else is told."""
    read: dict[_Place, Pattern] = {}
    findings = list(_parse(question, concepts, read))
    findings += _unmatchable(read)
    findings += _full(question)
    broken = {path[:2] for path, _ in _texts(question) if path not in read}
    marked = (_model_answer, _prompt, _blind)
    found = [*(finding for look in marked for finding in look(question, read)), *_alike(question, read), *_common(read)]
    return findings + [finding for finding in found if finding[1][:2] not in broken]


def _parse(question: Rubric, concepts: Mapping[str, list[str]], read: dict[_Place, Pattern]) -> Iterator[Finding]:
    for path, text in _texts(question):
        try:
            read[path] = patterns.compile(inline(text, concepts))
        except PatternError as error:
            yield "bad-pattern", path, f"the pattern does not parse: {error}", f"the pattern is: {text}"
        except DlexamError:
            continue  # an unknown concept, which the bank's own lint reports at the same place


def _texts(question: Rubric) -> Iterator[tuple[_Place, str]]:
    for number, point in enumerate(question.points):
        yield from ((("points", number, "when", at), text) for at, text in enumerate(point.when))
    for number, pitfall in enumerate(question.pitfalls):
        yield from ((("pitfalls", number, "when", at), text) for at, text in enumerate(pitfall.when))


def _unmatchable(read: dict[_Place, Pattern]) -> Iterator[Finding]:
    for path, pattern in read.items():
        for term in pattern.terms:
            if any(step.prefix and len(step.forms[0]) < 2 for step in term.steps):
                yield "matches-all", path, f"`{term.text}` matches nearly every word", "write at least two letters"
        if _never(pattern.root):
            hint = "not(x) and x, both of the same words, never hold at once"
            yield "matches-nothing", path, f"no answer can match {pattern.text!r}", hint


def _never(node: Node) -> bool:
    """Whether a pattern asks for the same words both denied and not."""
    if isinstance(node, Term):
        return False
    if isinstance(node, Denied):
        return _never(node.part)
    if isinstance(node, Absent):
        return False
    if isinstance(node, Either):
        return all(map(_never, node.parts))
    said = {part for part in node.parts if isinstance(part, Term)}
    denied = {part.part for part in node.parts if isinstance(part, Denied)}
    return bool(said & denied) or any(map(_never, node.parts))


def _full(question: Rubric) -> Iterator[Finding]:
    """The bank's own lint compares `full` with the sum of all points; here: no point may be worth more than all."""
    full = question.full
    for number, point in enumerate(question.points):
        if full is not None and point.marks > full:
            message = f"the point {point.id} gives {point.marks:g} marks, a complete answer needs {full:g}"
            yield "point-above-full", ("points", number), message, "raise full, or lower the point's marks"


def _model_answer(question: Rubric, read: dict[_Place, Pattern]) -> Iterator[Finding]:
    marks = rubric.mark(_key(question, read), question.answer)
    state = {point.id: point for point in marks.points}
    for number, point in enumerate(question.points):
        if state[point.id].state == "contradicted":
            yield _path_finding("model-answer-contradicts", number, state[point.id].because)
        elif state[point.id].state != "earned" and not point.optional:
            message = f"the model answer does not earn {point.id} ({state[point.id].state})"
            hint = f"{state[point.id].because} Widen the pattern, or say it in the answer"
            yield "model-answer-misses", ("points", number), message, hint
    matcher = Matcher(Reading(question.answer))
    for number, _ in enumerate(question.pitfalls):
        trap = _trap(question, number, read)
        if rubric.sprung(trap, matcher):
            hint = "narrow the pattern: a pitfall is a wrong statement, not a word"
            yield "model-answer-trips", ("pitfalls", number), f"the model answer falls into it: {trap.says}", hint


def _path_finding(code: str, number: int, because: str) -> Finding:
    return (
        code,
        ("points", number),
        f"the model answer is read as denying it: {because}",
        "reword the answer or the pattern",
    )


def _key(question: Rubric, read: dict[_Place, Pattern]) -> RubricKey:
    """The key without pitfalls; concepts are written into the patterns that `read` holds."""
    points = tuple(
        Criterion(id=p.id, says=p.says, marks=p.marks, optional=p.optional, when=_when("points", n, len(p.when), read))
        for n, p in enumerate(question.points)
    )
    return RubricKey(
        points=points, pitfalls=(), full=question.full or 1.0, answer=question.answer, terse=question.terse
    )


def _trap(question: Rubric, number: int, read: dict[_Place, Pattern]) -> Trap:
    pitfall = question.pitfalls[number]
    when = _when("pitfalls", number, len(pitfall.when), read)
    return Trap(says=pitfall.says, when=when, because=pitfall.because, denies=pitfall.denies)


def _when(part: str, number: int, count: int, read: dict[_Place, Pattern]) -> tuple[str, ...]:
    return tuple(read[part, number, "when", at].text for at in range(count) if (part, number, "when", at) in read)


def _alike(question: Rubric, read: dict[_Place, Pattern]) -> Iterator[Finding]:
    by_point = {
        number: {_unordered(pattern.root) for path, pattern in read.items() if path[:2] == ("points", number)}
        for number in range(len(question.points))
    }
    for one, two in combinations(by_point, 2):
        if by_point[one] & by_point[two]:
            message = f"points {one + 1} and {two + 1} share a pattern: the same words earn both"
            yield "points-alike", ("points", two), message, "give each point words of its own"


def _unordered(node: Node) -> Hashable:
    """A pattern as a set of sets: `a & b` asks for the same words as `b & a`."""
    if isinstance(node, Both | Either):
        return type(node), frozenset(map(_unordered, node.parts))
    if isinstance(node, Denied | Absent):
        return type(node), _unordered(node.part)
    return node.steps, node.gap


def _prompt(question: Rubric, read: dict[_Place, Pattern]) -> Iterator[Finding]:
    """A pattern that the prompt's own words fulfil tells nobody apart from a learner who repeats them."""
    matcher = Matcher(Reading(question.prompt))
    for path, pattern in read.items():
        if path[0] == "points" and any(f.sense is Sense.SAID for f in matcher.together(pattern, neighbours=False)):
            hint = "ask for a word that is not in the question"
            yield "prompt-earns", path, f"the prompt alone matches {_short(pattern.text)}", hint


def _blind(question: Rubric, read: dict[_Place, Pattern]) -> Iterator[Finding]:
    """A point that is earned by what it says with its direction turned round is earned by those who have it wrong."""
    key = _key(question, read)
    traps = tuple(_trap(question, number, read) for number in range(len(question.pitfalls)))
    for number, point in enumerate(key.points):
        alone = replace(key, points=(point,), pitfalls=traps)
        if _earns(alone, turned.plain(point.says)):
            against = (each for each in turned.turned(turned.plain(point.says)) if _earns(alone, each))
            if found := next(against, None):
                message = f"{point.id} is also earned by the opposite of what it says: {_short(found, 160)}"
                hint = "ask for the word that tells them apart, or name the mistake in a pitfall that denies the point"
                yield "blind-to-direction", ("points", number), message, hint


def _common(read: dict[_Place, Pattern]) -> Iterator[Finding]:
    """A word that stands in nearly every answer says nothing by itself."""
    for path, pattern in read.items():
        for part in alternatives(pattern.root) if path[0] == "points" else ():
            if isinstance(part, Term) and len(part.steps) == 1 and stem(part.steps[0].forms[0]) in _COMMON:
                hint = "ask for a second word that belongs to it: `word & other`"
                yield "common-word", path, f"`{part.text}` alone earns the point, and stands in nearly any answer", hint


def _earns(key: RubricKey, answer: str) -> bool:
    return rubric.mark(key, answer).points[0].state == "earned"


def _short(text: str, longest: int = 60) -> str:
    return repr(text if len(text) <= longest else text[: longest - 3] + "...")
