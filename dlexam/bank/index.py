"""The bank's index: one SQLite file per bank content, named by it, never changed once made, made again at any time.

Questions lie in buckets (topic, kind, level), each a run of consecutive row numbers, so that a random member of a
bucket is one look-up. Rows of files that an older index already holds are copied from it, not parsed again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from dlexam.bank import concepts, models, similar
from dlexam.bank.files import Hashed, fingerprint
from dlexam.bank.models import Question
from dlexam.errors import DlexamError

VERSION = 1  # of the tables below
KEPT = 6  # indexes of other banks that stay in the cache folder
_COLUMNS = "id, kind, topic, level, minutes, source, parametric, proof, words, payload"
_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB);
CREATE TABLE files (n INTEGER PRIMARY KEY, folder INT, kind TEXT, digest TEXT, count INT, head BLOB);
CREATE TABLE staging (file INT, id TEXT, kind TEXT, topic TEXT, level INT, minutes REAL, source BLOB, parametric INT,
                      proof INT, words TEXT, payload BLOB);
CREATE TABLE questions (n INTEGER PRIMARY KEY, file INT, id TEXT, kind TEXT, topic TEXT, level INT, minutes REAL,
                        source BLOB, parametric INT, proof INT, words TEXT, payload BLOB);
CREATE TABLE buckets (topic TEXT, kind TEXT, level INT, first INT, count INT);
"""
# The first folder on the search path wins for equal ids; within one, the first file and place (lint reports those).
_FINISH = f"""
INSERT INTO questions (file, {_COLUMNS})
  SELECT file, {_COLUMNS} FROM staging WHERE rowid IN (SELECT min(rowid) FROM staging GROUP BY id)
  ORDER BY topic, kind, level, id;
DROP TABLE staging;
CREATE UNIQUE INDEX by_id ON questions (id);
INSERT INTO buckets SELECT topic, kind, level, min(n), count(*) FROM questions GROUP BY topic, kind, level;
"""


def connect(files: Sequence[Hashed], cache: Path | None, *, afresh: bool = False) -> sqlite3.Connection:
    """A read-only connection to the index of `files`; made first where there is none, in memory where it can't be kept.

    `afresh` throws away what is cached (it was found to be corrupt). Raises DlexamError for faulty bank files.
    """
    if cache is None:
        return _in_memory(files)
    file = cache / f"index-{VERSION}-{_models_digest()}-{fingerprint(files)}.sqlite"
    if afresh:
        _remove(file)
    found = _opened(file)
    if found is not None:
        return found
    _remove(file)
    try:
        _make(file, files)
        made = _opened(file)
    except (OSError, sqlite3.Error):
        made = None
    return made or _in_memory(files)


def _opened(file: Path) -> sqlite3.Connection | None:
    """The index, if it is there and whole enough to have been finished."""
    if not file.is_file():
        return None
    connection = None
    try:
        connection = sqlite3.connect(
            f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        if connection.execute("SELECT value FROM meta WHERE name = 'finished'").fetchone():
            return connection
    except sqlite3.Error:
        pass
    if connection:
        connection.close()
    return None


def _in_memory(files: Sequence[Hashed]) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    _build(connection, files, [])
    return connection


def _make(file: Path, files: Sequence[Hashed]) -> None:
    """Build beside the place and move there, so that two processes at once, or a kill, leave a whole file or none."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix="index-", suffix=".tmp")
    os.close(handle)
    try:
        connection = sqlite3.connect(name, isolation_level=None)
        try:
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;")
            _build(connection, files, _others(file))
        finally:
            connection.close()
        with open(name, "rb+") as stream:
            os.fsync(stream.fileno())
        os.replace(name, file)
    finally:
        with contextlib.suppress(OSError):
            os.unlink(name)
    _prune(file)


def _build(connection: sqlite3.Connection, files: Sequence[Hashed], others: Sequence[Path]) -> None:
    connection.executescript(_TABLES)
    old = {digest: file for file in others for digest in _digests(file)}
    connection.execute("BEGIN")
    for number, each in enumerate(files):
        if each.digest not in old or not _copied(connection, number, each, old[each.digest]):
            _parsed(connection, number, each)
    connection.execute("COMMIT")
    connection.executescript(_FINISH)
    connection.execute("INSERT INTO meta VALUES ('finished', 1)")
    connection.commit()


def _parsed(connection: sqlite3.Connection, number: int, each: Hashed) -> None:
    from dlexam.bank.loading import load  # the YAML parser is not wanted where an index is warm

    source = each.source
    loaded = load(source.path, source.kind)
    if loaded.value is None or loaded.faults:
        more = f" (and {len(loaded.faults) - 1} more)" if len(loaded.faults) > 1 else ""
        raise DlexamError(f"{loaded.faults[0]}{more}", "`dlexam bank lint` with this path lists every fault")
    value = loaded.value
    if source.kind == "topic":
        head: object = (value.topic, value.title)
        connection.executemany(
            f"INSERT INTO staging (file, {_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
            (_row(number, question) for question in value.questions),
        )
    else:
        head = value if source.kind == "exam" else value.concepts
    count = len(loaded.parts)
    row = (number, source.folder, source.kind, each.digest, count, msgspec.msgpack.encode(head))
    connection.execute("INSERT INTO files VALUES (?,?,?,?,?,?)", row)


def _row(number: int, question: Question) -> tuple[object, ...]:
    encode = msgspec.msgpack.encode
    kind = question.__struct_config__.tag
    words = " ".join(sorted(similar.words(question)))
    facts = (question.id, kind, question.topic, question.level, question.minutes, encode(question.source))
    return (number, *facts, bool(question.draw), question.proof is not None, words, encode(question))


# Copying from an older index.


def _others(file: Path) -> list[Path]:
    """Other indexes of the same version and models, oldest first."""
    prefix = f"index-{VERSION}-{_models_digest()}-"
    return sorted((f for f in file.parent.glob(f"{prefix}*.sqlite") if f != file), key=_age, reverse=True)


def _digests(file: Path) -> list[str]:
    connection = _opened(file)
    if connection is None:
        return []
    with contextlib.closing(connection):
        try:  # a file whose questions were partly hidden by an earlier folder can't be copied whole
            whole = "count = (SELECT count(*) FROM questions WHERE file = files.n)"
            return [row[0] for row in connection.execute(f"SELECT digest FROM files WHERE {whole}")]
        except sqlite3.Error:
            return []


def _copied(connection: sqlite3.Connection, number: int, each: Hashed, old: Path) -> bool:
    other = _opened(old)
    if other is None:
        return False
    with contextlib.closing(other):
        try:
            found = other.execute("SELECT n, kind, count, head FROM files WHERE digest = ?", (each.digest,)).fetchone()
            rows = other.execute(f"SELECT {_COLUMNS} FROM questions WHERE file = ? ORDER BY n", found[:1]).fetchall()
        except (sqlite3.Error, TypeError):
            return False
    if found[1] != each.source.kind or found[2] != len(rows):
        return False
    connection.executemany(
        f"INSERT INTO staging (file, {_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?)", ((number, *row) for row in rows)
    )
    row = (number, each.source.folder, each.source.kind, each.digest, found[2], found[3])
    connection.execute("INSERT INTO files VALUES (?,?,?,?,?,?)", row)
    return True


def _models_digest() -> str:
    """Changes whenever what is stored in the rows could."""
    total = hashlib.blake2b(digest_size=4)
    for module in (models, similar, concepts):
        with contextlib.suppress(OSError):
            total.update(Path(module.__file__ or "").read_bytes())
    return total.hexdigest()


def _prune(file: Path) -> None:
    """Keep the newest few; remove what killed processes left behind."""
    indexes = sorted(file.parent.glob("index-*.sqlite"), key=_age)
    stats = sorted(file.parent.glob("stat-*.msgpack"), key=_age)
    left = [f for f in file.parent.glob("*.tmp") if _age(f) > 3600]
    for old in [*indexes[KEPT:], *stats[10 * KEPT :], *left]:
        if old != file:
            _remove(old)


def _age(file: Path) -> float:
    try:
        return time.time() - file.stat().st_mtime
    except OSError:
        return 0.0


def _remove(file: Path) -> None:
    with contextlib.suppress(OSError):
        file.unlink()
