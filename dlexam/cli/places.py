"""Places that a person named to write to, looked at before anything is done: none is made up, no work is lost."""

from __future__ import annotations

from pathlib import Path

from dlexam.errors import DlexamError

_BEGINNINGS = {  # of the reports as they are written
    "--html": b'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta http-equiv="Content-Security-',
    "--junit": b"<?xml version='1.0' encoding='utf-8'?>\n<testsuites",
    "--gradescope": b'{\n  "score": ',
}


def why_kept(option: str, file: Path) -> str | None:
    """Why a report of this option may not replace the file that is there: it has contents that no such report has."""
    beginning = _BEGINNINGS[option]
    try:
        if not file.is_file():  # nothing there yet; or a pipe, which holds nothing
            return None
        with file.open("rb") as opened:
            found = opened.read(len(beginning))
    except OSError:
        return None  # what can't be read is judged by whether it can be written
    return None if found in (b"", beginning) else "it is there already, and is no such report"


def refuse_far(folder: Path) -> None:
    """Raise DlexamError for a folder that isn't there and would lie in none: its name is probably mistyped."""
    parent = folder.absolute().parent
    if not folder.exists() and not parent.is_dir():
        raise DlexamError(f"There is no folder {parent}.", "make it first, or name another place")
