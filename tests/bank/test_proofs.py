"""Proofs run with the values and the answer that a learner would meet, and say where they fail."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from bank_builder import numeric, single

from dlexam.bank.models import AnyQuestion, Question
from dlexam.bank.proofs import ProofError, prove


def _question(made: dict[str, Any]) -> Question:
    question: Question = msgspec.convert({"topic": "t", **made}, AnyQuestion)
    return question


def test_a_parametric_proof_runs_once_for_every_seed() -> None:
    made = numeric("q", draw={"n": "2..99"}, answer="n * n", proof="assert answer == n ** 2")
    assert prove(_question(made), seeds=range(7)) == 7


def test_a_plain_proof_runs_once_and_no_proof_never() -> None:
    assert prove(_question(numeric("q", proof="assert answer == 1"))) == 1
    assert prove(_question(numeric("q"))) == 0


def test_a_false_proof_tells_the_line_and_the_values() -> None:
    made = numeric("q", draw={"n": [4]}, prompt="{n}", answer="n + 1", proof="x = n\nassert answer == x")
    with pytest.raises(ProofError) as caught:
        prove(_question(made))
    expected = "The proof of “q” fails in its line 2, “assert answer == x”, with n = 4, answer = 5: AssertionError"
    assert caught.value.message == expected


def test_closed_kinds_bind_the_answer_as_written_and_the_choices_as_shown() -> None:
    choices = {"a": "{n}", "b": "{n + 1}"}
    made = single("s", draw={"n": [4]}, choices=choices, why={"a": "x", "b": "x"})
    made["proof"] = "assert answer == 'b' and choices == {'a': '4', 'b': '5'}"
    assert prove(_question(made)) == 5


def test_functions_in_a_proof_see_its_names() -> None:
    proof = "import math\ndef f(x):\n    return math.sqrt(x) + n\nassert [f(v) for v in (4,)] == [6]"
    assert prove(_question(numeric("q", draw={"n": [4]}, prompt="{n}", proof=proof))) == 5
