"""The bank as the rest of the program sees it: questions, blueprints and topics, read through the index."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from dlexam.bank import concepts, index
from dlexam.bank.faults import did_you_mean
from dlexam.bank.files import fingerprint, hashed, sources
from dlexam.bank.models import AnyQuestion, Blueprint, Rubric
from dlexam.errors import DlexamError

T = TypeVar("T")
_SUMMARY = "id, kind, topic, level, minutes, source, parametric, proof"


class Summary(Struct, frozen=True, kw_only=True):
    """A question at a glance: the fields of a line of `dlexam bank list --json`."""

    id: str
    kind: str
    topic: str
    level: int
    minutes: float
    source: list[str]
    parametric: bool
    proof: bool


class Bucket(Struct, frozen=True):
    """All questions of a topic, kind and level: `count` of them, with row numbers from `first` on."""

    topic: str
    kind: str
    level: int
    first: int
    count: int


class Candidate(Struct, frozen=True):
    """What drawing needs to know of a question; `words` are compared to avoid near-repeats (`bank.similar`)."""

    id: str
    topic: str
    level: int
    words: frozenset[str]


class Library:
    """Content folders, opened. Equal ids: the earlier folder wins. Safe to use from several threads in turn."""

    def __init__(self, folders: Sequence[Path], cache: Path | None) -> None:
        self.folders = list(folders)
        self._cache = cache
        self._files = hashed(sources(self.folders), cache)
        self.fingerprint = fingerprint(self._files)
        self._connection = index.connect(self._files, cache)

    @classmethod
    def open(cls, folders: Sequence[Path], cache: Path | None = None) -> Library:
        """Open the banks of `folders`, through the index in the `cache` folder if given.

        Raises DlexamError for a bank file that can't be used, with its place.
        """
        return cls(folders, cache)

    def close(self) -> None:
        """Let go of the index. The library is not usable afterwards."""
        self._connection.close()

    def question(self, id: str) -> AnyQuestion:
        """The question of that id, its rubric's concepts inlined. Raises DlexamError, with a suggestion."""
        found = self._read(lambda db: self._question(db, id))
        if found is None:
            raise DlexamError(f"There is no question “{id}”.", self._nearest("question", id))
        return found

    def blueprint(self, id: str) -> Blueprint:
        """The exam of that id. Raises DlexamError, with a suggestion."""
        for each in self.blueprints():
            if each.id == id:
                return each
        raise DlexamError(f"There is no exam “{id}”.", self._nearest("exam", id))

    def blueprints(self) -> list[Blueprint]:
        """All exams, earlier folders first, then by file name."""
        found: dict[str, Blueprint] = {}
        for each in self._heads("exam", Blueprint):
            found.setdefault(each.id, each)
        return list(found.values())

    def summaries(self) -> list[Summary]:
        """Every question at a glance, by topic, kind, level and id."""
        rows = self._read(lambda db: db.execute(f"SELECT {_SUMMARY} FROM questions ORDER BY n").fetchall())
        return [_summary(row) for row in rows]

    def topic_titles(self) -> dict[str, str]:
        """Topic -> title, in the order of the files."""
        found: dict[str, str] = {}
        for topic, title in self._heads("topic", tuple[str, str]):
            found.setdefault(topic, title)
        return found

    def __contains__(self, id: str) -> bool:
        """Whether there is a question of that id."""
        return self._read(lambda db: db.execute("SELECT 1 FROM questions WHERE id = ?", (id,)).fetchone()) is not None

    def count(self) -> int:
        """How many questions there are."""
        return int(self._read(lambda db: db.execute("SELECT count(*) FROM questions").fetchone())[0])

    def buckets(self) -> list[Bucket]:
        """What there is to draw from."""
        return self._read(lambda db: [Bucket(*row) for row in db.execute("SELECT * FROM buckets ORDER BY first")])

    def candidates(self, rows: Sequence[int]) -> list[Candidate]:
        """The questions with these row numbers, in this order."""
        marks = ",".join("?" * len(rows))
        query = f"SELECT n, id, topic, level, words FROM questions WHERE n IN ({marks})"
        found = {row[0]: row for row in self._read(lambda db: db.execute(query, rows).fetchall())}
        return [_candidate(found[n][1:]) for n in rows]

    def candidate(self, id: str) -> Candidate:
        """The question of that id, for drawing. Raises DlexamError, with a suggestion."""
        query = "SELECT id, topic, level, words FROM questions WHERE id = ?"
        row = self._read(lambda db: db.execute(query, (id,)).fetchone())
        if row is None:
            raise DlexamError(f"There is no question “{id}”.", self._nearest("question", id))
        return _candidate(row)

    @cached_property
    def concepts(self) -> dict[int, dict[str, list[str]]]:
        """The concepts that a folder's questions see: its own first, then those along the search path."""
        rows = self._read(
            lambda db: [
                (folder, msgspec.msgpack.decode(head, type=dict[str, list[str]]))
                for folder, head in db.execute("SELECT folder, head FROM files WHERE kind = 'concepts' ORDER BY n")
            ]
        )
        shared = {name: patterns for _, found in reversed(rows) for name, patterns in found.items()}
        own = dict(rows)
        return {folder: {**shared, **own.get(folder, {})} for folder in range(len(self.folders))}

    def _question(self, db: sqlite3.Connection, id: str) -> AnyQuestion | None:
        query = "SELECT payload, folder FROM questions JOIN files ON file = files.n WHERE id = ?"
        row = db.execute(query, (id,)).fetchone()
        if row is None:
            return None
        question: AnyQuestion = msgspec.msgpack.decode(row[0], type=AnyQuestion)
        return _with_concepts(question, lambda: self.concepts[row[1]])

    def _heads(self, kind: str, type_: Any) -> list[Any]:
        query = "SELECT head FROM files WHERE kind = ? ORDER BY n"
        return self._read(
            lambda db: [msgspec.msgpack.decode(row[0], type=type_) for row in db.execute(query, (kind,)).fetchall()]
        )

    def _read(self, query: Callable[[sqlite3.Connection], T]) -> T:
        """Run a query; if the index turns out to be damaged, make it again, once."""
        try:
            return query(self._connection)
        except (sqlite3.DatabaseError, msgspec.DecodeError):
            self._connection.close()
            self._connection = index.connect(self._files, self._cache, afresh=True)
            return query(self._connection)

    def _nearest(self, what: str, id: str) -> str:
        if what == "exam":
            known = [each.id for each in self.blueprints()]
        else:
            known = self._read(lambda db: [row[0] for row in db.execute("SELECT id FROM questions")])
        listing = "dlexam exam list" if what == "exam" else "dlexam bank list"
        return did_you_mean(id, known) or f"`{listing}` shows what there is"


def _candidate(row: Sequence[Any]) -> Candidate:
    id, topic, level, words = row
    return Candidate(id, topic, level, frozenset(words.split()))


def _summary(row: tuple[Any, ...]) -> Summary:
    id, kind, topic, level, minutes, source, parametric, proof = row
    return Summary(
        id=id,
        kind=kind,
        topic=topic,
        level=level,
        minutes=minutes,
        source=msgspec.msgpack.decode(source),
        parametric=bool(parametric),
        proof=bool(proof),
    )


def _with_concepts(question: AnyQuestion, known: Callable[[], concepts.Concepts]) -> AnyQuestion:
    """The question with `@name` inlined in its patterns, so that nobody after this needs the concepts."""
    if not isinstance(question, Rubric):
        return question
    written = [*(p.when for p in question.points), *(p.when for p in question.pitfalls)]
    if not any("@" in pattern for patterns in written for pattern in patterns):
        return question
    names = known()

    def inlined(part: Any) -> Any:
        return msgspec.structs.replace(part, when=[concepts.inline(each, names) for each in part.when])

    try:
        points, pitfalls = [inlined(p) for p in question.points], [inlined(p) for p in question.pitfalls]
    except DlexamError as error:
        raise DlexamError(f"Question “{question.id}”: {error.message}", error.hint) from None
    return msgspec.structs.replace(question, points=points, pitfalls=pitfalls)
