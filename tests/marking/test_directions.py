"""An answer that turns round what a point says does not earn it, though all of the pattern's words are there."""

from __future__ import annotations

import pytest
from marked import item, state

from dlexam.bank.paper import Criterion, RubricKey
from dlexam.marking import opposites
from dlexam.marking.marker import mark


def said(says: str, pattern: str, answer: str) -> str:
    """The state of a point that says this, for an answer."""
    point = Criterion(id="p", says=says, when=(pattern,), marks=1.0)
    return mark(item("open", RubricKey(points=(point,), pitfalls=(), full=1.0, answer="-")), answer).points[0].state


@pytest.mark.parametrize(
    ("says", "pattern", "turned", "right"),
    [
        (
            "The gradients are small.",
            "gradients & softmax",
            "With a second softmax the gradients get larger.",
            "With a second softmax the gradients get smaller.",
        ),
        (
            "The noise of the gradient decreases.",
            "noise & gradient & batch",
            "With the batch the noise of the gradient increases.",
            "With the batch the noise of the gradient shrinks.",
        ),
        (
            "The units get the same gradient.",
            "units & gradient & zero",
            "From zero all units get a different gradient.",
            "From zero all units get an identical gradient.",
        ),
        (
            "The large batch makes the accuracy worse.",
            "batch & accuracy",
            "Such a batch makes the accuracy better.",
            "Such a batch makes the accuracy worse.",
        ),
    ],
)
def test_the_opposite_of_what_a_point_says_contradicts_it(says: str, pattern: str, turned: str, right: str) -> None:
    assert said(says, pattern, turned) == "contradicted"
    assert said(says, pattern, right) == "earned"


@pytest.mark.parametrize(
    "answer",
    [
        "With a second softmax the gradients do not get larger.",  # which is what the point says
        "With a larger network and a second softmax one sees that gradients shrink.",  # said of something else
        "The gradients after a second softmax are what stalls it, and a larger rate is no cure.",
        "The second softmax makes gradients small, not large.",
    ],
)
def test_an_opposite_that_is_denied_or_said_of_something_else_contradicts_nothing(answer: str) -> None:
    assert said("The gradients are small.", "gradients & softmax", answer) == "earned"


def test_a_direction_that_the_pattern_itself_asks_for_is_right() -> None:
    says, answer = "The gradients are small.", "The softmax makes the gradients larger."
    assert said(says, "gradients & softmax & (small* | large*)", answer) == "earned"


def test_what_makes_it_worse_is_no_remedy_though_it_may_be_a_cause() -> None:
    for answer in ("A Wasserstein loss makes it worse.", "The Wasserstein loss only makes things still worse then."):
        assert said("A Wasserstein loss helps.", "wasserstein", answer) == "contradicted"
        assert said("A Wasserstein loss makes collapse worse.", "wasserstein", answer) == "earned"


def test_the_words_that_turn_it_round_are_told() -> None:
    point = Criterion(id="p", says="The gradients are small.", when=("gradients & softmax",), marks=1.0)
    key = RubricKey(points=(point,), pitfalls=(), full=1.0, answer="-")
    told = mark(item("open", key), "The softmax makes the gradients larger.").points[0]
    assert "larger" in told.because


@pytest.mark.parametrize(
    ("pattern", "crossed", "right"),
    [
        (
            "small & vanish",
            "If the weights are too small they explode, if they are too large they vanish.",
            "If the weights are too small they vanish, if they are too large they explode.",
        ),
        (
            "large & explode",
            "Signals vanish if the weights are too large and explode if they are too small.",
            "Signals vanish if the weights are too small and explode if they are too large.",
        ),
        (
            "training & batch statistics",
            "In training it uses the stored averages, at inference the batch statistics.",
            "In training it uses the batch statistics, at inference the stored averages.",
        ),
        (
            "encoder & every word",
            "The encoder sees the words before it, the decoder sees every word.",
            "The encoder sees every word, the decoder sees the words before it.",
        ),
    ],
)
def test_what_is_said_of_the_other_side_of_a_contrast_earns_nothing(pattern: str, crossed: str, right: str) -> None:
    assert state(pattern, crossed) != "earned"
    assert state(pattern, right) == "earned"


@pytest.mark.parametrize(
    ("pattern", "answer"),
    [
        ("noise & smaller", "With larger batches the noise is smaller."),
        ("noise & batches & smaller", "The larger the batches are the smaller is the noise."),
        ("smaller & train*", "A smaller model is trained rather than a larger one."),
        ("layernorm & no difference & train*", "There is no difference between training and inference for layer norm."),
        ("small & vanish", "Weights that are too small, and never the large ones, vanish."),
    ],
)
def test_an_opposite_nearby_takes_nothing_from_what_is_right(pattern: str, answer: str) -> None:
    assert state(pattern, answer) == "earned"


def test_no_word_is_its_own_opposite_and_every_opposite_has_one() -> None:
    for scale in opposites.SCALES:
        partners = opposites.partners(*scale)
        assert all(one != two for one, two in partners.items())
        assert all(two in partners for two in partners.values())


def test_no_stem_is_on_both_sides_of_what_is_told_apart() -> None:
    for family in (*opposites.SCALES, *((name,) for name in opposites.CONTRASTS)):
        sides = opposites.sides(*family)
        assert not sides.one & sides.two, family
