"""What a challenge's `judge.py` imports: judging a case by its own rule, where several answers are right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from dlexam.grading.judge.compare import Mismatch, Trial, compare
from dlexam.grading.judge.trees import changed
from dlexam.grading.wire import Leaf

__all__ = ["Leaf", "Mismatch", "Rule", "Trial", "close", "judge"]

Judgement = Callable[[Any, Any, Any], str | None]


class Rule(Struct, frozen=True, kw_only=True):
    """How one case is judged. `all_draws`: it sees the observations of all draws of a dtype at once, as lists."""

    case: str
    all_draws: bool
    run: Judgement


def judge(case: str, *, all_draws: bool = False) -> Callable[[Judgement], Rule]:
    """Make a rule of a function `(observed, expected, trial)` that raises Mismatch or returns.

    What it returns, if anything, is a note for the learner of a case that passes, such as a learning curve.

    Trees hold numpy arrays where the case returned tensors or arrays. `expected` is the reference's observation.
    """
    return lambda run: Rule(case=case, all_draws=all_draws, run=run)


def close(observed: Any, expected: Any, trial: Trial) -> None:
    """The default comparison of two (sub)trees of arrays. Raises Mismatch."""
    compare(_wrapped(observed), _wrapped(expected), _wrapped(expected), trial)


def plain(tree: Any) -> Any:
    """A decoded observation with bare numpy arrays as leaves, as a rule sees it."""
    return changed(tree, lambda part: part.values if isinstance(part, Leaf) else part)


def _wrapped(tree: Any) -> Any:
    return changed(tree, lambda part: _leaf(part) if hasattr(part, "dtype") and hasattr(part, "shape") else part)


def _leaf(array: Any) -> Leaf:
    return Leaf("array", str(array.dtype), tuple(array.shape), "cpu", False, array)


def collect(namespace: dict[str, Any]) -> dict[str, Rule]:
    """The rules of a `judge.py`, by case id."""
    return {value.case: value for value in namespace.values() if isinstance(value, Rule)}
