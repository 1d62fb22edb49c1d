"""The ground that attacks are run on: what they must not reach, and how one sees that they did."""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import secrets
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

FILES = Path(__file__).parent / "files"
ROOT = Path(__file__).parents[2]
_IPC_CREAT_OWN, _IPC_RMID, _PR_SET_CHILD_SUBREAPER = 0o1600, 0, 36


class Attack:
    """One submission: its headers `# challenge:` and `# expect:`, and the harm in its docstring's first line.

    Where it is the machine's pace that decides which limit stops it, `# expect:` names both: a|b.
    """

    def __init__(self, name: str, source: bytes, challenge: str = "", expect: str = "") -> None:
        self.name = name
        self.source = source
        text = source.decode(errors="replace")
        self.challenge = challenge or _header(text, "challenge")
        self.expect = expect or _header(text, "expect")


def written() -> list[Attack]:
    """The attacks in files/."""
    return [Attack(path.stem, path.read_bytes()) for path in sorted(FILES.glob("*.py"))]


def generated() -> list[Attack]:
    """Attacks on whoever reads the source, that can't well be kept as text."""
    right = (ROOT / "tests/content/challenges/scale-rows/reference.py").read_bytes()
    sources = {
        "nul_bytes": right + b"\0",
        "not_utf8": b"# -*- coding: latin-1 -*-\nname = '\xe9'\n" + right,
        "utf16": right.decode().encode("utf-16"),
        "binary": bytes(range(256)) * 64,
        "five_megabytes": b"x = 1\n" * 900_000,
        "long": b"x = 1\n" * 5_000 + b"1 / 0",
        "brackets": b"x = " + b"(" * 100_000 + b")" * 100_000,
        "minus_signs": b"x = " + b"-" * 200_000 + b"1",
        "attributes": b"x = a" + b".a" * 100_000,
        "sums": b"x = " + b"1+" * 100_000 + b"1",
        "nested_blocks": b"".join(b" " * depth + b"if 1:\n" for depth in range(200)) + b" " * 200 + b"pass\n",
        "empty": b"",
        "blank": b"\n\t \n",
        # raw control and bidirectional signs in the line that is quoted, which no editor would keep
        "line_escapes": "raise ValueError('\\x1b[2J')  # \x1b]0;owned\x07 \x9b2J \u202e passed \u2066".encode(),
    }
    expect = {"brackets": "error", "minus_signs": "memory", "attributes": "error", "sums": "error"}
    return [Attack(name, source, "scale-rows", expect.get(name, "error")) for name, source in sources.items()]


class Range:
    """Canaries in a folder. Fills the attacks' `@PLACES@` in; `harm()` lists what was done to them."""

    def __init__(self, folder: Path) -> None:
        self.token = secrets.token_hex(12)
        self.outside = folder / "outside"
        self.home = folder / "home"
        for path in (self.outside, self.home):
            path.mkdir()
        self.secret = self._file(self.outside / "secret.txt")
        self.canary = self._file(self.outside / "canary.txt")
        self._file(self.home / "sessions.db")
        self._before = self._facts()
        self._listeners = [
            self._listener(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0)),
            self._listener(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0)),
            self._listener(socket.AF_UNIX, socket.SOCK_STREAM, str(folder / "socket")),
            self._listener(socket.AF_UNIX, socket.SOCK_STREAM, f"\0dlexam-{self.token}"),
        ]
        self._socket_path = str(folder / "socket")
        self._shared = _SharedMemory(self.token) if sys.platform == "linux" else None

    def _file(self, path: Path) -> Path:
        path.write_text(f"the secret is {self.token}\n")
        path.chmod(0o644)
        os.utime(path, (1_600_000_000, 1_600_000_000))
        return path

    def _facts(self) -> list[object]:
        files = sorted(path for folder in (self.outside, self.home) for path in folder.rglob("*"))
        return [
            (str(path), path.read_bytes(), facts.st_mode, facts.st_uid, facts.st_mtime_ns, facts.st_nlink, facts.st_ino)
            for path, facts in ((path, path.lstat()) for path in files)
        ]

    def _listener(self, family: int, kind: int, address: object) -> socket.socket:
        listener = socket.socket(family, kind)
        listener.bind(address)
        if kind == socket.SOCK_STREAM:
            listener.listen()
        listener.setblocking(False)
        return listener

    def aimed(self, attack: Attack, challenge: Path) -> bytes:
        """The attack's source with the canaries' whereabouts filled in."""
        places = {
            "ROOT": ROOT, "SITE": Path(secrets.__file__).parent / "site-packages", "CHALLENGE": challenge,
            "SECRET": self.secret, "CANARY": self.canary, "OUTSIDE": self.outside, "HOME": self.home,
            "FOLDER": self.outside, "TCP": self._listeners[0].getsockname()[1], "UNIX": self._socket_path,
            "UDP": self._listeners[1].getsockname()[1], "ABSTRACT": f"dlexam-{self.token}",
            "SHM": self._shared.number if self._shared else 0,
        }  # fmt: skip
        source = attack.source
        for name, value in places.items():
            source = source.replace(f"@{name}@".encode(), str(value).encode())
        return source

    def harm(self) -> list[str]:
        """What happened to the canaries. Ends the listeners."""
        seen = []
        if self._facts() != self._before:
            seen.append("files changed")
        for listener in self._listeners:
            with contextlib.suppress(BlockingIOError):
                listener.accept() if listener.type == socket.SOCK_STREAM else listener.recv(1)
                seen.append(f"someone called at {listener.family.name}")
            listener.close()
        if self._shared is not None and not self._shared.intact():
            seen.append("shared memory changed")
        return seen


class _SharedMemory:
    """A System V segment of this user's, as databases and desktops have them."""

    def __init__(self, token: str) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._libc.shmat.restype = ctypes.c_void_p
        self._text = f"the secret is {token}".encode()
        self.number = self._libc.shmget(0, 4096, _IPC_CREAT_OWN)
        self._address = self._libc.shmat(self.number, None, 0)
        ctypes.memmove(self._address, self._text, len(self._text))

    def intact(self) -> bool:
        """Whether it still says what it said and still exists. Removes it."""
        same = ctypes.string_at(self._address, len(self._text)) == self._text
        removed = self._libc.shmctl(self.number, _IPC_RMID, None) == 0
        self._libc.shmdt(ctypes.c_void_p(self._address))
        return same and removed


@contextlib.contextmanager
def adopting_orphans() -> Iterator[None]:
    """Meanwhile, a process below this one that loses its parent becomes this one's child, and is seen."""
    libc = ctypes.CDLL(None)
    libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
    finally:
        libc.prctl(_PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def descendants() -> set[int]:
    """Processes below this one that still run; the dead are reaped on the way."""
    found, waiting = set(), [os.getpid()]
    while waiting:
        for task in Path(f"/proc/{waiting.pop()}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                for pid in map(int, task.read_text().split()):
                    if _runs(pid):
                        found.add(pid)
                        waiting.append(pid)
    return found


def _runs(pid: int) -> bool:
    with contextlib.suppress(ChildProcessError):
        if os.waitpid(pid, os.WNOHANG)[0] == pid:
            return False
    try:
        return not re.search(r"^State:\s+[ZX]", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    except OSError:
        return False


def _header(text: str, name: str) -> str:
    found = re.search(rf"^# {name}: (\S+)$", text, re.MULTILINE)
    assert found, f"no # {name}: line"
    return found.group(1)
