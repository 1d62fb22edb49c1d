"""Formulas and small words as learners write them: what is an equation, a sum, a transpose, a verb or a denial."""

from __future__ import annotations

import pytest
from marked import rubric, state

from dlexam.marking.marker import mark


def test_an_equation_of_the_prompts_own_symbols_is_no_echo_of_it() -> None:
    question = rubric(
        '"p = softmax(z2)"', prompt="Let z2 be the logits, x the input and p the softmax of z2. Derive it."
    )
    assert mark(question, "Let p = softmax(z2), z2 the logits.").points[0].state == "earned"
    assert mark(question, "Let p be the softmax of the logits z2.").because == "The answer only repeats the question."


def test_a_sum_sign_is_a_sum_and_no_sigmoid() -> None:
    assert state("sum & dz2", "db2 = Σ dz2, over the rows.") == "earned"
    assert state("sigmoid & dz2", "db2 = Σ dz2, over the rows.") == "missing"


def test_a_transposed_matrix_is_no_power_of_the_article_before_it() -> None:
    assert state("transpos* w2 | w2^t", "It is multiplied by W2 transposed.") == "earned"
    assert state("the^t", "It is multiplied by the transposed W2.") == "missing"
    assert state('"^t"', "It is multiplied by the transposed W2.") == "missing"


@pytest.mark.parametrize(
    "answer",
    [
        "Augmentation is unnecessary.",
        "Augmentation is useless here.",
        "Augmentation is not useful.",
        "It is not relevant.",
    ],
)
def test_what_is_called_needless_is_denied(answer: str) -> None:
    assert state("augment* | it", answer) == "contradicted"


def test_a_denial_does_not_reach_back_over_a_statement_of_its_own() -> None:
    assert state("same & data", "The data need not be the same, seeds do not matter.") == "contradicted"
    assert state("gradients & sent", "The gradients are sent, the data and the labels are not needed.") == "earned"


@pytest.mark.parametrize("answer", ["It lowers the curvature of the loss.", "First we gather and annotate images."])
def test_a_verb_that_looks_like_a_noun_makes_a_sentence(answer: str) -> None:
    assert state("curvature | images", answer) == "earned"


def test_what_is_easy_eases_nothing() -> None:
    assert state("not(rnn & parallel*)", "An RNN is easy to parallelise.") == "missing"
