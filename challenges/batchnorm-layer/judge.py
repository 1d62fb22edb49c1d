"""The running variance may average biased or unbiased variances; eps may stand inside or outside the root."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from dlexam.grading.judging import Mismatch, close, judge

OUTSIDE = math.sqrt(1e-5) / 1e-5  # what dividing by eps instead of its root makes of a result
NEAR = 1e-3
NO_EPS = 1e-12


@judge("running")
def running(observed: Any, expected: Any, trial: Any) -> None:
    """The mean as the reference's; the variance so too, or with B/(B−1) times each batch's."""
    close({"running_mean": observed["running_mean"]}, {"running_mean": expected["running_mean"]}, trial)
    seen, right = observed["running_var"], expected["running_var"]
    try:
        close({"running_var": seen}, {"running_var": right}, trial)
    except Mismatch:
        if getattr(seen, "shape", None) != right.shape:
            raise
        close({"running_var": seen}, {"running_var": unbiased(expected)}, trial)


def unbiased(expected: Any) -> Any:
    """The reference's running variances, each batch's contribution times B/(B−1)."""
    momentum, old = expected["momentum"], expected["running_var"]
    rows = [old[0]]
    for size, before, after in zip(expected["sizes"], old[:-1], old[1:], strict=True):
        moved = after - (1 - momentum) * before  # momentum times the batch's variance
        rows.append((1 - momentum) * rows[-1] + moved * size / (size - 1))
    return np.stack(rows)


@judge("train-then-evaluate")
def train_then_evaluate(observed: Any, expected: Any, trial: Any) -> None:
    """Evaluation agrees with the averages that the layer itself shows; what they should be, another case asks."""
    for name in ("after two batches", "after three"):
        seen, right = observed[name], expected[name]
        mean, var = seen["averages"]["running_mean"], seen["averages"]["running_var"]
        close({f"{name}: running_mean": mean}, {f"{name}: running_mean": right["averages"]["running_mean"]}, trial)
        close({f"{name}: training": seen["training"]}, {f"{name}: training": right["training"]}, trial)
        if var.shape != mean.shape or not np.all(var > 0):
            raise Mismatch("running_var has not the right shape, or is not positive")
        evaluated = expected["gamma"] * (expected["x"] - mean) / np.sqrt(var + NO_EPS) + expected["beta"]
        close({f"{name}: evaluation": seen["evaluation"]}, {f"{name}: evaluation": evaluated}, trial)


@judge("eps-and-defaults")
def eps_and_defaults(observed: Any, expected: Any, trial: Any) -> None:
    """Momentum exactly; eps within 1e-3, inside the root or outside, the same way in all three."""
    for name in ("default momentum", "constant feature"):
        close({name: observed[name]}, {name: expected[name]}, trial)
    for name in ("eps given", "eps left out"):
        if not near(observed[f"averages {name}"], expected[f"averages {name}"], 1.0):
            raise Mismatch(f"{name}: the running averages take up more than the batch's mean and variance")
        factors = (1.0,) if name == "eps given" else (1.0, OUTSIDE)
        if not any(near(observed[name], expected[name], factor) for factor in factors):
            raise Mismatch(f"{name}: a batch that hardly varies is not divided by what eps makes of its spread")
    name = "eps as large as the variance"
    seen, right = observed[name], {key: expected[name][key] for key in ("out", "dx", "evaluation")}
    if not any(near(seen, form, 1.0) for form in (right, *outside(**expected[name]["given"]))):
        raise Mismatch(f"{name}: eps is not added to the variance, nor to its root, alike in all three formulas")


def outside(x: Any, grad: Any, running_mean: Any, running_var: Any) -> Iterator[dict[str, Any]]:
    """The results where an eps of 1 is added to the root; dx exactly, and as if eps were part of the root."""
    spread, centred = x.std(axis=0), x - x.mean(axis=0)
    normal, level = centred / (spread + 1), grad - grad.mean(axis=0)
    evaluated = (x - running_mean) / (np.sqrt(running_var) + 1)
    for below in (spread, spread + 1):  # nothing is promised of an eps so large there, so that either will do
        dx = level / (spread + 1) - normal * (grad * normal).mean(axis=0) / below
        yield {"out": normal, "dx": dx, "evaluation": evaluated}


def near(seen: Any, right: Any, factor: float) -> bool:
    """Each result within a thousandth of the right one times the factor."""
    return all(
        seen[key].shape == value.shape
        and bool(np.all(np.abs(seen[key] - factor * value) <= NEAR * factor * np.abs(value).max()))
        for key, value in right.items()
    )
