"""First paint: how long `dlexam exam resume` takes until the question stands on the screen. Returns figures."""

from __future__ import annotations

import os
import statistics
import time
from pathlib import Path
from typing import NamedTuple

import pexpect

from benchmarks.timing import command, dlexam, once
from dlexam import paths
from dlexam.bank.library import Library
from dlexam.exam.beginning import Wishes, begin
from dlexam.exam.store import Store


class FirstPaint(NamedTuple):
    """Medians in seconds, of runs taken in turn."""

    seconds: float
    importing: float  # `import textual.app` alone


def first_paint(home: Path, exam: str, runs: int) -> FirstPaint:
    """Begin this exam in a home of its own, then come back to it `runs` times."""
    with Store(home) as store:
        begin(
            store, Library.open(paths.search_path(), paths.cache()), paths.search_path(), exam, Wishes(seed=1)
        ).close()
    _painted(home)  # the first run writes Python's caches
    pairs = [(_painted(home), once(command("-c", "import textual.app"))) for _ in range(runs)]
    painted, imported = zip(*pairs, strict=True)
    return FirstPaint(statistics.median(painted), statistics.median(imported))


def _painted(home: Path) -> float:
    environment = {**os.environ, "DLEXAM_HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    environment.pop("DLEXAM_PLAIN", None)
    began = time.perf_counter()
    program, *arguments = dlexam("exam", "resume")
    child = pexpect.spawn(program, arguments, env=environment, dimensions=(24, 80), timeout=60)
    child.expect_exact(b"Question 1 of")
    seconds = time.perf_counter() - began
    child.sendcontrol("q")
    child.expect(pexpect.EOF)
    child.close()
    return seconds
