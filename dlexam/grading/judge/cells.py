"""The judge's side of nursery and cells: start one, talk to it within a deadline, kill all of it.

Nothing that arrives is believed: lengths are checked before anything is read, and a cell that is late, silent, dead or
babbling raises one of the exceptions below, or Late.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from dlexam.grading import wire
from dlexam.grading.devices import accelerators
from dlexam.grading.interpreter import running
from dlexam.grading.judge.deadline import Deadline, Late
from dlexam.grading.sandbox import scratch as scratches
from dlexam.grading.sandbox.limits import Limits

_START_LIMIT = Limits(seconds=10.0)
_TICK = 0.05
_CHUNK = 1 << 16  # what a pipe holds
_MOST_THREADS = 256


class Gone(Exception):
    """The cell's process ended. `signal` is what killed it, or None."""

    def __init__(self, by: int | None, code: int | None) -> None:
        super().__init__(by, code)
        self.signal = by
        self.code = code


class Excess(Exception):
    """The cell holds more than it may of something that the kernel doesn't limit for us: what, in words."""


class Babble(Exception):
    """The cell sent something that is not a frame."""


class NurseryDied(Exception):
    """The nursery is gone: our fault, or the machine's."""


class Nursery:
    """A nursery and its cells. Thread-safe; a dead one is replaced by a fresh interpreter on the next start.

    One for an `accelerator` is a fresh interpreter from the start: the judge that asks for it knows secrets by then.
    """

    def __init__(self, track: str, accelerator: str | None = None) -> None:
        self._track = track
        self._accelerator = accelerator
        self._lock = threading.Lock()
        self._news = threading.Condition()
        self._names = 0
        self._imports: list[str] = []
        self._beside: dict[str, Nursery] = {}
        self._start(self._spawn if accelerator else self._fork)

    def _start(self, begin: Callable[[socket.socket, socket.socket], None]) -> None:
        ours, theirs = socket.socketpair()
        begin(ours, theirs)
        theirs.close()
        self._socket = ours
        self._alive = True
        self._pids: dict[int, int] = {}
        self._ends: dict[int, tuple[int, float]] = {}
        self._forgotten: set[int] = set()  # those whose end nobody will ask for
        threading.Thread(target=self._listen, args=(ours,), daemon=True).start()

    def _fork(self, ours: socket.socket, theirs: socket.socket) -> None:
        from dlexam.grading.cell import nursery

        if os.fork() == 0:
            ours.close()
            nursery.serve(theirs, self._track)

    def _spawn(self, ours: socket.socket, theirs: socket.socket) -> None:
        given = (str(theirs.fileno()), self._track, self._accelerator or "")
        env = accelerators.environment(os.environ) if self._accelerator else {}
        command = running("dlexam.grading.cell.nursery", *given)
        subprocess.Popen(command, pass_fds=[theirs.fileno()], env=env, stdin=subprocess.DEVNULL)

    def beside(self, accelerator: str) -> Nursery:
        """The nursery for cells that may use this accelerator; it starts when first asked for."""
        with self._lock:
            if accelerator not in self._beside:
                self._beside[accelerator] = Nursery(self._track, accelerator)
            return self._beside[accelerator]

    def warm(self, modules: list[str]) -> None:
        """Have these modules imported before the next fork."""
        with self._lock:  # or another thread's fork slips in between the note and the order
            new = [name for name in modules if name not in self._imports]
            if new:
                self._imports += new
                self._say({"import": new})

    def cell(self, limits: Limits, scratch: Path | None) -> Cell:
        """A new cell, confined and ready for `load`. NurseryDied if none can be had."""
        for attempt in range(2):
            try:
                return self._cell(limits, scratch)
            except NurseryDied:
                if attempt:
                    raise
                with self._lock:
                    if not self._alive:
                        self._start(self._spawn)
                        self._say({"import": self._imports})
        raise NurseryDied

    def _cell(self, limits: Limits, scratch: Path | None) -> Cell:
        requests, to_cell = os.pipe()
        from_cell, answers = os.pipe()
        with self._lock:
            self._names += 1
            name = self._names
            order = {"fork": name, "scratch": str(scratch) if scratch else None, "limits": limits}
            try:
                self._say(order, [requests, answers])
            except NurseryDied:
                os.close(to_cell)
                os.close(from_cell)
                raise
            finally:
                os.close(requests)
                os.close(answers)
        return Cell(self, name, to_cell, from_cell, scratch)

    def _say(self, order: Any, descriptors: list[int] | None = None) -> None:
        try:
            socket.send_fds(self._socket, [msgspec.json.encode(order) + b"\n"], descriptors or [])
        except OSError:
            self._lost()
            raise NurseryDied from None

    def _listen(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection.makefile("rb") as lines:
            for line in lines:
                self._hear(msgspec.json.decode(line))
        if connection is self._socket:
            self._lost()

    def _hear(self, message: Any) -> None:
        with self._news:
            match message:
                case {"forked": name, "pid": pid}:
                    self._pids[name] = pid
                case {"gone": name, "status": status, "cpu": cpu}:
                    self._ends[name] = (status, cpu)
                    if name in self._forgotten:
                        self._drop(name)
            self._news.notify_all()

    def _lost(self) -> None:
        with self._news:
            self._alive = False
            self._news.notify_all()

    def pid(self, name: int) -> int | None:
        """The cell's process, once it has been forked."""
        return self._pids.get(name)

    def end(self, name: int, wait: float) -> tuple[int, float] | None:
        """The wait status and processor seconds of a cell that has ended, waiting up to `wait` seconds for it."""
        with self._news:
            self._news.wait_for(lambda: name in self._ends or not self._alive, wait)
            return self._ends.get(name)

    def kill(self, name: int) -> None:
        """Kill a cell, if it lives."""
        with contextlib.suppress(NurseryDied):
            self._say({"kill": name})

    def forget(self, name: int) -> None:
        """Drop what is known of a cell that was killed, now or when it is gone."""
        with self._news:
            self._forgotten.add(name)
            if name in self._ends:
                self._drop(name)

    def _drop(self, name: int) -> None:
        self._pids.pop(name, None)
        self._ends.pop(name, None)
        self._forgotten.discard(name)

    @property
    def alive(self) -> bool:
        """Whether its socket still answers."""
        return self._alive


class Cell:
    """One cell as the judge sees it. Use `close` when done: it kills whatever is left."""

    def __init__(self, nursery: Nursery, name: int, to_cell: int, from_cell: int, scratch: Path | None) -> None:
        self._nursery = nursery
        self._name = name
        self._to = to_cell
        self._from = from_cell
        self._scratch = scratch
        self._looked = 0.0
        self._unread = bytearray()  # never more than a chunk beyond what is awaited
        os.set_blocking(from_cell, False)
        os.set_blocking(to_cell, False)
        self._poll = select.poll()
        self._poll.register(from_cell, select.POLLIN)

    def ask(self, header: Any, body: bytes = b"") -> None:
        """Send a frame. Gone if the cell is dead; Late if it doesn't read."""
        data = memoryview(wire.frame(msgspec.json.encode(header), body))
        until = time.monotonic() + _START_LIMIT.seconds
        while data:
            try:
                data = data[os.write(self._to, data) :]
            except BlockingIOError:
                if time.monotonic() > until:
                    raise Late from None
                time.sleep(0.001)
            except BrokenPipeError:
                raise self._gone() from None

    def clock(self, seconds: float) -> Deadline:
        """A deadline for what it does from now on, in processor seconds (and several times that of wall time)."""
        return Deadline(self._nursery.pid(self._name), seconds)

    def answer(self, deadline: Deadline, largest: int = wire.MAX_BODY) -> tuple[Any, bytes]:
        """The next frame: its header, any JSON, and its body of at most `largest` bytes.

        Late, Gone, Excess or Babble if there is none.
        """
        header_size, body_size = wire.PREFIX.unpack(self._read(wire.PREFIX.size, deadline))
        if header_size > wire.MAX_HEADER or body_size > min(largest, wire.MAX_BODY):
            raise Babble("a frame that is too large")
        header = self._read(header_size, deadline)
        body = self._read(body_size, deadline)
        try:
            return msgspec.json.decode(header), body
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            raise Babble("a frame that is not JSON") from None

    def _read(self, size: int, deadline: Deadline) -> bytes:
        while len(self._unread) < size:
            try:
                part = os.read(self._from, _CHUNK)
            except BlockingIOError:
                self._wait(deadline)
                continue
            if not part:
                raise self._gone()
            self._unread += part
            deadline.check(often=False)
            self._look()
        taken = bytes(self._unread[:size])
        del self._unread[:size]
        return taken

    def _wait(self, deadline: Deadline) -> None:
        """Until there is something to read. Late, Excess or NurseryDied, looked for once a tick."""
        while not self._poll.poll(_TICK * 1000):
            deadline.check()
            self._look()
            if not self._nursery.alive:
                raise NurseryDied

    def _look(self) -> None:
        """Excess if it has too many threads or files; looked for once a tick."""
        now = time.monotonic()
        if now - self._looked < _TICK:
            return
        self._looked = now
        if _threads(self._nursery.pid(self._name)) > _MOST_THREADS:
            raise Excess(f"more than {_MOST_THREADS} threads")
        full = scratches.problem(self._scratch) if self._scratch else None
        if full:
            raise Excess(full)

    def _gone(self) -> Exception:
        end = self._nursery.end(self._name, wait=2.0)
        if end is None:
            return Gone(None, None) if self._nursery.alive else NurseryDied()
        status = end[0]
        if os.WIFSIGNALED(status):
            return Late() if os.WTERMSIG(status) == signal.SIGXCPU else Gone(os.WTERMSIG(status), None)
        return Gone(None, os.WEXITSTATUS(status))

    def close(self) -> None:
        """Kill it and let go of its pipes; if it could write files, wait until it is gone and remove them."""
        self._nursery.kill(self._name)
        if self._scratch:
            self._nursery.end(self._name, wait=5.0)
            scratches.remove(self._scratch)
        self._nursery.forget(self._name)
        os.close(self._to)
        os.close(self._from)


def _threads(pid: int | None) -> int:
    """How many threads a process has, 0 if that can't be seen: a folder has a link for each folder in it, and two."""
    try:
        return 0 if pid is None else os.stat(f"/proc/{pid}/task").st_nlink - 2
    except OSError:
        return 0
