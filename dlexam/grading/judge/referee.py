"""One submission against a bench: each device's cases run in a lane of their own, at the same time; one result."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

from msgspec import Struct

from dlexam.grading.judge.bench import Bench
from dlexam.grading.judge.lane import Lane
from dlexam.grading.judge.outcomes import Outcome
from dlexam.grading.judge.spares import Spares
from dlexam.grading.kit.cases import Case
from dlexam.grading.verdicts import CaseResult, FileResult, Verdict, worst


class Order(Struct, frozen=True, kw_only=True):
    """What is to be graded: a file's bytes under a name, with which cases, devices and seed."""

    submission: str
    source: bytes
    seed: int
    cases: tuple[str, ...] | None = None
    devices: tuple[str, ...] = ("cpu",)
    public_only: bool = False


def grade(bench: Bench, spares: Spares, order: Order) -> FileResult:
    """Grade one submission. Never raises for anything a submission does; our own faults become `harness-error`."""
    began = time.monotonic()
    wanted = list(_wanted(bench, order))
    lanes = [Lane(bench, spares.on(device), device, order.source, order.seed, wanted) for device in order.devices]
    with ThreadPoolExecutor(len(lanes)) as pool:
        shares = pool.map(_share, lanes)
        found = {key: outcome for share in shares for key, outcome in share.items()}
    results = tuple(result for case in wanted for result in _results(case, bench.track, order.devices, found))
    refused = [lane.refused.message for lane in lanes if lane.refused]
    verdict = worst(result.verdict for result in results)
    return FileResult(
        challenge=bench.challenge.id, submission=order.submission, verdict=verdict, seed=order.seed,
        passed=verdict is Verdict.PASSED, points=sum(result.points for result in results),
        max_points=sum(result.max_points for result in results), devices=order.devices, cases=results,
        isolation=_weakest(lane.isolation for lane in lanes), seconds=time.monotonic() - began,
        message=refused[0] if refused else None,
    )  # fmt: skip


_ISOLATIONS = ("none", "partial", "full")  # weakest first
_Found = dict[tuple[str, str], tuple[Outcome | None, float]]


def _wanted(bench: Bench, order: Order) -> Iterator[Case]:
    for case in bench.cases.values():
        if (order.cases is None or case.id in order.cases) and (case.public or not order.public_only):
            yield case


def _share(lane: Lane) -> _Found:
    """What a lane finds of the cases that run on its device, by case and device."""
    try:
        return {(case, lane.device): (outcome, seconds) for case, outcome, seconds in lane.outcomes()}
    finally:
        lane.close()


def _weakest(isolations: Iterable[str | None]) -> str:
    """The least that a cell reached. Where there was none, nothing of the submission's ran."""
    return min((reached for reached in isolations if reached), key=_ISOLATIONS.index, default=_ISOLATIONS[-1])


def _results(case: Case, track: str, devices: tuple[str, ...], found: _Found) -> Iterator[CaseResult]:
    """The case's results, one for each device it ran on; one that is `skipped` if it ran on none."""
    ran = [device for device in devices if (case.id, device) in found]
    for device in ran:
        outcome, seconds = found[case.id, device]
        yield _result(case, device, outcome, seconds, case.points / len(ran))
    if not ran:
        elsewhere = "accelerator" if "accelerator" in case.places(track) else "cpu"
        yield _result(case, elsewhere, Outcome(Verdict.SKIPPED, f"runs on the {elsewhere} only"), 0.0, 0.0)


def _result(case: Case, device: str, outcome: Outcome | None, seconds: float, points: float) -> CaseResult:
    verdict = outcome.verdict if outcome else Verdict.PASSED
    points = 0.0 if verdict is Verdict.SKIPPED else points
    return CaseResult(
        id=case.id, title=case.title, device=device, verdict=verdict, max_points=points,
        points=points if verdict is Verdict.PASSED else 0.0, message=outcome.message if outcome else None,
        seconds=seconds, public=case.public, hint=case.hint if verdict is not Verdict.PASSED else None,
    )  # fmt: skip
