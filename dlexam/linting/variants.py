"""What is wrong with the Python files of a challenge as texts: docstrings, two files with the same code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

_CAUGHT_BY = re.compile(r"^#\s*caught by:", re.MULTILINE | re.IGNORECASE)


def problems(folder: Path) -> Iterator[tuple[str, str]]:
    """(file below the challenge's folder, what is wrong with it)."""
    seen: dict[tuple[str, str], str] = {}
    for kind, file in _files(folder):
        source = (folder / file).read_text(encoding="utf-8", errors="replace")
        tree = parsed(source)
        if tree is None:
            yield file, "can't be parsed"
            continue
        if not ast.get_docstring(tree):
            yield file, "has no docstring that says what is special about it"
        if kind == "rejected" and len(_CAUGHT_BY.findall(source)) > 1:
            yield file, "names more than one case that catches it: name the one that must"
        twin = seen.setdefault((kind, _code(tree)), file)
        if twin != file:
            yield file, f"has the same code as {twin}"


def parsed(source: str) -> ast.Module | None:
    """The file's tree; None where it is no Python."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError):
        return None


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    """Each file and what it is told apart from: right solutions from each other, wrong ones from each other."""
    yield "right", "reference.py"
    for kind, group in (("accepted", "right"), ("rejected", "rejected")):
        for path in sorted((folder / kind).glob("*.py")):
            yield group, f"{kind}/{path.name}"


def _code(tree: ast.Module) -> str:
    """The code without its docstrings and comments."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and ast.get_docstring(
            node
        ):
            node.body = node.body[1:] or [ast.Pass()]
    return ast.dump(tree)
