"""A question becomes an item of a paper: values drawn, text filled, parts shuffled and lettered, the key worked out.

Deterministic: the same question and seed give the same item, whatever else is in the paper.
"""

from __future__ import annotations

import math
import random
import re
import string
from collections.abc import Callable, Mapping, Sequence
from functools import singledispatch
from typing import Any, NamedTuple

from dlexam.bank import expressions, templates, values
from dlexam.bank.concepts import Concepts, inline
from dlexam.bank.expressions import ExpressionError, Value
from dlexam.bank.models import Choice, Code, Match, Numeric, Order, Question, Rubric, Scalar, Short, Single
from dlexam.bank.paper import (
    ChallengeKey,
    Criterion,
    Item,
    Key,
    LettersKey,
    NumberKey,
    Option,
    RubricKey,
    TextKey,
    Trap,
)
from dlexam.errors import DlexamError
from dlexam.latex.spans import spans

LETTERS = string.ascii_lowercase


class _Freezing(NamedTuple):
    """What freezing one question needs throughout."""

    values: Mapping[str, Value]
    text: Callable[[str], str]
    source: random.Random
    concepts: Concepts


class _Parts(NamedTuple):
    """What depends on the kind of question. `letters`: written letter -> displayed letter."""

    key: Key
    options: tuple[Option, ...] = ()
    rows: tuple[str, ...] = ()
    letters: Mapping[str, str] = {}


def freeze(
    question: Question, seed: int, number: int = 1, points: float = 1.0, *, concepts: Concepts | None = None
) -> Item:
    """The item that `question` is under `seed`. Raises DlexamError, naming the question, where it can't be made.

    `concepts` are needed only for a question that does not come from a `Library` (which inlines them).
    """
    try:
        return _frozen(question, seed, number, points, concepts or {})
    except DlexamError as error:
        named = f"Question “{question.id}”:"
        if error.message.startswith(named):
            raise
        raise DlexamError(f"{named} {error.message}", error.hint) from None


def draw_values(question: Question, seed: int) -> dict[str, Value]:
    """The values that `freeze` draws under `seed`: they meet `where`, and no two choices read the same."""
    return values.draw(question, values.generator(seed, question.id, "values"), lambda drawn: distinct(question, drawn))


def distinct(question: Question, drawn: Mapping[str, Value]) -> bool:
    """Whether the parts that a learner tells apart (choices, items, left-hand sides) all read differently."""
    if not drawn:
        return True
    texts = [templates.fill(text, drawn).strip() for text in told_apart(question)]
    return len(set(texts)) == len(texts)


def told_apart(question: Question) -> list[str]:
    """The parts of a question that must differ from each other, as written."""
    if isinstance(question, Choice):
        return list(question.choices.values())
    if isinstance(question, Order):
        return list(question.items)
    return [pair[0] for pair in question.pairs] if isinstance(question, Match) else []


def formula(value: Scalar, drawn: Mapping[str, Value]) -> int | float:
    """The number that an `answer` or `tolerance` stands for. Raises ExpressionError if it is not a finite number."""
    if isinstance(value, str):
        return expressions.number(value, drawn)
    if not math.isfinite(value):
        raise ExpressionError(f"{value} is not a finite number.")
    return value


def tolerance_of(written: Scalar, value: float, drawn: Mapping[str, Value]) -> float:
    """The absolute tolerance; "1%" is relative to the answer. A fraction has at least room for rounding noise."""
    if isinstance(written, str) and written.rstrip().endswith("%"):
        tolerance = abs(value) * formula(written.rstrip()[:-1], drawn) / 100
    else:
        tolerance = float(formula(written, drawn))
    if tolerance < 0:
        raise ExpressionError(f"The tolerance “{written}” is negative.")
    return tolerance if value.is_integer() else max(tolerance, abs(value) * 1e-12)


def _frozen(question: Question, seed: int, number: int, points: float, concepts: Concepts) -> Item:
    drawn = draw_values(question, seed)
    text = (lambda written: templates.fill(written, drawn)) if question.draw else templates.plain
    source = values.generator(seed, question.id, "order")
    parts = _parts(question, _Freezing(drawn, text, source, concepts))
    return Item(
        number=number,
        id=question.id,
        kind=str(question.__struct_config__.tag),
        topic=question.topic,
        level=question.level,
        minutes=question.minutes,
        points=points,
        source=tuple(question.source),
        references=tuple(question.references),
        prompt=text(question.prompt).strip(),
        explain=relettered(text(question.explain).strip(), parts.letters),
        key=parts.key,
        options=parts.options,
        rows=parts.rows,
        values=drawn,
    )


@singledispatch
def _parts(question: Question, f: _Freezing) -> _Parts:
    raise TypeError(f"no way to freeze a {type(question).__name__}")


@_parts.register
def _(question: Choice, f: _Freezing) -> _Parts:
    written = list(question.choices)
    order = values.shuffled(f.source, written) if question.shuffle else written
    letters = dict(zip(order, _labels(order), strict=True))
    answer = [question.answer] if isinstance(question, Single) else list(question.answer)  # type: ignore[attr-defined]
    for letter in answer:
        if letter not in letters:
            raise DlexamError(f"The answer “{letter}” is not one of the choices {', '.join(written)}.")
    why = {
        letters[each]: relettered(_VERDICT.sub("", f.text(said).strip()), letters)
        for each, said in question.why.items()
        if each in letters
    }
    key = LettersKey(letters=tuple(sorted(letters[each] for each in answer)), why=dict(sorted(why.items())))
    return _Parts(
        key, tuple(Option(letters[each], f.text(question.choices[each]).strip()) for each in order), (), letters
    )


@_parts.register
def _(question: Numeric, f: _Freezing) -> _Parts:
    value = float(values.tidy(float(formula(question.answer, f.values))))
    tolerance = tolerance_of(question.tolerance, value, f.values)
    return _Parts(NumberKey(value=value, tolerance=tolerance, unit=f.text(question.unit) if question.unit else None))


@_parts.register
def _(question: Short, f: _Freezing) -> _Parts:
    return _Parts(TextKey(accepted=tuple(f.text(each).strip() for each in question.answer)))


@_parts.register
def _(question: Order, f: _Freezing) -> _Parts:
    right = list(range(len(question.items)))
    shown = values.shuffled(f.source, right)
    if shown == right:  # the answer must not lie on the table
        shown = shown[1:] + shown[:1]
    options = _options([f.text(question.items[index]) for index in shown])
    return _Parts(LettersKey(letters=tuple(options[shown.index(index)].label for index in right)), options)


@_parts.register
def _(question: Match, f: _Freezing) -> _Parts:
    pairs = [(f.text(left).strip(), f.text(right).strip()) for left, right in values.shuffled(f.source, question.pairs)]
    rights = list(dict.fromkeys([right for _, right in pairs] + [f.text(each).strip() for each in question.extra]))
    options = _options(values.shuffled(f.source, rights))
    label = {option.text: option.label for option in options}
    key = LettersKey(letters=tuple(label[right] for _, right in pairs))
    return _Parts(key, options, tuple(left for left, _ in pairs))


@_parts.register
def _(question: Rubric, f: _Freezing) -> _Parts:
    points = tuple(
        Criterion(id=p.id, says=f.text(p.says).strip(), when=_patterns(p.when, f), marks=p.marks, optional=p.optional)
        for p in question.points
    )
    pitfalls = tuple(
        Trap(says=f.text(p.says).strip(), when=_patterns(p.when, f), because=f.text(p.because).strip(), denies=p.denies)
        for p in question.pitfalls
    )
    full = question.full or sum(p.marks for p in question.points if not p.optional) or question.points[0].marks
    answer = f.text(question.answer).strip()
    return _Parts(RubricKey(points=points, pitfalls=pitfalls, full=full, answer=answer, terse=question.terse))


@_parts.register
def _(question: Code, f: _Freezing) -> _Parts:
    return _Parts(ChallengeKey(challenge=question.challenge))


def _patterns(written: Sequence[str], f: _Freezing) -> tuple[str, ...]:
    return tuple(inline(f.text(each) if f.values else each, f.concepts) for each in written)


def _options(texts: Sequence[str]) -> tuple[Option, ...]:
    return tuple(Option(label, text.strip()) for label, text in zip(_labels(texts), texts, strict=True))


def _labels(things: Sequence[Any]) -> str:
    if len(things) > len(LETTERS):
        raise DlexamError(f"There are {len(things)} choices, and only {len(LETTERS)} letters.")
    return LETTERS[: len(things)]


_VERDICT = re.compile(r"^(Right|Wrong)\.\s*")  # before a reason: those who show it say so themselves
_LETTER_LIST = r"[a-z](?:(?:, (?:and |or )?| and | or |/)[a-z])*"
_MENTION = re.compile(
    rf"(?<!\w)\((?P<one>[a-z])\)|\b(?P<word>[Cc]hoices?|[Oo]ptions?) (?P<list>{_LETTER_LIST})(?![\w'’])"
)
_ARTICLE = re.compile(r" [a-z]")  # "the choice a designer makes" does not mention a letter


def relettered(text: str, letters: Mapping[str, str]) -> str:
    """`(b)`, "choice b", "options a and c" as displayed after the shuffle. `f(a)` is no mention, nor is a formula's."""

    def replaced(found: re.Match[str]) -> str:
        if found["one"]:
            return f"({letters.get(found['one'], found['one'])})"
        if found["list"] == "a" and _ARTICLE.match(text, found.end()) and not _verb(text[found.end() :]):
            return found[0]
        moved = re.sub(r"\b[a-z]\b", lambda letter: letters.get(letter[0], letter[0]), found["list"])
        return f"{found['word']} {moved}"

    if not letters:
        return text
    parts, at = [], 0
    for span in spans(text):
        parts += [_MENTION.sub(replaced, text[at : span.start]), text[span.start : span.end]]
        at = span.end
    return "".join([*parts, _MENTION.sub(replaced, text[at:])])


def _verb(rest: str) -> bool:
    return re.match(r" (is|was|has|would|does|gives|says|holds|ignores|confuses|describes|forgets)\b", rest) is not None
