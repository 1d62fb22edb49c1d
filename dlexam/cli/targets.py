"""Reports of a grading as files: their places are checked before anything is graded, and written at the end."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from dlexam.cli.places import why_kept
from dlexam.errors import DlexamError

if TYPE_CHECKING:
    from dlexam.grading.challenge import Challenge
    from dlexam.grading.verdicts import FileResult


class Targets(Struct, frozen=True, kw_only=True):
    """Where each report goes; None: it isn't wanted."""

    junit: Path | None = None
    gradescope: Path | None = None
    html: Path | None = None

    @property
    def wanted(self) -> list[tuple[str, Path]]:
        """The options that were given, with their files."""
        given = {"--junit": self.junit, "--gradescope": self.gradescope, "--html": self.html}
        return [(option, file) for option, file in given.items() if file is not None]

    def check(self, files: Sequence[str]) -> None:
        """Raise DlexamError for a place that can't be written, is named twice, or holds what is no earlier report."""
        taken = {os.path.realpath(file): "it is a file to be graded" for file in files}
        for option, file in self.wanted:
            wrong = taken.get(os.path.realpath(file)) or _why_not(file) or why_kept(option, file)
            if wrong:
                raise DlexamError(f"{option} {file}: {wrong}.", "name another place; nothing was graded")
            taken[os.path.realpath(file)] = f"{option} goes there already"

    def write(self, challenge: Challenge, results: Sequence[FileResult], sources: Sequence[str | None]) -> None:
        """Write the reports of what was graded; nothing where nothing was."""
        for file, data in self._reports(challenge, results, sources) if results else ():
            try:
                file.write_bytes(data)
            except OSError as error:
                raise DlexamError(f"{file} can't be written: {error.strerror}.", "name another place") from None

    def _reports(
        self, challenge: Challenge, results: Sequence[FileResult], sources: Sequence[str | None]
    ) -> Iterator[tuple[Path, bytes]]:
        if self.junit:
            from dlexam.ui.reports import junit

            yield self.junit, junit.document(results)
        if self.gradescope:
            import msgspec

            from dlexam.ui.reports import gradescope

            yield self.gradescope, msgspec.json.format(msgspec.json.encode(gradescope.document(results[0])))
        if self.html:
            from dlexam.ui.reports import html

            yield self.html, html.grading_page(challenge, results, sources).encode()


def _why_not(file: Path) -> str | None:
    """Why this file can't be written, as far as that can be told without touching it."""
    try:
        if file.is_dir():
            return "it is a folder"
        if file.exists():
            return None if os.access(file, os.W_OK) else "it may not be written"
        if not file.parent.exists():
            return f"there is no folder {file.parent}"
    except OSError as error:  # such as a name that is too long
        return f"it can't be written, {error.strerror}"
    if not file.parent.is_dir():
        return f"{file.parent} is not a folder"
    return None if os.access(file.parent, os.W_OK | os.X_OK) else f"the folder {file.parent} may not be written"
