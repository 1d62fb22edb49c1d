"""Freezing: the same item for the same seed; whatever the order displayed, the key still points at the right texts."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from bank_builder import numeric, open_, single
from hypothesis import given
from hypothesis import strategies as st

from dlexam.bank.freeze import freeze, relettered
from dlexam.bank.models import AnyQuestion, Question
from dlexam.bank.paper import ChallengeKey, Item, LettersKey, NumberKey, RubricKey, TextKey
from dlexam.errors import DlexamError

SEEDS = st.integers(0, 2**63)


def _question(made: dict[str, Any]) -> Question:
    question: Question = msgspec.convert({"topic": "t", **made}, AnyQuestion)
    return question


def _letters(item: Item) -> tuple[str, ...]:
    assert isinstance(item.key, LettersKey)
    return item.key.letters


def _text(item: Item) -> dict[str, str]:
    return {option.label: option.text for option in item.options}


KINDS = [
    numeric("n", draw={"n": "1..9"}, prompt="What is {n} + 1?", answer="n + 1"),
    single("s"),
    {**single("m"), "kind": "multi", "answer": ["a", "c"]},
    {**numeric("sh"), "kind": "short", "answer": ["momentum", "SGD with momentum"]},
    open_("o"),
]


@pytest.mark.parametrize("made", KINDS, ids=lambda made: made["kind"])
@given(seed=SEEDS)
def test_the_same_question_and_seed_give_the_same_item(made: dict[str, Any], seed: int) -> None:
    assert freeze(_question(made), seed) == freeze(_question(made), seed)


@pytest.mark.parametrize("made", KINDS, ids=lambda made: made["kind"])
@given(seed=SEEDS)
def test_an_item_survives_being_stored(made: dict[str, Any], seed: int) -> None:
    item = freeze(_question(made), seed, number=3, points=2.5)
    assert msgspec.json.decode(msgspec.json.encode(item), type=Item) == item
    assert (item.number, item.points) == (3, 2.5)


@given(SEEDS)
def test_the_key_of_a_single_names_the_right_text_wherever_it_is_shown(seed: int) -> None:
    item = freeze(_question(single("s")), seed)
    assert [_text(item)[letter] for letter in _letters(item)] == ["two"]
    assert [option.label for option in item.options] == ["a", "b", "c", "d"]
    assert isinstance(item.key, LettersKey)
    assert {_text(item)[label]: why for label, why in item.key.why.items()} == {
        text: f"because of {text}" for text in ("one", "two", "three", "four")
    }


@given(SEEDS)
def test_the_key_of_a_multi_names_the_right_texts(seed: int) -> None:
    item = freeze(_question({**single("m"), "kind": "multi", "answer": ["a", "c"]}), seed)
    assert {_text(item)[letter] for letter in _letters(item)} == {"one", "three"}
    assert list(_letters(item)) == sorted(_letters(item))


def test_choices_are_shuffled_unless_told_otherwise() -> None:
    orders = {tuple(_text(freeze(_question(single("s")), seed)).values()) for seed in range(60)}
    assert len(orders) > 12
    fixed = {tuple(_text(freeze(_question(single("s", shuffle=False)), seed)).values()) for seed in range(20)}
    assert fixed == {("one", "two", "three", "four")}


@given(SEEDS, st.integers(3, 8))
def test_the_key_of_an_order_restores_it_and_is_never_the_order_shown(seed: int, count: int) -> None:
    items = [f"step {n}" for n in range(count)]
    made = {key: value for key, value in numeric("o").items() if key != "answer"}
    item = freeze(_question({**made, "kind": "order", "items": items}), seed)
    assert [_text(item)[letter] for letter in _letters(item)] == items
    assert [option.text for option in item.options] != items


@given(SEEDS)
def test_the_key_of_a_match_gives_each_row_its_right_hand_side(seed: int) -> None:
    made = {k: v for k, v in numeric("m").items() if k != "answer"}
    pairs = [["a", "1"], ["b", "2"], ["c", "1"], ["d", "3"]]
    item = freeze(_question({**made, "kind": "match", "pairs": pairs, "extra": ["4"]}), seed)
    assert {row: _text(item)[letter] for row, letter in zip(item.rows, _letters(item), strict=True)} == dict(
        map(tuple, pairs)
    )
    assert sorted(_text(item).values()) == ["1", "2", "3", "4"]


@given(SEEDS)
def test_values_fill_every_field_and_the_answer_fits_them(seed: int) -> None:
    made = numeric(
        "n",
        draw={"n": "2..9", "k": "n + 1"},
        prompt="{n}",
        explain="{n}+{k}",
        answer="n * k",
        unit="{n}s",
        tolerance="10%",
    )
    item = freeze(_question(made), seed)
    n, k = item.values["n"], item.values["k"]
    assert isinstance(n, int)
    assert (item.prompt, item.explain) == (f"{n}", f"{n}+{k}")
    assert item.key == NumberKey(value=n * (n + 1), tolerance=pytest.approx(n * (n + 1) / 10), unit=f"{n}s")


@given(SEEDS)
def test_drawn_choices_never_read_the_same(seed: int) -> None:
    choices = {"a": "{n * 2}", "b": "{n ** 2}", "c": "{n + 2}"}  # all equal for n = 2
    made = single("s", draw={"n": "2..4"}, choices=choices, why=dict.fromkeys("abc", "x"))
    item = freeze(_question(made), seed)
    assert len(set(_text(item).values())) == 3


def test_choices_that_always_read_the_same_are_an_error_and_not_an_endless_search() -> None:
    made = single("s", draw={"n": "2..4"}, choices={"a": "{n * 2}", "b": "{n + n}"}, why={"a": "x", "b": "x"})
    with pytest.raises(DlexamError, match=r"^Question “s”: 2000 draws"):
        freeze(_question(made), 0)


def test_rounding_noise_of_a_fraction_is_nobodys_fault() -> None:
    item = freeze(_question(numeric("n", draw={"x": "0.1"}, prompt="{x}", answer="x * 3")), 0)
    assert isinstance(item.key, NumberKey)
    assert item.key.value == 0.3
    assert abs(0.1 + 0.2 - item.key.value) <= item.key.tolerance < 1e-9


def test_an_integer_answer_gets_no_tolerance_of_its_own() -> None:
    item = freeze(_question(numeric("n", answer="10**13 + 1")), 0)
    assert item.key == NumberKey(value=10**13 + 1, tolerance=0.0)


def test_a_rubric_is_frozen_with_its_concepts_inlined() -> None:
    made = open_("o", pitfalls=[{"says": "It grows.", "when": ["@grow"], "because": "no", "denies": "bound"}])
    made["points"][0]["when"] = ["@limit & smooth", '"@limit"']
    item = freeze(_question(made), 0, concepts={"limit": ["bounded", "a & b"], "grow": ["grow*"]})
    assert isinstance(item.key, RubricKey)
    assert item.key.points[0].when == ("((bounded) | (a & b)) & smooth", '"@limit"')
    assert item.key.pitfalls[0].when == ("(grow*)",)
    assert item.key.full == 2.0


def test_full_marks_leave_out_optional_points() -> None:
    made = open_("o")
    made["points"][1]["optional"] = True
    assert freeze(_question(made), 0).key.full == 1.0  # type: ignore[union-attr]
    assert freeze(_question({**made, "full": 1.5}), 0).key.full == 1.5  # type: ignore[union-attr]


def test_short_and_code_keys() -> None:
    short = {**numeric("sh"), "kind": "short", "answer": [" momentum ", "heavy ball"]}
    assert freeze(_question(short), 0).key == TextKey(accepted=("momentum", "heavy ball"))
    code = {k: v for k, v in numeric("c").items() if k != "answer"} | {"kind": "code", "challenge": "swish"}
    assert freeze(_question(code), 0).key == ChallengeKey(challenge="swish")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(b) is right", "(d) is right"),
        ("f(b) stays", "f(b) stays"),
        ("choice b is right", "choice d is right"),
        ("Choices a and b differ", "Choices c and d differ"),
        ("options a, b, and c", "options c, d, and a"),
        ("the choice a designer makes", "the choice a designer makes"),
        ("choice a is wrong", "choice c is wrong"),
        ("choice a.", "choice c."),
        ("choice x", "choice x"),
    ],
)
def test_mentions_of_letters_follow_the_shuffle(text: str, expected: str) -> None:
    assert relettered(text, {"a": "c", "b": "d", "c": "a", "d": "b"}) == expected


def test_errors_name_the_question() -> None:
    with pytest.raises(DlexamError, match="Question “n”: The expression “m” uses “m”"):
        freeze(_question(numeric("n", answer="m")), 0)
    with pytest.raises(DlexamError, match="Question “s”: The answer “z” is not one of the choices"):
        freeze(_question(single("s", answer="z")), 0)


def test_a_reason_does_not_say_again_that_a_choice_is_right() -> None:
    made = single("s")
    made["why"] = dict.fromkeys(made["choices"], "Right. It is so.")
    key = freeze(_question(made), 1).key
    assert isinstance(key, LettersKey)
    assert set(key.why.values()) == {"It is so."}
