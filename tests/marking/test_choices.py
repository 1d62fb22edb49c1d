"""Letters are read in every common form; partial credit can't be had by ticking or guessing."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import letters, number, unhurried

from dlexam.bank.paper import Item
from dlexam.marking.marker import mark, problem
from dlexam.marking.marks import Marks

SINGLE = letters("single", "b")
MULTI = letters("multi", "a c", "one|two|three|four|five")
ORDER = letters("order", "c a b d")
MATCH = letters("match", "b a c", "one|two|three|four", rows=3)


@pytest.mark.parametrize(
    "typed", ["b", "B", "(b)", "b)", " b. ", "B)", "answer: b", "option b", "two", "Two.", "b) since"]
)
def test_a_single_choice_may_be_typed_in_any_common_form(typed: str) -> None:
    assert mark(SINGLE, typed).fraction == 1.0


@pytest.mark.parametrize(
    "typed", ["a c", "a, c", "ac", "A,C", "c a", "(a) (c)", "a and c", "a;c", "a/c", "one\nthree", "a a c"]
)
def test_several_choices_may_be_typed_in_any_common_form(typed: str) -> None:
    assert mark(MULTI, typed).fraction == 1.0


@pytest.mark.parametrize("typed", ["c a b d", "cabd", "c, a, b, d", "c > a > b > d", "c→a→b→d", "1. c 2. a 3. b 4. d",
                                   "three\none\ntwo\nfour"])  # fmt: skip
def test_an_order_may_be_typed_in_any_common_form(typed: str) -> None:
    assert mark(ORDER, typed).fraction == 1.0


@pytest.mark.parametrize("typed", ["1b 2a 3c", "1-b 2-a 3-c", "b a c", "bac", "b, a, c", "3c 1b 2a", "1: b, 2: a, 3: c",
                                   "1→b 2→a 3→c", "(1) b (2) a (3) c"])  # fmt: skip
def test_a_match_may_be_typed_in_any_common_form(typed: str) -> None:
    assert mark(MATCH, typed).fraction == 1.0


@pytest.mark.parametrize(
    ("item", "typed", "told"),
    [
        (SINGLE, "e", "There is no choice e: a to d."),
        (SINGLE, "a b", "One choice is asked for, and 2 are given: a, b."),
        (SINGLE, "perhaps", "“perhaps” is none of the choices: answer with letters from a to d."),
        (SINGLE, "  ", "There is no answer."),
        (MULTI, "a z", "There is no choice z: a to e."),
        (ORDER, "c a b", "d is missing: give all of a to d."),
        (ORDER, "c a a d", "a is given twice: each letter once."),
        (MATCH, "4b", "There is no row 4: 1 to 3."),
        (MATCH, "b a", "3 rows need 3 letters, and 2 are given: answer like 1b 2a 3c."),
        (number(3.0), "many", "“many” can't be read as a number: give one, such as 12, 0.25, 1/4 or 3e5."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_in_one_line_and_earns_nothing(item: Item, typed: str, told: str) -> None:
    assert problem(item, typed) == told
    marks = mark(item, typed)
    assert (marks.fraction, marks.because) == (0.0, told)


def test_a_readable_answer_has_no_problem() -> None:
    assert problem(SINGLE, "a") is None
    assert problem(MULTI, "a d") is None


def test_every_choice_is_explained_by_the_keys_why() -> None:
    wrong = mark(SINGLE, "a")
    assert "why a" in wrong.because
    assert "why b" in wrong.because
    told = {point.id: point.because for point in mark(MULTI, "a b").points}
    assert told == {
        "a": "Ticked, and right. why a",
        "b": "Ticked, but wrong. why b",
        "c": "Right, but not ticked. why c",
        "d": "Wrong, and rightly left. why d",
        "e": "Wrong, and rightly left. why e",
    }


@pytest.mark.parametrize(
    ("typed", "fraction"), [("a c", 1.0), ("a", 0.5), ("a b", 0.0), ("a b c", 0.5), ("b d", 0.0), ("abcde", 0.0)]
)
def test_a_wrong_tick_takes_back_a_right_one(typed: str, fraction: float) -> None:
    marks = mark(MULTI, typed)
    assert marks.fraction == pytest.approx(fraction)
    assert marks.marks == pytest.approx(max(0.0, sum(point.marks for point in marks.points)))


@unhurried
@given(
    st.integers(2, 6).flatmap(lambda n: st.tuples(st.just(n), st.sets(st.integers(0, n - 1), min_size=1, max_size=n)))
)
def test_multi_credit_grows_with_right_ticks_and_falls_with_wrong_ones(drawn: tuple[int, set[int]]) -> None:
    count, right = drawn
    names = "abcdef"[:count]
    item = letters("multi", " ".join(sorted(names[at] for at in right)), "|".join(f"text {name}" for name in names))
    for ticks in itertools.chain.from_iterable(itertools.combinations(range(count), k) for k in range(1, count)):
        before = _fraction(item, ticks)
        for extra in set(range(count)) - set(ticks):
            after = _fraction(item, (*ticks, extra))
            assert after >= before if extra in right else after <= before
    if 2 * len(right) <= count:
        assert _fraction(item, tuple(range(count))) == 0.0


def _fraction(item: Item, ticks: tuple[int, ...]) -> float:
    return mark(item, " ".join("abcdef"[at] for at in ticks)).fraction


def test_order_pays_for_right_neighbours_and_a_guess_earns_little() -> None:
    assert mark(ORDER, "c a d b").fraction == pytest.approx(1 / 3)
    assert mark(ORDER, "d b a c").fraction == 0.0
    guesses = [mark(ORDER, " ".join(order)).fraction for order in itertools.permutations("abcd")]
    assert sum(guesses) / len(guesses) == pytest.approx(1 / 4)


def test_pairs_left_out_are_told_and_the_others_are_marked() -> None:
    assert problem(MATCH, "1b 3c") == "Row 2 has no letter: answer like 1b 2a 3c."
    marks = mark(MATCH, "1b 3c")
    assert [point.state for point in marks.points] == ["earned", "missing", "earned"]
    assert marks.points[1].because == "No letter was given; right is a."
    assert mark(MATCH, "3a").fraction == 0.0


def test_match_pays_row_by_row_and_a_letter_may_serve_twice() -> None:
    marks = mark(MATCH, "b b c")
    assert marks.fraction == pytest.approx(2 / 3)
    assert [point.state for point in marks.points] == ["earned", "missing", "earned"]


@pytest.mark.parametrize(
    ("given_", "value", "tolerance", "right"),
    [("0.3", 0.1 + 0.2, 0.0, True), ("3.14", 3.14159, 0.01, True), ("3.1", 3.14159, 0.01, False), ("7", 7.0, 0.0, True),
     ("7.0001", 7.0, 0.0, False), ("0", 0.5**50, 0.0, False), ("0", 0.0, 0.0, True)],
)  # fmt: skip
def test_a_number_is_right_within_its_tolerance(given_: str, value: float, tolerance: float, right: bool) -> None:
    assert (mark(number(value, tolerance), given_).fraction == 1.0) is right


def test_a_number_near_enough_is_told_the_exact_one() -> None:
    assert mark(number(3.14159, 0.01, "rad"), "3.14").because == "Right: 3.14 rad is close enough to 3.14159 rad."
    assert mark(number(1e6), "12").because == "12 is wrong; right is 1,000,000."


@unhurried
@given(
    st.text(max_size=300), st.sampled_from([SINGLE, MULTI, ORDER, MATCH, number(2.5, 0.1, "GB"), letters("multi", "a")])
)
def test_no_text_crashes_a_closed_question(text: str, item: Item) -> None:
    marks = mark(item, text)
    assert isinstance(marks, Marks)
    assert 0.0 <= marks.fraction <= 1.0
    assert marks.because
    told = problem(item, text)
    assert told is None or (told == marks.because and "\n" not in told)
