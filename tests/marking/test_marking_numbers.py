"""Numbers are read in every form a learner may type, and nothing else is taken for one."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import unhurried

from dlexam.marking import numbers

FORMS = [
    ("1/4", 0.25), (".25", 0.25), ("0,25", 0.25), ("25%", 0.25), ("25 %", 0.25), ("¼", 0.25), ("a quarter", 0.25),
    ("1.5e3", 1500), ("1,000,000", 1e6), ("1_000", 1000), ("1 000 000", 1e6), ("1'000", 1000), ("1.000,5", 1000.5),
    ("1.5 million", 1.5e6), ("1.5M", 1.5e6), ("100k", 1e5), ("2 billion", 2e9), ("2^10", 1024), ("2**10", 1024),
    ("2¹⁰", 1024), ("3×10^5", 3e5), ("3 x 10^5", 3e5), ("3·10⁵", 3e5), ("10⁻³", 1e-3), ("−3", -3), ("+5", 5), ("9.", 9),
    ("5 rows", 5), ("n = 5", 5), ("≈ 5", 5), ("about 7", 7), ("seven", 7), ("sqrt(2)/2", math.sqrt(2) / 2),
    ("√2/2", math.sqrt(2) / 2), ("2π", 2 * math.pi), ("pi/2", math.pi / 2), ("ln 10", math.log(10)),
    ("The answer is 12", 12), ("it's 12", 12), ("9*64=576", 576), ("576 = 9*64", 576), ("1/3 = 0.333", 0.333),
    ("3½", 3.5), ("1 1/2", 1.5), ("-1 1/2", -1.5), (r"$\frac{1}{4}$", 0.25), ("10^{-3}", 1e-3),
    (r"3 \cdot 10^{5}", 3e5), (r"\sqrt{2}/2", math.sqrt(2) / 2), ("h_out = 15", 15),
    ("-ln(0.1)", math.log(10)), ("e^-1", math.exp(-1)), ("(3+4)*2", 14), ("$0.25$", 0.25),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "value"), FORMS)
def test_a_number_may_be_typed_in_any_common_form(typed: str, value: float) -> None:
    assert numbers.parse(typed) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("4 GB", "GB", 4), ("GB 4", "GB", 4), ("4000 MB", "GB", 4), ("4096 MiB", "GiB", 4), ("4", "GB", 4),
        ("25", "%", 25), ("25%", "%", 25), ("0.25", "%", 0.25), ("500 ms", "s", 0.5), ("3 minutes", "s", 180),
        ("1.5M", "M parameters", 1.5), ("1.5 million", "million", 1.5), ("5 row", "rows", 5), ("10 K", "K", 10),
    ],
)  # fmt: skip
def test_a_unit_may_be_given_or_left_out_or_converted(typed: str, unit: str, value: float) -> None:
    assert numbers.parse(typed, unit) == pytest.approx(value)


@pytest.mark.parametrize(
    "typed",
    [
        "15 or 16", "not 15", "not: 15", "between 3 and 15", "3 to 15", "15!", "15 or more", "at least 15",
        "15 is wrong", "0x10", "0xff", "0b11", "0.x", "15 if 1 else 2", "3 < 15", "(3, 15)", "9*64=577", "15 = 16",
        "row 15", "'15'", "", "foo", "5 because 3", "1/0", "9**9**9**9", "3e400", "__import__('os')", "1.2.3",
        "x" * 5000, "nan", "inf",
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused_in_one_line(typed: str) -> None:
    with pytest.raises(numbers.NumberError) as refusal:
        numbers.parse(typed)
    assert "\n" not in str(refusal.value)
    assert len(str(refusal.value)) < 200


def test_a_unit_of_another_kind_is_told() -> None:
    with pytest.raises(numbers.NumberError, match="the answer is asked in GB"):
        numbers.parse("5 ms", "GB")


@unhurried
@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_what_python_prints_is_read_back(value: float) -> None:
    assert numbers.parse(repr(value)) == pytest.approx(value, rel=1e-12, abs=1e-300)
    assert numbers.parse(f"{value:,.3f}") == pytest.approx(round(value, 3), rel=1e-9, abs=1e-9)


@unhurried
@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_fraction_is_the_quotient(above: int, below: int) -> None:
    assert numbers.parse(f"{above}/{below}") == pytest.approx(above / below)


@unhurried
@given(st.text(max_size=200), st.sampled_from([None, "%", "GB", "rows"]))
def test_any_text_is_a_finite_number_or_refused(text: str, unit: str | None) -> None:
    assert math.isfinite(_value_or(0.0, text, unit))


def _value_or(default: float, text: str, unit: str | None) -> float:
    try:
        return numbers.parse(text, unit)
    except numbers.NumberError:
        return default
