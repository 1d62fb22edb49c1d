"""Counterfactuals of what a point says: false wherever the direction, or who does what, matters."""

from __future__ import annotations

import pytest

from dlexam.marking.turned import plain, turned


@pytest.mark.parametrize(
    ("sentence", "against"),
    [
        ("The gradients are small.", ["The gradients are large."]),
        ("Large batches generalise worse.", ["Small batches generalise worse.", "Large batches generalise better."]),
        ("The rate grows and grows.", ["The rate shrinks and shrinks."]),
        (
            "The queries come from the decoder, the keys from the encoder.",
            [
                "The queries come from the encoder, the keys from the decoder.",
            ],
        ),
        ("Smaller weights shrink it.", ["Larger weights grow it."]),
    ],
)
def test_a_direction_is_turned_and_roles_are_exchanged(sentence: str, against: list[str]) -> None:
    assert list(turned(sentence)) == against


@pytest.mark.parametrize(
    "sentence",
    [
        "The derivative is the forget gate.",
        "Small weights make it vanish, large ones make it explode.",  # turned as a whole it says the same
        "It differs between training and inference.",  # which says the same in either order
    ],
)
def test_a_sentence_without_one_direction_has_no_opposite(sentence: str) -> None:
    assert list(turned(sentence)) == []


def test_what_stands_in_brackets_is_left_out() -> None:
    assert plain("It is small (as a rule, in large batches).") == "It is small."
