"""Packages that a cell may not read are not there for it: an import fails as where they were never installed.

Libraries try optional packages and go on without them; a PermissionError is not what they expect.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType


def hide() -> None:
    """Let imports of unreadable files fail with ModuleNotFoundError from now on, and `find_spec` give None."""
    place = sys.meta_path.index(PathFinder) if PathFinder in sys.meta_path else len(sys.meta_path)
    sys.meta_path[place : place + 1] = [_Readable]


class _Readable:
    """A finder of what lies on the path and opens."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        found = PathFinder.find_spec(name, path, target)
        if found is not None and found.origin is not None and found.has_location:
            try:
                open(found.origin, "rb").close()
            except OSError:
                return None
        return found
