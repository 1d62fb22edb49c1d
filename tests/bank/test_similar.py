"""What counts as a near-repeat, and what does not."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from bank_builder import numeric, single

from dlexam.bank.models import AnyQuestion
from dlexam.bank.similar import near, words


def _words(made: dict[str, Any]) -> frozenset[str]:
    return words(msgspec.convert({"topic": "t", **made}, AnyQuestion))  # type: ignore[arg-type]


def _prompts(one: str, other: str) -> bool:
    return near(_words(numeric("a", prompt=one)), _words(numeric("b", prompt=other)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("How many parameters has a linear layer?", "How many parameters has a linear layer?"),
        ("How many rows has a 32×32 image after pooling?", "How many rows has a 7×7 image after pooling?"),
        ("A {n}×{n} image meets a {k}×{k} kernel.", "A {a}×{b} image meets a {c + 1}×5 kernel."),
        ("What is the bias of Adam's first moment for?", "what is the BIAS of Adam's first moments for"),
        (
            "Which of these layers keeps running statistics of each channel during training?",
            "Which of these layers keeps running statistics of each single channel during training?",
        ),
    ],
)
def test_these_are_near_repeats(one: str, other: str) -> None:
    assert _prompts(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("What is the derivative of tanh at 0?", "What is the derivative of ReLU at 0?"),
        ("How many parameters has an LSTM layer with biases?", "How many parameters has a GRU layer with biases?"),
        ("How many weights has a conv layer with bias?", "How many weights has a conv layer without bias?"),
        ("Which loss fits a binary label?", "Which optimizer keeps two moments?"),
    ],
)
def test_these_are_not(one: str, other: str) -> None:
    assert not _prompts(one, other)


def test_a_prompt_that_says_nothing_is_told_apart_by_its_choices() -> None:
    bland = "Which of these is true?"
    other = {"a": "blue", "b": "red", "c": "green", "d": "grey"}
    first, second = _words(single("a", prompt=bland)), _words(single("b", prompt=bland, choices=other))
    assert not near(first, second)
    assert near(first, _words(single("c", prompt=bland)))
