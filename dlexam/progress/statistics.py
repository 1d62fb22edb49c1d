"""What sittings say about questions and exams: facility, discrimination, Cronbach's alpha. Pure.

Classical test theory; the terms are those of Crocker & Algina 1986, "Introduction to Classical and Modern Test Theory".
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from dlexam.progress.record import Past

LEAST = 5  # answers to a question, and sittings of an exam, below which nothing is said


class QuestionFigures(Struct, frozen=True, kw_only=True):
    """`facility`: the mean share of its points, 0 (nobody) to 1 (all).

    `discrimination`: the correlation, -1 to 1, of that share with the share of all other points of the same sitting;
    None where one of them never varies.
    """

    question: str
    answers: int
    facility: float
    discrimination: float | None


class ExamFigures(Struct, frozen=True, kw_only=True):
    """`alpha`: Cronbach's, over the `questions` that all the sittings share; None where that can't be told."""

    exam: str
    sittings: int
    questions: int
    alpha: float | None


def questions(sittings: Iterable[Past], least: int = LEAST) -> tuple[QuestionFigures, ...]:
    """The questions that were answered at least `least` times, by id."""
    given: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for sitting in sittings:
        total = sum(answer.share * answer.points for answer in sitting.answers)
        points = sum(answer.points for answer in sitting.answers)
        for answer in sitting.answers:
            others = points - answer.points
            rest = (total - answer.share * answer.points) / others if others else 0.0
            given[answer.question].append((answer.share, rest))
    return tuple(_question(name, pairs) for name, pairs in sorted(given.items()) if len(pairs) >= least)


def exams(sittings: Iterable[Past], least: int = LEAST) -> tuple[ExamFigures, ...]:
    """The exams that were sat at least `least` times, by id."""
    sat: defaultdict[str, list[Past]] = defaultdict(list)
    for sitting in sittings:
        sat[sitting.exam].append(sitting)
    return tuple(_exam(name, found) for name, found in sorted(sat.items()) if len(found) >= least)


def _question(name: str, pairs: Sequence[tuple[float, float]]) -> QuestionFigures:
    shares, rests = zip(*pairs, strict=True)
    return QuestionFigures(
        question=name,
        answers=len(pairs),
        facility=statistics.fmean(shares),
        discrimination=_correlation(shares, rests),
    )


def _exam(name: str, sittings: Sequence[Past]) -> ExamFigures:
    rows = [{answer.question: answer.share * answer.points for answer in sitting.answers} for sitting in sittings]
    shared = sorted(set.intersection(*(set(row) for row in rows)))
    table = [[row[question] for question in shared] for row in rows]
    return ExamFigures(exam=name, sittings=len(sittings), questions=len(shared), alpha=_alpha(table))


def _alpha(table: Sequence[Sequence[float]]) -> float | None:
    """k/(k-1) · (1 - Σ variance of each question / variance of the sums); a row is a sitting."""
    count = len(table[0])
    whole: float = statistics.pvariance([sum(row) for row in table])
    if count < 2 or whole < 1e-12:
        return None
    parts: float = sum(statistics.pvariance(column) for column in zip(*table, strict=True))
    return count / (count - 1) * (1 - parts / whole)


def _correlation(one: Sequence[float], other: Sequence[float]) -> float | None:
    if len(one) < 2 or min(statistics.pvariance(one), statistics.pvariance(other)) < 1e-12:
        return None
    return statistics.correlation(one, other)
