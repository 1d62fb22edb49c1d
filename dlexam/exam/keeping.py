"""The learner's data as files: where they are, a backup, its restoration, their deletion. Nothing is overwritten."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

from dlexam import paths
from dlexam.errors import DlexamError
from dlexam.exam import lock, practice, schema, workspace
from dlexam.exam.store import Store, chain_faults, file_faults
from dlexam.exam.troubles import damaged, told

TOO_LONG = "too-long-{}.md"  # a text that was longer than an answer may be, put aside
_LEARNERS = (
    f"{schema.FILE}*", TOO_LONG.format("*"), practice.FILE, workspace.FILE, paths.THEME, f"{paths.LOGS}/*.log",
)  # fmt: skip
_BESIDE = ("-wal", "-shm", "-journal")  # what SQLite keeps beside its file


def backup(home: Path, file: Path) -> None:
    """Copy the whole store, as it is at this moment, into one new file, and check the copy.

    Raises DlexamError if the file exists, or the store is damaged: then there is no copy. A store that can be read but
    whose record was altered is kept in the file all the same, as the only copy there may be, and DlexamError says so.
    """
    source = _store_file(home)
    with told(file):
        if file.exists():
            raise DlexamError(f"{file} exists already.", "name a new file: a backup never overwrites anything")
        if not file.parent.is_dir():
            raise DlexamError(f"{file.parent} is not a folder.", "name a file in a folder that exists")
    partial = file.with_name(f"{file.name}.partial-{os.getpid()}")
    try:
        _copy(source, partial)
        altered = _altered(source, partial)
        with told(file):
            _place_new(partial, file)
    finally:
        partial.unlink(missing_ok=True)
    if altered:
        raise DlexamError(
            f"The copy is kept in {file}, but the record in it was altered or damaged: {altered[0]}.",
            "`dlexam data verify` says all that is wrong; keep the backups that you made before",
        )


def restore(home: Path, file: Path) -> Path | None:
    """Put a backup in the store's place, after checking it. Returns where the old store was kept, if there was one.

    Raises DlexamError if the backup is damaged, or while an exam is open in a terminal.
    """
    _check_backup(file)
    held = lock.Lock(home)
    live = home / schema.FILE
    fresh = live.with_name(f"{live.name}.restoring-{os.getpid()}")
    try:
        _copy(file, fresh, "ro")
        with closing(sqlite3.connect(fresh)) as connection, told(fresh):
            connection.execute("PRAGMA journal_mode = WAL")
        with told(live):
            kept = _keep_aside(live)
            _remove_beside(live)  # an old log would be laid over the new file
            fresh.replace(live)
            schema.sync_folder(home)
    finally:
        fresh.unlink(missing_ok=True)
        held.release()
    return kept


def delete(home: Path) -> int:
    """Remove everything that is kept about the learner in this home. Returns the number of files removed.

    Raises DlexamError while an exam is open in a terminal.
    """
    if not home.is_dir():
        return 0
    held = lock.Lock(home)
    try:
        with told(home / schema.FILE):
            doomed = [file for pattern in _LEARNERS for file in home.glob(pattern) if file.is_file()]
            for file in doomed:
                file.unlink(missing_ok=True)
    finally:
        held.release()
    with suppress(OSError):
        (home / lock.FILE).unlink()
        if (home / paths.LOGS).is_dir():
            (home / paths.LOGS).rmdir()
        home.rmdir()  # goes only if nothing else lies there
    return len(doomed)


def faults(home: Path) -> list[str]:
    """Everything that is wrong with the store, a line each; a home without a store has nothing wrong."""
    store = Store.existing(home)
    if store is None:
        return []
    with store:
        return store.verify_all()


def _store_file(home: Path) -> Path:
    file = home / schema.FILE
    with told(file):
        if not file.exists():
            raise DlexamError(f"Nothing is stored yet in {home}.", "`dlexam exam list` shows what can be taken")
    return file


def _altered(source: Path, copy: Path) -> list[str]:
    """Where the record in a fresh copy is broken. Raises DlexamError if the file itself is damaged."""
    with closing(schema.connect(copy, "ro")) as connection:
        try:
            wrong, altered = file_faults(connection), []
            if not wrong:
                altered = chain_faults(connection)
        except sqlite3.DatabaseError as error:
            raise _not_backed_up(source, str(error)) from error
    if wrong:
        raise _not_backed_up(source, " ".join(wrong[0].split()))
    return altered


def _not_backed_up(source: Path, why: str) -> DlexamError:
    return DlexamError(
        f"No backup was made: {source} is damaged: {why}.",
        "it was left as it is; `dlexam data restore BACKUP` puts an older backup in its place and keeps this one aside",
    )


def _check_backup(file: Path) -> None:
    if not file.is_file():
        raise DlexamError(f"{file} is not a file.", "name a file that `dlexam data backup` made")
    try:
        with closing(schema.connect(file, "ro")) as connection, told(file):
            wrong = [str(line) for (line,) in connection.execute("PRAGMA integrity_check(1)") if line != "ok"]
        if wrong:
            raise damaged(file, wrong[0])
    except DlexamError as error:
        hint = "Nothing was changed; choose another backup"
        raise DlexamError(f"That can't be restored: {error.message}", hint) from error


def _copy(source: Path, target: Path, mode: str = "rw") -> None:
    """A consistent copy in one self-contained file, on disk when this returns."""
    with closing(schema.connect(source, mode)) as old, told(target), closing(sqlite3.connect(target)) as new:
        target.chmod(0o600)
        try:
            old.backup(new)
            new.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.DatabaseError as error:
            if str(getattr(error, "sqlite_errorname", "")).startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
                raise damaged(source, str(error)) from error  # the source's fault, not the copy's
            raise


def _place_new(partial: Path, file: Path) -> None:
    try:
        os.link(partial, file)  # unlike a rename, never over an existing file
    except FileExistsError:
        raise DlexamError(f"{file} exists already.", "name a new file: a backup never overwrites anything") from None
    except OSError:
        if file.exists():
            raise
        partial.rename(file)
    schema.sync_folder(file.parent)


def _keep_aside(live: Path) -> Path | None:
    """Copy the old store, damaged or not, byte for byte, with what SQLite keeps beside it."""
    if not live.exists():
        return None
    aside = live.with_name(f"{live.name}.before-restore-{time.strftime('%Y%m%d-%H%M%S')}")
    while aside.exists():
        aside = aside.with_name(aside.name + "x")
    for ending in ("", "-wal"):
        part = live.with_name(live.name + ending)
        if part.exists():
            shutil.copy2(part, aside.with_name(aside.name + ending))
    return aside


def _remove_beside(live: Path) -> None:
    for ending in _BESIDE:
        live.with_name(live.name + ending).unlink(missing_ok=True)
