"""Handing in code during a sitting: the source is read, stored first, then run on the public cases."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from dlexam.bank.paper import ChallengeKey
from dlexam.errors import DlexamError
from dlexam.exam import workspace
from dlexam.exam.state import over
from dlexam.grading.verdicts import FileResult, Verdict
from dlexam.ui.render.safe import safe_line

if TYPE_CHECKING:
    from dlexam.exam.events import Submitted
    from dlexam.exam.sitting import Sitting
    from dlexam.grading.challenge import Challenge
    from dlexam.grading.engine import Engine
    from dlexam.ui.screen import Screen

LARGEST = 512 * 1024  # bytes; below what the grader and the store take


def read_source(file: Path) -> str:
    """The text of a Python file that a learner hands in.

    Raises DlexamError for what is missing, unreadable, no plain file, too large, binary or not UTF-8.
    """
    raw = _read(file)
    if len(raw) > LARGEST:
        raise DlexamError(f"{file} is too large: more than {LARGEST // 1024} KiB.", "hand in the solution alone")
    if not raw.strip():
        raise DlexamError(f"{file} is empty.", "save your solution, then hand it in")
    if b"\0" in raw:
        raise DlexamError(f"{file} is not a text file.", "hand in the Python source")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise DlexamError(f"{file} is not UTF-8: line {line} holds other bytes.", "save it as UTF-8") from None


def _read(file: Path) -> bytes:
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    if file.is_symlink():
        raise DlexamError(f"{file} is a link.", "hand in the file itself")
    if file.is_dir():
        raise DlexamError(f"{file} is a folder.", "hand in one Python file")
    try:
        descriptor = os.open(file, flags)
    except FileNotFoundError:
        raise DlexamError(f"There is no file {file}.", "check the name; Tab completes it") from None
    except (OSError, ValueError) as error:
        raise DlexamError(f"{file} can't be read: {getattr(error, 'strerror', None) or error}.") from None
    with os.fdopen(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise DlexamError(f"{file} is not a plain file.", "hand in one Python file")
        return stream.read(LARGEST + 1)


def write_starter(challenge: Challenge, folder: Path, home: Path) -> Path:
    """Write a challenge's starter into a folder (made if need be), and have this learner work on it.

    Raises DlexamError rather than overwrite a file.
    """
    file = folder.expanduser() / workspace.file_name(challenge.id)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as stream:
            stream.write(challenge.text("starter.py"))
    except FileExistsError:
        raise DlexamError(f"{file} exists already.", "go on with it, or name another folder") from None
    except OSError as error:
        raise DlexamError(f"{file} can't be written: {error.strerror or error}.", "name another folder") from None
    workspace.remember(home, challenge.id, file)
    return file


def number_of(sitting: Sitting, challenge: str) -> int:
    """The question of the open exam that asks for this challenge. Raises DlexamError if none does."""
    asked = {item.key.challenge: item.number for item in sitting.paper.items if isinstance(item.key, ChallengeKey)}
    if sitting.state.finished is not None:
        raise over(sitting.state)
    if challenge not in asked:
        known = f"it asks for {', '.join(asked)}" if asked else "it asks for no code at all"
        raise DlexamError(f"The open exam does not ask for {challenge!r}.", known)
    return asked[challenge]


def hand_in(
    sitting: Sitting,
    number: int,
    filename: str,
    source: str,
    folders: Sequence[Path],
    screen: Screen,
    held: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> None:
    """Store the source, then run the public cases, show how they went, and store that beside it.

    `held` puts off ^C while the store is written. What goes wrong after the first step is told, not raised.
    """
    with held():
        sitting.submit(number, filename, source)
    challenge = sitting.state.submissions[number].challenge
    screen.say(f"Handed in: {filename} for {challenge}, question {number}. Running the public cases ...", "green")
    from dlexam.ui.render.grading import graded

    def grade(challenge: Challenge) -> FileResult:
        return grade_source(challenge, source, filename, public_only=True)

    try:
        public = judged(sitting, number, folders, grade, held)
    except DlexamError as error:
        screen.say(f"{error.message} Your file is handed in all the same.", "yellow")
        return
    screen.show(graded(public))
    screen.say("These were the public cases; the rest is graded when you finish the exam.")


def judged(
    sitting: Sitting,
    number: int,
    folders: Sequence[Path],
    grade: Callable[[Challenge], FileResult],
    held: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> FileResult:
    """How the file that is handed in for this question does on the public cases, by `grade`; stored beside it.

    Raises DlexamError where it can't be run, or not be stored; the file is handed in all the same.
    """
    from dlexam.exam.challenges import as_begun

    handed = sitting.state.submissions[number]
    public = grade(as_begun(sitting.paper, handed.challenge, folders))
    with held():
        sitting.keep_public(handed, public)
    return public


def grade_source(
    challenge: Challenge, source: str, filename: str, public_only: bool = False, engine: Engine | None = None
) -> FileResult:
    """Grade one source, with an engine that is warm already or with one of its own."""
    from dlexam.grading.engine import Engine
    from dlexam.grading.submissions import Submission

    submission = Submission(filename, source.encode("utf-8"))
    with nullcontext(engine) if engine else Engine() as judge:
        return next(judge.grade(challenge, [submission], public_only=public_only))


def in_short(handed: Submitted) -> str:
    """A file handed in, on one line: its name and how the public cases went."""
    if handed.public is None:
        return safe_line(handed.filename)
    passed = sum(case.verdict is Verdict.PASSED for case in handed.public.cases)
    return f"{safe_line(handed.filename)}, public cases: {passed} of {len(handed.public.cases)} passed"
