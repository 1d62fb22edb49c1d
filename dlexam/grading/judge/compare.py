"""Whether an observation equals the reference's: structure, shape, dtype, device, and values within tolerance.

Close, per row of the last axis: max|a - b| <= tol * max(row's max|b|, scale), where `scale` is the root mean square of
that output, or of all gradients of one vjp together. Infinities match in place and sign and are left out of the
maxima; NaN equals only NaN; integers, booleans and texts are equal or not. Messages never hold an expected value.

Two allowances keep right code of another style from failing on an unlucky draw: derivatives of derivatives are judged
ten times as loosely, and where the reference itself, run at the case's dtype, is off by more than the tolerance's
quarter, four times its own error is allowed (a hundred tolerances at most).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from msgspec import Struct, structs
from numpy.typing import NDArray

from dlexam.grading.judge.trees import leaves
from dlexam.grading.wire import Leaf, Vjp

TOLERANCE = {"float64": 1e-9, "float32": 1e-5, "float16": 5e-3, "bfloat16": 3e-2, "complex64": 1e-5, "complex128": 1e-9}
_SMALLEST_SCALE = 1e-12  # below this everything is rounding noise
_TINY_SQUARE, _HUGE_SQUARE = 1e-200, 1e200  # between them a sum of squares has lost nothing that matters
_SECOND_ORDER = 10.0  # tolerances for a second derivative: it is a difference of what nearly cancels, now and then
_OWN_ERROR = 4.0  # of the reference's own rounding error in a row, what others may have
_MOST_TOLERANCES = 100.0  # to which that error can add up

Array = NDArray[Any]


class Mismatch(Exception):
    """The observation is not what the contract asks for; the message is for the learner."""


class Trial(Struct, frozen=True, kw_only=True):
    """The circumstances of one run of a case: what messages name and tolerances depend on."""

    case: str
    index: int
    dtype: str
    device: str
    seed: int
    tol: float | None = None
    scale: float | None = None
    looser: float = 1.0  # times the default tolerance


def compare(observed: Any, expected: Any, shaped: Any, trial: Trial) -> None:
    """Raise Mismatch unless `observed` is as it should be.

    `shaped` is the reference's observation at the case's dtype and gives structure, shapes, dtypes and devices;
    `expected` is its observation at full precision and gives the values.
    """
    _node("", observed, expected, shaped, trial, trial.scale)


def same_types(observed: Any, shaped: Any, path: str = "") -> None:
    """Raise Mismatch where tensors that stand at the same place differ in dtype or device; all else is let be."""
    if isinstance(shaped, dict) and isinstance(observed, dict):
        for key in shaped.keys() & observed.keys():
            same_types(observed[key], shaped[key], f"{path}.{key}" if path else key)
    elif isinstance(shaped, list) and isinstance(observed, list):
        for place, (seen, form) in enumerate(zip(observed, shaped, strict=False)):
            same_types(seen, form, f"{path}[{place}]")
    elif isinstance(shaped, Leaf) and isinstance(observed, Leaf) and observed.kind == shaped.kind:
        _same_type(path, observed, shaped)


def _same_type(path: str, observed: Leaf, shaped: Leaf) -> None:
    if observed.dtype != shaped.dtype:
        raise Mismatch(f"{_name(path)} is of type {observed.dtype}, where {shaped.dtype} belongs")
    if observed.device != shaped.device:
        raise Mismatch(f"{_name(path)} is on {observed.device}, where {shaped.device} belongs")


def _node(path: str, observed: Any, expected: Any, shaped: Any, trial: Trial, scale: float | None) -> None:
    if isinstance(shaped, Leaf):
        _leaf(path, observed, expected, shaped, trial, scale)
    elif isinstance(shaped, dict):
        _mapping(path, observed, expected, shaped, trial, scale)
    elif isinstance(shaped, list):
        _sequence(path, observed, expected, shaped, trial, scale)
    else:
        _plain(path, observed, expected, shaped, trial, scale)


def _mapping(path: str, observed: Any, expected: Any, shaped: Any, trial: Trial, scale: float | None) -> None:
    if not isinstance(observed, dict):
        raise Mismatch(f"{_name(path)} is {describe(observed)}, where {describe(shaped)} belongs")
    missing, extra = shaped.keys() - observed.keys(), observed.keys() - shaped.keys()
    if missing:
        raise Mismatch(f"{_name(path)} lacks {_few(missing)}")
    if extra:
        raise Mismatch(f"{_name(path)} has {_few(extra)} besides what belongs there")
    scales = _common_scales(expected) if isinstance(shaped, Vjp) and scale is None else {}
    for key in shaped:
        inner = f"{path}.{key}" if path else key
        looser = isinstance(shaped, Vjp) and key == "second"
        circumstances = structs.replace(trial, looser=_SECOND_ORDER) if looser else trial
        _node(inner, observed[key], expected[key], shaped[key], circumstances, scales.get(key, scale))


def _common_scales(vjp: Any) -> dict[str, float]:
    """One scale for all gradients of a vjp, so that one that is analytically zero isn't judged by rounding noise."""
    first = _rms(_inexact([vjp.get("inputs"), vjp.get("params")]))
    scales = {"inputs": first, "params": first}
    return scales | {"second": _rms(_inexact(vjp["second"]))} if "second" in vjp else scales


def _inexact(tree: Any) -> Iterator[Array]:
    """The values that rounding touches."""
    return (leaf.values for leaf in leaves(tree) if leaf.dtype in TOLERANCE)


def _sequence(path: str, observed: Any, expected: Any, shaped: Any, trial: Trial, scale: float | None) -> None:
    if not isinstance(observed, list):
        raise Mismatch(f"{_name(path)} is {describe(observed)}, where {describe(shaped)} belongs")
    if len(observed) != len(shaped):
        raise Mismatch(f"{_name(path)} has {len(observed)} parts, where {len(shaped)} belong")
    for place, (seen, value, form) in enumerate(zip(observed, expected, shaped, strict=True)):
        _node(f"{path}[{place}]", seen, value, form, trial, scale)


def _plain(path: str, observed: Any, expected: Any, shaped: Any, trial: Trial, scale: float | None) -> None:
    if isinstance(observed, Leaf) and observed.kind == "array" and observed.shape == ():
        observed = observed.values.item()  # numpy's scalars and 0-d arrays are numbers too
    if _kind(observed) != _kind(shaped) and not (isinstance(shaped, float) and type(observed) is int):
        raise Mismatch(f"{_name(path)} is {describe(observed)}, where {describe(shaped)} belongs")
    if isinstance(shaped, float):
        seen, right, rounded = (np.asarray(number, np.float64) for number in (observed, expected, shaped))
        _values(path, seen, right, rounded, _tolerance(trial), scale)
    elif observed != shaped:
        raise Mismatch(f"{_name(path)} is not right")


def _leaf(path: str, observed: Any, expected: Any, shaped: Leaf, trial: Trial, scale: float | None) -> None:
    if shaped.kind == "array" and shaped.shape == () and isinstance(observed, (int, float)):
        observed = Leaf("array", shaped.dtype, (), "cpu", False, np.asarray(observed, shaped.values.dtype))
    if not isinstance(observed, Leaf) or observed.kind != shaped.kind:
        raise Mismatch(f"{_name(path)} is {describe(observed)}, where {describe(shaped)} belongs")
    if observed.shape != shaped.shape:
        raise Mismatch(f"{_name(path)} has shape {_shape(observed.shape)}, where {_shape(shaped.shape)} belongs")
    _same_type(path, observed, shaped)
    if observed.dtype in TOLERANCE:
        _values(path, observed.values, expected.values, shaped.values, _tolerance(trial, observed.dtype), scale)
    elif not np.array_equal(observed.values, shaped.values):
        wrong = float(np.mean(observed.values != shaped.values))
        raise Mismatch(f"{_name(path)}: {_percent(wrong)} of its values are not right")


def _tolerance(trial: Trial, dtype: str = "float64") -> float:
    """The looser of the leaf's own precision and the case's: a Python float out of a float32 model is a float32."""
    return trial.tol if trial.tol is not None else trial.looser * max(TOLERANCE[dtype], TOLERANCE[trial.dtype])


def close_arrays(
    observed: Array, expected: Array, tol: float, scale: float | None = None, rounded: Array | None = None
) -> str | None:
    """None if the arrays (of one shape) are close by the module's rule, else what is off, without expected values.

    `rounded` is what the reference gives at the case's dtype, if its own error is to count.
    """
    if observed.size == 0:
        return None
    with np.errstate(invalid="ignore", over="ignore"):
        return _close_arrays(observed, expected, tol, scale, rounded)


def _close_arrays(
    observed: Array, expected: Array, tol: float, scale: float | None, rounded: Array | None
) -> str | None:
    a, b = _widened(observed), _widened(expected)
    difference = np.abs(a - b)
    common = _rms([b]) if scale is None else scale
    if difference.max() <= tol * common:  # then every row is close, and nothing is infinite
        return None
    if np.isfinite(a).all() and np.isfinite(b).all():
        size = np.abs(b)
    else:
        odd = _oddly_infinite(a, b)
        if odd:
            return odd
        used = np.isfinite(b)
        difference = np.abs(np.where(used, a, 0) - np.where(used, b, 0))
        size = np.abs(np.where(used, b, 0))
    problem = _judge_rows(difference, size, tol, common)
    if problem and rounded is not None:
        problem = _judge_rows(difference, size, tol, common, _own_error(rounded, b))
    return problem


def _own_error(rounded: Array, exact: Array) -> Array:
    """How far off the reference is at the case's dtype; nothing where either is not finite."""
    error = np.abs(_widened(rounded) - exact)
    return np.where(np.isfinite(error), error, 0.0)


def _oddly_infinite(a: Array, b: Array) -> str | None:
    """What is wrong with the places of NaN and infinities, if anything."""
    unequal_nan = np.isnan(a) != np.isnan(b)
    if unequal_nan.any():
        return _first_place("NaN where a number belongs" if np.isnan(a)[unequal_nan].any() else "not NaN", unequal_nan)
    infinite = np.isinf(a) | np.isinf(b)
    odd = infinite & (a != b)
    if odd.any():
        return _first_place("infinite where a finite number belongs, or the reverse", odd)
    return None


def _judge_rows(difference: Array, size: Array, tol: float, scale: float, own_error: Array | None = None) -> str | None:
    off, largest = _by_row(difference), _by_row(size)
    against = np.maximum(np.maximum(largest, scale), _SMALLEST_SCALE)
    relative = off / against
    allowed = np.full_like(relative, tol)
    if own_error is not None:
        allowed = np.clip(_OWN_ERROR * _by_row(own_error) / against, tol, _MOST_TOLERANCES * tol)
    wrong = int((~(relative <= allowed)).sum())
    if not wrong:
        return None
    where = f"{wrong} of {len(relative)} rows" if len(relative) > 1 else "the values"
    return f"{where} off, by {_percent(float(relative.max()))} of the scale at worst ({_percent(tol)} allowed)"


def _by_row(sizes: Array) -> Array:
    """The largest in each row of the last axis."""
    largest: Array = sizes.reshape((-1, sizes.shape[-1]) if sizes.ndim else (1, 1)).max(axis=1)
    return largest


def _values(path: str, observed: Array, expected: Array, rounded: Array, tol: float, scale: float | None) -> None:
    problem = close_arrays(observed, expected, tol, scale, rounded)
    if problem:
        raise Mismatch(f"{_name(path)}: {problem}")


def _widened(values: Array) -> Array:
    return values.astype(np.complex128 if values.dtype.kind == "c" else np.float64, copy=False)


def _rms(arrays: Iterable[Array]) -> float:
    """Their root mean square, infinities and NaN left out; right also where a square would overflow."""
    wide = [_widened(array).reshape(-1) for array in arrays]
    count = sum([array.size for array in wide])
    squares = float(sum([np.vdot(array, array).real for array in wide])) if count else 0.0
    if _TINY_SQUARE < squares < _HUGE_SQUARE:
        return float(np.sqrt(squares / count))
    return _rms_of_extremes(wide)


def _rms_of_extremes(arrays: list[Array]) -> float:
    sizes = [size[np.isfinite(size)] for size in map(np.abs, arrays)]
    together = np.concatenate(sizes) if sizes else np.zeros(0)
    largest = float(together.max(initial=0.0))
    if largest == 0.0:
        return 0.0
    return largest * float(np.sqrt(np.mean((together / largest) ** 2)))


def describe(value: Any) -> str:
    """What something is, in words that hold no value of it."""
    if isinstance(value, Leaf):
        return f"{'a' if value.kind == 'tensor' else 'an'} {value.kind} of shape {_shape(value.shape)}"
    if value is None:
        return "None"
    names = {bool: "a bool", int: "an int", float: "a float", str: "a text", list: "a sequence"}
    return next((name for kind, name in names.items() if type(value) is kind), "a mapping")


def _kind(value: Any) -> type:
    return dict if isinstance(value, dict) else type(value)


def _name(path: str) -> str:
    return path or "the result"


def _few(names: Iterable[str]) -> str:
    listed = sorted(str(name)[:40] for name in names)
    return ", ".join(listed[:3]) + (", …" if len(listed) > 3 else "")


def _shape(shape: tuple[int, ...]) -> str:
    return f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"


def _percent(share: float) -> str:
    return f"{share:.0%}" if 0.1 <= share < 100 else f"{100 * share:.2g} %"


def _first_place(what: str, places: Array) -> str:
    where = tuple(int(axis[0]) for axis in np.nonzero(places)) if places.ndim else ()
    return f"{what}, first at {_shape(where)}" if where else what
