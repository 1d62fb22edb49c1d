"""Dropout in training is judged by what became of each element of each branch: dropped, or divided by 1 - rate.

Where both branches are constant, each element of a result tells both decisions. They are counted against exact binomial
tails, CHANCE each: 11 counts refuse a right block less than once in a million times.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dlexam.grading.judging import Mismatch, close, judge

CHANCE = 8e-8
LEVELS = (1.0, 2.5)  # what the attention branch and the network give where they are constant
SLACK = 2e-3
NAMES = ("attention branch", "network branch")


@judge("dropout")
def dropout(observed: Any, expected: Any, trial: Any) -> None:
    """Every element dropped or kept as it should, with the right frequency, each by itself, and gradients alike."""
    keep, x = 1 - expected["rate"], _wide(expected["x"])
    for key in ("x", "weights", "rate"):
        close(observed[key], expected[key], trial)
    for name in NAMES:
        _branch(name, observed[name], _wide(expected[name]["kept"]), x, keep)
    masks = [_masks(_shaped(result, x) - x, keep) for result in observed["constant branches"]]
    for place, name in enumerate(NAMES):
        first, second = masks[0][place], masks[1][place]
        _count(np.concatenate([first, second]), keep, f"of the {name}, the wrong share is dropped")
        _count(first == second, _agreement(keep), f"what is dropped of the {name} depends on the call before")
        for axis in range(3):
            even, odd = (first.take(range(start, first.shape[axis], 2), axis) for start in (0, 1))
            _count(even == odd, _agreement(keep), f"elements of the {name} are not dropped each by itself")
    both = np.stack([mask[0] == mask[1] for mask in masks])
    _count(both, _agreement(keep), "both branches are dropped in the same places")
    _gradients(observed["gradients"], masks[0], _wide(expected["weights"]), keep)


def _branch(name: str, seen: Any, kept: Any, x: Any, keep: float) -> None:
    """In evaluation mode the branch as it is; in training each element of it either 0 or divided by `keep`."""
    if not np.all(np.abs(_shaped(seen["kept"], x) - kept) <= SLACK * (1 + np.abs(kept))):
        raise Mismatch(f"the {name} alone is not right in evaluation mode")
    branch = _shaped(seen["trained"], x) - x
    whole = (kept - x) / keep
    dropped, scaled = np.abs(branch) <= SLACK, np.abs(branch - whole) <= SLACK * (1 + np.abs(whole))
    if not np.all(dropped | scaled):
        raise Mismatch(
            f"in training, with the {name} alone, some elements of it are neither dropped nor divided by 1 - dropout"
        )


def _masks(branches: Any, keep: float) -> tuple[Any, Any]:
    """Which elements were kept of the attention branch and of the network, both constant."""
    first, second = LEVELS
    sums = np.array([0.0, first, second, first + second])
    distance = np.abs(branches[..., None] * keep - sums)
    if not np.all(distance.min(axis=-1) <= SLACK * 5):
        raise Mismatch("in training, some elements of a branch are neither dropped nor divided by 1 - dropout")
    which = distance.argmin(axis=-1)
    return which % 2 == 1, which >= 2


def _gradients(seen: Any, masks: Any, weights: Any, keep: float) -> None:
    for name, mask, gradient in zip(NAMES, masks, seen, strict=True):
        right = (weights * mask / keep).sum(axis=(0, 1))
        if gradient.shape != right.shape or not np.all(np.abs(_wide(gradient) - right) <= 0.02):
            raise Mismatch(f"in training, the gradient through the dropout on the {name} is not right")


def _agreement(keep: float) -> float:
    """How often two independent decisions are the same."""
    return keep**2 + (1 - keep) ** 2


def _count(tosses: Any, probability: float, complaint: str) -> None:
    """Mismatch if so many (or so few) of independent tosses have a probability below CHANCE."""
    number, count = tosses.size, int(tosses.sum())
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, number + 1)))])
    k = np.arange(number + 1)
    mass = np.exp(logs[number] - logs - logs[::-1] + k * np.log(probability) + (number - k) * np.log(1 - probability))
    if 2 * min(mass[: count + 1].sum(), mass[count:].sum()) < CHANCE:
        raise Mismatch(complaint)


def _wide(values: Any) -> Any:
    return np.asarray(values, np.float64)


def _shaped(values: Any, like: Any) -> Any:
    if np.shape(values) != like.shape:
        raise Mismatch("in training, the result has not the shape of x")
    if not np.isfinite(values).all():
        raise Mismatch("in training, the result is not finite")
    return _wide(values)
