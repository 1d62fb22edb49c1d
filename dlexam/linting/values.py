"""What can be wrong with the values, formulas and braces of a question. Paths are relative to the question."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dlexam.bank import expressions, freeze, templates, values
from dlexam.bank.expressions import ExpressionError, Value
from dlexam.bank.faults import did_you_mean
from dlexam.bank.models import Choice, Match, Numeric, Order, Question, Rubric, Short
from dlexam.bank.validate import Problem
from dlexam.bank.yaml_text import Path
from dlexam.latex.spans import spans

SEEDS = 25  # draws that are tried in full
_ENOUGH = 50  # draws that meet `where` show how often it is met
_RARE = 0.01  # of the draws must meet `where`, or a seed without values is bound to come
_NAME_IN_BRACES = re.compile(r"(?<![\w\\}^_{$])\{([a-z_][a-z0-9_]{0,15})\}(?!\})")


def parametric(question: Question) -> Iterator[Problem]:
    """Problems of a question that draws values: by reading it first; by drawing, if that finds nothing."""
    found = [*_names(question), *_formulas(question), *_unused(question)]
    yield from found or _drawn(question)


def plain(question: Question) -> Iterator[Problem]:
    """Problems of a question that draws nothing."""
    if question.where is not None:
        yield Problem("where-without-draw", ("where",), "there is a “where”, but nothing is drawn", at_key=True)
    for path, text in texts(question):
        if found := _NAME_IN_BRACES.search(_without_formulas(text)):
            hint = f"declare {found[1]} in “draw”, or double the braces: {{{{{found[1]}}}}}"
            yield Problem("unfilled-braces", path, f"“{found[0]}” is shown as it is: nothing is drawn here", hint)
    if isinstance(question, Numeric):
        yield from _answer(question, {})


def _without_formulas(text: str) -> str:
    """The text with its formulas blanked: their braces are LaTeX's."""
    for span in spans(text):
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text


def texts(question: Question) -> Iterator[tuple[Path, str]]:
    """Every text that is filled when a question is frozen, with its path."""
    yield ("prompt",), question.prompt
    yield ("explain",), question.explain
    if isinstance(question, Choice):
        yield from ((("choices", letter), text) for letter, text in question.choices.items())
        yield from ((("why", letter), text) for letter, text in question.why.items())
    elif isinstance(question, Short | Order):
        name = "answer" if isinstance(question, Short) else "items"
        yield from (((name, index), text) for index, text in enumerate(getattr(question, name)))
    elif isinstance(question, Match):
        yield from (
            (("pairs", n, side), text) for n, pair in enumerate(question.pairs) for side, text in enumerate(pair)
        )
        yield from ((("extra", index), text) for index, text in enumerate(question.extra))
    elif isinstance(question, Rubric):
        yield from _rubric_texts(question)
    elif isinstance(question, Numeric) and question.unit:
        yield ("unit",), question.unit


def _rubric_texts(question: Rubric) -> Iterator[tuple[Path, str]]:
    yield ("answer",), question.answer
    for index, point in enumerate(question.points):
        yield ("points", index, "says"), point.says
    for index, pitfall in enumerate(question.pitfalls):
        yield ("pitfalls", index, "says"), pitfall.says
        yield ("pitfalls", index, "because"), pitfall.because
    if question.draw:  # patterns are filled too, so braces mean the same in them
        parts = [*(("points", n, p.when) for n, p in enumerate(question.points))]
        parts += [*(("pitfalls", n, p.when) for n, p in enumerate(question.pitfalls))]
        yield from (((name, n, "when", k), text) for name, n, when in parts for k, text in enumerate(when))


# By reading.


def _names(question: Question) -> Iterator[Problem]:
    for name in question.draw:
        if why := values.name_fault(name):
            yield Problem("bad-name", ("draw", name), why, at_key=True)


def _formulas(question: Question) -> Iterator[Problem]:
    earlier: list[str] = []
    for name, domain in question.draw.items():
        yield from _undefined(lambda d=domain: values.domain_expressions(d), ("draw", name), earlier)  # type: ignore[misc]
        earlier.append(name)
    for path, text in _scalars(question):
        yield from _undefined(lambda t=text: [t], path, earlier)  # type: ignore[misc]
    for path, text in texts(question):
        yield from _undefined(lambda t=text: templates.expressions(t), path, earlier)  # type: ignore[misc]


def _scalars(question: Question) -> Iterator[tuple[Path, str]]:
    if question.where is not None:
        yield ("where",), question.where
    if isinstance(question, Numeric):
        if isinstance(question.answer, str):
            yield ("answer",), question.answer
        if isinstance(question.tolerance, str):
            yield ("tolerance",), question.tolerance.rstrip().removesuffix("%")


def _undefined(found: Callable[[], Any], path: Path, known: list[str]) -> Iterator[Problem]:
    try:
        for name in sorted({name for text in found() for name in expressions.names(text)} - set(known)):
            hint = did_you_mean(name, known) or (f"drawn before: {', '.join(known)}" if known else None)
            yield Problem("undefined-name", path, f"“{name}” is not defined here", hint)
    except ExpressionError as error:
        yield _expression_problem(path, error)


def _unused(question: Question) -> Iterator[Problem]:
    used: set[str] = set()
    try:
        for domain in question.draw.values():
            used.update(name for text in values.domain_expressions(domain) for name in expressions.names(text))
        for _, text in _scalars(question):
            used |= expressions.names(text)
        for _, text in texts(question):
            used.update(name for each in templates.expressions(text) for name in expressions.names(each))
    except ExpressionError:
        return  # reported where it stands
    used |= set(re.findall(r"\w+", question.proof or ""))
    for name in question.draw:
        if name not in used:
            yield Problem("unused-name", ("draw", name), f"“{name}” is drawn, but never used", at_key=True)


# By drawing.


def _drawn(question: Question) -> Iterator[Problem]:
    yield from _where(question)
    for seed in range(SEEDS):
        try:
            drawn = freeze.draw_values(question, seed)
        except ExpressionError:
            return  # reported by _where
        found = [*_filled(question, drawn), *(_answer(question, drawn) if isinstance(question, Numeric) else ())]
        if found:
            yield from found
            return


def _where(question: Question) -> Iterator[Problem]:
    try:
        met, tries = _sample(question)
    except ExpressionError as error:
        yield _expression_problem(("where",) if question.where else ("draw",), error)
        return
    if not met:
        yield Problem("where-never-met", ("where",), f"{tries} draws, and none meets it", "widen “draw”")
    elif len(met) < _RARE * tries:
        message = f"only {len(met)} of {tries} draws meet it"
        yield Problem("where-rarely-met", ("where",), message, "narrow “draw”, or derive one value from the others")
    else:
        yield from _coinciding(question, met)


def _sample(question: Question) -> tuple[list[dict[str, Value]], int]:
    """Draws that meet `where`, up to a few dozen, and how many draws that took."""
    source = values.generator("lint", question.id)
    met: list[dict[str, Value]] = []
    for tries in range(1, values.TRIES + 1):
        drawn = values.draw_once(question, source)
        met += [drawn] if values.meets_where(question, drawn) else []
        if len(met) == _ENOUGH:
            return met, tries
    return met, values.TRIES


def _coinciding(question: Question, met: list[dict[str, Value]]) -> Iterator[Problem]:
    """A few of the draws may make two parts read the same: freezing draws anew. Nearly all may not."""
    if not freeze.told_apart(question):
        return
    try:
        apart = sum(freeze.distinct(question, drawn) for drawn in met)
    except ExpressionError:
        return  # reported where it stands
    if apart < 0.1 * len(met):
        name = next(name for name in ("choices", "items", "pairs") if hasattr(question, name))
        yield Problem("parts-coincide", (name,), "for nearly all values, two of them read the same", "change a formula")


def _filled(question: Question, drawn: Mapping[str, Value]) -> Iterator[Problem]:
    for path, text in texts(question):
        try:
            templates.fill(text, drawn)
        except ExpressionError as error:
            yield _expression_problem(path, error, drawn)


def _answer(question: Numeric, drawn: Mapping[str, Value]) -> Iterator[Problem]:
    """The answer is a finite number that a learner can hit."""
    try:
        value = float(values.tidy(float(freeze.formula(question.answer, drawn))))
    except (ExpressionError, OverflowError) as error:
        yield _expression_problem(("answer",), error, drawn)
        return
    try:
        tolerance = freeze.tolerance_of(question.tolerance, value, drawn)
    except ExpressionError as error:
        yield _expression_problem(("tolerance",), error, drawn)
        return
    if tolerance < 1e-9 * abs(value) and float(f"{value:.7g}") != value and not value.is_integer():
        message = f"the answer {templates.shown(value)}{_with(drawn)} can't be typed exactly, and nothing is tolerated"
        yield Problem("needs-tolerance", ("answer",), message, 'such as tolerance: 0.001 or tolerance: "1%"')


def _expression_problem(path: Path, error: Exception, drawn: Mapping[str, Value] | None = None) -> Problem:
    message = getattr(error, "message", "too large a number").rstrip(".")
    return Problem("bad-expression", path, message + _with(drawn or {}), getattr(error, "hint", None))


def _with(drawn: Mapping[str, Value]) -> str:
    return f" (with {', '.join(f'{name} = {value}' for name, value in drawn.items())})" if drawn else ""
