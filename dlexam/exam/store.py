"""The learner's sessions on disk: an append-only, hash-chained log of events in SQLite, shared by several processes.

An event is on disk (a full sync) when `append` returns; a draft is safe against a kill of the program, and against a
power cut with the next event. Rows are never changed nor removed. Every error comes out as a DlexamError.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec
from msgspec import Struct

from dlexam.errors import DlexamError
from dlexam.exam import chain, clock, codec, schema
from dlexam.exam.clock import Reading
from dlexam.exam.events import AnyEvent
from dlexam.exam.troubles import damaged, told

_ROW = "session, seq, wall, kind, body, prev, hash"
_OPEN = """SELECT body, session FROM events AS start WHERE kind = 'started' AND NOT EXISTS
           (SELECT 1 FROM events AS finish WHERE finish.session = start.session AND finish.kind = 'finished')"""


class Stale(Exception):
    """Another process has appended since: read on, look again, then try anew."""


class SessionRow(Struct, frozen=True, kw_only=True):
    """A session at a glance. Times are wall seconds; `allowed` and `elapsed` seconds of the session's clock."""

    id: str
    exam: str
    title: str
    started: float
    allowed: float | None
    finished: float | None
    elapsed: float | None
    reason: str | None


class Store:
    """The store in a home folder, made if need be. One object may be used from several threads."""

    def __init__(self, home: Path, *, patience: float = schema.PATIENCE) -> None:
        self.home = home
        self.file = home / schema.FILE
        self._mutex = threading.RLock()
        schema.create(self.file)
        self._db = schema.connect(self.file, patience=patience)
        self._durable: bool | None = None

    @classmethod
    def existing(cls, home: Path) -> Store | None:
        """The store of this home if it has one; makes nothing."""
        file = home / schema.FILE
        with told(file):
            there = file.exists()
        return cls(home) if there else None

    def create(self, events: Sequence[AnyEvent]) -> str:
        """Begin a session with these events, the first a Started. Returns its id. Refuses while one is open."""
        with self._transaction() as db:
            taken = db.execute(_OPEN).fetchone()
            if taken:
                raise _already_open(codec.start_head(taken[0]).paper.title)
            latest = db.execute("SELECT max(CAST(session AS INTEGER)) FROM events").fetchone()[0]
            session = str((latest or 0) + 1)
            for event in events:
                self._insert(db, session, event)
        return session

    def append(self, session: str, event: AnyEvent, *, after: int | None = None, durable: bool = True) -> int:
        """Append an event; returns its number. `after`: raise Stale unless that is the number of the latest one."""
        with self._transaction(durable) as db:
            return self._insert(db, session, event, after)

    def events(self, session: str, after: int = 0) -> list[AnyEvent]:
        """The events of a session in order, those numbered above `after`."""
        query = "SELECT body FROM events WHERE session = ? AND seq > ? ORDER BY seq"
        try:
            return codec.decode(body for (body,) in self._query(query, session, after))
        except (msgspec.MsgspecError, TypeError, UnicodeDecodeError) as error:
            raise damaged(self.file, f"an event of session {session} can't be read ({error})") from error

    def sessions(self) -> list[SessionRow]:
        """All sessions, the oldest first."""
        finishes = dict(self._query("SELECT session, body FROM events WHERE kind = 'finished'"))
        starts = self._query(
            "SELECT session, body FROM events WHERE kind = 'started' ORDER BY CAST(session AS INTEGER)"
        )
        return [self._glance(session, body, finishes.get(session)) for session, body in starts]

    def open_session(self) -> str | None:
        """The id of the session that isn't finished, if there is one."""
        found = self._query(_OPEN)
        return found[0][1] if found else None

    def start_of(self, session: str) -> codec.StartHead:
        """What a session's start says: its questions and challenges. Raises DlexamError for an unknown session."""
        found = self._query("SELECT body FROM events WHERE session = ? AND kind = 'started'", session)
        if not found:
            raise DlexamError(f"There is no session “{session[:60]}”.", "`dlexam history` lists yours")
        return self._head(found[0][0])

    def running(self, session: str, now: Reading) -> float:
        """The session's running time at `now`, from the few events that tell it: cheap however long the log."""
        latest = "SELECT body FROM events WHERE session = ? {} ORDER BY seq DESC LIMIT 1"
        anchor = self._query(latest.format("AND kind IN ('started', 'resumed')"), session)[0][0]
        last = self._query(latest.format(""), session)[0][0]
        try:
            boot, times = codec.boot(anchor), codec.times(last)
        except msgspec.MsgspecError as error:
            raise damaged(self.file, f"an event of session {session} can't be read ({error})") from error
        return clock.running(clock.Anchor(boot.elapsed, boot.boottime, boot.boot), times.elapsed, times.wall, now)

    def find(self, name: str | None = None) -> str:
        """The session of this id; None: the latest. Raises DlexamError if there is none."""
        if name is not None:
            self.start_of(name)
            return name
        rows = self.sessions()
        if not rows:
            raise DlexamError("There is no session yet.", "`dlexam exam list` shows what can be taken")
        return rows[-1].id

    def seen(self) -> dict[str, int]:
        """How often each question was asked, over all sessions."""
        bodies = self._query("SELECT body FROM events WHERE kind = 'started'")
        return dict(Counter(question for (body,) in bodies for question in set(self._head(body).questions)))

    def receipt(self, session: str) -> str:
        """The hash of the finish (marking goes on after it), or of the latest event while the session is open."""
        query = "SELECT hash FROM events WHERE session = ? ORDER BY kind = 'finished' DESC, seq DESC LIMIT 1"
        found = self._query(query, session)
        return chain.short(found[0][0]) if found else ""

    def verify(self, session: str) -> list[chain.Break]:
        """Where the log of a session isn't what was written."""
        with self._mutex, told(self.file):
            return list(_breaks(self._db, session))

    def verify_all(self) -> list[str]:
        """Everything that is wrong with the store, a line each: the file itself, then every session's chain."""
        with self._mutex, told(self.file):
            return [*file_faults(self._db), *chain_faults(self._db)]

    def backup(self, file: Path) -> None:
        """A copy of the whole store as one new file (see `exam.keeping`)."""
        from dlexam.exam import keeping

        keeping.backup(self.home, file)

    def close(self) -> None:
        """Let go of the file."""
        with self._mutex, told(self.file):
            self._db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _query(self, query: str, *values: object) -> list[Any]:
        with self._mutex, told(self.file):
            return self._db.execute(query, values).fetchall()

    @contextlib.contextmanager
    def _transaction(self, durable: bool = True) -> Iterator[sqlite3.Connection]:
        with self._mutex, told(self.file):
            self._set_sync(durable)
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")
                raise

    def _set_sync(self, durable: bool) -> None:
        if durable != self._durable:
            self._db.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            self._durable = durable

    def _insert(self, db: sqlite3.Connection, session: str, event: AnyEvent, after: int | None = None) -> int:
        query = "SELECT seq, hash FROM events WHERE session = ? ORDER BY seq DESC LIMIT 1"
        last, prev = db.execute(query, (session,)).fetchone() or (0, chain.ORIGIN)
        if after is not None and after != last:
            raise Stale
        body, kind, seq = codec.encode(event), codec.kind(event), last + 1
        digest = chain.link(_bytes(prev), session, seq, event.wall, kind, body)
        row = (session, seq, event.wall, kind, body, _bytes(prev), digest)
        db.execute(f"INSERT INTO events ({_ROW}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        return int(seq)

    def _head(self, body: bytes) -> codec.StartHead:
        try:
            return codec.start_head(body)
        except msgspec.MsgspecError as error:
            raise damaged(self.file, f"the start of a session can't be read ({error})") from error

    def _glance(self, session: str, start: bytes, finish: bytes | None) -> SessionRow:
        begun, ended = self._head(start), codec.finish_head(finish) if finish else None
        return SessionRow(
            id=session,
            exam=begun.paper.exam,
            title=begun.paper.title,
            started=begun.wall,
            allowed=begun.allowed,
            finished=ended.wall if ended else None,
            elapsed=ended.elapsed if ended else None,
            reason=ended.reason if ended else None,
        )


def file_faults(db: sqlite3.Connection) -> list[str]:
    """What is wrong with a store's file, a line each."""
    return [str(line) for (line,) in db.execute("PRAGMA integrity_check").fetchall() if line != "ok"]


def chain_faults(db: sqlite3.Connection) -> list[str]:
    """Where the sessions' logs aren't what was written, a line each."""
    sessions = db.execute("SELECT DISTINCT session FROM events").fetchall()
    return [str(fault) for (session,) in sessions for fault in _breaks(db, session)]


def _breaks(db: sqlite3.Connection, session: str) -> Iterator[chain.Break]:
    rows = db.execute(f"SELECT {_ROW} FROM events WHERE session = ? ORDER BY seq", (session,)).fetchall()
    return chain.breaks(_row(*row) for row in rows)


def _row(session: Any, seq: int, wall: float, kind: Any, body: Any, prev: Any, digest: Any) -> chain.Row:
    return chain.Row(str(session), seq, wall, str(kind), _bytes(body), _bytes(prev), _bytes(digest))


def _bytes(value: Any) -> bytes:
    """A hand that edits the file may leave text where bytes were."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


def _already_open(title: str) -> DlexamError:
    return DlexamError(
        f"An exam is open already: {title}.",
        "`dlexam exam resume` goes on with it, `dlexam exam finish` hands it in, `dlexam exam abandon` drops it",
    )
