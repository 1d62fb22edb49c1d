"""A judge's process, begun and ended. It takes few imports, so that one can start before anything else is imported.

`ahead(track)` starts one for an engine that will want it; `drop` ends those that no engine took.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import IO

from dlexam.grading.devices import accelerators
from dlexam.grading.interpreter import running
from dlexam.grading.sandbox import scratch

_REMOVALS = 20


class Started:
    """A judge's process, what it complains of, and the folder of all that it and its cells write: ours to remove."""

    def __init__(self, track: str) -> None:
        self._complaints: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        self._folder = Path(tempfile.mkdtemp(prefix="dlexam-"))
        # Its own session: ^C in the terminal is for the command, which then ends the judge.
        self.process = subprocess.Popen(
            running("dlexam.grading.judge.process", track, str(self._folder)), stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=self._complaints, start_new_session=True, env=_environment(self._folder),
        )  # fmt: skip

    def end(self, at_once: bool) -> None:
        """End it and everything below it."""
        with contextlib.suppress(OSError):
            if self.process.stdin is not None:
                self.process.stdin.close()
        if at_once:
            self._kill()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self._kill()
            self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()
        self._complaints.close()
        for _ in range(_REMOVALS):  # cells die with their nursery, but a moment later
            scratch.remove(self._folder)
            if not self._folder.exists():
                return
            time.sleep(0.05)

    def _kill(self) -> None:
        """End the judge and its nursery, and so its cells, before it is waited for."""
        if self.process.poll() is None and hasattr(os, "killpg"):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()

    def last_words(self) -> str:
        """Why it ended, as far as it said so."""
        self.process.wait(5)
        self._complaints.seek(0)
        lines = self._complaints.read()[-4000:].decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else f"exit status {self.process.returncode}"


def _environment(folder: Path) -> dict[str, str]:
    """Only what Python and torch need to start: nothing of the learner's reaches a cell, not even in memory."""
    kept = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", *accelerators.CHOSEN_BY_THE_USER)
    return {name: os.environ[name] for name in kept if name in os.environ} | {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "OMP_NUM_THREADS": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


_waiting: dict[str, Started] = {}


def ahead(track: str) -> None:
    """Start the judge of a track now. Whoever calls this calls `drop` in the end."""
    if track not in _waiting:
        _waiting[track] = Started(track)


def take(track: str) -> Started:
    """A judge for an engine: the one that was started ahead, or a new one."""
    return _waiting.pop(track, None) or Started(track)


def drop() -> None:
    """End what was started ahead and not taken."""
    while _waiting:
        _waiting.popitem()[1].end(at_once=True)
