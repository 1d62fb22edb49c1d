"""An answer in the learner's own editor. What the editor saves is passed on while it is still open."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from dlexam.errors import DlexamError

_FALLBACKS = ("sensible-editor", "nano", "vim", "vi", "notepad")


def edit(text: str, saved: Callable[[str], None], every: float = 0.75) -> str:
    """Open the editor on `text` and give back what it leaves; `saved` gets each version that it writes meanwhile.

    Raises DlexamError where there is no editor or it fails; the text is then as it was.
    """
    command = _command()
    with tempfile.TemporaryDirectory(prefix="dlexam-") as folder:
        file = Path(folder) / "answer.md"
        file.write_text(f"{text}\n" if text else "", encoding="utf-8")
        _run([*command, str(file)], lambda: saved(_read(file, text)), every)
        return _read(file, text)


def open_file(file: Path) -> None:
    """Open the editor on a file and wait until it is closed. Raises DlexamError where there is none or it fails."""
    _run([*_command(), str(file)], lambda: None, 1.0)


def _command() -> list[str]:
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    found = chosen or next((name for name in _FALLBACKS if shutil.which(name)), None)
    if not found:
        raise DlexamError("No editor found.", "set VISUAL or EDITOR, or type the answer here")
    return shlex.split(found)


def _run(command: list[str], meanwhile: Callable[[], None], every: float) -> None:
    try:
        process = subprocess.Popen(command)
    except OSError as error:
        reason = error.strerror or str(error)
        raise DlexamError(f"The editor {command[0]} did not start: {reason}.", "set VISUAL or EDITOR to one") from error
    while True:
        try:
            code = process.wait(every)
            break
        except subprocess.TimeoutExpired:
            meanwhile()
    if code:
        raise DlexamError(f"The editor {command[0]} ended with status {code}: the answer is as it was.")


def _read(file: Path, before: str) -> str:
    """What the file holds; as before where an editor is just replacing it."""
    try:
        return file.read_text(encoding="utf-8", errors="replace").rstrip()
    except OSError:
        return before
