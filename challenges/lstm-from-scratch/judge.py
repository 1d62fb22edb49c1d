"""New parameters are judged by their form; far out, what matters is that nothing breaks."""

from __future__ import annotations

from typing import Any

import numpy as np

from dlexam.grading.judging import Mismatch, close, judge

STATE = 1e-5  # what a sigmoid clipped at 15 may be off; at 10 it shows in ordinary networks
GRADIENT = 1e-2  # the same, times an input of a thousand, summed over steps and batch


@judge("new-network")
def new_network(observed: Any, expected: Any, trial: Any) -> None:
    """Of the right shape, float64, finite; and the states follow from them."""
    for seen, right in zip(observed, expected, strict=True):
        for name in ("Wx", "Wh", "b"):
            _form(name, seen[name], right[name])
        close({"b, once assigned": seen["b then"]}, {"b, once assigned": right["b then"]}, trial)
        close({"hs": seen["hs"]}, {"hs": _states(seen["Wx"], seen["Wh"], right["b then"], right["xs"])}, trial)


def _form(name: str, seen: Any, right: Any) -> None:
    """Mismatch if a parameter has not the shape, the type or finite numbers."""
    if seen.shape != right.shape:
        raise Mismatch(f"{name} of a new LSTM has shape {seen.shape}, not {right.shape}")
    if seen.dtype != right.dtype:
        raise Mismatch(f"{name} of a new LSTM is {seen.dtype}, not {right.dtype}")
    if not np.isfinite(seen).all():
        raise Mismatch(f"{name} of a new LSTM is not finite")


def _states(Wx: Any, Wh: Any, b: Any, xs: Any) -> Any:
    """All states from zeros on, under these weights."""
    h = c = np.zeros((xs.shape[1], len(Wh)))
    states = []
    for x in xs:
        i, f, g, o = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
        c = _sigmoid(f) * c + _sigmoid(i) * np.tanh(g)
        h = _sigmoid(o) * np.tanh(c)
        states.append(h)
    return np.stack(states)


def _sigmoid(z: Any) -> Any:
    return 0.5 * (1 + np.tanh(0.5 * z))


@judge("large-inputs")
def large_inputs(observed: Any, expected: Any, trial: Any) -> None:
    """Finite; the states right within STATE, the gradients within GRADIENT of their size."""
    for name, right in expected.items():
        for part, value in right.items():
            _near(f"{name}.{part}", observed[name][part], value, GRADIENT if part.startswith("d") else STATE)


def _near(place: str, seen: Any, right: Any, tolerance: float) -> None:
    """Mismatch if an array has another form, holds NaN or infinity, or is off by more than this of 1 or its size."""
    if seen.shape != right.shape or seen.dtype != right.dtype:
        raise Mismatch(f"{place} is {seen.dtype} of shape {seen.shape}, where {right.dtype} {right.shape} belongs")
    if not np.isfinite(seen).all():
        raise Mismatch(f"{place} holds NaN or infinite numbers")
    if np.abs(seen - right).max() > tolerance * max(1.0, np.abs(right).max()):
        raise Mismatch(f"{place}: the values are off, though the inputs are only large")
