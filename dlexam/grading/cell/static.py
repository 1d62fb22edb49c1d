"""What a submission may not name, found in its syntax tree before it runs: line and column of each.

This catches what the source says openly; what it hides (getattr, exec) is `withheld`'s and the sandbox's to stop.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence

_NUMPY_TRACK = frozenset(sys.stdlib_module_names) | {"numpy", "__future__"}


def refusals(tree: ast.Module, track: str, forbidden: Sequence[str]) -> list[str]:
    """One message for each import that the track doesn't have and each use of a forbidden dotted name."""
    names = _Names(forbidden)
    names.visit(tree)
    found = [*(_foreign_imports(tree) if track == "numpy" else ()), *names.uses]
    return [f"line {line}, column {column + 1}: {what}" for line, column, what in sorted(set(found))]


def _foreign_imports(tree: ast.Module) -> Iterator[tuple[int, int, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, (ast.Import, ast.ImportFrom)):
            continue
        modules = [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            modules = ["." if node.level else node.module or ""]
        for module in modules:
            if is_foreign(module):
                yield node.lineno, node.col_offset, foreign(module)


def is_foreign(module: str) -> bool:
    """Whether the numpy track has no such module."""
    return module.split(".")[0] not in _NUMPY_TRACK


def foreign(module: str) -> str:
    """What is said of a module that the numpy track doesn't have."""
    return f"only numpy and the standard library may be imported, not {module}"


class _Names(ast.NodeVisitor):
    """Resolves names through the file's imports, and collects the uses of forbidden ones."""

    def __init__(self, forbidden: Sequence[str]) -> None:
        self.forbidden = tuple(forbidden)
        self.known: dict[str, str] = {}
        self.stars: list[str] = []
        self.own: set[str] = set()
        self.uses: list[tuple[int, int, str]] = []

    def visit_Module(self, node: ast.Module) -> None:
        self.own = set(_defined(node))
        self.generic_visit(node)

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            target = alias.name if alias.asname else alias.name.split(".")[0]
            self.known[alias.asname or target] = target

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            if alias.name == "*":
                self.stars.append(str(node.module))
                continue
            dotted = f"{node.module}.{alias.name}"
            self.known[alias.asname or alias.name] = dotted
            self._check(dotted, node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        dotted = self._dotted(node)
        if dotted:
            self._check(dotted, node)
        self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        dotted = self._meant(node.id)
        if dotted:
            self._check(dotted, node)

    def _meant(self, name: str) -> str | None:
        """The dotted name that a bare one stands for: imported by that name, or forbidden and among all of a module."""
        if name in self.known or name in self.own:
            return self.known.get(name)
        starred = (f"{module}.{name}" for module in self.stars)
        return next((dotted for dotted in starred if dotted in self.forbidden), None)

    def _dotted(self, node: ast.expr) -> str | None:
        if isinstance(node, ast.Name):
            return self._meant(node.id)
        if isinstance(node, ast.Attribute):
            base = self._dotted(node.value)
            return f"{base}.{node.attr}" if base else None
        return None

    def _check(self, dotted: str, node: ast.stmt | ast.expr) -> None:
        for name in self.forbidden:
            if dotted == name or dotted.startswith(f"{name}."):
                self.uses.append((node.lineno, node.col_offset, f"{name} is not allowed here"))


def _defined(tree: ast.Module) -> Iterator[str]:
    """Names that the file itself gives a meaning: a star import's no longer hold."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
