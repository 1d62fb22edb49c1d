"""Timing of whole commands and of calls, in pairs, so that a machine whose speed drifts still gives fair ratios."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct


class Row(Struct, frozen=True, kw_only=True):
    """One line of the table. `seconds` and `against` are medians; `goal` as the design states it."""

    what: str
    seconds: float
    reference: str = ""
    against: float | None = None
    goal: str = ""
    met: bool | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """seconds / against."""
        return self.seconds / self.against if self.against else None


def command(*arguments: str) -> list[str]:
    """A command line for this interpreter."""
    return [sys.executable, *arguments]


def dlexam(*arguments: str) -> list[str]:
    """A command line for the installed program."""
    return [str(Path(sys.executable).parent / "dlexam"), *arguments]


def once(arguments: Sequence[str], env: dict[str, str] | None = None) -> float:
    """Seconds that one run of a command takes, start to end. CalledProcessError if it can't be run."""
    began = time.perf_counter()
    done = subprocess.run(arguments, capture_output=True, env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL)
    seconds = time.perf_counter() - began
    if done.returncode not in (0, 1):
        raise subprocess.CalledProcessError(done.returncode, arguments, done.stdout, done.stderr)
    return seconds


def paired(
    one: Sequence[str], other: Sequence[str], runs: int, env: dict[str, str] | None = None
) -> tuple[float, float]:
    """Median seconds of two commands, run in turn after one warm-up of each."""
    once(one, env), once(other, env)
    pairs = [(once(one, env), once(other, env)) for _ in range(runs)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)
