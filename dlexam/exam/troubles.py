"""What went wrong with the learner's folder, said in one line with a remedy: SQLite's and the system's errors."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dlexam.errors import DlexamError, ExitCode

_SPARE = 64 * 1024  # bytes; with less than this free, a strange write error is a full disk
_ELSEWHERE = "set DLEXAM_HOME to a folder of yours to use another"


@contextmanager
def told(file: Path) -> Iterator[None]:
    """Run a block that uses the store's file; its errors come out as a DlexamError."""
    try:
        yield
    except sqlite3.ProgrammingError:  # a bug of ours, not the file's fault
        raise
    except sqlite3.Error as error:
        raise of_sqlite(error, file) from error
    except OSError as error:
        raise of_system(error, file) from error


def of_sqlite(error: sqlite3.Error, file: Path) -> DlexamError:
    """The message for an error of SQLite on this file."""
    name = str(getattr(error, "sqlite_errorname", "SQLITE_CORRUPT")).removeprefix("SQLITE_")
    if name.startswith(("FULL", "IOERR", "CANTOPEN")) and (name == "FULL" or is_full(file)):
        return full(file)
    if name.startswith(("BUSY", "LOCKED")):
        return locked(file)
    if name.startswith(("READONLY", "CANTOPEN", "PERM", "AUTH")):
        return unwritable(file)
    if name.startswith(("CORRUPT", "NOTADB", "FORMAT", "ERROR")):
        return damaged(file, str(error))
    if name.startswith("IOERR"):
        return unwell(file, str(error))
    return DlexamError(f"{file} can't be used: {error}.", f"nothing stored was changed; {_ELSEWHERE}", ExitCode.FAULT)


def of_system(error: OSError, file: Path) -> DlexamError:
    """The message for a system error on this file or its folder."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return full(file)
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return unwritable(file)
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return DlexamError(
            f"{file.parent} is not a folder, so nothing can be kept there.", f"remove that file, or {_ELSEWHERE}"
        )
    return DlexamError(f"{file} can't be used: {error.strerror or error}.", f"{_ELSEWHERE[0].upper()}{_ELSEWHERE[1:]}")


def full(file: Path) -> DlexamError:
    """No space for one more event."""
    return DlexamError(
        f"The disk that holds {file.parent} is full: this was not saved.",
        "all that was saved before is safe; free some space and try again",
    )


def unwell(file: Path, why: str) -> DlexamError:
    """The disk refused a read or a write: a quota, a limit, a bad disk."""
    return DlexamError(
        f"The disk that holds {file.parent} failed ({why}): this was not saved.",
        "all that was saved before is safe; check quota, limits and the disk, and try again",
    )


def locked(file: Path) -> DlexamError:
    """Another process has held the write lock for too long."""
    return DlexamError(
        f"{file} has been locked by another program for too long: this was not saved.",
        "close what uses it (another dlexam, a backup, a database browser) and try again; nothing is lost",
    )


def unwritable(file: Path) -> DlexamError:
    """The folder or the file can't be written (or read) by this user."""
    return DlexamError(
        f"{file.parent} can't be written: sessions are kept there.",
        f"give yourself the right to write it, or {_ELSEWHERE}",
    )


def damaged(file: Path, why: str) -> DlexamError:
    """The file isn't a store that can be read. It is never overwritten."""
    return DlexamError(
        f"{file} is damaged: {why}.",
        "it was left as it is; `dlexam data restore BACKUP` puts a backup in its place and keeps this one aside, "
        "or move it away to begin anew",
    )


def is_full(file: Path) -> bool:
    """Whether next to nothing is free on the file's disk."""
    try:
        return shutil.disk_usage(file.parent).free < _SPARE
    except OSError:
        return False
