"""The pattern language: what is written is what is found, and what can't be read is told with its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import state, unhurried

from dlexam.marking import patterns
from dlexam.marking.stems import stem

FAMILIES = [
    "vanish vanishes vanishing vanished",
    "multiply multiplies multiplied multiplying multiplication",
    "saturate saturates saturation saturating saturated",
    "normalise normalize normalised normalising normalisation normalization",
    "converge converges converging converged",
    "clip clips clipping clipped",
    "initialise initialize initialised initialization",
    "average averages averaging averaged",
    "memorise memorized memorization",
    "translate translation translated translates",
    "divide divides dividing division",
    "propagate propagation propagated",
    "retrieve retrieval retrieves",
    "matrix matrices",
    "bias biases",
    "noise noisy",
    "learn learns learned learnt learning",
]


@pytest.mark.parametrize("family", FAMILIES)
def test_inflections_of_a_word_share_a_stem(family: str) -> None:
    assert len({stem(word) for word in family.split()}) == 1


def test_different_words_keep_different_stems() -> None:
    stems = [stem(family.split()[0]) for family in FAMILIES]
    assert len(set(stems)) == len(stems)
    assert stem("linear") != stem("nonlinear")
    assert stem("loss") != stem("lose")


@pytest.mark.parametrize(
    ("pattern", "answer"),
    [
        ("vanish", "The gradients are vanishing here."),
        ("saturat*", "It shows saturation for large inputs."),
        ("overfit*", "The network is over-fitting, it seems."),
        ('"at most 0.25"', "It is at most 1/4 there."),
        ('"at most 0.25"', "It is at most .25 there."),
        ("0.25", "It is a quarter of that."),
        ("0.25", "It is ¼ of that."),
        ("0.25", "It is 25 % of that."),
        ("sigmoid'", "So σ'(x) is small."),
        ("O(n^2)", "It costs O(N²) time."),
        ('"n^2"', "It grows as n squared."),
        ("1/(1-p)", "Scale by 1 / (1 − p) then."),
        ("W2^T", "Then it is dz2 W₂ᵀ here."),
        ("W2^T", "Then it is dz2 @ W_2.T here."),
        ("all-reduce", "They are allreduced then."),
        ("allreduce", "They are all-reduced then."),
        ("small gradient", "It has a small, useless gradient there."),
        ("shrink | grow", "It grows quickly."),
        ("sigmoid & (vanish | shrink)", "With the sigmoid they shrink."),
        ("sigmoid & vanish", "We use the sigmoid here. It makes them vanish."),
        ("not(data)", "It is not the data that is sent."),
        ("not(shift)", "It can't be shifted."),
        ("backpropagation", "This is called backpropogation."),
        ("generalise", "It does genralise well."),
        ("the layer", "It is the layer that counts."),
    ],
)
def test_a_pattern_finds_what_says_the_same(pattern: str, answer: str) -> None:
    assert state(pattern, answer) == "earned"


@pytest.mark.parametrize(
    ("pattern", "answer"),
    [
        ("vanish", "The gradients explode here."),
        ('"at most 0.25"', "It is at least 0.25 there."),
        ('"small gradient"', "It has a small and useless gradient there."),
        ("gradient small", "It has a small gradient there."),
        ("sigmoid & vanish", "It is the sigmoid that we use here."),
        ("encoder", "It is the decoder that we use here."),
        ("linear", "It is nonlinear, as we see."),
        ("not(data)", "It is the model that is sent."),
        ("0.25", "It is 0.125 of that."),
    ],
)
def test_a_pattern_finds_nothing_else(pattern: str, answer: str) -> None:
    assert state(pattern, answer) == "missing"


SPELLINGS = {
    "layer norm": ("LayerNorm", "layer-norm", "layer norm", "layer normalisation", "layer-normalization", "layernorm"),
    "group normalisation": ("GroupNorm", "group norm", "group normalization"),
    "softmax": ("soft-max", "soft max"),
    "dropout": ("drop-out", "drop out"),
    "over-fitting": ("overfitting", "overfits", "over fit"),
    "preactivation": ("pre-activation", "pre activations"),
    "pre-trained network": ("pretrained network", "pre-trained networks"),
    "backprop": ("back-propagation", "back propagation", "backpropagation", "back-prop"),
    "hyperparameter": ("hyper-parameters", "hyper params"),
    "bottleneck": ("bottle-neck", "bottle neck"),
    "ResNet-50": ("resnet50", "ResNet 50"),
}


@pytest.mark.parametrize("quoted", [True, False])
@pytest.mark.parametrize("name", SPELLINGS)
def test_a_compound_is_one_name_however_it_is_written(name: str, quoted: bool) -> None:
    for pattern in (name, *SPELLINGS[name]):
        for answer in (name, *SPELLINGS[name]):
            found = state(f'"{pattern}"' if quoted else pattern, f"It uses {answer} there.")
            assert found == "earned", (pattern, answer)


@pytest.mark.parametrize(
    ("pattern", "answer"),
    [
        ("norm", "It uses normalisation there."),
        ('"layer norm"', "It is a normalisation layer there."),
        ('"layer norm"', "It uses batch normalisation there."),
        ('"every day"', "It uses everyday words there."),
        ("exchang* gradients", "It is exchanged there, gradients are not."),
    ],
)
def test_what_is_not_that_compound_is_not_found(pattern: str, answer: str) -> None:
    assert state(pattern, answer) != "earned"


def test_each_part_of_an_and_needs_words_of_its_own() -> None:
    small_and_changed = "(small* | shrink*) & (chang* | shrink*)"
    assert state(small_and_changed, "It shrinks here.") == "missing"
    assert state(small_and_changed, "It shrinks, which is a change.") == "earned"
    assert state(small_and_changed, "It changes as it shrinks.") == "earned"
    assert state("(a1 | b1) & (b1 | c1) & (c1 | d1)", "It is b1 and c1 there.") == "missing"
    assert state("(a1 | b1) & (b1 | c1) & (c1 | d1)", "It is b1 and c1 and d1 there.") == "earned"
    assert state("(number | unit) & (unit | one)", "It is one unit.") == "earned"


def test_a_concept_stands_for_its_patterns() -> None:
    concepts = {"small": ["tiny", "@minute"], "minute": ["minute"]}
    assert patterns.compile("@small & x", concepts).terms == patterns.compile("(tiny | minute) & x").terms


@pytest.mark.parametrize(
    ("text", "message", "position"),
    [
        ("", "a word is missing", 0),
        ("sigmoid & ", "a word is missing", 10),
        ("| relu", "a word is missing before `|`", 0),
        ("(relu | tanh", "a bracket is never closed", 0),
        ("relu)", "`)` is out of place", 4),
        ('"at most', "a quotation mark is never closed", 0),
        ("relu (tanh)", "`&` or `|` is missing here", 5),
        ("(relu) tanh", "`&` or `|` is missing here", 7),
        ("relu & @nowhere", "there is no concept `@nowhere`", 7),
        ("O(n^2", "a bracket is never closed", 1),
        ("relu & ...", "`...` holds no word", 7),
    ],
)
def test_what_is_no_pattern_is_told_with_its_place(text: str, message: str, position: int) -> None:
    with pytest.raises(patterns.PatternError) as error:
        patterns.compile(text)
    assert (error.value.message, error.value.position) == (message, position)
    assert str(error.value) == f"{message} (at character {position + 1})"


def test_a_concept_that_contains_itself_is_refused() -> None:
    with pytest.raises(patterns.PatternError, match="contains itself"):
        patterns.compile("@a", {"a": ["b | @a"]})


@unhurried
@given(st.text(alphabet="ab*()|&@\" not-0.^'", max_size=40))
def test_any_text_is_a_pattern_or_refused_with_a_place_inside_it(text: str) -> None:
    assert 0 <= _position(text) <= len(text)


def _position(text: str) -> int:
    try:
        patterns.compile(text)
    except patterns.PatternError as error:
        return error.position
    return 0


def test_digits_left_open_are_no_number() -> None:
    assert state("0", "It is 0.x of that.") == "missing"
    assert state("1", "It is 1.xx times that.") == "missing"
    assert state("0.5", "It takes 0.5x of that.") == "earned"
    assert state("0", "It is 0. Xavier said so.") == "earned"
