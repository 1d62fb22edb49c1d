"""Short answers are compared by what they say, not by how they are typed."""

from __future__ import annotations

import pytest
from marked import short

from dlexam.marking.marker import mark
from dlexam.marking.text import nearly, same


@pytest.mark.parametrize(
    ("given", "accepted"),
    [
        ("O(N²)", "O(n^2)"), ("n squared", "O(n^2)"), ("o( n ^ 2 )", "O(n²)"), ("big O of n squared", "O(n^2)"),
        ("order n²", "O(n^2)"), ("n log n", "O(n log n)"), ("Batch-Norm", "the batch norm"),
        ("batchnorm", "batch norm"),
        ("batch normalization", "Batch normalisation"), ("σ", "sigma"), ('"ReLU"', "relu"), ("max(0,x)", "max(0, x)"),
        ("W₂ᵀ", "W2^T"), ("1/4", "0.25"), ("two", "2"), ("gradient clipping.", "Gradient Clipping"),
        ("layer’s", "layer's"), ("weight decays", "weight decay"),
    ],
)  # fmt: skip
def test_the_same_answer_in_another_form_is_right(given: str, accepted: str) -> None:
    assert same(given, accepted)
    assert mark(short("zzz", accepted), given).fraction == 1.0


@pytest.mark.parametrize(
    ("given", "accepted"),
    [("n", "O(n^2)"), ("quadratic", "O(n^2)"), ("O(n^3)", "O(n^2)"), ("encoder", "decoder"), ("", "x"), ("L1", "L2"),
     ("underfitting", "overfitting"), ("layer norm", "batch norm"), ("1/3", "1/4"), ("...", "relu")],
)  # fmt: skip
def test_another_answer_is_wrong(given: str, accepted: str) -> None:
    assert not same(given, accepted)
    assert mark(short(accepted), given).fraction == 0.0


def test_one_slip_in_a_long_word_is_forgiven_and_told() -> None:
    marks = mark(short("backpropagation"), "backpropogation")
    assert marks.fraction == 1.0
    assert "spelled “backpropagation”" in marks.because
    assert not nearly("gan", "gap")


def test_a_wrong_answer_is_told_the_right_one() -> None:
    assert "Right is “dropout”" in mark(short("dropout", "drop-out"), "pooling").because
