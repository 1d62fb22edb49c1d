"""The store's file: its tables, its version, and how it comes to be, whole or not at all."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from dlexam.errors import DlexamError
from dlexam.exam.troubles import damaged, told

FILE = "sessions.db"
VERSION = 1
APPLICATION = 0x646C6578  # "dlex", in the file's header
PATIENCE = 5.0  # seconds to wait for another process's write

_SCHEMA = f"""
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
BEGIN;
CREATE TABLE events (
  session TEXT NOT NULL,
  seq INTEGER NOT NULL,
  wall REAL NOT NULL,
  kind TEXT NOT NULL,
  body BLOB NOT NULL,
  prev BLOB NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (session, seq)
);
CREATE UNIQUE INDEX starts ON events (session) WHERE kind = 'started';
CREATE UNIQUE INDEX finishes ON events (session) WHERE kind = 'finished';
CREATE TRIGGER events_stay BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_keep BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {VERSION};
COMMIT;
"""


def connect(file: Path, mode: str = "rw", patience: float = PATIENCE) -> sqlite3.Connection:
    """A checked connection to an existing store: `rw` or `ro`. Raises DlexamError if it is damaged or too new."""
    with told(file):
        connection = sqlite3.connect(
            f"{file.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=patience,
            isolation_level=None,  # transactions are begun by hand
            check_same_thread=False,  # the Store has a mutex
        )
        try:
            _check(connection, file)
        except BaseException:
            connection.close()
            raise
    return connection


def create(file: Path) -> None:
    """Make an empty store, unless there is one. It appears whole: built under another name, then linked into place."""
    with told(file):
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if file.exists():
            return
        if _wal(file).exists() and not file.exists():  # once more: another process may just have made both
            # A new file beside an old log would be overlaid with the log's pages.
            raise damaged(file, f"it is missing, but its log {_wal(file).name} is there")
        fresh = file.with_name(f"{file.name}.new-{os.getpid()}")
        try:
            _build(fresh)
            _place(fresh, file)
        finally:
            for left in (
                fresh,
                _wal(fresh),
                fresh.with_name(fresh.name + "-shm"),
                fresh.with_name(fresh.name + "-journal"),
            ):
                left.unlink(missing_ok=True)


def _build(fresh: Path) -> None:
    fresh.unlink(missing_ok=True)
    os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))  # answers are no one else's to read
    with closing(sqlite3.connect(fresh, isolation_level=None)) as connection:
        connection.executescript(_SCHEMA)


def _place(fresh: Path, file: Path) -> None:
    try:
        os.link(fresh, file)
    except FileExistsError:
        return
    except OSError:  # a file system without links
        if not file.exists():
            fresh.rename(file)
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Make a new or renamed file's name durable, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _check(connection: sqlite3.Connection, file: Path) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    if application != APPLICATION:
        raise damaged(file, "it is not a store of dlexam")
    if version > VERSION:
        raise DlexamError(
            f"{file} was written by a newer dlexam (format {version}; this one knows {VERSION}).",
            "upgrade: pip install -U dlexam; the file was left as it is",
        )


def _wal(file: Path) -> Path:
    return file.with_name(file.name + "-wal")
