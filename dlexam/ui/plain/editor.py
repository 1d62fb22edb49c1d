"""An answer in the learner's own editor. What the editor saves is passed on while it is still open."""

from __future__ import annotations

import math
import os
import shlex
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from dlexam.errors import DlexamError

if TYPE_CHECKING:
    from dlexam.exam.sitting import Sitting

_FALLBACKS = ("sensible-editor", "nano", "vim", "vi", "notepad")
Left = Callable[[], float]


class Failed(DlexamError):
    """An editor that ended with a status other than 0."""


def left_of(sitting: Sitting) -> Left:
    """How many seconds an exam goes on, asked anew at each call; none once it is finished."""

    def left() -> float:
        remaining = sitting.remaining()
        return 0.0 if sitting.state.finished else math.inf if remaining is None else remaining

    return left


def edit(text: str, saved: Callable[[str], None], left: Left, every: float = 0.75) -> str:
    """Open the editor on `text` and give back what it leaves; `saved` gets each version that it writes meanwhile.

    `left` tells how many seconds there are; after the last of them the editor is ended. What an editor had saved that
    is killed counts. Raises DlexamError where there is no editor or it fails; the text is then as it was, and what it
    had saved is put aside.
    """
    command = _command()
    with tempfile.TemporaryDirectory(prefix="dlexam-") as folder:
        file = Path(folder) / "answer.md"
        file.write_text(f"{text}\n" if text else "", encoding="utf-8")
        try:
            _run([*command, str(file)], lambda: saved(_read(file, text)), left, every)
        except Failed as failed:
            raise _put_aside(failed, _read(file, text), text) from None
        return _read(file, text)


def open_file(file: Path, left: Left) -> None:
    """Open the editor on a file and wait until it is closed, or no time is left.

    Raises DlexamError where there is none or it fails.
    """
    _run([*_command(), str(file)], lambda: None, left, 1.0)


def _command() -> list[str]:
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    found = chosen or next((name for name in _FALLBACKS if shutil.which(name)), None)
    if not found:
        raise DlexamError("No editor found.", "set VISUAL or EDITOR, or type the answer here")
    try:
        return shlex.split(found)
    except ValueError as error:
        name = "VISUAL" if os.environ.get("VISUAL") else "EDITOR"
        raise DlexamError(f"{name} can't be read: {str(error).lower()}.", f"{name} is {found}") from None


def _run(command: list[str], meanwhile: Callable[[], None], left: Left, every: float) -> None:
    from dlexam.ui.plain import foreground

    try:
        code = foreground.run(command, meanwhile, left, every)
    except OSError as error:
        reason = error.strerror or str(error)
        raise DlexamError(f"The editor {command[0]} did not start: {reason}.", "set VISUAL or EDITOR to one") from error
    if code is not None and code > 0:  # below: killed by a signal, and not because the learner wanted to drop the text
        raise Failed(f"The editor {command[0]} ended with status {code}: the answer is as it was.")


def _put_aside(failed: Failed, text: str, before: str) -> Failed:
    """The failure, with a hint to where the text lies that the editor had saved."""
    if text == before:
        return failed
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="dlexam-", suffix=".md", delete=False) as kept:
        kept.write(text)
    return Failed(failed.message, f"what it had saved is in {kept.name}")


def _read(file: Path, before: str) -> str:
    """What the file holds; as before where an editor is just replacing it."""
    try:
        return file.read_text(encoding="utf-8", errors="replace").rstrip()
    except OSError:
        return before
