"""AdamW's decay may come before or after Adam's step; eps may stand inside or outside the root."""

from __future__ import annotations

from typing import Any

import numpy as np

from dlexam.grading.judging import Mismatch, close, judge

INSIDE = 1e-4  # √1e-8: what an eps of 1e-8 inside the root makes of a step, against one outside
NEAR = 1e-4


@judge("adamw")
def adamw(observed: Any, expected: Any, trial: Any) -> None:
    """The reference decays first. Gradients do not depend on the weights, so the other order follows from it."""
    moved, right = observed["steps"], expected["steps"]
    try:
        close(moved, right, trial)
    except Mismatch:
        if getattr(moved, "shape", None) != right.shape:
            raise
        close(moved, decayed_last(expected), trial)


def decayed_last(expected: Any) -> Any:
    """The movements when each of the reference's own steps is taken before the decay."""
    keep = 1 - expected["lr"] * expected["decay"]
    first = last = expected["start"]
    moves = []
    for move in expected["steps"]:
        step = first + move - keep * first  # what Adam alone adds
        first = first + move
        moves.append(keep * (last + step) - last)
        last = last + moves[-1]
    return np.stack(moves)


@judge("eps")
def eps(observed: Any, expected: Any, trial: Any) -> None:
    """Within 1e-4; where the default counts, a root over eps makes every step smaller by one known factor."""
    for name, right in expected["eps given"].items():
        if not near(observed["eps given"][name], right):
            raise Mismatch(f"{name}: an eps of 1 beside very small gradients does not give the right steps")
    for name, right in expected["eps left out"].items():
        seen = observed["eps left out"][name]
        if not (near(seen, right) or near(seen, right * INSIDE)):
            raise Mismatch(f"{name}: with eps left out, very small gradients do not give the right steps")
    for name, right in expected["eps as large as gradients"].items():
        seen = observed["eps as large as gradients"][name]["moved"]
        if not (near(seen, right["moved"]) or near(seen, inside(right))):
            raise Mismatch(f"{name}: an eps as large as the gradients is not added to the root, nor under it")


def inside(right: Any) -> Any:
    """The reference's first step, were its eps inside the root: |g| over what it moved tells its denominator."""
    push = right["lr"] * right["gradient"]
    root = np.abs(push / right["moved"]) - right["eps"]
    return -push / np.sqrt(root**2 + right["eps"])


def near(seen: Any, right: Any) -> bool:
    """Each row within 1e-4 of its largest entry."""
    bound = NEAR * np.abs(right).max(axis=-1, keepdims=True)
    return seen.shape == right.shape and bool(np.all(np.abs(seen - right) <= bound))
