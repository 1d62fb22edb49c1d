"""Facility, discrimination and alpha are those of the textbook; where they can't be told, nothing is told."""

from __future__ import annotations

import numpy as np
import pytest

from dlexam.progress import statistics
from dlexam.progress.record import Answered, Past

SHARES = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0], [1, 1, 0.5], [0, 1, 0]])  # a row is a sitting
POINTS = np.array([1.0, 2.0, 4.0])


def sittings(shares: np.ndarray = SHARES, exam: str = "trial") -> list[Past]:
    return [
        Past(
            session=str(number), exam=exam, wall=float(number),
            answers=tuple(
                Answered(question=f"q{place}", topic="t", points=POINTS[place], share=share, provisional=False,
                         challenge=None)
                for place, share in enumerate(row)
            ),
        )
        for number, row in enumerate(shares.tolist())
    ]  # fmt: skip


def test_facility_is_the_mean_share_of_the_points():
    found = statistics.questions(sittings())
    assert [each.question for each in found] == ["q0", "q1", "q2"]
    assert [each.facility for each in found] == pytest.approx(SHARES.mean(axis=0).tolist())
    assert {each.answers for each in found} == {6}


def test_discrimination_is_the_correlation_with_the_rest_of_the_sitting():
    earned = SHARES * POINTS
    rest = [(earned.sum(axis=1) - earned[:, k]) / (POINTS.sum() - POINTS[k]) for k in range(3)]
    expected = [np.corrcoef(SHARES[:, k], rest[k])[0, 1] for k in range(3)]
    assert [each.discrimination for each in statistics.questions(sittings())] == pytest.approx(expected)


def test_alpha_is_cronbachs():
    earned = SHARES * POINTS
    expected = 3 / 2 * (1 - earned.var(axis=0, ddof=1).sum() / earned.sum(axis=1).var(ddof=1))
    (exam,) = statistics.exams(sittings())
    assert exam.alpha == pytest.approx(expected)
    assert (exam.sittings, exam.questions) == (6, 3)


def test_alpha_is_over_the_questions_that_all_sittings_share():
    drawn = sittings(SHARES[:5]) + sittings(SHARES[5:, :2])
    (exam,) = statistics.exams(drawn)
    earned = (SHARES * POINTS)[:, :2]
    expected = 2 * (1 - earned.var(axis=0).sum() / earned.sum(axis=1).var())
    assert (exam.questions, exam.alpha) == (2, pytest.approx(expected))


def test_too_few_answers_say_nothing():
    assert statistics.questions(sittings(SHARES[:4])) == ()
    assert statistics.exams(sittings(SHARES[:4])) == ()
    assert len(statistics.questions(sittings(SHARES[:4]), least=4)) == 3


def test_what_never_varies_has_no_discrimination_and_no_alpha():
    same = np.ones((6, 3))
    assert {each.discrimination for each in statistics.questions(sittings(same))} == {None}
    assert statistics.exams(sittings(same))[0].alpha is None
    assert statistics.exams(sittings(SHARES[:, :1]))[0].alpha is None
    assert statistics.questions(sittings(SHARES[:, :1]))[0].discrimination is None
