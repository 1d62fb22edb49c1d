"""The quick self-test and the day-10 review hold the items that the syllabus lists, and draw and total as stated."""

from __future__ import annotations

import pytest

from dlexam import paths
from dlexam.bank.draw import draw_paper
from dlexam.bank.library import Library
from dlexam.bank.models import Code, Open
from dlexam.bank.paper import ChallengeKey, RubricKey

LIBRARY = Library.open([paths.shipped()])
QUICK = {
    "derive-two-layer-backprop", "scaled-dot-product-attention", "why-batchnorm-helps", "cnn-rnn-transformer",
    "dropout-layer",
}  # fmt: skip
DAY_10 = {
    "cnn-forward-backward", "resnet50-or-efficientnet", "small-image-dataset", "batchnorm-train-vs-inference",
    "model-not-learning", "mixed-precision", "batch-size-and-lr", "compare-architectures", "initialisation-effects",
    "cv-lifecycle",
}  # fmt: skip
CODE = {"scaled-dot-product-attention", "dropout-layer", "mixed-precision"}
EXAMS = {"quick-self-test": (QUICK, 60), "day-10": (DAY_10, 90)}


@pytest.mark.parametrize("id", sorted((QUICK | DAY_10) - CODE))
def test_what_is_asked_in_words_is_marked_by_a_rubric_of_several_points(id: str) -> None:
    question = LIBRARY.question(id)
    assert isinstance(question, Open)
    assert len(question.points) >= 3
    assert question.pitfalls
    assert question.references


@pytest.mark.parametrize("id", sorted(CODE))
def test_what_is_to_be_written_is_graded_by_the_challenge_of_its_name(id: str) -> None:
    question = LIBRARY.question(id)
    assert isinstance(question, Code)
    assert question.challenge == id


@pytest.mark.parametrize("exam", EXAMS)
def test_an_exam_asks_its_items_and_no_others_whatever_the_seed(exam: str) -> None:
    asked = EXAMS[exam][0]
    for seed in (1, 2):
        drawn = [item.id for item in draw_paper(LIBRARY.blueprint(exam), LIBRARY, seed).items]
        assert len(drawn) == len(asked)
        assert set(drawn) == asked


@pytest.mark.parametrize("exam", EXAMS)
def test_an_exam_has_the_stated_time_hundred_points_and_pass_mark(exam: str) -> None:
    blueprint = LIBRARY.blueprint(exam)
    assert blueprint.minutes == EXAMS[exam][1]
    assert blueprint.pass_mark == 70
    assert sum(item.points for item in draw_paper(blueprint, LIBRARY, 1).items) == 100


@pytest.mark.parametrize("exam", EXAMS)
def test_the_time_is_enough_for_what_is_asked(exam: str) -> None:
    blueprint = LIBRARY.blueprint(exam)
    for section in blueprint.sections:
        assert section.minutes == sum(LIBRARY.question(id).minutes for id in section.questions), section.id
    assert sum(section.minutes or 0 for section in blueprint.sections) <= blueprint.minutes


def test_the_quick_self_test_is_not_passed_by_words_or_code_alone() -> None:
    items = draw_paper(LIBRARY.blueprint("quick-self-test"), LIBRARY, 1).items
    for key in (RubricKey, ChallengeKey):
        assert sum(item.points for item in items if isinstance(item.key, key)) < 70
