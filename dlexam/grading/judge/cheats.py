"""What no honest solution gives: a case that lets it pass tests nothing (for authors).

`zeros`, `constant`, `copy` and `first` must fail in every case that doesn't say that it admits them. `float32` (right
to float32 only, handed out as float64) and `detached` (right values, the graph cut) must fail in one of all cases.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
from msgspec.structs import replace

from dlexam.grading.judge import compare
from dlexam.grading.judge.bench import Bench, Expectation
from dlexam.grading.judge.trees import changed, leaves, parts
from dlexam.grading.kit.cases import CHEATS, Case
from dlexam.grading.wire import Leaf

Swap = Callable[[Leaf], Leaf]
Caught = Callable[[Bench, Case, list[Any], int], bool | None]
EVERY = "*"


def passing(bench: Bench, seed: int) -> list[tuple[str, str]]:
    """The (case id, cheat) pairs that pass on the CPU although the case doesn't say that it admits them.

    (EVERY, cheat): no case of the challenge catches it.
    """
    through = [
        (case.id, cheat)
        for case in bench.cases.values()
        for cheat in CHEATS
        if cheat not in case.admits and _passes(bench, case, cheat, seed)
    ]
    return through + [(EVERY, cheat) for cheat, caught in _WHOLE.items() if _uncaught(bench, seed, caught)]


def _passes(bench: Bench, case: Case, cheat: str, seed: int) -> bool:
    """Whether the cheat gets through every draw of every dtype. False where it doesn't apply."""
    applied = False
    groups = _groups(bench, case, seed)
    if cheat == "first" and case.spread:  # each draw has a dtype of its own
        groups = [list(itertools.chain(*groups))]
    for group in groups:
        expected = [bench.expected(case, trial, "cpu", seed) for trial in group]
        if not _applies(cheat, expected):
            continue
        applied = True
        if _mismatch(bench, case, group, [_cheated(cheat, one, expected[0]) for one in expected], seed):
            return False
    return applied


def _groups(bench: Bench, case: Case, seed: int) -> list[list[Any]]:
    """The trials of a case on the CPU, by dtype; none where it doesn't run there."""
    if not case.runs_on("cpu", bench.track):
        return []
    trials = bench.trials(case, seed)
    return [list(group) for _, group in itertools.groupby(trials, key=lambda trial: trial["dtype"])]


def _mismatch(bench: Bench, case: Case, group: list[Any], seen: list[Any], seed: int) -> bool:
    """Whether these observations are refused."""
    facts = [bench.facts(case, trial, "cpu", seed) for trial in group]
    try:
        bench.judge(case, seen, [bench.expected(case, trial, "cpu", seed) for trial in group], facts)
    except compare.Mismatch:
        return True
    return False


def _uncaught(bench: Bench, seed: int, caught: Caught) -> bool:
    """Whether a cheat that a whole solution can be applies in some case and is caught in none."""
    applied = False
    for case in bench.cases.values():
        for group in _groups(bench, case, seed):
            told = caught(bench, case, group, seed)
            if told:
                return False
            applied |= told is False
    return applied


def _float32_caught(bench: Bench, case: Case, group: list[Any], seed: int) -> bool | None:
    """Whether numbers right to float32 are refused where float64 is asked for. None: no number shows it."""
    if group[0]["dtype"] != "float64":
        return None
    expected = [bench.expected(case, trial, "cpu", seed).shape for trial in group]
    rounded = [_swapped(one, _rounded, None) for one in expected]
    coarse = [leaf for one in rounded for leaf in leaves(one) if leaf.values.dtype == np.float64]
    fine = [leaf for one in expected for leaf in leaves(one) if leaf.values.dtype == np.float64]
    if all(np.array_equal(a.values, b.values, equal_nan=True) for a, b in zip(coarse, fine, strict=True)):
        return None
    if _mismatch(bench, case, group, rounded, seed):
        return True
    return None if case.id in bench.rules else False  # a rule may look at statistics


def _detached_caught(bench: Bench, case: Case, group: list[Any], seed: int) -> bool | None:
    """Whether the reference is refused with its results cut from the graph. None: nothing was to be cut."""
    if bench.track != "torch":
        return None
    from dlexam.grading.judge.detached import Detached

    cuts: list[str] = []
    try:
        seen = [bench.shown(case, trial, lambda names: Detached(names, cuts)) for trial in group]
    except Exception:  # Fault, or an operation that wants a graph
        return True if cuts else None
    if not cuts:
        return None
    return _mismatch(bench, case, group, seen, seed)


def _rounded(leaf: Leaf) -> Leaf:
    if leaf.values.dtype != np.float64:
        return leaf
    with np.errstate(over="ignore"):
        return replace(leaf, values=leaf.values.astype(np.float32).astype(np.float64))


def _applies(cheat: str, expected: list[Expectation]) -> bool:
    if cheat == "first":
        return len(expected) > 1
    if cheat == "copy":
        return any(_copied(leaf, one.made) is not leaf for one in expected for leaf in leaves(one.shape))
    return any(isinstance(part, Leaf) or _is_number(part) for one in expected for part in parts(one.shape))


def _cheated(cheat: str, one: Expectation, first: Expectation) -> Any:
    if cheat == "first":
        return _recast(first.shape, one.shape)
    if cheat == "zeros":
        return _swapped(one.shape, lambda leaf: replace(leaf, values=np.zeros_like(leaf.values)), 0)
    if cheat == "constant":
        return _swapped(one.shape, lambda leaf: replace(leaf, values=np.ones_like(leaf.values)), 1)
    return _swapped(one.shape, lambda leaf: _copied(leaf, one.made), None)


def _copied(leaf: Leaf, made: list[Any]) -> Leaf:
    for drawn in made:
        if drawn.shape == leaf.shape:
            array = drawn.double().numpy() if hasattr(drawn, "double") else drawn
            return replace(leaf, values=np.asarray(array).astype(leaf.values.dtype))
    return leaf


def _recast(tree: Any, like: Any) -> Any:
    """The tree with its numbers in the dtypes of another of the same form."""
    if isinstance(tree, Leaf) and isinstance(like, Leaf):
        with np.errstate(over="ignore"):
            return replace(tree, dtype=like.dtype, values=tree.values.astype(like.values.dtype))
    if isinstance(tree, dict) and isinstance(like, dict):
        return type(tree)((key, _recast(value, like.get(key))) for key, value in tree.items())
    if isinstance(tree, list) and isinstance(like, list) and len(tree) == len(like):
        return [_recast(part, form) for part, form in zip(tree, like, strict=True)]
    return tree


def _swapped(tree: Any, swap: Swap, number: int | None) -> Any:
    """The tree with every leaf swapped, and every number replaced (None: left as it is)."""

    def change(part: Any) -> Any:
        if isinstance(part, Leaf):
            return swap(part)
        return part if number is None or not _is_number(part) else type(part)(number)

    return changed(tree, change)


def _is_number(part: Any) -> bool:
    return isinstance(part, (bool, int, float))


_WHOLE: dict[str, Caught] = {"float32": _float32_caught, "detached": _detached_caught}
