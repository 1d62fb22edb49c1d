"""The front door: grade submissions and get results, without torch in the caller's process.

`grade(challenge, submissions)` is all that most need. An `Engine` keeps its judges warm for more than one call.
"""

from __future__ import annotations

import base64
import contextlib
import os
import secrets
import select
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec

from dlexam.errors import DlexamError, ExitCode, nearest
from dlexam.grading import starting
from dlexam.grading.challenge import Challenge
from dlexam.grading.devices import accelerators
from dlexam.grading.submissions import Submission
from dlexam.grading.verdicts import FileResult, Verdict

_TICK = 0.03  # seconds between two calls of `meanwhile`
_WINDOW = 4  # requests under way at once: enough to keep two workers busy; a result that waits for its turn is none
FEEDBACK = ("full", "hints", "verdict", "none")
LARGEST_SEED = (1 << 63) - 1
DEVICES = ("auto", "cpu", "sim", "cuda", "mps", "xpu")


class JudgeDied(Exception):
    """The judge's process ended: what it wrote last is the message."""


class Engine:
    """Judges, one per track, started when first needed. A context manager; leaving it ends every process.

    `meanwhile` is called every few milliseconds while a judge is awaited. It may raise: leave the engine then.
    """

    def __init__(self, meanwhile: Callable[[], None] | None = None) -> None:
        self._judges: dict[str, _Judge] = {}
        self._told: dict[Path, int] = {}  # by a challenge's folder, a seed that no grading has used
        self._meanwhile = meanwhile

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for judge in self._judges.values():
            judge.stop(at_once=kind is not None)
        self._judges.clear()

    def warm(self, track: str) -> None:
        """Start the judge of a track now, to have it ready later."""
        if not self.is_warm(track):
            if track in self._judges:
                self._judges[track].stop(at_once=True)
            self._judges[track] = _Judge(track)

    def is_warm(self, track: str) -> bool:
        """Whether the judge of a track is there."""
        return track in self._judges and self._judges[track].alive

    def grade(
        self,
        challenge: Challenge,
        submissions: Iterable[Submission],
        *,
        cases: Sequence[str] | None = None,
        seed: int | None = None,
        device: str = "auto",
        public_only: bool = False,
    ) -> Iterator[FileResult]:
        """Results in the order given. All share one seed: the given one, or a fresh secret one.

        The judge has the first files when this returns, and works while the caller gets ready to iterate.
        DlexamError for a case or device that doesn't exist. A judge that dies costs only the file at hand.
        """
        self.warm(challenge.facts.track)
        chosen = self._fresh_seed(challenge) if seed is None else seed
        shared = request(challenge, chosen, cases=cases, device=device, public_only=public_only)
        if cases is not None or public_only:
            self._check_cases(challenge, cases or (), public_only, shared["devices"])
        grading = _Grading(self, challenge, submissions, shared)
        grading.send()
        return grading.results()

    def send(self, track: str, request: dict[str, Any]) -> None:
        """Hand a track's judge a request with an `id`. One that is dead is noticed when its answers are read."""
        if track not in self._judges:
            self.warm(track)
        with contextlib.suppress(JudgeDied):
            self._judges[track].send(request)

    def receive(self, track: str) -> Any:
        """The next answer of a track's judge, in the order they come. JudgeDied if it is gone; a fresh one is there."""
        try:
            return self._judges[track].receive(self._meanwhile)
        except JudgeDied:
            self._judges[track].stop(at_once=True)
            self._judges[track] = _Judge(track)
            raise

    def ask(self, challenge: Challenge, do: str, **arguments: Any) -> Any:
        """One other question to the judge about a challenge ("cases", "cheats"). DlexamError if it fails."""
        self.warm(challenge.facts.track)
        judge = self._judges[challenge.facts.track]
        try:
            judge.send({"id": 0, "do": do, "folder": str(challenge.folder.resolve()), **arguments})
            answer = judge.receive(self._meanwhile)
        except JudgeDied as died:
            raise DlexamError(f"The judge died: {died}", code=ExitCode.FAULT) from None
        if "fault" in answer:
            raise DlexamError(f"{challenge.id}: {answer['fault']}", code=ExitCode.FAULT)
        return answer[do]

    def _fresh_seed(self, challenge: Challenge) -> int:
        told = self._told.pop(challenge.folder, None)
        return secrets.randbelow(1 << 31) if told is None else told

    def keep_seed(self, challenge: Challenge, seed: int) -> None:
        """Note the secret seed for which a judge works out what is expected, for a challenge's next grading."""
        self._told[challenge.folder] = seed

    def _check_cases(self, challenge: Challenge, cases: Sequence[str], public_only: bool, devices: list[str]) -> None:
        known = self.ask(challenge, "cases")
        public = {case["id"]: case["public"] for case in known}
        open_now = [name for name in public if public[name] or not public_only]
        because = f"an exam that asks for {challenge.id} is open"
        if public_only and not open_now:
            raise DlexamError(f"{challenge.id} has no public cases, and {because}: nothing can run.")
        for name in cases:
            if name not in public:
                near = nearest(name, open_now)
                hint = f"did you mean {near}?" if near else f"its cases: {', '.join(open_now)}"
                raise DlexamError(f"{challenge.id} has no case “{name[:60]}”.", hint)
            if name not in open_now:
                raise DlexamError(f"Case {name} is hidden, and {because}.", f"these run: {', '.join(open_now)}")
        _check_places([case for case in known if case["id"] in cases], devices)


class _Grading:
    """One call's submissions on their way: handed over a few at a time, results in the order given."""

    def __init__(
        self, engine: Engine, challenge: Challenge, submissions: Iterable[Submission], shared: dict[str, Any]
    ) -> None:
        self._engine = engine
        self._challenge = challenge
        self._shared = shared
        self._numbered = enumerate(submissions)
        self._waiting: dict[int, Submission] = {}
        self._done: dict[int, FileResult] = {}
        self._more = True

    def results(self) -> Iterator[FileResult]:
        """Each as soon as it is there, and those before it."""
        upcoming = 0
        while self._more or self._waiting or self._done:
            self.send()
            if self._waiting and upcoming not in self._done:
                self._collect()
            while upcoming in self._done:
                yield self._done.pop(upcoming)
                upcoming += 1

    def send(self) -> None:
        """Hand over as many as may be under way at once."""
        while self._more and len(self._waiting) < _WINDOW:
            number, submission = next(self._numbered, (-1, None))
            if submission is None:
                self._more = False
            elif submission.problem:
                self._done[number] = _unread(self._challenge, submission, self._shared)
            else:
                self._waiting[number] = submission
                order = {**self._shared, **enclosed(submission), "id": number}
                self._engine.send(self._challenge.facts.track, order)

    def _collect(self) -> None:
        try:
            answer = self._engine.receive(self._challenge.facts.track)
        except JudgeDied as died:
            for number, submission in self._waiting.items():
                self._done[number] = self._fault(submission, f"the judge died: {died}")
            self._waiting.clear()
            return
        submission = self._waiting.pop(answer["id"])
        if "refused" in answer:
            raise DlexamError(*answer["refused"])
        if "fault" in answer:
            self._done[answer["id"]] = self._fault(submission, answer["fault"])
        else:
            self._done[answer["id"]] = msgspec.convert(answer["result"], FileResult)
            self._engine.keep_seed(self._challenge, answer["next"])

    def _fault(self, submission: Submission, message: str) -> FileResult:
        return _fault(self._challenge, submission, self._shared, message)


def request(
    challenge: Challenge,
    seed: int,
    *,
    cases: Sequence[str] | None = None,
    device: str = "auto",
    public_only: bool = False,
) -> dict[str, Any]:
    """What a judge must be told to grade with; the rest is `enclosed` and an `id`. DlexamError for no such device."""
    return {
        "do": "grade",
        "folder": str(challenge.folder.resolve()),
        "seed": seed,
        "cases": list(cases) if cases is not None else None,
        "devices": devices(device, challenge.facts.track),
        "public_only": public_only,
    }


def enclosed(submission: Submission) -> dict[str, str]:
    """A submission as it stands in a request."""
    return {"submission": submission.name, "source": base64.b64encode(submission.source).decode("ascii")}


def grade(challenge: Challenge, submissions: Iterable[Submission], **options: Any) -> Iterator[FileResult]:
    """`Engine.grade` with an engine of its own."""
    with Engine() as engine:
        yield from engine.grade(challenge, submissions, **options)


def with_feedback(result: FileResult, feedback: str) -> FileResult:
    """The result with as much told as the teacher wants: "full", "hints", "verdict" or "none" (no cases at all)."""
    if feedback == "full":
        return result
    keep_hints = feedback == "hints"
    cases = tuple(
        msgspec.structs.replace(case, message=None, hint=case.hint if keep_hints else None) for case in result.cases
    )
    return msgspec.structs.replace(result, cases=() if feedback == "none" else cases, message=None)


def devices(device: str, track: str) -> list[str]:
    """Where a track's cases run for this choice of --device: the judge settles what only torch knows.

    DlexamError for what is not to be had.
    """
    if device == "cpu" or (device == "auto" and track == "numpy"):
        return ["cpu"]
    if track == "numpy" and device in DEVICES:
        raise DlexamError("Challenges of the numpy track are graded on the CPU.", "leave out --device")
    if device == "auto":
        return ["cpu", accelerators.ANY if any(map(accelerators.possible, accelerators.KINDS)) else "sim"]
    if device in accelerators.KINDS and not accelerators.possible(device):
        raise accelerators.absent(device)
    if device in DEVICES:
        return [device]
    raise DlexamError(f"There is no device “{device[:20]}”.", f"one of {', '.join(DEVICES)}")


def _check_places(cases: list[Any], devices: list[str]) -> None:
    """DlexamError where none of the chosen cases runs on the chosen devices."""
    here = {"cpu" if device == "cpu" else "accelerator" for device in devices}
    if cases and not any(here.intersection(case["places"]) for case in cases):
        (elsewhere,) = {"cpu", "accelerator"} - here
        hint = f"leave out --device, or say --device {'cpu' if elsewhere == 'cpu' else 'sim'}"
        names = ", ".join(case["id"] for case in cases)
        raise DlexamError(f"Nothing would run: {names} runs on the {elsewhere} only.", hint)


def _without_cases(challenge: Challenge, submission: Submission, shared: dict[str, Any], **fields: Any) -> FileResult:
    return FileResult(
        challenge=challenge.id, submission=submission.name, passed=False, points=0.0, seconds=0.0, cases=(),
        max_points=challenge.case_facts()[1], seed=shared["seed"],
        devices=tuple(device for device in shared["devices"] if device != accelerators.ANY), **fields,
    )  # fmt: skip


def _unread(challenge: Challenge, submission: Submission, shared: dict[str, Any]) -> FileResult:
    return _without_cases(
        challenge, submission, shared, verdict=Verdict.ERROR, isolation="full", message=submission.problem
    )


def _fault(challenge: Challenge, submission: Submission, shared: dict[str, Any], message: str) -> FileResult:
    return _without_cases(
        challenge, submission, shared, verdict=Verdict.HARNESS_ERROR, isolation="none", message=message
    )


class _Judge:
    """A judge's process and the pipes to it."""

    def __init__(self, track: str) -> None:
        self._unread = b""  # of its answers
        self._started = starting.take(track)
        self._process = self._started.process

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def send(self, request: dict[str, Any]) -> None:
        """Hand it a request. JudgeDied if it is gone."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(msgspec.json.encode(request) + b"\n")
            self._process.stdin.flush()
        except (BrokenPipeError, ValueError):
            raise JudgeDied(self._started.last_words()) from None

    def receive(self, meanwhile: Callable[[], None] | None = None) -> Any:
        """Its next answer. JudgeDied if there is none."""
        while b"\n" not in self._unread:
            chunk = self._chunk(meanwhile)
            if not chunk:
                raise JudgeDied(self._started.last_words())
            self._unread += chunk
        line, _, self._unread = self._unread.partition(b"\n")
        return msgspec.json.decode(line)

    def _chunk(self, meanwhile: Callable[[], None] | None) -> bytes:
        assert self._process.stdout is not None
        while meanwhile and not select.select([self._process.stdout], [], [], _TICK)[0]:
            meanwhile()
        return os.read(self._process.stdout.fileno(), 1 << 20)

    def stop(self, at_once: bool) -> None:
        """End it and everything below it."""
        self._started.end(at_once)
