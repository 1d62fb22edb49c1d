"""Text with values in it. The rule for braces:

- In a question that draws values, `{expression}` is replaced by its value, `{expression:.3f}` by its value in that
  format (as Python's: .3f, .2e, .4g, d, `,`), `{{` is `{` and `}}` is `}`.
- In a question that draws nothing, text stands as it is written, so LaTeX (`\\frac{1}{2}`), sets and code survive;
  only a pair `{{...}}` without braces inside is taken as one pair of braces, for authors who doubled them out of habit.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from dlexam.bank.expressions import ExpressionError, Value, evaluate

_FORMAT = re.compile(r"[-+ ]?0?\d{0,2}[,_]?(\.\d{1,2})?[bdeEfFgGnoxX%]?")
_WITH_FORMAT = re.compile(r"((?:'[^']*'|\"[^\"]*\"|[^:])*)(?::(.*))?", re.DOTALL)  # a colon in quotes is no format
_DOUBLED = re.compile(r"\{\{([^{}]*)\}\}")
_PART = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


def fill(template: str, values: Mapping[str, Value]) -> str:
    """The text with every `{expression}` worked out. Raises ExpressionError for a brace or expression that is wrong."""
    return _PART.sub(lambda part: _replaced(part, template, values), template)


def plain(text: str) -> str:
    """The text of a question that draws nothing."""
    return _DOUBLED.sub(r"{\1}", text) if "{{" in text else text


def expressions(template: str) -> Iterator[str]:
    """The expressions of a template, without their formats. Raises ExpressionError for a lone brace."""
    for part in _PART.finditer(template):
        if part[0] not in ("{{", "}}"):
            yield _split(part, template)[0]


def shown(value: Any) -> str:
    """A value as a person would write it: 1000000, 0.3 (not 0.30000000000000004), 1e-5."""
    if not isinstance(value, float):
        return str(value)
    rounded = float(f"{value:.12g}")
    if math.isfinite(rounded) and rounded == int(rounded) and abs(rounded) < 1e16:
        return str(int(rounded))
    text = repr(rounded)
    return re.sub(r"e([-+])0*(\d)", lambda e: "e" + e[1].replace("+", "") + e[2], text)


def _replaced(part: re.Match[str], template: str, values: Mapping[str, Value]) -> str:
    if part[0] in ("{{", "}}"):
        return part[0][0]
    expression, form = _split(part, template)
    value = evaluate(expression, values)
    if isinstance(value, tuple):
        return ", ".join(_formatted(each, form, part[0]) for each in value)
    return _formatted(value, form, part[0])


def _split(part: re.Match[str], template: str) -> tuple[str, str]:
    if part[1] is None:
        where = template[max(0, part.start() - 15) : part.end() + 15].replace("\n", " ")
        raise ExpressionError(f"A lone “{part[0]}” in the text: ...{where}...", "double it, {{ or }}, to have a brace")
    expression, form = _WITH_FORMAT.fullmatch(part[1]).groups()  # type: ignore[union-attr]
    if not expression.strip():
        raise ExpressionError(f"There is no expression in “{part[0]}”.", "double the braces, {{ }}, to have braces")
    return expression, (form or "").strip()


def _formatted(value: Any, form: str, whole: str) -> str:
    if not form:
        return shown(value)
    if not _FORMAT.fullmatch(form):
        raise ExpressionError(f"“{form}” in “{whole}” is not a number format.", "such as .3f, .2e, .4g, d or ,")
    if form[-1] == "d" and isinstance(value, float) and value.is_integer():
        value = int(value)
    try:
        return format(value, form)
    except (ValueError, TypeError):
        raise ExpressionError(f"“{whole}” can't be shown: “{form}” does not fit {value!r}.") from None
