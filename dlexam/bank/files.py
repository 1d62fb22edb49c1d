"""Which files make a bank, and what each holds by content hash; unchanged files are recognised by their stat alone."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from dlexam.bank.faults import Unusable
from dlexam.errors import DlexamError

_SETTLED = 2_000_000_000  # ns: a file changed more recently than this before it was hashed may change unseen
MAX_BYTES = 64 * 1024 * 1024  # of one file
_SUFFIXES = (".yaml", ".yml")

Kind = Literal["topic", "exam", "concepts"]


class Source(Struct, frozen=True):
    """A bank file: `folder` counts the search path, `name` is relative to its bank's root."""

    folder: int
    name: str
    path: Path
    kind: Kind


class Hashed(Struct, frozen=True):
    """A source with its content hash (hexadecimal)."""

    source: Source
    digest: str


class _Seen(Struct, frozen=True, array_like=True):
    stamp: tuple[int, int, int, int]  # size, mtime, ctime (ns), inode
    digest: str
    at: int  # ns since the epoch


def bank_root(folder: Path) -> Path:
    """Where a content folder keeps its `topics/` and `exams/`."""
    inner = folder / "question_bank"
    return inner if inner.is_dir() else folder


def sources(folders: Sequence[Path]) -> list[Source]:
    """All bank files of the folders, in search order, each folder's sorted by name."""
    found = []
    for index, folder in enumerate(folders):
        root = bank_root(folder)
        concepts = root / "concepts.yaml"
        if concepts.is_file():
            found.append(Source(index, concepts.name, concepts, "concepts"))
        for kind, name in (("topic", "topics"), ("exam", "exams")):
            files = sorted(_yaml_files(root / name))
            found += [Source(index, file.relative_to(root).as_posix(), file, kind) for file in files]  # type: ignore[arg-type]
    return found


def hashed(files: Sequence[Source], cache: Path | None) -> list[Hashed]:
    """Each source with its content hash. With a cache folder, a file is read only if its stat has changed."""
    memory = _memory_file(files, cache)
    before = _recall(memory)
    after: dict[str, _Seen] = {}
    for source in files:
        after[str(source.path)] = _look(source, before.get(str(source.path)))
    if memory and after != before:
        with contextlib.suppress(OSError):
            write_atomically(memory, msgspec.msgpack.encode(after))
    return [Hashed(source, after[str(source.path)].digest) for source in files]


def read_bytes(file: Path) -> bytes:
    """The file's bytes. Raises Unusable where it can't be read."""
    try:
        if file.stat().st_size > MAX_BYTES:
            raise Unusable("too-large", f"the file is larger than {MAX_BYTES >> 20} MiB", (1, 1), "split it")
        return file.read_bytes()
    except OSError as error:
        message = f"can't be read: {error.strerror or error}"
        raise Unusable("unreadable", message, (1, 1), "check its permissions") from None


def fingerprint(files: Iterable[Hashed]) -> str:
    """Identifies the content of a whole bank, independent of where it lies."""
    total = hashlib.blake2b(digest_size=16)
    for each in files:
        total.update(f"{each.source.folder}\0{each.source.name}\0{each.digest}\0".encode())
    return total.hexdigest()


def write_atomically(file: Path, data: bytes) -> None:
    """Readers see the old content or the new, never a part. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name, suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.replace(name, file)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _yaml_files(folder: Path) -> list[Path]:
    inside = (Path(parent, name) for parent, _, names in os.walk(folder) for name in names)
    return [file for file in inside if file.suffix in _SUFFIXES and not file.name.startswith(".")]


def _memory_file(files: Sequence[Source], cache: Path | None) -> Path | None:
    if cache is None:
        return None
    places = "\0".join(str(source.path.absolute()) for source in files)
    return cache / f"stat-{hashlib.blake2b(places.encode(errors='surrogateescape'), digest_size=8).hexdigest()}.msgpack"


def _recall(memory: Path | None) -> dict[str, _Seen]:
    try:
        return msgspec.msgpack.decode(memory.read_bytes(), type=dict[str, _Seen]) if memory else {}
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return {}


def _look(source: Source, before: _Seen | None) -> _Seen:
    try:
        stat = source.path.stat()
        stamp = (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)
        if before and before.stamp == stamp and before.at - max(stamp[1], stamp[2]) > _SETTLED:
            return before
        now = time.time_ns()
        return _Seen(stamp, hashlib.blake2b(read_bytes(source.path), digest_size=16).hexdigest(), now)
    except OSError as error:
        raise DlexamError(f"{source.path} can't be read: {error.strerror}.", "check that it exists") from None
    except Unusable as error:
        raise DlexamError(f"{source.path} {error.message}.", error.hint) from None
