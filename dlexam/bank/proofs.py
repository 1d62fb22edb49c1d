"""Proofs: a few lines of Python that a question carries, run with its drawn values and its `answer` bound.

Bank authors are trusted: a proof runs in this process, and only tests run it. What it imports (torch, numpy) is its
own matter; this module imports neither.
"""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from typing import Any

from dlexam.bank.freeze import draw_values, formula
from dlexam.bank.models import Choice, Match, Numeric, Order, Question, Rubric, Short
from dlexam.bank.templates import fill, plain
from dlexam.errors import DlexamError

SEEDS = (0, 1, 2, 3, 4)


class ProofError(DlexamError):
    """A proof does not hold: the question, the values, the line and what it said."""


def prove(question: Question, seeds: Sequence[int] = SEEDS) -> int:
    """Run the question's proof under each seed (once, if it draws nothing); the number of runs, 0 without a proof.

    Raises ProofError where it fails.
    """
    if question.proof is None:
        return 0
    code = compile(question.proof, f"<proof of {question.id}>", "exec")
    runs = 0
    for seed in seeds if question.draw else seeds[:1]:
        names = bindings(question, seed)
        try:
            exec(code, {"__name__": "proof", **names})  # trusted: see above
        except Exception as error:
            raise ProofError(_told(question, names, error)) from error
        runs += 1
    return runs


def bindings(question: Question, seed: int) -> dict[str, Any]:
    """What a proof may name: the drawn values, `answer`, and `choices` (letter -> text as filled in).

    `answer` is as the file has it: the letter or letters as written there, the accepted wordings, the items in order,
    the pairs, the model answer; of a numeric question the number that its formula gives.
    """
    values = draw_values(question, seed)
    names: dict[str, Any] = {**values, "answer": _answer(question, values)}
    if isinstance(question, Choice):
        names["choices"] = {letter: _filled(question, values, text) for letter, text in question.choices.items()}
    return names


def _answer(question: Question, values: dict[str, Any]) -> Any:
    if isinstance(question, Numeric):
        return formula(question.answer, values)
    if isinstance(question, Choice):
        return question.answer  # type: ignore[attr-defined]
    if isinstance(question, Short | Order):
        written = question.answer if isinstance(question, Short) else question.items
        return [_filled(question, values, each) for each in written]
    if isinstance(question, Match):
        return [(_filled(question, values, left), _filled(question, values, right)) for left, right in question.pairs]
    return _filled(question, values, question.answer) if isinstance(question, Rubric) else None


def _filled(question: Question, values: dict[str, Any], text: str) -> str:
    return fill(text, values) if question.draw else plain(text)


def _told(question: Question, names: dict[str, Any], error: Exception) -> str:
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith("<proof")]
    source = (question.proof or "").splitlines()
    line = lines[0] if lines and lines[0] else 1
    stated = source[line - 1].strip() if line <= len(source) else ""
    bound = ", ".join(f"{name} = {names[name]!r}" for name in (*question.draw, "answer"))
    said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return f"The proof of “{question.id}” fails in its line {line}, “{stated}”, with {bound}: {said}"
