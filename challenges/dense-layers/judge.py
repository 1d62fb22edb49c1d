"""New weights are judged by what they are: of the right shape, finite, without zeros, no two units or layers alike."""

from __future__ import annotations

from typing import Any

import numpy as np

from dlexam.grading.judging import Mismatch, close, judge


@judge("fresh-weights")
def fresh_weights(observed: Any, expected: Any, trial: Any) -> None:
    """Right whatever the distribution, as long as it is continuous; even random signs collide once in 2^59 gradings."""
    for seen, right in zip(observed, expected, strict=True):
        for name in ("W", "b"):
            if seen[name].shape != right[name].shape:
                raise Mismatch(f"{name} of a new Linear has shape {seen[name].shape}, not {right[name].shape}")
            if not np.isfinite(seen[name]).all():
                raise Mismatch(f"{name} of a new Linear is not finite")
        _random(seen["W"])
        if seen["W"].size >= 64 and np.array_equal(seen["W"], seen["another W"]):
            raise Mismatch("two new Linear layers have the same W")
        close(seen["output"], right["x"] @ seen["W"] + seen["b"], trial)


def _random(weights: Any) -> None:
    """Mismatch if an entry is zero or two units start alike (looked at where chance can't make them so)."""
    if not np.all(weights != 0):
        raise Mismatch("W of a new Linear holds zeros")
    for units in (weights.T, weights):
        if units.shape[1] >= 64 and len(np.unique(units, axis=0)) < len(units):
            raise Mismatch("two units of a new Linear have the same weights")
