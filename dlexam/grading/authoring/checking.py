"""Whether challenges judge rightly, as an author asks: every variant is graded, every case must earn its place.

Proved for each challenge: the starter fails every case, the reference and `accepted` pass on several seeds, each of
`rejected` fails in the case that it names, each case rejects something, and no generic cheat gets through.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from dlexam.grading import submissions
from dlexam.grading.authoring.evidence import Evidence, Grading, Kind
from dlexam.grading.authoring.report import Report
from dlexam.grading.authoring.stream import Stream
from dlexam.grading.challenge import Challenge
from dlexam.grading.engine import Engine, enclosed, request
from dlexam.grading.verdicts import FileResult, Verdict


class Extent(Struct, frozen=True):
    """How much is tried: seeds for the reference and the cheats, and for accepted files, the first being `first`.

    Accepted files run on every device under the first seed, on the CPU under the others: the numbers are the same.
    `quick`: a rejected file runs only in the case that it names, and what else catches it is not found out.
    """

    seeds: int = 5
    accepted: int = 2
    first: int | None = None  # None: a fresh one for each challenge
    quick: bool = False


def check(engine: Engine, challenge: Challenge, seeds: int = 5, accepted: int = 2, first: int | None = None) -> Report:
    """One challenge's check."""
    return next(check_all(engine, [challenge], Extent(seeds, accepted, first)))


def check_all(
    engine: Engine, challenges: Sequence[Challenge], extent: Extent, step: Callable[[], None] = lambda: None
) -> Iterator[Report]:
    """The checks of many challenges in one go, each report as it is finished; `step` is called after each grading."""
    for track in sorted({challenge.facts.track for challenge in challenges}):
        stream, running = Stream(engine, track), list[_Check]()
        upcoming = iter([challenge for challenge in challenges if challenge.facts.track == track])

        def refill(
            upcoming: Iterator[Challenge] = upcoming, running: list[_Check] = running, stream: Stream = stream
        ) -> bool:
            challenge = next(upcoming, None)
            if challenge is not None:
                running.append(_Check(challenge, extent, stream, step))
            return challenge is not None

        for _ in stream.answers(refill):
            for finished in [one for one in running if one.finished()]:
                running.remove(finished)
                yield finished.report()


def gradings(challenge: Challenge, extent: Extent) -> int:
    """How many gradings a challenge takes, at least: what progress is measured by."""
    accepted = len(challenge.variants("accepted")) * extent.accepted
    return 1 + extent.seeds + accepted + len(challenge.variants("rejected"))


class _Check:
    """One challenge under check: what is asked, and the evidence that comes in."""

    def __init__(self, challenge: Challenge, extent: Extent, stream: Stream, step: Callable[[], None]) -> None:
        self._challenge = challenge
        self._extent = extent
        self._stream = stream
        self._step = step
        self._first = secrets.randbelow(1 << 31) if extent.first is None else extent.first
        self._open = 0  # questions without an answer
        self._idle_tried = False
        self._late: set[tuple[Path, int]] = set()
        self._evidence = Evidence(challenge, whole=not extent.quick)
        self._ask({"do": "cases"}, self._know_cases)

    def finished(self) -> bool:
        """Whether all is known. Asked last, if need be: does an idle case catch anything on the accelerator?"""
        if self._open == 0 and not self._idle_tried:
            self._idle_tried = True
            self._try_idle_cases()
        return self._open == 0

    def report(self) -> Report:
        """What the evidence comes to."""
        return self._evidence.report()

    def _ask(self, question: dict[str, Any], then: Callable[[dict[str, Any]], None], soon: bool = False) -> None:
        self._open += 1

        def answered(answer: dict[str, Any]) -> None:
            self._open -= 1
            then(answer)

        self._stream.ask({"folder": str(self._challenge.folder.resolve()), **question}, answered, soon)

    def _know_cases(self, answer: dict[str, Any]) -> None:
        if "fault" in answer:
            self._evidence.broken = answer["fault"]
            return
        self._evidence.cases = answer["cases"]
        self._evidence.misspelt = answer["misspelt"]
        self._grade("starter", self._challenge.folder / "starter.py")
        for place in range(max(self._extent.seeds, self._extent.accepted)):  # by seed: what is expected is kept for few
            self._under_seed(place)

    def _under_seed(self, place: int) -> None:
        seed = self._first + place
        if place < self._extent.seeds:
            self._grade("reference", self._challenge.folder / "reference.py", seed)
            self._ask({"do": "cheats", "seed": seed}, self._know_cheats)
        for path in self._challenge.variants("accepted") if place < self._extent.accepted else ():
            self._grade("accepted", path, seed, device="cpu" if place else "auto")
        for path in self._challenge.variants("rejected") if place == 0 else ():
            self._grade("rejected", path, device="cpu", cases=self._tried(path))

    def _grade(self, kind: Kind, path: Path, seed: int | None = None, **options: Any) -> None:
        soon = options.pop("soon", False)
        chosen = self._first if seed is None else seed
        order = request(self._challenge, chosen, **options)
        submission = submissions.read(path)
        self._ask(
            {**order, **enclosed(submission)}, lambda answer: self._know_grading(kind, path, chosen, answer), soon
        )

    def _know_grading(self, kind: Kind, path: Path, seed: int, answer: dict[str, Any]) -> None:
        result = None if "fault" in answer else msgspec.convert(answer["result"], FileResult)
        if result and self._may_have_been_busy(kind, path, result):
            return self._grade(kind, path, seed, device="auto" if len(result.devices) > 1 else "cpu")
        again = path in self._evidence.rejected
        self._evidence.add(kind, Grading(path, seed, result, answer.get("fault", "")))
        if again:
            return None
        self._step()
        # The simulated accelerator takes three times as long: a file that its case catches on the CPU isn't run there.
        if kind == "rejected" and result and self._elsewhere and not self._evidence.is_caught(path):
            self._grade("rejected", path, device="sim", cases=self._tried(path), soon=True)
        return None

    def _tried(self, path: Path) -> list[str] | None:
        """The cases that a rejected file runs in; None: all."""
        return self._evidence.named(path) if self._extent.quick else None

    def _may_have_been_busy(self, kind: Kind, path: Path, result: FileResult) -> bool:
        """Whether a right file took too long for the first time: the machine may be to blame, so it is run again."""
        late = (path, result.seed)
        if kind not in ("reference", "accepted") or result.verdict is not Verdict.TIMEOUT or late in self._late:
            return False
        self._late.add(late)
        return True

    @property
    def _elsewhere(self) -> bool:
        return self._challenge.facts.track == "torch"

    def _know_cheats(self, answer: dict[str, Any]) -> None:
        if "fault" in answer:
            self._evidence.faults.append(answer["fault"])
        self._evidence.cheats.update(map(tuple, answer.get("cheats", ())))

    def _try_idle_cases(self) -> None:
        """Files may show what an idle case is worth where they did not run: on the simulated accelerator, or at all."""
        idle = self._evidence.idle() if self._elsewhere or self._extent.quick else []
        device = "auto" if self._extent.quick else "sim"
        for path in self._challenge.variants("rejected") if idle else ():
            self._grade("rejected", path, device=device, cases=idle, soon=True)
