"""What a challenge's `judge.py` imports: judging a case by its own rule, where several answers are right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from dlexam.grading.judge.compare import Mismatch, Trial, compare
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
    if isinstance(tree, Leaf):
        return tree.values
    if isinstance(tree, dict):
        return type(tree)((key, plain(value)) for key, value in tree.items())  # a vjp stays one: its common scale
    return [plain(value) for value in tree] if isinstance(tree, list) else tree


def _wrapped(tree: Any) -> Any:
    if hasattr(tree, "dtype") and hasattr(tree, "shape"):
        return Leaf("array", str(tree.dtype), tuple(tree.shape), "cpu", False, tree)
    if isinstance(tree, dict):
        return type(tree)((key, _wrapped(value)) for key, value in tree.items())
    return [_wrapped(value) for value in tree] if isinstance(tree, (list, tuple)) else tree


def collect(namespace: dict[str, Any]) -> dict[str, Rule]:
    """The rules of a `judge.py`, by case id."""
    return {value.case: value for value in namespace.values() if isinstance(value, Rule)}
