"""The command of a fresh interpreter for one of grading's own processes. It takes no imports worth the name."""

from __future__ import annotations

import sys
from pathlib import Path

_ROOT = str(Path(__file__).resolve().parents[2])


def running(module: str, *arguments: str) -> list[str]:
    """The command that calls a module's `main()`, these arguments in its argv.

    -I: neither the working folder nor the user's variables choose what it imports.
    """
    code = f"import sys; sys.path.append({_ROOT!r}); from {module} import main; main()"
    return [sys.executable, "-I", "-c", code, *arguments]
