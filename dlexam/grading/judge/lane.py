"""One device's share of a grading: its cells are started as needed, its cases run in turn, each gets its verdict."""

from __future__ import annotations

import itertools
import signal
import time
from collections.abc import Iterator, Sequence
from typing import Any

from dlexam.grading import wire
from dlexam.grading.devices import accelerators
from dlexam.grading.judge import compare
from dlexam.grading.judge.bench import Bench, Expectation, HarnessError, NotSimulated
from dlexam.grading.judge.cells import Babble, Cell, Excess, Gone, NurseryDied
from dlexam.grading.judge.deadline import Deadline, Late
from dlexam.grading.judge.outcomes import FileOutcome, Outcome, claimed
from dlexam.grading.judge.spares import NoCell, Pool, ReadyCell
from dlexam.grading.kit.cases import Case
from dlexam.grading.verdicts import Verdict

_LONGEST_REST = 0.05  # seconds of processor time: a new cell takes less than that


class Lane:
    """Runs cases of one submission on one device; close it when done. `isolation` is its latest cell's, if any.

    A cell is told of all the cases that are left, so that it goes on while an observation is judged.
    """

    def __init__(self, bench: Bench, cells: Pool, device: str, source: bytes, seed: int, cases: Sequence[Case]) -> None:
        self.cases = [case for case in cases if case.runs_on(device, bench.track)]
        self.bench = bench
        self.cells = cells
        self.device = device
        self.source = source
        self.seed = seed
        self.limits = bench.challenge.facts.limits
        self.isolation: str | None = None
        self.cell: ReadyCell | None = None
        self.spent = 0.0
        self.due = 0  # observations of the case at hand that the cell has yet to send
        self.refused: FileOutcome | None = None  # once the file can't be loaded, no case can run

    def close(self) -> None:
        """Let the cell go; it is ended once the answer is out."""
        if self.cell is not None:
            self.cells.retire(self.cell)
            self.cell = None

    def outcomes(self) -> Iterator[tuple[str, Outcome | None, float]]:
        """Of each case in turn its id, how it ended (None: it passed, without a note), and the seconds that took.

        Never raises for a submission.
        """
        for place, case in enumerate(self.cases):
            yield case.id, *self._outcome(case, self.cases[place:])

    def _outcome(self, case: Case, left: Sequence[Case]) -> tuple[Outcome | None, float]:
        began = time.monotonic()
        ended: Outcome | None = self.refused
        if ended is None:
            try:
                note = self._run(case, left)
                ended = Outcome(Verdict.PASSED, note) if note else None
            except FileOutcome as refused:
                ended = self.refused = refused
            except Outcome as other:
                ended = other
        return ended, time.monotonic() - began

    def _run(self, case: Case, left: Sequence[Case]) -> str | None:
        """Run a case, the first of those that are left, for its note. Outcome if it doesn't pass."""
        try:
            return self._run_trials(case, left)
        except Outcome:
            if self.device in accelerators.KINDS:
                self._drop_cell()  # an assertion that fails on a GPU ends all that the process could do there
            raise
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

    def _run_trials(self, case: Case, left: Sequence[Case]) -> str | None:
        note = None
        trials = self.bench.trials(case, self.seed, self.device)
        if not trials:
            raise Outcome(Verdict.SKIPPED, f"{self.device} has none of the case's dtypes")
        cell = self._asked_cell(left)
        self.due = len(trials)
        deadline = cell.clock(self._allowance(case.seconds or self.limits.seconds))
        try:
            for _, group in itertools.groupby(trials, key=lambda trial: trial["dtype"]):
                note = self._judge_group(case, list(group), cell, deadline) or note
        finally:
            self.spent += deadline.spent()
        return note

    def _judge_group(self, case: Case, group: list[Any], cell: Cell, deadline: Deadline) -> str | None:
        """The draws of one dtype: each is judged as it comes, or all together where the rule wants them so.

        What is expected is worked out here while the cell is at work.
        """
        facts = [self.bench.facts(case, trial, self.device, self.seed) for trial in group]
        rule = self.bench.rules.get(case.id)
        together = rule is not None and rule.all_draws
        note = None
        seen: list[Any] = []
        wanted: list[Expectation] = []
        for place, trial in enumerate(group):
            began = time.monotonic()
            wanted.append(self.bench.expected(case, trial, self.device, self.seed))
            deadline.forgive(time.monotonic() - began)
            seen.append(self._observation(cell, deadline, facts[place], wanted[-1].largest))
            if not together:
                note = self._judge(case, seen[-1:], wanted[-1:], facts[place : place + 1]) or note
        return self._judge(case, seen, wanted, facts) if together else note

    def _judge(self, case: Case, seen: list[Any], wanted: list[Any], facts: list[compare.Trial]) -> str | None:
        try:
            return self.bench.judge(case, seen, wanted, facts)
        except compare.Mismatch as mismatch:
            self._let_pass()
            raise Outcome(Verdict.FAILED, self._placed(str(mismatch), facts[0])) from None

    def _let_pass(self) -> None:
        """Let the draws of this case go by that no longer matter; a cell that takes long over them isn't waited for."""
        if self.cell is None:
            return
        cell = self.cell.cell
        deadline = cell.clock(_LONGEST_REST)
        try:
            while self.due:
                header, _ = cell.answer(deadline)
                self.due = self.due - 1 if isinstance(header, dict) and "tree" in header else 0
        except (Late, Gone, Babble, Excess, NurseryDied):
            self._drop_cell()
        self.spent += deadline.spent()

    def _observation(self, cell: Cell, deadline: Deadline, facts: compare.Trial, largest: int) -> Any:
        header, body = cell.answer(deadline, largest)
        if not isinstance(header, dict):
            raise Babble("an answer that is no observation")
        if "tree" in header:
            self.due -= 1
            try:
                return wire.decode(header["tree"], body)
            except wire.WireError as error:
                raise Babble(str(error)) from None
        verdict, message = claimed(header, facts.device)
        raise Outcome(verdict, self._placed(message, facts) if verdict is Verdict.FAILED else message)

    def _placed(self, message: str, facts: compare.Trial) -> str:
        return f"{message} [{facts.dtype}, draw {facts.index + 1}, seed {facts.seed}]"

    def _asked_cell(self, left: Sequence[Case]) -> Cell:
        """The cell that runs these cases: one that has loaded the submission, and knows what is to be done."""
        if self.cell is None:
            self.cell, self.isolation = self.cells.take()
            job = {"track": self.bench.track, "forbidden": self.bench.challenge.facts.forbidden}
            self.cell.cell.ask(job, self.source)
            self._await_loading(self.cell.cell)
            for case in left:
                trials = self.bench.trials(case, self.seed, self.device)
                if trials:
                    order = {"case": case.id, "device": self.device, "track": self.bench.track, "trials": trials}
                    self.cell.cell.ask(order)
        return self.cell.cell

    def _await_loading(self, cell: Cell) -> None:
        deadline = cell.clock(self._allowance(self.limits.seconds))
        try:
            header, _ = cell.answer(deadline)
        except (Late, Gone, Babble, Excess) as end:
            outcome = self._ended(end, self.limits.seconds)
            raise FileOutcome(outcome.verdict, f"while the file was imported: {outcome.message}") from None
        finally:
            self.spent += deadline.spent()
        if not isinstance(header, dict) or header.get("loaded") is not True:
            raise FileOutcome(*claimed(header))

    def _allowance(self, seconds: float) -> float:
        left = self.limits.total - self.spent
        if left <= 0:
            raise Outcome(Verdict.TIMEOUT, f"the file's time, {self.limits.total:g} s for all cases, is used up")
        return min(seconds, left)

    def _ended(self, end: Exception, seconds: float) -> Outcome:
        if isinstance(end, Late):
            if end.waited is None:
                return Outcome(Verdict.TIMEOUT, f"it took longer than {seconds:g} s of processor time")
            told = f"it was not done after {end.waited:.0f} s, though it may take {seconds:g} s: does it wait or sleep?"
            return Outcome(Verdict.TIMEOUT, told)
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
