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
_WRONG = "rejected/sigmoid_alone.py"
_BARE = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # an autograder's pytest has no plugins to load
_FLAT = 8e6  # bytes
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
    """One more submission, a right one and a wrong one, against a fresh pytest process that makes the same checks."""
    warm, wrong = warm_seconds(challenge, runs, "reference.py", _WRONG)
    checks = command("-m", "pytest", "-q", "-p", "no:cacheprovider", str(_CHECKS))
    pytest = statistics.median(once(checks, _BARE) for _ in range(max(2, runs // 2)))
    what = f"one more submission, warm ({challenge.id})"
    return [
        Row(
            what=what, seconds=warm, reference="a fresh pytest, same checks", against=pytest, goal="≤ 1/50",
            met=warm <= pytest / 50,
        ),
        Row(what=what, seconds=warm, goal="≤ 30 ms", met=warm <= 0.030),
        Row(what="a wrong one, which fails most cases", seconds=wrong, reference="the right one", against=warm),
    ]  # fmt: skip


def warm_seconds(challenge: challenges.Challenge, runs: int, *names: str) -> list[float]:
    """Median seconds of one more submission to a warm engine, for each of the files in turn, a second between them."""
    files = [submissions.read(challenge.folder / name) for name in names]
    times: list[list[float]] = [[] for _ in files]
    with Engine() as engine:
        for _ in range(5 * runs):
            for file, taken in zip(files, times, strict=True):
                time.sleep(1.0)  # a learner saves now and then: what can be made ready is ready by then
                began = time.perf_counter()
                list(engine.grade(challenge, [file]))
                taken.append(time.perf_counter() - began)
    return [statistics.median(taken[5:]) for taken in times]


def _many(challenge: challenges.Challenge, count: int) -> list[Row]:
    """Many submissions in one call, against as many times one of them and twice half as many; the judge's memory."""
    file = submissions.read(challenge.folder / "reference.py")
    with Engine() as engine:
        list(engine.grade(challenge, [file] * 4))
        began = time.perf_counter()
        for _ in range(20):
            list(engine.grade(challenge, [file]))
        one_by_one = (time.perf_counter() - began) / 20 * count
        judge = engine._judges["torch"]._process.pid
        half = _batch(engine, challenge, [file] * (count // 2))
        before = _resident(judge)
        seconds = _batch(engine, challenge, [file] * count)
        grown = _resident(judge) - before
    linear = seconds * (count // 2) <= 1.15 * half * count
    return [
        Row(
            what=f"{count} submissions at once", seconds=seconds, reference="the same, one by one", against=one_by_one,
            goal="linear, both cores, flat memory", met=seconds < one_by_one and linear and grown < _FLAT,
            note=f"{os.cpu_count()} cores; half of them {half:.1f} s; the judge's memory grew by {grown / 1e6:.0f} MB",
        )
    ]  # fmt: skip


def _batch(engine: Engine, challenge: challenges.Challenge, files: list[submissions.Submission]) -> float:
    began = time.perf_counter()
    assert all(result.passed for result in engine.grade(challenge, files))
    return time.perf_counter() - began


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0  # not Linux
