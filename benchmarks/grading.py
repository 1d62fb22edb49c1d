"""How fast grading is: cold, warm, and many files at once."""

from __future__ import annotations

import os
import statistics
import time
from pathlib import Path

from benchmarks.timing import Row, command, dlexam, once, paired
from dlexam import paths
from dlexam.grading import challenge as challenges
from dlexam.grading import submissions
from dlexam.grading.engine import Engine

_CONTENT = Path(__file__).resolve().parents[1] / "tests" / "content"
_CHECKS = Path(__file__).with_name("same_checks.py")


def rows(runs: int, many: int) -> list[Row]:
    """All grading rows of the design's table."""
    swish = challenges.load("swish", [paths.shipped()])
    scale_rows = challenges.load("scale-rows", [_CONTENT])
    return [
        _cold(swish, "torch", 1.35, runs),
        _cold(scale_rows, "numpy", 3.0, runs),
        *_warm(swish, runs),
        *_many(swish, many),
    ]


def _cold(challenge: challenges.Challenge, library: str, goal: float, runs: int) -> Row:
    reference = str(challenge.folder / "reference.py")
    grade = dlexam("grade", challenge.id, reference, "--path", str(_CONTENT))
    seconds, against = paired(grade, command("-c", f"import {library}"), runs)
    return Row(
        what=f"one cold `grade {challenge.id}`", seconds=seconds, reference=f"import {library}", against=against,
        goal=f"≤ {goal:g} ×", met=seconds <= goal * against,
    )  # fmt: skip


def _warm(challenge: challenges.Challenge, runs: int) -> list[Row]:
    """One more submission from a warm engine, against a fresh pytest process that makes the same checks."""
    warm = warm_seconds(challenge, runs)
    pytest = statistics.median(
        once(command("-m", "pytest", "-q", "-p", "no:cacheprovider", str(_CHECKS))) for _ in range(max(2, runs // 2))
    )
    what = f"one more submission, warm ({challenge.id})"
    return [
        Row(
            what=what, seconds=warm, reference="a fresh pytest, same checks", against=pytest, goal="≤ 1/50",
            met=warm <= pytest / 50,
        ),
        Row(what=what, seconds=warm, goal="≤ 30 ms", met=warm <= 0.030),
    ]  # fmt: skip


def warm_seconds(challenge: challenges.Challenge, runs: int) -> float:
    """Median seconds of one more submission of the reference to a warm engine, a second after the one before."""
    file = submissions.read(challenge.folder / "reference.py")
    with Engine() as engine:
        times = []
        for _ in range(5 * runs):
            time.sleep(1.0)  # a learner saves now and then: what can be made ready is ready by then
            began = time.perf_counter()
            assert all(result.passed for result in engine.grade(challenge, [file]))
            times.append(time.perf_counter() - began)
    return statistics.median(times[5:])


def _many(challenge: challenges.Challenge, count: int) -> list[Row]:
    """Many submissions in one call, against as many times one of them; and the judge's memory."""
    file = submissions.read(challenge.folder / "reference.py")
    with Engine() as engine:
        list(engine.grade(challenge, [file] * 4))
        began = time.perf_counter()
        for _ in range(20):
            list(engine.grade(challenge, [file]))
        one_by_one = (time.perf_counter() - began) / 20 * count
        judge = engine._judges["torch"]._process.pid
        before = _resident(judge)
        began = time.perf_counter()
        assert all(result.passed for result in engine.grade(challenge, [file] * count))
        seconds = time.perf_counter() - began
        grown = _resident(judge) - before
    return [
        Row(
            what=f"{count} submissions at once", seconds=seconds, reference="the same, one by one", against=one_by_one,
            goal="linear, both cores", met=seconds < one_by_one,
            note=f"{os.cpu_count()} cores; judge's memory grew by {grown / 1e6:.0f} MB",
        )
    ]  # fmt: skip


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0  # not Linux
