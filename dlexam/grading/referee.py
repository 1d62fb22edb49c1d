"""One submission against a bench: cells are started as needed, each case gets its verdict, messages stay discreet."""

from __future__ import annotations

import contextlib
import itertools
import signal
import time
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from dlexam.grading import compare, wire
from dlexam.grading.bench import Bench, Expectation, HarnessError, NotSimulated
from dlexam.grading.cells import Babble, Cell, Deadline, Excess, Gone, Late, NurseryDied
from dlexam.grading.kit.cases import Case
from dlexam.grading.spares import NoCell, ReadyCell, Spares
from dlexam.grading.verdicts import CaseResult, FileResult, Verdict, worst

_CLAIMS = {verdict.value: verdict for verdict in (Verdict.FAILED, Verdict.ERROR, Verdict.MEMORY, Verdict.FORBIDDEN)}
_LONGEST_CLAIM = 2000


class Order(Struct, frozen=True, kw_only=True):
    """What is to be graded: a file's bytes under a name, with which cases, devices and seed."""

    submission: str
    source: bytes
    seed: int
    cases: tuple[str, ...] | None = None
    devices: tuple[str, ...] = ("cpu",)
    public_only: bool = False


class Outcome(Exception):
    """A case's verdict other than `passed`, with the message for the learner."""

    def __init__(self, verdict: Verdict, message: str | None) -> None:
        super().__init__(verdict, message)
        self.verdict = verdict
        self.message = _printable(message) if message else message


class FileOutcome(Outcome):
    """A verdict on the whole file: it could not be loaded, so no case can be run."""


def grade(bench: Bench, spares: Spares, order: Order) -> FileResult:
    """Grade one submission. Never raises for anything a submission does; our own faults become `harness-error`."""
    began = time.monotonic()
    referee = _Referee(bench, spares, order)
    try:
        results = tuple(referee.results())
    finally:
        referee.close()
    verdict = worst(result.verdict for result in results)
    return FileResult(
        challenge=bench.challenge.id, submission=order.submission, verdict=verdict, seed=order.seed,
        passed=verdict is Verdict.PASSED, points=sum(result.points for result in results),
        max_points=sum(result.max_points for result in results), devices=order.devices, cases=results,
        isolation=referee.isolation, seconds=time.monotonic() - began, message=referee.message,
    )  # fmt: skip


class _Referee:
    def __init__(self, bench: Bench, spares: Spares, order: Order) -> None:
        self.bench = bench
        self.spares = spares
        self.order = order
        self.limits = bench.challenge.facts.limits
        self.isolation = "none"
        self.message: str | None = None
        self.cell: ReadyCell | None = None
        self.spent = 0.0

    def close(self) -> None:
        self._drop_cell()
        with contextlib.suppress(NurseryDied, NoCell):
            self.spares.prepare()

    def results(self) -> Iterator[CaseResult]:
        whole: FileOutcome | None = None
        for case in self.bench.cases.values():
            if self.order.cases is not None and case.id not in self.order.cases:
                continue
            if self.order.public_only and not case.public:
                continue
            for device in self._places(case):
                began = time.monotonic()
                outcome: Outcome | None = whole
                if outcome is None:
                    try:
                        self._run(case, device)
                    except FileOutcome as refused:
                        outcome = whole = refused
                        self.message = refused.message
                    except Outcome as other:
                        outcome = other
                yield self._result(case, device, outcome, time.monotonic() - began)

    def _places(self, case: Case) -> list[str | None]:
        accelerators: list[str | None] = [device for device in self.order.devices if device != "cpu"]
        wanted = case.places(self.bench.track)
        places: list[str | None] = ["cpu"] if "cpu" in wanted and "cpu" in self.order.devices else []
        return (places + accelerators if "accelerator" in wanted else places) or [None]

    def _result(self, case: Case, device: str | None, outcome: Outcome | None, seconds: float) -> CaseResult:
        elsewhere = "accelerator" if "accelerator" in case.places(self.bench.track) else "cpu"
        verdict = outcome.verdict if outcome else Verdict.PASSED if device else Verdict.SKIPPED
        message = outcome.message if outcome else None if device else f"runs on the {elsewhere} only"
        points = 0.0 if verdict is Verdict.SKIPPED else case.points / len(self._places(case))
        return CaseResult(
            id=case.id, title=case.title, device=device or elsewhere, verdict=verdict, max_points=points,
            points=points if verdict is Verdict.PASSED else 0.0, message=message, seconds=seconds, public=case.public,
            hint=case.hint if verdict is not Verdict.PASSED else None,
        )  # fmt: skip

    def _run(self, case: Case, device: str | None) -> None:
        """Run one case on one device (None: there is none). Outcome if it doesn't pass."""
        if device is None:
            return
        try:
            self._run_trials(case, device)
        except (HarnessError, NoCell) as fault:
            self._drop_cell()
            raise Outcome(Verdict.HARNESS_ERROR, str(fault)) from None
        except NotSimulated:
            self._drop_cell()
            raise Outcome(Verdict.SKIPPED, "the simulated accelerator can't run this case") from None
        except NurseryDied:
            self._drop_cell()
            raise Outcome(Verdict.HARNESS_ERROR, "the warm process died; grade again") from None
        except (Late, Gone, Babble, Excess) as end:
            self._drop_cell()
            raise self._ended(end, case.seconds or self.limits.seconds) from None

    def _run_trials(self, case: Case, device: str) -> None:
        trials = self.bench.trials(case, self.order.seed)
        cell = self._loaded_cell()
        deadline = cell.clock(self._allowance(case.seconds or self.limits.seconds))
        began = time.monotonic()
        cell.ask({"case": case.id, "device": device, "track": self.bench.track, "trials": trials})
        try:
            for _, group in itertools.groupby(trials, key=lambda trial: trial["dtype"]):
                self._judge_group(case, device, list(group), cell, deadline)
        finally:
            self.spent += time.monotonic() - began

    def _judge_group(self, case: Case, device: str, group: list[Any], cell: Cell, deadline: Deadline) -> None:
        """The draws of one dtype: each is judged as it comes, or all together where the rule wants them so.

        What is expected is worked out here while the cell is at work.
        """
        facts = [self._trial(case, trial, device) for trial in group]
        rule = self.bench.rules.get(case.id)
        together = rule is not None and rule.all_draws
        seen: list[Any] = []
        wanted: list[Expectation] = []
        for place, trial in enumerate(group):
            began = time.monotonic()
            wanted.append(self.bench.expected(case, trial, device, self.order.seed))
            deadline.forgive(time.monotonic() - began)
            seen.append(self._observation(cell, deadline, facts[place], wanted[-1].largest))
            if not together:
                self._judge(case, seen[-1:], wanted[-1:], facts[place : place + 1], trial)
        if together:
            self._judge(case, seen, wanted, facts, group[0])

    def _judge(self, case: Case, seen: list[Any], wanted: list[Any], facts: list[compare.Trial], trial: Any) -> None:
        try:
            self.bench.judge(case, seen, wanted, facts)
        except compare.Mismatch as mismatch:
            self._drop_cell()  # it may still be running the draws that no longer matter
            raise Outcome(Verdict.FAILED, self._placed(str(mismatch), trial)) from None

    def _observation(self, cell: Cell, deadline: Deadline, facts: compare.Trial, largest: int) -> Any:
        header, body = cell.answer(deadline, largest)
        if not isinstance(header, dict):
            raise Babble("an answer that is no observation")
        if "tree" in header:
            try:
                return wire.decode(header["tree"], body)
            except wire.WireError as error:
                raise Babble(str(error)) from None
        verdict, message = _claim(header, facts.device)
        trial = {"dtype": facts.dtype, "index": facts.index}
        raise Outcome(verdict, self._placed(message, trial) if verdict is Verdict.FAILED else message)

    def _placed(self, message: str, trial: Any) -> str:
        return f"{message} [{trial['dtype']}, draw {trial['index'] + 1}, seed {self.order.seed}]"

    def _trial(self, case: Case, trial: Any, device: str) -> compare.Trial:
        return compare.Trial(
            case=case.id, index=trial["index"], dtype=trial["dtype"], device=device, seed=self.order.seed, tol=case.tol,
            scale=case.scale,
        )  # fmt: skip

    def _loaded_cell(self) -> Cell:
        if self.cell is None:
            self.cell, self.isolation = self.spares.take()
            job = {"track": self.bench.track, "forbidden": self.bench.challenge.facts.forbidden}
            self.cell.cell.ask(job, self.order.source)
            self._await_loading(self.cell.cell)
        return self.cell.cell

    def _await_loading(self, cell: Cell) -> None:
        deadline = cell.clock(self._allowance(self.limits.seconds))
        began = time.monotonic()
        try:
            header, _ = cell.answer(deadline)
        except (Late, Gone, Babble, Excess) as end:
            outcome = self._ended(end, self.limits.seconds)
            raise FileOutcome(outcome.verdict, f"while the file was imported: {outcome.message}") from None
        finally:
            self.spent += time.monotonic() - began
        if not isinstance(header, dict) or header.get("loaded") is not True:
            raise FileOutcome(*_claim(header))

    def _allowance(self, seconds: float) -> float:
        left = self.limits.total - self.spent
        if left <= 0:
            raise Outcome(Verdict.TIMEOUT, f"the file's time, {self.limits.total:g} s for all cases, is used up")
        return min(seconds, left)

    def _ended(self, end: Exception, seconds: float) -> Outcome:
        if isinstance(end, Late):
            return Outcome(Verdict.TIMEOUT, f"it took longer than {seconds:g} s of processor time")
        if isinstance(end, Babble):
            return Outcome(Verdict.FAILED, f"its answer can't be read: {end}")
        if isinstance(end, Excess):
            return Outcome(Verdict.MEMORY, f"it made {end}")
        assert isinstance(end, Gone)
        if end.signal is None:
            return Outcome(Verdict.CRASHED, "the process ended before the case was over")
        name = signal.Signals(end.signal).name if end.signal in set(signal.Signals) else str(end.signal)
        return Outcome(Verdict.CRASHED, f"the process was killed by {name}")

    def _drop_cell(self) -> None:
        if self.cell is not None:
            self.cell.close()
            self.cell = None


def _printable(text: str) -> str:
    """The text with a sign in place of each control character: a stranger may have written it, and scripts print it."""
    return "".join(sign if sign.isprintable() or sign in "\n\t" else "\N{REPLACEMENT CHARACTER}" for sign in text)


def _claim(header: Any, device: str = "cpu") -> tuple[Verdict, str]:
    """What a cell says went wrong. It can say that it failed, never that it passed; on "sim", that it can't tell."""
    if isinstance(header, dict):
        claimed, message = header.get("verdict"), header.get("message")
        verdict = _CLAIMS.get(claimed) if isinstance(claimed, str) else None
        if claimed == "unsupported" and device == "sim" and isinstance(message, str):
            return Verdict.UNSUPPORTED, f"needs a real GPU to be judged\n{message}"[:_LONGEST_CLAIM]
        if verdict is not None and isinstance(message, str):
            return verdict, message[:_LONGEST_CLAIM]
    return Verdict.FAILED, "its answer can't be read"
