"""Drawn values: the same for the same seed, within their domains, and found within bounded time or refused."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from bank_builder import numeric
from hypothesis import given
from hypothesis import strategies as st

from dlexam.bank import values
from dlexam.bank.expressions import ExpressionError
from dlexam.bank.models import AnyQuestion, Question


def _question(**more: Any) -> Question:
    made: Question = msgspec.convert({**numeric("q"), "topic": "t", **more}, AnyQuestion)
    return made


def _drawn(question: Question, seed: int) -> dict[str, Any]:
    return values.draw(question, values.generator(seed), lambda _: True)


DOMAINS = {
    "n": "28..64",
    "k": [3, 5, 7],
    "rate": "0.1..0.9 step 0.1",
    "pool": "2..8 step 2",
    "inner": "1..n - 1",
    "half": "n / 2",
    "name": ["relu", "tanh"],
    "one": 1,
}


@given(st.integers(0, 2**63))
def test_every_value_lies_in_its_domain(seed: int) -> None:
    drawn = _drawn(_question(draw=DOMAINS), seed)
    assert list(drawn) == list(DOMAINS)
    assert 28 <= drawn["n"] <= 64
    assert drawn["k"] in (3, 5, 7)
    assert drawn["rate"] in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
    assert drawn["pool"] in (2, 4, 6, 8)
    assert 1 <= drawn["inner"] < drawn["n"]
    assert drawn["half"] == drawn["n"] / 2
    assert drawn["name"] in ("relu", "tanh")
    assert drawn["one"] == 1


def test_both_ends_and_all_between_are_drawn() -> None:
    assert {_drawn(_question(draw={"n": "1..4"}), seed)["n"] for seed in range(80)} == {1, 2, 3, 4}


@given(st.integers(0, 2**63))
def test_the_same_seed_gives_the_same_values(seed: int) -> None:
    assert _drawn(_question(draw=DOMAINS), seed) == _drawn(_question(draw=DOMAINS), seed)


def test_draws_are_the_same_for_ever() -> None:
    """A paper must be reproducible by its seed next year: these figures may never change."""
    drawn = [_drawn(_question(draw={"n": "1..1000", "k": ["a", "b", "c"]}), seed) for seed in range(3)]
    assert drawn == [{"n": 700, "k": "c"}, {"n": 105, "k": "a"}, {"n": 365, "k": "a"}]


@given(st.integers(0, 2**63))
def test_where_holds(seed: int) -> None:
    drawn = _drawn(_question(draw={"a": "1..20", "b": "1..20"}, where="a % b == 0 and a != b"), seed)
    assert drawn["a"] % drawn["b"] == 0
    assert drawn["a"] != drawn["b"]


def test_where_that_is_never_met_ends_with_an_error() -> None:
    with pytest.raises(ExpressionError, match="none meets"):
        _drawn(_question(draw={"a": "1..20"}, where="a > 20"), 0)


@pytest.mark.parametrize("domain", ["5..1", "0.1..0.5", "1..2 step 0", "0..10**12", "1..m", "1 < 2", "(1, 2)"])
def test_a_domain_that_makes_no_sense_is_an_error(domain: str) -> None:
    with pytest.raises(ExpressionError):
        _drawn(_question(draw={"a": domain}), 0)


@pytest.mark.parametrize("name", ["lambda", "max", "pi", "answer", "n-1", "1n", "ñ", "", "a b"])
def test_names_with_another_meaning_are_refused(name: str) -> None:
    assert values.name_fault(name)


@given(st.lists(st.integers()), st.integers(0, 2**63))
def test_a_shuffle_keeps_every_element(things: list[int], seed: int) -> None:
    assert sorted(values.shuffled(values.generator(seed), things)) == sorted(things)
