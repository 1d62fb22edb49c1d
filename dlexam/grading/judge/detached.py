"""A solution with its results cut from the graph: right values through which no gradient comes (an author's cheat)."""

from __future__ import annotations

import types
from typing import Any

from torch import Tensor, nn


class Detached:
    """The names of a solution; what its functions and modules return is detached, and each shape cut is told in `cuts`.

    What they call among themselves is left alone, and so are classes that are no modules.
    """

    def __init__(self, names: Any, cuts: list[str]) -> None:
        self._names = names
        self._cuts = cuts

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._names, name)
        if isinstance(value, type) and issubclass(value, nn.Module):
            return self._module(value)
        if isinstance(value, types.FunctionType):
            return lambda *given, **named: self._cut(value(*given, **named))
        return value

    def _module(self, kind: Any) -> Any:
        def call(module: Any, *given: Any, **named: Any) -> Any:
            return self._cut(kind.__call__(module, *given, **named))

        return type(kind.__name__, (kind,), {"__call__": call, "__module__": kind.__module__})

    def _cut(self, tree: Any) -> Any:
        if isinstance(tree, Tensor) and tree.requires_grad and not isinstance(tree, nn.Parameter):
            self._cuts.append(str(tuple(tree.shape)))
            return tree.detach()
        if type(tree) in (list, tuple):
            return type(tree)(map(self._cut, tree))
        if type(tree) is dict:
            return {key: self._cut(value) for key, value in tree.items()}
        return tree
