"""Saves of one file, noticed by what it holds; what is half written, empty or missing for a moment is waited for.

Polled: one `lstat` each time, a read when that changed and then stood still (editors truncate first and write later, or
write another file and rename it), and a read now and then, since a clock can be too coarse to show a change.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable

from dlexam.errors import DlexamError
from dlexam.grading.submissions import Submission, read

SETTLED = 0.06  # seconds without a change: the writer is done
PATIENCE = 0.5  # seconds until a file that can't be graded is worth a word
LOOK_AGAIN = 1.0  # seconds between reads of a file that seems unchanged

Signature = tuple[int, int, int, int] | None


def check(file: str) -> None:
    """DlexamError if this can't be watched: not on this system, or there is nothing that could become a solution."""
    if sys.platform == "win32":
        raise DlexamError("--watch needs Linux or macOS.", "on Windows use WSL")
    problem = read(file).problem
    if problem and problem != "it is empty":  # that it may become
        raise DlexamError(f"{file} can't be watched: {problem}.", "`dlexam challenge start` writes a starter")


class Saves:
    """`problem` says why there is nothing to grade, once that has lasted; None while all is well."""

    def __init__(self, file: str, now: Callable[[], float] = time.monotonic) -> None:
        self.problem: str | None = None
        self._file = file
        self._now = now
        self._source: bytes | None = None
        self._signature: Signature = None
        self._since = now()  # when the signature last changed
        self._read: float | None = None  # when it was last read, unchanged since

    def poll(self) -> Submission | None:
        """The file, if it holds something new that has stood still; else None."""
        now, signature = self._now(), self._look()
        if signature != self._signature:
            self._signature, self._since, self._read = signature, now, None
        if now - self._since < SETTLED or (self._read is not None and now - self._read < LOOK_AGAIN):
            return None
        submission = read(self._file)
        if self._look() != signature:  # it was being written
            return None
        if submission.problem:
            self._tell(submission.problem if signature else "it is gone", lasted=now - self._since)
            self._read = now if self.problem else None  # what has lasted is looked at now and then
            return None
        self.problem, self._read = None, now
        if submission.source == self._source:
            return None
        self._source = submission.source
        return submission

    def forget(self) -> None:
        """Have the file given again, though nothing in it is new."""
        self._source = self._read = None

    def _look(self) -> Signature:
        try:
            facts = os.lstat(self._file)
        except OSError:
            return None
        return facts.st_ino, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns

    def _tell(self, problem: str, lasted: float) -> None:
        if lasted >= PATIENCE:
            self.problem = problem
