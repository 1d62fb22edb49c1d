"""A checker is judged by what it says of right and of wrong layers: g is its own, so that no two calls need agree.

Right layers: the median of three calls is below 1e-5, or the lower of two where they only stand beside wrong ones. A
call exceeds it where an entry of the gradient happens to be so small (about 1e-6) that the rounding of the difference,
1e-11, shows: 1e-5 of calls (1e-3 exceed 1e-7), so that two of three do in 3e-10 of medians.
Wrong ones: the call is above 1e-2. An entry off by 6 % gives 0.03, unless it is by chance below 1e-9.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from dlexam.grading.judging import Mismatch, judge

SMALL, LARGE = 1e-5, 1e-2


def thresholds(observed: Any, expected: Any, trial: Any) -> None:
    """Small numbers for right layers, large ones for wrong ones; NaN is as good as large where a gradient is NaN."""
    for group, layers in expected.items():
        for name in layers:
            results = [_number(value) for value in observed[group][name]]
            if group == "right layers":
                middle = sorted(results, key=lambda value: (math.isnan(value), value))[(len(results) - 1) // 2]
                if not 0 <= middle < SMALL:
                    raise Mismatch(
                        f"a right layer ({name}) gets {middle:.2g}, not below 1e-5 (the median of a few calls)"
                    )
                continue
            for value in results:
                if not (value > LARGE or (math.isnan(value) and group == "layers with NaN")):
                    raise Mismatch(f"a wrong layer ({name}) gets {value:.2g}, not above 1e-2")


right_layers = judge("right-layers")(thresholds)
input_entries = judge("input-entries")(thresholds)
parameter_entries = judge("parameter-entries")(thresholds)
whole_gradients = judge("whole-gradients")(thresholds)
random_upstream = judge("random-upstream")(thresholds)
not_a_number = judge("not-a-number")(thresholds)
some_parameters = judge("some-parameters")(thresholds)
views = judge("views")(thresholds)


@judge("the-number")
def the_number(observed: Any, expected: Any, trial: Any) -> None:
    """Where all entries are off by one factor, the largest relative error is the same for every g."""
    for name in expected:
        for value, wanted in zip(observed[name], expected[name], strict=True):
            if not abs(_number(value) - wanted) <= 1e-3 * wanted:
                raise Mismatch(f"{name}: the number is not the largest relative error")


def _number(value: Any) -> float:
    """A float, numpy's too. Mismatch for anything else."""
    if isinstance(value, (np.ndarray, np.generic)) and value.shape == () and value.dtype.kind == "f":
        return float(value)
    if isinstance(value, float) or type(value) is int:
        return float(value)
    raise Mismatch("gradient_check does not return one float")
