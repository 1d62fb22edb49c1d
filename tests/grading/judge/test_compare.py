"""The comparison: what counts as equal, and that no message gives an expected value away."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from dlexam.grading.judge.compare import TOLERANCE, Mismatch, Trial, close_arrays, compare
from dlexam.grading.wire import Leaf, Vjp, decode


def trial(dtype: str = "float64", tol: float | None = None, scale: float | None = None) -> Trial:
    return Trial(case="case", index=0, dtype=dtype, device="cpu", seed=1, tol=tol, scale=scale)


def leaf(values: Any, dtype: str = "float64", kind: str = "tensor", device: str = "cpu") -> Leaf:
    array = np.asarray(values, np.float32 if dtype == "bfloat16" else dtype)
    return Leaf(kind, dtype, array.shape, device, False, array)


def judged(observed: Any, expected: Any, facts: Trial | None = None) -> str | None:
    """None if they are close, else the message."""
    try:
        compare(observed, expected, expected, facts or trial())
    except Mismatch as mismatch:
        return str(mismatch)
    return None


@pytest.mark.parametrize("dtype", ["float64", "float32", "float16", "bfloat16"])
def test_each_type_has_its_own_tolerance(dtype):
    expected = leaf([[1.0, 1.0]], dtype)
    values = np.array([[1.0, 1.0]])
    near, far = (np.add(values, [[0.0, TOLERANCE[dtype] * part]]) for part in (0.9, 1.2))
    assert close_arrays(near, expected.values, TOLERANCE[dtype]) is None
    assert close_arrays(far, expected.values, TOLERANCE[dtype]) is not None


def test_the_tolerances_are_those_of_the_design():
    wanted = {"float64": 1e-9, "float32": 1e-5, "float16": 5e-3, "bfloat16": 3e-2}
    assert {name: TOLERANCE[name] for name in wanted} == wanted


def test_each_row_is_judged_by_its_own_largest_value():
    expected = np.array([[1e6, 1.0], [1.0, 1.0]])
    assert close_arrays(np.add(expected, [[1e-4, 1e-4], [0, 0]]), expected, 1e-9) is None
    assert close_arrays(np.add(expected, [[0, 0], [1e-4, 0]]), expected, 1e-12) is not None


def test_a_row_of_zeros_is_judged_by_the_scale_of_the_whole():
    expected = np.array([[0.0, 0.0], [1.0, 1.0]])
    assert close_arrays(np.add(expected, [[1e-12, 0], [0, 0]]), expected, 1e-9) is None
    assert close_arrays(np.add(expected, [[1e-6, 0], [0, 0]]), expected, 1e-9) is not None


def test_a_given_scale_replaces_the_outputs_own():
    assert judged(leaf([1e-5]), leaf([0.0]), trial(tol=1e-3)) is not None
    assert judged(leaf([1e-5]), leaf([0.0]), trial(tol=1e-3, scale=1.0)) is None


def test_numbers_whose_squares_overflow_are_still_judged():
    huge = np.array([[1e200, -1e200], [1e300, 1e300]])
    assert close_arrays(huge, huge, 1e-9) is None
    assert "off" in str(close_arrays(np.zeros_like(huge), huge, 1e-9))
    assert close_arrays(-huge * 1e7, huge, 1e-9) is not None


def test_numbers_whose_squares_vanish_are_still_judged():
    tiny = np.array([1e-200, 2e-200])
    assert close_arrays(tiny, tiny, 1e-9) is None
    assert close_arrays(np.ones(2), tiny, 1e-9) is not None


@pytest.mark.parametrize(
    ("observed", "expected", "fine"),
    [
        ([np.inf, 1.0], [np.inf, 1.0], True), ([-np.inf, 1.0], [np.inf, 1.0], False),
        ([1e308, 1.0], [np.inf, 1.0], False), ([np.inf, 1.0], [1.0, 1.0], False), ([1.0, np.inf], [np.inf, 1.0], False),
        ([np.nan, 1.0], [np.nan, 1.0], True), ([1.0, 1.0], [np.nan, 1.0], False), ([np.nan, 1.0], [1.0, 1.0], False),
        ([np.nan], [np.inf], False), ([np.inf], [np.nan], False), ([np.inf] * 2, [np.inf] * 2, True),
    ],
)  # fmt: skip
def test_infinities_match_in_place_and_sign_and_nan_only_where_it_belongs(observed, expected, fine):
    assert (judged(leaf(observed), leaf(expected)) is None) is fine


def test_an_infinity_does_not_widen_the_tolerance_of_its_row():
    assert judged(leaf([[np.inf, 1.0]]), leaf([[np.inf, 1.1]])) is not None


def test_gradients_of_one_vjp_share_a_scale_so_that_a_zero_gradient_is_not_judged_by_noise():
    expected = Vjp(outputs=leaf([1.0]), inputs=[leaf([0.0, 0.0])], params={"w": leaf([10.0, 10.0])})
    noise = Vjp(outputs=leaf([1.0]), inputs=[leaf([1e-12, -1e-12])], params={"w": leaf([10.0, 10.0])})
    wrong = Vjp(outputs=leaf([1.0]), inputs=[leaf([0.1, 0.0])], params={"w": leaf([10.0, 10.0])})
    assert judged(noise, expected) is None
    assert "inputs[0]" in judged(wrong, expected)
    bare = {"inputs": [leaf([1e-3, 0.0])], "params": {"w": leaf([1e9, 1e9])}}
    assert judged(bare, {"inputs": [leaf([0.0, 0.0])], "params": {"w": leaf([1e9, 1e9])}}) is not None


def test_outputs_of_a_vjp_are_judged_by_their_own_scale():
    expected = Vjp(outputs=leaf([1.0]), inputs=[leaf([1e9])], params={})
    assert judged(Vjp(outputs=leaf([1.001]), inputs=[leaf([1e9])], params={}), expected) is not None


def test_second_derivatives_are_judged_ten_times_as_loosely_unless_the_case_says_how():
    expected = Vjp(outputs=leaf([1.0]), inputs=[leaf([1.0])], params={}, second=[leaf([1.0])])

    def off_by(first: float, second: float) -> Vjp:
        return Vjp(outputs=leaf([1.0]), inputs=[leaf([1 + first])], params={}, second=[leaf([1 + second])])

    assert judged(off_by(0, 9e-9), expected) is None
    assert "second" in judged(off_by(0, 1.1e-8), expected)
    assert "inputs" in judged(off_by(1.1e-9, 0), expected)
    assert "second" in judged(off_by(0, 9e-9), expected, trial(tol=1e-9))


@pytest.mark.parametrize(
    ("own_error", "off", "fine"),
    [(0.0, 1.1e-5, False), (3e-5, 1.1e-4, True), (3e-5, 1.3e-4, False), (1.0, 0.9e-3, True), (1.0, 1.1e-3, False)],
)
def test_where_the_reference_is_off_itself_four_times_its_error_is_allowed_up_to_a_hundred_tolerances(
    own_error, off, fine
):
    exact, rounded, seen = (np.array([[1.0, 1.0], [1.0, 1.0 + error]]) for error in (0, own_error, off))
    assert (close_arrays(seen, exact, 1e-5, rounded=rounded) is None) is fine
    assert close_arrays(seen[::-1], exact, 1e-5, rounded=rounded) is not None  # another row has that error


@pytest.mark.parametrize("rounded", [np.inf, -np.inf, np.nan])
def test_a_reference_that_overflows_at_the_cases_dtype_allows_nothing_more(rounded):
    assert close_arrays(np.array([1.1]), np.array([1.0]), 1e-5, rounded=np.array([rounded])) is not None


@pytest.mark.parametrize("dtype", ["int64", "uint8", "bool"])
def test_integers_and_truth_values_are_equal_or_not(dtype):
    assert judged(leaf([1, 0, 1], dtype), leaf([1, 0, 1], dtype)) is None
    assert "67%" in judged(leaf([0, 1, 1], dtype), leaf([1, 0, 1], dtype))


@pytest.mark.parametrize(
    ("observed", "expected"),
    [
        (leaf([1.0, 1.0]), leaf([[1.0, 1.0]])), (leaf([1.0], "float32"), leaf([1.0])), (leaf([1], "int64"), leaf([1.])),
        (leaf([1.0], device="cuda"), leaf([1.0])), (leaf([1.0], kind="array"), leaf([1.0])), (1.0, leaf([1.0])),
        (None, leaf([1.0])), ([leaf([1.0])], leaf([1.0])), ({"a": leaf([1.0])}, leaf([1.0])), ("text", leaf([1.0])),
        (leaf([]), leaf([1.0])), ([1.0], [1.0, 2.0]), ({"a": 1.0}, {"a": 1.0, "b": 2.0}), ({"a": 1, "b": 2}, {"a": 1}),
        (leaf([1.0]), 1.0), (True, 1), (1, True), (1.5, 1), (None, 0), ("a", "b"), (2, 3), (float("nan"), 1.0),
        ([], {}), (leaf(1.0), 1.0), ([], None),
    ],
)  # fmt: skip
def test_another_structure_shape_type_or_device_is_a_mismatch(observed, expected):
    assert judged(observed, expected) is not None


@pytest.mark.parametrize(
    ("observed", "expected"),
    [
        (1, 1.0), (1.0 + 1e-12, 1.0), (leaf(2.0, kind="array"), 2.0), (2.0, leaf(2.0, kind="array")), (None, None),
        ("text", "text"), (True, True), ({}, {}), ([], []), (leaf(np.zeros((0, 3))), leaf(np.zeros((0, 3)))),
    ],
)  # fmt: skip
def test_a_number_may_come_as_numpy_gives_it(observed, expected):
    assert judged(observed, expected) is None


def test_a_python_float_of_a_float32_model_is_judged_as_float32():
    assert judged(1.0 + 1e-6, 1.0, trial("float32")) is None
    assert judged(1.0 + 1e-6, 1.0, trial("float64")) is not None


def test_complex_numbers_are_judged_by_their_distance():
    expected = leaf([1 + 1j, 2.0], "complex128")
    assert judged(leaf([1 + 1j, 2.0 + 1e-11j], "complex128"), expected) is None
    assert judged(leaf([1 + 1j, 2.0 + 1e-3j], "complex128"), expected) is not None
    assert judged(leaf([complex(np.nan, 0), 2.0], "complex128"), expected) is not None


SECRET = 7.391846251


@pytest.mark.parametrize(
    ("observed", "expected"),
    [
        (leaf([1.0, 2.0]), leaf([SECRET, SECRET])), (leaf([1.0]), leaf([SECRET, SECRET])), (1.0, SECRET), (3, 739184),
        ("no", "7.391846251"), (leaf([1, 2], "int64"), leaf([739184, 739184], "int64")), (None, SECRET), ([], [SECRET]),
        (leaf([np.nan]), leaf([SECRET])), ({"a": 0.0}, {"a": SECRET}), (leaf([0.0], "float32"), leaf([SECRET])),
    ],
)  # fmt: skip
def test_no_message_holds_an_expected_value(observed, expected):
    message = judged(observed, expected)
    assert message is not None
    assert not re.search(r"7\.39|7391|739184", message)


numbers = npst.arrays("float64", npst.array_shapes(min_dims=0, max_dims=3, max_side=4), elements=st.floats(width=64))


@given(numbers)
@settings(max_examples=100, deadline=None)
def test_everything_equals_itself(values):
    assert judged(leaf(values), leaf(values)) is None


@given(numbers, st.integers(0, 200), st.floats(1e-3, 1e3))
@settings(max_examples=100, deadline=None)
def test_a_change_beyond_the_tolerance_is_seen(values, place, by):
    values = np.where(np.isfinite(values), np.clip(values, -1e3, 1e3), 0.0)
    if values.size:
        changed = values.copy().reshape(-1)
        changed[place % values.size] += max(by, 1e-3)
        assert judged(leaf(changed.reshape(values.shape)), leaf(values)) is not None


@given(st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-9, 9), st.floats(), st.text(max_size=3), numbers.map(leaf)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from("ab"), inner), inner),
    max_leaves=6,
))  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_whatever_is_observed_is_judged_and_never_breaks_the_judge(observed):
    for expected in (leaf([[1.0, 2.0]]), {"a": [1.0, None], "b": leaf([1], "int64")}, [True, "x"], 2.0):
        judged(observed, expected)


def test_a_decoded_bfloat16_is_compared_with_its_own_tolerance():
    raw = np.array([0x3F80, 0x3F81], "<u2").tobytes()  # 1 and the next number after it
    observed = decode({"leaf": ["tensor", "bfloat16", [2], "cpu", False, False]}, raw)
    assert judged(observed, leaf([1.0, 1.0], "bfloat16"), trial("bfloat16")) is None
    assert judged(observed, leaf([1.0, 1.1], "bfloat16"), trial("bfloat16")) is not None
