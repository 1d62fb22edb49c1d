"""Acting on the full screen in a pseudo-terminal, and an editor for it that does as a test says."""

from __future__ import annotations

import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pexpect


def at_long_answer(child: pexpect.spawn[str]) -> pexpect.spawn[str]:
    """Turn to question 7 of the tiny exam, which is answered in an editor."""
    child.send("\x07")  # ^G
    child.expect("Enter alone")
    child.send("7\r")
    child.expect("Why do gradients")
    return child


def fake_editor(folder: Path, body: str) -> str:
    """A program for $VISUAL: Python that finds its file in `file`."""
    script = folder / "editor.py"
    script.write_text(f"import sys, time, pathlib\nfile = pathlib.Path(sys.argv[1])\n{body}\n")
    launcher = folder / "editor"
    launcher.write_text(f'#!/bin/sh\nexec {sys.executable} {script} "$@"\n')
    launcher.chmod(launcher.stat().st_mode | stat.S_IXUSR)
    return str(launcher)
