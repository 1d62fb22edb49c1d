"""Observations that no honest solution gives: a case that lets one of them pass tests nothing (for authors)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from msgspec.structs import replace

from dlexam.grading import compare
from dlexam.grading.bench import Bench, Expectation
from dlexam.grading.kit.cases import CHEATS, Case
from dlexam.grading.wire import Leaf

Swap = Callable[[Leaf], Leaf]


def passing(bench: Bench, seed: int) -> list[tuple[str, str]]:
    """The (case id, cheat) pairs that pass on the CPU although the case doesn't say that it admits them."""
    return [
        (case.id, cheat)
        for case in bench.cases.values()
        for cheat in CHEATS
        if cheat not in case.admits and _passes(bench, case, cheat, seed)
    ]


def _passes(bench: Bench, case: Case, cheat: str, seed: int) -> bool:
    """Whether the cheat gets through every draw of every dtype. False where it doesn't apply."""
    trials = bench.trials(case, seed)
    applied = False
    for dtype in dict.fromkeys(trial["dtype"] for trial in trials):
        group = [trial for trial in trials if trial["dtype"] == dtype]
        expected = [bench.expected(case, trial, "cpu", seed) for trial in group]
        if not _applies(cheat, expected):
            continue
        applied = True
        seen = [_cheated(cheat, one, expected[0]) for one in expected]
        facts = [
            compare.Trial(case=case.id, index=trial["index"], dtype=dtype, device="cpu", seed=seed, tol=case.tol,
                          scale=case.scale)
            for trial in group
        ]  # fmt: skip
        try:
            bench.judge(case, seen, expected, facts)
        except compare.Mismatch:
            return False
    return applied


def _applies(cheat: str, expected: list[Expectation]) -> bool:
    if cheat == "first":
        return len(expected) > 1
    if cheat == "copy":
        return any(_copied(leaf, one.made) is not leaf for one in expected for leaf in _leaves(one.shape))
    return any(True for one in expected for _ in _leaves(one.shape)) or any(_has_number(one.shape) for one in expected)


def _cheated(cheat: str, one: Expectation, first: Expectation) -> Any:
    if cheat == "first":
        return first.shape
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


def _swapped(tree: Any, swap: Swap, number: int | None) -> Any:
    """The tree with every leaf swapped, and every number replaced (None: left as it is)."""
    if isinstance(tree, Leaf):
        return swap(tree)
    if isinstance(tree, dict):
        return type(tree)((key, _swapped(value, swap, number)) for key, value in tree.items())
    if isinstance(tree, list):
        return [_swapped(value, swap, number) for value in tree]
    if number is None or not isinstance(tree, (bool, int, float)):
        return tree
    return type(tree)(number)


def _leaves(tree: Any) -> Iterator[Leaf]:
    if isinstance(tree, Leaf):
        yield tree
    elif isinstance(tree, (dict, list)):
        for part in tree.values() if isinstance(tree, dict) else tree:
            yield from _leaves(part)


def _has_number(tree: Any) -> bool:
    if isinstance(tree, (dict, list)):
        return any(map(_has_number, tree.values() if isinstance(tree, dict) else tree))
    return isinstance(tree, (bool, int, float))
