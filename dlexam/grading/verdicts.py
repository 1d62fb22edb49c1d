"""Verdicts and results of a grading: plain data, free of torch; the shape of `grade --json`."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import Any

from msgspec import Struct


class Verdict(enum.StrEnum):
    """How a case, or a whole file, came out; worst first (a file's verdict is the worst of its cases')."""

    HARNESS_ERROR = "harness-error"  # ours; never charged to the learner
    FORBIDDEN = "forbidden"
    CRASHED = "crashed"
    MEMORY = "memory"
    TIMEOUT = "timeout"
    ERROR = "error"  # the submission raised
    FAILED = "failed"
    UNSUPPORTED = "unsupported"  # the simulated accelerator can't tell
    SKIPPED = "skipped"
    PASSED = "passed"


_RANK = {verdict: rank for rank, verdict in enumerate(Verdict)}


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst of some verdicts; `passed` beats `skipped` so that a skipped case doesn't taint a file."""
    ranked = sorted(verdicts, key=_RANK.__getitem__)
    told = [verdict for verdict in ranked if verdict is not Verdict.SKIPPED]
    return (told or ranked or [Verdict.SKIPPED])[0]


class CaseResult(Struct, frozen=True, kw_only=True):
    """One case on one device. `message` never holds an expected value; `hint` is the challenge author's."""

    id: str
    title: str
    device: str
    verdict: Verdict
    points: float
    max_points: float
    message: str | None
    seconds: float
    hint: str | None = None
    public: bool = False


class FileResult(Struct, frozen=True, kw_only=True):
    """One submission. `passed`: every selected case passed. `seconds` is wall time of the whole grading."""

    challenge: str
    submission: str
    passed: bool
    verdict: Verdict
    points: float
    max_points: float
    seed: int
    devices: tuple[str, ...]
    isolation: str  # "full" | "partial" | "none"
    seconds: float
    cases: tuple[CaseResult, ...]
    message: str | None = None  # about the file as a whole: unreadable, forbidden name, our own fault


def as_json(result: FileResult) -> dict[str, Any]:
    """The line of `grade --json` for one file (contract: format 1; `hint` and `public` stay inside)."""
    fields = (
        "challenge",
        "submission",
        "passed",
        "verdict",
        "points",
        "max_points",
        "seed",
        "devices",
        "isolation",
        "seconds",
    )
    case_fields = ("id", "title", "device", "verdict", "points", "max_points", "message", "seconds")
    line: dict[str, Any] = {"format": 1} | {name: getattr(result, name) for name in fields}
    line["cases"] = [{name: getattr(case, name) for name in case_fields} for case in result.cases]
    if result.message:
        line["message"] = result.message
    return line
