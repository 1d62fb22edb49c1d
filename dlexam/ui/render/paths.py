"""A file's path, as short as it can be said from here."""

from __future__ import annotations

from pathlib import Path

from dlexam.ui.render.safe import safe_line


def shown(file: Path) -> str:
    """Below the present folder: from there on; below the user's own: with ~; else in full."""
    for base, sign in ((Path.cwd(), ""), (Path("~").expanduser(), "~/")):
        if file.is_relative_to(base):
            return safe_line(f"{sign}{file.relative_to(base).as_posix()}")
    return safe_line(str(file))
