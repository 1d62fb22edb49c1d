"""How far the weights moved in a step is judged as one long vector: half precision is coarse where gradients cancel.

Right solutions compute the norm by other formulas, or run backward inside autocast. Their weights differ in the last
digit of float32, which now and then rounds a weight to its other neighbour in half precision. Next to the gradient's
norm that is less than 1 %; next to a lone gradient that happens to cancel it may be anything.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dlexam.grading.judging import Mismatch, close, judge

ALLOWED = 0.05


def rule(observed: Any, expected: Any, trial: Any) -> None:
    """As usual, but for what is called "moved"."""
    close(_rest(observed), _rest(expected), trial)
    _each_moved(observed, expected, trial, "")


def _rest(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {name: _rest(part) for name, part in tree.items() if name != "moved"}
    return [_rest(part) for part in tree] if isinstance(tree, list) else tree


def _each_moved(observed: Any, expected: Any, trial: Any, place: str) -> None:
    if not isinstance(expected, (dict, list)):
        return
    parts = expected.items() if isinstance(expected, dict) else enumerate(expected)
    for name, part in parts:
        here = f"{place}[{name}]" if isinstance(expected, list) else f"{place}.{name}".lstrip(".")
        if name == "moved":
            _moved(observed[name], part, here)
        else:
            _each_moved(observed[name], part, trial, here)


def _moved(observed: dict[str, Any], expected: dict[str, Any], place: str) -> None:
    """Mismatch unless the weights moved as expected; those that should not move may not move at all."""
    if observed.keys() != expected.keys():
        raise Mismatch(f"{place}: the model has other parameters than before")
    for name, right in expected.items():
        seen = observed[name]
        if seen.shape != right.shape:
            raise Mismatch(f"{place}: {name} has another shape than before")
        if not np.isfinite(seen).all():
            raise Mismatch(f"{place}: {name} is not finite after the step")
        if not right.any() and seen.any():
            raise Mismatch(f"{place}: {name} moved, and should have stayed as it was")
    error, whole = (
        np.sqrt(sum(float(np.square(part, dtype=np.float64).sum()) for part in parts))
        for parts in ([observed[name] - right for name, right in expected.items()], expected.values())
    )
    if error > ALLOWED * whole:
        share = f"by {error / whole:.0%} of the way that they should go" if whole else "and should have stayed"
        raise Mismatch(f"{place}: the weights moved otherwise than they should, {share} ({ALLOWED:.0%} allowed)")


a_step = judge("a-step")(rule)
loss_returned = judge("loss-returned")(rule)
under_autocast = judge("under-autocast")(rule)
clipped = judge("clipped")(rule)
scaler = judge("scaler")(rule)
tiny_gradients = judge("tiny-gradients")(rule)
not_finite = judge("not-finite")(rule)
frozen_and_unused = judge("frozen-and-unused")(rule)
stale_gradients = judge("stale-gradients")(rule)
device_as_text = judge("device-as-text")(rule)
any_batch = judge("any-batch")(rule)
two_trainers = judge("two-trainers")(rule)
