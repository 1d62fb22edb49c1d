"""What is wrong with the LaTeX of a text: formulas that would be shown as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dlexam.bank import freeze, templates
from dlexam.bank.expressions import ExpressionError
from dlexam.bank.models import Question, Short
from dlexam.bank.validate import Problem
from dlexam.bank.yaml_text import Path
from dlexam.latex import grammar
from dlexam.latex.fault import FormulaError
from dlexam.latex.reader import read
from dlexam.latex.spans import Span, spans
from dlexam.linting.values import texts

_COMMANDS = "|".join(sorted(map(re.escape, grammar.ARGUMENTS), key=len, reverse=True))
_VALUE_AS_ARGUMENT = re.compile(rf"(?:\\(?:{_COMMANDS})(?![A-Za-z])\s*|[\^_]|\]|\}}\}})(\{{[^{{}}]*\}})(?!\}})")


def problems(question: Question) -> Iterator[Problem]:
    """A problem for each formula that can't be read."""
    for path, text in texts(question):
        if "$" in text and _is_shown(question, path):
            yield from _in_text(question, path, text)


def faults(text: str) -> Iterator[str]:
    """What is wrong with each formula of a Markdown text, in a sentence without its full stop."""
    for span in spans(text):
        if error := _error(span):
            yield _told(span, error)


def _is_shown(question: Question, path: Path) -> bool:
    """Whether formulas are shown there: not in what is compared with an answer."""
    return not (path[0] in ("unit",) or "when" in path or (isinstance(question, Short) and path[0] == "answer"))


def _in_text(question: Question, path: Path, text: str) -> Iterator[Problem]:
    if question.draw:
        for span in spans(text):
            if found := _VALUE_AS_ARGUMENT.search(span.latex):
                hint = f"double LaTeX's braces, and leave the value its own: {{{{{found[1]}}}}}"
                yield Problem("bad-formula", path, f"in {_short(span)} the braces of {found[1]} are a value's", hint)
    for span in spans(_filled(question, text)):
        if error := _error(span):
            yield Problem("bad-formula", path, _told(span, error), error.hint)


def _filled(question: Question, text: str) -> str:
    """The text as the first seed shows it; empty where it can't be filled, which is reported elsewhere."""
    try:
        return templates.fill(text, freeze.draw_values(question, 0)) if question.draw else templates.plain(text)
    except ExpressionError:
        return ""


def _error(span: Span) -> FormulaError | None:
    if span.kind == "dollar":
        return None
    try:
        read(span.latex)
    except FormulaError as error:
        return error
    return None


def _told(span: Span, error: FormulaError) -> str:
    return f"{_short(span)} can't be read: {error.message}"


def _short(span: Span) -> str:
    dollars = "$$" if span.kind == "display" else "$"
    latex = " ".join(span.latex.split())
    return dollars + (latex if len(latex) <= 40 else latex[:39] + "…") + dollars
