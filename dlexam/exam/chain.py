"""The hash chain of a session's log: every row carries the hash of the one before it. Pure.

It shows damage and careless edits, not a forger who works out all hashes anew; the receipt that is handed in at the
finish is what holds against that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from msgspec import Struct

ORIGIN = bytes(32)  # stands before the first row


class Row(Struct, frozen=True):
    """One row of the log as stored."""

    session: str
    seq: int
    wall: float
    kind: str
    body: bytes
    prev: bytes
    hash: bytes


class Break(Struct, frozen=True):
    """A place where a log isn't what was written: session, event number, what is wrong."""

    session: str
    seq: int
    what: str

    def __str__(self) -> str:
        return f"session {self.session}, event {self.seq}: {self.what}"


def link(prev: bytes, session: str, seq: int, wall: float, kind: str, body: bytes) -> bytes:
    """The hash of a row: SHA-256 over the hash before it and all that the row says."""
    head = f"{session}\n{seq}\n{wall!r}\n{kind}\n".encode("utf-8", "surrogatepass")
    return hashlib.sha256(prev + head + body).digest()


def breaks(rows: Iterable[Row]) -> Iterator[Break]:
    """Where the chain of one session's rows, in order, is broken. After a break it goes on from what is there."""
    expected, prev = 1, ORIGIN
    for row in rows:
        if row.seq != expected:
            yield Break(row.session, expected, f"missing (the next is event {row.seq})")
        elif row.prev != prev:
            yield Break(row.session, row.seq, "doesn't follow the event before it")
        if row.hash != link(row.prev, row.session, row.seq, row.wall, row.kind, row.body):
            yield Break(row.session, row.seq, f"was changed after it was written ({row.kind})")
        expected, prev = row.seq + 1, row.hash


def short(digest: bytes) -> str:
    """A hash as a receipt that can be read aloud: its first 16 hex digits in groups of four."""
    digits = digest.hex()[:16]
    return "-".join(digits[start : start + 4] for start in range(0, 16, 4))
