"""The marker agrees with marks given by hand on answers that were written without sight of the rubrics."""

from __future__ import annotations

import re
from collections import defaultdict
from random import Random

import pytest
from marked import Judged, judged, marked, shipped_item, shipped_open
from report import agreement

from dlexam.marking import lexicon
from dlexam.marking.marker import mark

ANSWERS = judged()
OPEN = shipped_open()
EQUATIONS = {"derive-two-layer-backprop"}  # whose answers are equations: without the words between they say the same


def _of(*levels: str) -> list[Judged]:
    """Those that no one tuned for are judged together only, below: one by one they would be tuned for."""
    return [answer for answer in ANSWERS if answer.level in levels and not answer.untouched]


def _name(answer: Judged) -> str:
    return f"{answer.question}: {answer.text[:30]}"


def test_every_open_question_is_judged_at_six_levels_or_more() -> None:
    counts: defaultdict[str, int] = defaultdict(int)
    for answer in ANSWERS:
        counts[answer.question] += 1
    assert {question: counts[question] for question in OPEN if counts[question] < 6} == {}


@pytest.mark.parametrize("answer", _of("off-topic", "empty"), ids=_name)
def test_an_answer_on_something_else_earns_nothing(answer: Judged) -> None:
    assert marked(answer).fraction == 0.0


@pytest.mark.parametrize("answer", _of("salad"), ids=_name)
def test_no_keyword_salad_earns_more_than_a_fifth(answer: Judged) -> None:
    assert marked(answer).fraction <= 0.2


@pytest.mark.parametrize("answer", _of("negated"), ids=_name)
def test_an_answer_that_denies_every_point_earns_little(answer: Judged) -> None:
    assert marked(answer).fraction <= 0.4


@pytest.mark.parametrize("answer", _of("full"), ids=_name)
def test_a_full_answer_in_other_words_earns_most_marks(answer: Judged) -> None:
    assert marked(answer).fraction >= 0.6


def test_wrong_answers_earn_little_on_average() -> None:
    fractions = [marked(answer).fraction for answer in _of("wrong")]
    assert sum(fractions) / len(fractions) <= 0.25


def test_the_marks_are_close_to_the_hands() -> None:
    measured = agreement([answer for answer in ANSWERS if not answer.untouched])
    assert measured.rmse <= 0.13
    assert measured.kappa >= 0.9


def test_the_marks_of_answers_that_no_one_tuned_for_are_close_to_the_hands() -> None:
    measured = agreement([answer for answer in ANSWERS if answer.untouched])
    assert measured.rmse <= 0.2
    assert measured.kappa >= 0.8
    assert measured.salad <= 0.2


@pytest.mark.parametrize("question", OPEN)
def test_a_model_answer_earns_full_marks(question: str) -> None:
    item = shipped_item(question)
    marks = mark(item, item.key.answer)  # type: ignore[union-attr]
    assert marks.fraction == 1.0, [point for point in marks.points if point.state != "earned"]


@pytest.mark.parametrize("question", sorted({*OPEN} - EQUATIONS))
def test_a_model_answers_words_in_a_row_without_the_small_ones_earn_at_most_a_quarter(question: str) -> None:
    item = shipped_item(question)
    words = re.findall(r"[^\s,.;:()]+", item.key.answer)  # type: ignore[union-attr]
    assert mark(item, " ".join(word for word in words if word.lower() not in lexicon.FUNCTION)).fraction <= 0.25


def test_model_answers_with_their_words_shuffled_earn_little_on_average() -> None:
    fractions = [_shuffled(question, seed) for question in OPEN for seed in range(4)]
    assert sum(fractions) / len(fractions) <= 0.15


def _shuffled(question: str, seed: int) -> float:
    item = shipped_item(question)
    words = re.findall(r"[^\s,.;:()]+", item.key.answer)  # type: ignore[union-attr]
    Random(seed).shuffle(words)
    return mark(item, " ".join(words)).fraction


@pytest.mark.parametrize("question", OPEN)
def test_a_prompt_pasted_back_earns_nothing(question: str) -> None:
    item = shipped_item(question)
    assert mark(item, item.prompt).marks == 0.0
