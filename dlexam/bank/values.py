"""Drawing the values of a parametric question: the same seed and question give the same values, on any machine.

A domain is a list to pick from, a range `a..b` or `a..b step c` (both ends belong to it; the ends may be formulas over
earlier values), or a formula over earlier values (a number is the simplest formula). `where` rejects draws.
"""

from __future__ import annotations

import hashlib
import keyword
import math
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from dlexam.bank import expressions
from dlexam.bank.expressions import ExpressionError, Value
from dlexam.bank.models import Question, Scalar

TRIES = 2000  # draws before `where` counts as never met
MAX_RANGE = 10**9  # numbers in a range
_RANGE = re.compile(r"^(?P<low>.+?)\.\.(?P<high>.+?)(?:\s+step\s+(?P<step>.+))?$", re.DOTALL)

T = TypeVar("T")


def generator(*parts: object) -> random.Random:
    """A random generator seeded by `parts`. Only its `random()` is used: Python keeps that one stable for ever."""
    digest = hashlib.blake2b("\x1f".join(map(str, parts)).encode(), digest_size=8).digest()
    return random.Random(int.from_bytes(digest, "big"))


def below(source: random.Random, count: int) -> int:
    """A whole number in [0, count)."""
    return min(int(source.random() * count), count - 1)


def shuffled(source: random.Random, things: Sequence[T]) -> list[T]:
    """A new list in random order (Fisher-Yates)."""
    mixed = list(things)
    for last in range(len(mixed) - 1, 0, -1):
        other = below(source, last + 1)
        mixed[last], mixed[other] = mixed[other], mixed[last]
    return mixed


def draw(question: Question, source: random.Random, fits: Callable[[dict[str, Value]], bool]) -> dict[str, Value]:
    """Values for `question` that meet its `where` and `fits`. Raises ExpressionError if none are found."""
    for values in attempts(question, source):
        if fits(values):
            return values
    raise ExpressionError(
        f"Question “{question.id}”: {TRIES} draws, and none meets `where` with choices that differ.",
        "widen the domains of `draw`, or loosen `where`",
    )


def attempts(question: Question, source: random.Random) -> Iterator[dict[str, Value]]:
    """Draws that meet `where`, out of `TRIES`."""
    for _ in range(TRIES if question.draw else 1):
        values = draw_once(question, source)
        if meets_where(question, values):
            yield values


def draw_once(question: Question, source: random.Random) -> dict[str, Value]:
    """One draw, whatever `where` says."""
    values: dict[str, Value] = {}
    for name, domain in question.draw.items():
        values[name] = pick(domain, values, source)
    return values


def meets_where(question: Question, values: Mapping[str, Value]) -> bool:
    """Whether a draw may be used."""
    return question.where is None or bool(expressions.evaluate(question.where, values))


def pick(domain: Scalar | list[Scalar], values: Mapping[str, Value], source: random.Random) -> Value:
    """One value of a domain."""
    if isinstance(domain, list):
        return domain[below(source, len(domain))]
    if not isinstance(domain, str):
        return domain
    if limits := _RANGE.match(domain):
        return _from_range(limits, values, source)
    value = expressions.evaluate(domain, values)
    if isinstance(value, tuple | bool):
        raise ExpressionError(f"The expression “{domain}” is {value!r}: draw numbers or words.")
    return tidy(value)


def domain_expressions(domain: Scalar | list[Scalar]) -> list[str]:
    """The expressions in a domain."""
    if not isinstance(domain, str):
        return []
    limits = _RANGE.match(domain)
    return [part for part in limits.groups() if part] if limits else [domain]


def name_fault(name: str) -> str | None:
    """Why a drawn value can't have this name, or None."""
    if not name.isidentifier() or not name.isascii():
        return f"“{name}” is not a name: use letters, digits and _"
    if keyword.iskeyword(name) or name in expressions.FUNCTIONS or name in expressions.CONSTANTS or name == "answer":
        return f"“{name}” has a meaning of its own in expressions and proofs"
    return None


def tidy(value: Value) -> Value:
    """0.30000000000000004 -> 0.3: what floating point adds beyond 12 digits is no part of a question."""
    return float(f"{value:.12g}") if isinstance(value, float) and not value.is_integer() else value


def _from_range(limits: re.Match[str], values: Mapping[str, Value], source: random.Random) -> Value:
    low, high = (expressions.number(limits[part], values) for part in ("low", "high"))
    step = expressions.number(limits["step"], values) if limits["step"] else 1
    if not limits["step"] and not (isinstance(low, int) and isinstance(high, int)):
        raise ExpressionError(f"The range “{limits[0]}” has no step.", f"such as {limits[0]} step 0.1")
    if step <= 0 or high < low:
        raise ExpressionError(f"The range “{limits[0]}” is empty: {low} to {high} in steps of {step}.")
    count = math.floor((high - low) / step + 1e-9) + 1
    if count > MAX_RANGE:
        raise ExpressionError(f"The range “{limits[0]}” holds more than {MAX_RANGE} numbers.")
    return tidy(low + step * below(source, count))
