"""What can be wrong with a question that has the right shape. Paths are relative to the question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import singledispatch

from dlexam.bank import concepts
from dlexam.bank.faults import did_you_mean
from dlexam.bank.models import Choice, Code, Match, Multi, Numeric, Order, Question, Rubric, Single
from dlexam.bank.validate import Problem
from dlexam.bank.yaml_text import Path
from dlexam.errors import DlexamError
from dlexam.linting import formulas
from dlexam.linting.values import parametric, plain
from dlexam.marking import rubric_lint

_LETTERS = 26
_ABOVE = re.compile(
    r"\b(all|none|both|neither|any)\b.{0,12}\b(above|below|these|others?|preceding)\b|^[a-d] and [a-d]\b", re.I
)
_TICK = re.compile(r"\b(all|every)\b.{0,20}\b(that|which) (apply|are)\b|\btick (all|every)\b", re.I)


def problems(question: Question, known: concepts.Concepts, challenges: set[str] | None) -> Iterator[Problem]:
    """All that is wrong with one question; `challenges`: the known ids (None: not known, nothing to check against)."""
    yield from _by_kind(question)
    yield from parametric(question) if question.draw else plain(question)
    yield from formulas.problems(question)
    yield from _proof(question)
    if isinstance(question, Rubric):
        yield from _concepts(question, known)
        yield from _recognition(question, known)
    if isinstance(question, Code) and challenges is not None and question.challenge not in challenges:
        hint = (
            did_you_mean(question.challenge, challenges) or "a challenge is a folder of challenges/ with challenge.yaml"
        )
        yield Problem("unknown-challenge", ("challenge",), f"there is no challenge “{question.challenge}”", hint)


@singledispatch
def _by_kind(question: Question) -> Iterator[Problem]:
    return iter(())


@_by_kind.register
def _(question: Choice) -> Iterator[Problem]:
    answer = [question.answer] if isinstance(question, Single) else list(getattr(question, "answer", ()))
    for index, letter in enumerate(answer):
        path: Path = ("answer",) if isinstance(question, Single) else ("answer", index)
        if letter not in question.choices:
            hint = f"the choices are {', '.join(question.choices)}"
            yield Problem("answer-not-a-choice", path, f"the answer “{letter}” is not among the choices", hint)
    yield from _letters(question)
    yield from _why(question)
    yield from _repeats(
        list(question.choices.items()), ("choices",), "duplicate-choice", "choices {} and {} read the same"
    )
    yield from _wording(question)
    if isinstance(question, Multi):
        yield from _multi(question)


def _letters(question: Choice) -> Iterator[Problem]:
    for letter in question.choices:
        if not re.fullmatch("[a-z]", letter):
            hint = "label choices a, b, c, ..."
            yield Problem(
                "choice-label", ("choices", letter), f"“{letter}” is not a letter from a to z", hint, at_key=True
            )


def _why(question: Choice) -> Iterator[Problem]:
    missing = [letter for letter in question.choices if letter not in question.why]
    if missing:
        hint = "say of every choice why it is right or wrong"
        yield Problem("missing-why", ("why",), f"“why” says nothing of {', '.join(missing)}", hint, at_key=True)
    for letter in question.why:
        if letter not in question.choices:
            message = f"“why” explains “{letter}”, which is not a choice"
            yield Problem("why-without-choice", ("why", letter), message, at_key=True)


def _wording(question: Choice) -> Iterator[Problem]:
    for letter, text in question.choices.items():
        if question.shuffle and _ABOVE.search(text) and len(text) < 40:
            hint = "choices are shuffled: say what is meant, or set shuffle: false"
            yield Problem("refers-to-order", ("choices", letter), f"“{text}” depends on the order of the choices", hint)
    if isinstance(question, Single) and _TICK.search(question.prompt):
        hint = "kind: multi has several right answers"
        yield Problem("single-or-multi", ("prompt",), "the prompt asks for all that apply, the kind is single", hint)


def _multi(question: Multi) -> Iterator[Problem]:
    yield from _repeats(list(enumerate(question.answer)), ("answer",), "duplicate-answer", "“{text}” is given twice")
    if set(question.answer) >= set(question.choices):
        hint = "ticking everything must not be right: add a wrong choice"
        yield Problem("all-right", ("answer",), "every choice is right", hint)


@_by_kind.register
def _(question: Order) -> Iterator[Problem]:
    yield from _repeats(list(enumerate(question.items)), ("items",), "duplicate-item", "items {} and {} read the same")
    yield from _too_many(len(question.items), ("items",))


@_by_kind.register
def _(question: Match) -> Iterator[Problem]:
    lefts = [(index, pair[0]) for index, pair in enumerate(question.pairs)]
    yield from _repeats(lefts, ("pairs",), "duplicate-left", "pairs {} and {} have the same left-hand side")
    rights = {pair[1].strip() for pair in question.pairs}
    for index, extra in enumerate(question.extra):
        if extra.strip() in rights:
            message = f"extra[{index + 1}] is the right-hand side of a pair"
            yield Problem("extra-matches", ("extra", index), message, "an extra matches nothing")
    yield from _repeats(
        list(enumerate(question.extra)), ("extra",), "duplicate-extra", "extras {} and {} read the same"
    )
    yield from _too_many(len(rights) + len(question.extra), ("pairs",))
    if len(rights) + len(question.extra) < 2:
        yield Problem("nothing-to-match", ("pairs",), "all pairs have the same right-hand side")


@_by_kind.register
def _(question: Numeric) -> Iterator[Problem]:
    if isinstance(question.answer, str) and question.answer.rstrip().endswith("%"):
        yield Problem("bad-expression", ("answer",), "an answer in per cent", 'write the number, and unit: "%"')


@_by_kind.register
def _(question: Rubric) -> Iterator[Problem]:
    ids = [(index, point.id) for index, point in enumerate(question.points)]
    yield from _repeats(ids, ("points",), "duplicate-point", "points {} and {} have the same id")
    known = [point.id for point in question.points]
    for index, pitfall in enumerate(question.pitfalls):
        if pitfall.denies is not None and pitfall.denies not in known:
            hint = did_you_mean(pitfall.denies, known) or f"the points are {', '.join(known)}"
            yield Problem("unknown-point", ("pitfalls", index, "denies"), f"there is no point “{pitfall.denies}”", hint)
    total = sum(point.marks for point in question.points)
    if question.full is not None and question.full > total:
        yield Problem(
            "full-too-high", ("full",), f"a complete answer needs {question.full:g}, all points give {total:g}"
        )
    if question.full is None and all(point.optional for point in question.points):
        yield Problem("all-optional", ("points",), "every point is optional", "say how many marks are full: full: ...")


def _too_many(count: int, path: Path) -> Iterator[Problem]:
    if count > _LETTERS:
        yield Problem("too-many", path, f"{count} parts, and only {_LETTERS} letters")


def _repeats(parts: Sequence[tuple[str | int, str]], path: Path, code: str, message: str) -> Iterator[Problem]:
    """A problem for each part that reads like an earlier one. Positions in messages count from 1."""
    first: dict[str, str | int] = {}
    for place, text in parts:
        seen = first.setdefault(" ".join(text.split()), place)
        if seen != place:
            one, two = (each + 1 if isinstance(each, int) else each for each in (seen, place))
            yield Problem(code, (*path, place), message.format(one, two, text=text))


def _proof(question: Question) -> Iterator[Problem]:
    if question.proof is None:
        return
    try:
        compile(question.proof, "proof", "exec")
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        yield Problem(
            "bad-proof", ("proof",), f"the proof is not Python: {error.args[0]}{f' (its line {line})' if line else ''}"
        )


def _concepts(question: Rubric, known: concepts.Concepts) -> Iterator[Problem]:
    for path, pattern in _patterns(question):
        try:
            concepts.inline(pattern, known)
        except DlexamError as error:
            yield Problem("unknown-concept", path, error.message.rstrip("."), error.hint)


def _patterns(question: Rubric) -> Iterator[tuple[Path, str]]:
    parts = [*(("points", n, p.when) for n, p in enumerate(question.points))]
    parts += [*(("pitfalls", n, p.when) for n, p in enumerate(question.pitfalls))]
    yield from (((name, n, "when", k), text) for name, n, when in parts for k, text in enumerate(when))


def _recognition(question: Rubric, known: concepts.Concepts) -> Iterator[Problem]:
    """What only the marker can tell: whether the model answer earns its own points, and the like."""
    for code, path, message, hint in rubric_lint.check(question, {name: list(each) for name, each in known.items()}):
        yield Problem(code, tuple(path), message, hint)
