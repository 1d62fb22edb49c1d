"""Observations as trees of dicts and lists: what one holds, and another made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from dlexam.grading.wire import Leaf


def parts(tree: Any) -> Iterator[Any]:
    """All that is neither dict nor list, in order: leaves, numbers, texts, None."""
    if isinstance(tree, (dict, list)):
        for part in tree.values() if isinstance(tree, dict) else tree:
            yield from parts(part)
    else:
        yield tree


def leaves(tree: Any) -> Iterator[Leaf]:
    """Its tensors and arrays."""
    return (part for part in parts(tree) if isinstance(part, Leaf))


def changed(tree: Any, change: Callable[[Any], Any]) -> Any:
    """The same dicts and lists (tuples become lists) with `change(part)` for each part; a vjp stays one."""
    if isinstance(tree, dict):
        return type(tree)((key, changed(value, change)) for key, value in tree.items())
    if isinstance(tree, (list, tuple)):
        return [changed(part, change) for part in tree]
    return change(tree)
