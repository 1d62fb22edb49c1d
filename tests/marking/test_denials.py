"""What an answer denies: how far a "not" reaches, what only looks like a denial, and what stands for what."""

from __future__ import annotations

import pytest
from marked import rubric, state

from dlexam.bank.paper import Trap
from dlexam.marking.marker import mark

RISES = "noise & (increas* | grow* | rise* | more | larger | higher | bigger)"
FALLS = "noise & (shrink* | decreas* | less | smaller)"


@pytest.mark.parametrize(
    ("pattern", "answer"),
    [
        (RISES, "The noise does not increase with larger batches."),
        (RISES, "With larger batches the noise does not grow."),
        (RISES, "The noise no longer grows with the batch."),
        (RISES, "The noise never rises."),
        (RISES, "For larger batches the noise doesn't get bigger."),
        (RISES, "The noise stops growing."),
        (FALLS, "The noise fails to shrink with smaller batches."),
        (FALLS, "The noise never decreases."),
        (FALLS, "The noise doesn't shrink any more."),
    ],
)
def test_a_denied_verb_of_direction_is_no_direction(pattern: str, answer: str) -> None:
    assert state(pattern, answer) == "contradicted"


def test_larger_before_a_noun_is_said_of_that_noun() -> None:
    assert state(RISES, "With larger batches the noise grows.") == "earned"
    assert state(FALLS, "With larger batches the noise does not grow but shrinks.") == "earned"


@pytest.mark.parametrize(
    "answer",
    [
        "The mean is not averaged over 3 runs.",
        "The mean is not taken over many runs.",
        "The mean is not used for more runs.",
        "The mean of the runs is not used any more.",
    ],
)
def test_over_and_more_bound_nothing_unless_they_compare(answer: str) -> None:
    assert state("mean & runs & (average | take | use)", answer) == "contradicted"


@pytest.mark.parametrize(
    "answer",
    [
        "Its accuracy is not over 90 %.",
        "Its accuracy never gets over 90 %.",
        "Its accuracy is no higher than 90 %.",
        "Its accuracy does not rise above 90 %.",
        "Its accuracy never exceeds 90 %.",
        "Its accuracy never falls below 90 %.",
        "Its accuracy never gets below about 90 %.",
    ],
)
def test_a_bound_says_something_of_its_number(answer: str) -> None:
    assert state("accuracy & 0.9", answer) == "earned"


@pytest.mark.parametrize(
    ("pattern", "answer"),
    [
        ("data", "There is no need to look at the data."),
        ("freeze & layers", "There's no reason to freeze any layers."),
        ("average & kept", "No running averages are kept."),
        ("alike & nodes", "So no two nodes are alike."),
        ("residual", "ReLU does not help, nor do residual connections."),
        ("dropout", "Neither dropout nor augmentation is a remedy."),
        ("gradual unfreezing", "Small rates and gradual unfreezing don't protect anything."),
        ("checkpoint", "Gradient checkpointing does not lower the memory."),
        ('"global average pooling"', "Global average pooling doesn't help."),
        ("scores & matrix", "The matrix of scores isn't the problem."),
        ("unroll", "Unrolling the discriminator is of no use."),
        ("images", "Mixed precision helps, smaller images do not."),
        ("derivative 1", "Its derivative is not 1."),
        ("linear", "It is non-linear."),
        ("only small", "It is true for all shifts, not only small ones."),
    ],
)
def test_what_is_denied_of_a_thing_is_not_said_of_it(pattern: str, answer: str) -> None:
    assert state(pattern, answer) in ("contradicted", "missing")


@pytest.mark.parametrize(
    ("pattern", "answer"),
    [
        ("content & depend", "The scores depend on nothing but the content."),
        ("weights & change", "No weight is changed until all gradients are there."),
        ("weights & update", "The weights are not updated until the end."),
        ("linear", "No activation makes the network linear."),
        ("multi-label", "It is for multi-label tasks and doesn't apply a softmax."),
        ("exact & not(store)", "FlashAttention is exact and it does not store the matrix."),
        ("stream & (not | no)", "It can't be used for live streams."),
        ("generate & (not | no)", "It suits no live streams, nor can it generate text."),
        ("shift & window", "Nothing is wrong with a shift inside the window."),
    ],
)
def test_what_only_looks_like_a_denial_denies_nothing(pattern: str, answer: str) -> None:
    assert state(pattern, answer) == "earned"


def test_a_negator_in_one_wording_of_a_pattern_leaves_its_other_wordings_deniable() -> None:
    pattern = '(different weights | "not shared") & layers'
    assert state(pattern, "The weights are not shared between the layers.") == "earned"
    assert state(pattern, "A CNN doesn't have different weights in its layers.") == "contradicted"


def test_not_at_the_head_of_an_answer_leaves_open_what_is_denied() -> None:
    assert state("each & load & data", "Not the data: each process loads its own.") == "earned"


def test_what_prevents_is_denied_with_it() -> None:
    assert state("not(rely)", "Dropout keeps units from relying on each other.") == "earned"
    assert state("not(rely)", "Dropout doesn't keep units from relying on each other.") == "missing"


@pytest.mark.parametrize(
    "answer",
    [
        "The inputs are exchanged instead of the gradients.",
        "Inputs rather than gradients are exchanged.",
        "They exchange inputs in place of the gradients.",
        "Instead of gradients, they exchange the inputs.",
    ],
)
def test_what_something_else_stands_for_is_denied(answer: str) -> None:
    assert state("inputs & exchang*", answer) == "earned"
    assert state("gradients & exchang*", answer) == "contradicted"


def test_a_number_that_is_replaced_is_compared_and_not_denied() -> None:
    assert state("1 & 4 & byte", "It takes 1 byte instead of 4.") == "earned"


@pytest.mark.parametrize("answer", ["Remove the dropout layers.", "I turn off the dropout.", "We disable all dropout."])
def test_what_is_to_be_removed_earns_nothing_unless_it_is_asked_for(answer: str) -> None:
    assert state("dropout", answer) == "contradicted"
    assert state('(remov* | "turn off" | disabl*) & dropout', answer) == "earned"


def test_a_denial_in_a_sentence_is_not_undone_by_words_of_its_neighbour() -> None:
    answer = "We look at the decoder. The queries do not come from the decoder."
    assert state("queries & decoder", answer) == "contradicted"


def test_a_pitfall_keeps_to_its_side_of_a_colon() -> None:
    trap = Trap(says="local", when=('gradients & "never leave"',), because="They are sent.", denies="p1")
    item = rubric("gradients & sent", pitfalls=(trap,))
    answer = "It is gradients that are sent: the parts of the data never leave the process."
    assert mark(item, answer).marks == 1.0


@pytest.mark.parametrize(
    "answer",
    [
        "Augmentation harms, since flipped pictures are not real.",
        "In this case augmentation hurts.",
        "Augmentation isn't dangerous.",
        "Augmentation is not the cause either.",
        "Augmentation makes no sense with so few pictures.",
        "One might think augmentation is what it takes, but more pictures are.",
    ],
)
def test_what_is_said_to_harm_or_is_only_what_others_think_is_denied(answer: str) -> None:
    assert state("augmentation", answer) == "contradicted"


@pytest.mark.parametrize(
    "answer",
    [
        "Augmentation hurts nothing here.",
        "It makes no sense to leave out the augmentation.",
        "Augmentation does not cause leaks.",
        "You might think of augmentation as more data, and that it is.",
        "Augmentation harms a model of digits.",
    ],
)
def test_what_harms_something_named_is_no_denial(answer: str) -> None:
    assert state("augmentation", answer) == "earned"


def test_a_pattern_that_asks_for_harm_finds_it() -> None:
    assert state("augmentation & (harm* | worse)", "Augmentation of that kind harms.") == "earned"


@pytest.mark.parametrize(
    "answer",
    [
        "Freezing makes no difference.",
        "Freezing the layers has no effect here.",
        "Freezing should be avoided.",
        "The freezing must be turned off.",
        "Freezing needs to be left out.",
    ],
)
def test_what_makes_no_difference_or_is_to_go_is_denied(answer: str) -> None:
    assert state("freez*", answer) == "contradicted"


@pytest.mark.parametrize(
    ("pattern", "answer"),
    [
        ("layernorm & no difference", "For layer norm training and test make no difference."),
        ("dropout", "Dropout can be turned off by eval."),
        ("softmax & (remov* | drop*)", "The softmax layer should be removed."),
        ("freez*", "Freezing has an effect on memory."),
    ],
)
def test_what_only_looks_idle_is_not_denied(pattern: str, answer: str) -> None:
    assert state(pattern, answer) == "earned"
