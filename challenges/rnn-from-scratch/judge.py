"""New parameters are judged by their form; where they start is the learner's choice."""

from __future__ import annotations

from typing import Any

import numpy as np

from dlexam.grading.judging import Mismatch, close, judge


@judge("new-network")
def new_network(observed: Any, expected: Any, trial: Any) -> None:
    """Of the right shape, float64, finite; and the states follow from them."""
    for seen, right in zip(observed, expected, strict=True):
        for name in ("Wxh", "Whh", "bh"):
            _form(name, seen[name], right[name])
        close({"bh, once assigned": seen["bh then"]}, {"bh, once assigned": right["bh then"]}, trial)
        close({"hs": seen["hs"]}, {"hs": _states(seen["Wxh"], seen["Whh"], right["bh then"], right["xs"])}, trial)


def _form(name: str, seen: Any, right: Any) -> None:
    """Mismatch if a parameter has not the shape, the type or finite numbers."""
    if seen.shape != right.shape:
        raise Mismatch(f"{name} of a new RNN has shape {seen.shape}, not {right.shape}")
    if seen.dtype != right.dtype:
        raise Mismatch(f"{name} of a new RNN is {seen.dtype}, not {right.dtype}")
    if not np.isfinite(seen).all():
        raise Mismatch(f"{name} of a new RNN is not finite")


def _states(Wxh: Any, Whh: Any, bh: Any, xs: Any) -> Any:
    """All states from zeros on, under these weights."""
    states = [np.zeros((xs.shape[1], len(bh)))]
    for x in xs:
        states.append(np.tanh(x @ Wxh + states[-1] @ Whh + bh))
    return np.stack(states[1:])
