"""The public cases of a challenge on one file, a case at a time, so that each can be shown as soon as it is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from dlexam.grading.submissions import Submission
from dlexam.grading.verdicts import CaseResult, FileResult, Verdict, worst

if TYPE_CHECKING:
    from dlexam.grading.challenge import Challenge
    from dlexam.grading.engine import Engine

_ISOLATIONS = ("none", "partial", "full")  # weakest first


class Progress(Struct, frozen=True):
    """How far a run has come: the results so far, and the titles of the cases to come."""

    done: tuple[CaseResult, ...] = ()
    waiting: tuple[str, ...] = ()


def by_case(
    engine: Engine, challenge: Challenge, source: str, filename: str, told: Callable[[Progress], None]
) -> FileResult:
    """Run the public cases in turn; `told` hears of each. What is wrong with the file as a whole is found out once.

    Raises DlexamError where none can be run.
    """
    submission = Submission(filename, source.encode("utf-8"))
    public = [(case["id"], case["title"]) for case in engine.ask(challenge, "cases") if case["public"]]
    told(Progress((), tuple(title for _, title in public)))
    whole: FileResult | None = None
    while public or whole is None:
        at_once = len(public) if whole is not None and whole.message else 1
        seed = whole.seed if whole else None
        names = [name for name, _ in public[:at_once]]
        (part,) = engine.grade(challenge, [submission], cases=names, seed=seed, public_only=True)
        whole, public = joined(whole, part), public[at_once:]
        told(Progress(whole.cases, tuple(title for _, title in public)))
    return whole


def joined(before: FileResult | None, part: FileResult) -> FileResult:
    """Two gradings of one file in different cases as one."""
    if before is None:
        return part
    cases = (*before.cases, *part.cases)
    verdict = worst(one.verdict for one in (before, part))
    return replace(
        before, cases=cases, verdict=verdict, passed=verdict is Verdict.PASSED, points=before.points + part.points,
        max_points=before.max_points + part.max_points, seconds=before.seconds + part.seconds,
        isolation=min(before.isolation, part.isolation, key=_ISOLATIONS.index), message=before.message or part.message,
    )  # fmt: skip
