"""Looser judgements where right formulas differ by rounding: gradients in half precision, and far from zero."""

from __future__ import annotations

from typing import Any

import numpy as np

from dlexam.grading.judging import Mismatch, close, judge

HALF = ("float16", "bfloat16")


@judge("half-gradients")
def half_gradients(observed: Any, expected: Any, trial: Any) -> None:
    """Values within the dtype's tolerance, gradients within a tenth: the same formula rounds differently in half."""
    close(observed["outputs"], expected["outputs"], trial)
    _gradient(observed, expected, 0.1)


@judge("large-values")
def large_values(observed: Any, expected: Any, trial: Any) -> None:
    """Values right, gradients finite, and within 2 % in float32 and float64: f + s·(1 - f) cancels near 10,000."""
    close(observed["outputs"], expected["outputs"], trial)
    if not np.isfinite(observed["inputs"][0]).all():
        raise Mismatch("the gradient is infinite or NaN for inputs far from zero")
    if trial.dtype not in HALF:
        _gradient(observed, expected, 0.02)


def _gradient(observed: Any, expected: Any, share: float) -> None:
    """Each entry of the gradient within `share` of the largest expected one, or of 1."""
    (found,), (right,) = observed["inputs"], expected["inputs"]
    if found.shape != right.shape:
        raise Mismatch("the gradient's shape is not the input's")
    bound = share * max(1.0, float(np.abs(right).max()))
    if not np.all(np.abs(found.astype(np.float64) - right) <= bound):
        raise Mismatch(f"the gradient is off by more than {share:.0%}")
