"""A challenge at work in the judge: cases, reference and rules loaded; what is expected of each trial, cached."""

from __future__ import annotations

import contextlib
import itertools
import marshal
import secrets
import sys
import tempfile
import threading
import types
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

from dlexam.grading import judging, wire
from dlexam.grading.challenge import Challenge
from dlexam.grading.devices import accelerators
from dlexam.grading.judge import compare
from dlexam.grading.judge.trees import leaves
from dlexam.grading.kit.cases import Case, collect
from dlexam.grading.kit.draw import Draw, trial_seed
from dlexam.grading.kit.running import Names, make_draw, seed_everything

_SPARE_BYTES = 1 << 20
_SEEDS_KEPT = 3
_numbers = itertools.count()
# The reference draws from the process's global generators: one run at a time.
_one_at_a_time = threading.RLock()


class NotSimulated(Exception):
    """The simulated accelerator can't run the reference: the case tells nothing there."""


class HarnessError(Exception):
    """Our fault: the reference, the cases or a judge's rule failed. Never charged to the learner."""


class Expectation:
    """What the reference showed in one trial: `values` at full precision, `shape` at the case's dtype."""

    def __init__(self, values: Any, shape: Any, draw: Draw) -> None:
        self.values = values
        self.shape = shape
        self.made = draw.made
        size = sum(leaf.values.nbytes for leaf in leaves(shape))
        self.largest = _SPARE_BYTES + 4 * size  # of an answer's body: what no right one comes near


class Bench:
    """One challenge, loaded. `cases` by id in the order of the file."""

    def __init__(self, challenge: Challenge) -> None:
        self.challenge = challenge
        self.track = challenge.facts.track
        self.cases_code = marshal.dumps(compile(challenge.text("cases.py"), "cases.py", "exec"))
        self.cases: dict[str, Case] = collect(_module(challenge.folder / "cases.py"))
        self.rules = judging.collect(_module(challenge.folder / "judge.py"))
        self._reference = _Loaded(_module(challenge.folder / "reference.py"))
        self._expected: dict[int, dict[Any, Expectation]] = {}  # by seed, the latest last
        self._ready: int | None = None

    def trials(self, case: Case, seed: int, device: str = "cpu") -> list[dict[str, Any]]:
        """The trials of a case on a device as a cell is told of them.

        Where the CPU runs every draw at every dtype, an accelerator runs each draw once, and a single one of a `spread`
        case: the numbers have been judged, what is new is the place. Rules that want all draws get them all.
        """
        rule = self.rules.get(case.id)
        whole = rule is not None and rule.all_draws
        first = device == "cpu" or not case.runs_on("cpu", self.track)
        every = whole or (first and not case.spread)
        found = [
            {"dtype": dtype, "index": index, "seed": trial_seed(seed, case.id, index)}
            for dtype, index in (case.trials(self.track) if every else case.spread_trials(self.track))
            if accelerators.has(device, dtype)
        ]
        return found if whole or first or not case.spread else found[:1]  # what fails there, too, is told but once

    def expected(self, case: Case, trial: dict[str, Any], device: str, seed: int) -> Expectation:
        """What the reference shows in this trial; worked out once for each grading's seed.

        NotSimulated or HarnessError if it shows nothing.
        """
        key = (case.id, device, trial["dtype"], trial["index"])
        with _one_at_a_time:
            known = self._expected.setdefault(seed, {})
            while len(self._expected) > _SEEDS_KEPT:
                self._expected.pop(next(iter(self._expected)))
            if key not in known:
                known[key] = self._expect(case, trial, device, seed)
            return known[key]

    def next_seed(self) -> int:
        """A secret seed that no grading has used: for it what is expected is worked out when there is time."""
        with _one_at_a_time:
            if self._ready is None:
                self._ready = secrets.randbelow(1 << 31)
            return self._ready

    def use(self, seed: int) -> None:
        """A grading uses this seed: it is no more the next one."""
        with _one_at_a_time:
            if seed == self._ready:
                self._ready = None

    def make_ready(self, devices: Sequence[str], go_on: Callable[[], bool]) -> None:
        """Work out beforehand what is expected on these devices for a next secret seed, as long as `go_on()`."""
        seed = self.next_seed()
        for device, case in itertools.product(devices, self.cases.values()):
            for trial in self.trials(case, seed, device) if case.runs_on(device, self.track) else ():
                if not go_on():
                    return
                with contextlib.suppress(NotSimulated):
                    self.expected(case, trial, device, seed)

    def _expect(self, case: Case, trial: dict[str, Any], device: str, seed: int) -> Expectation:
        shape, draw = self._observe(case, trial, device, trial["dtype"])
        if case.judged_in == "same" or (trial["dtype"] == "float64" and device == "cpu"):
            return Expectation(shape, shape, draw)
        if device != "cpu" and case.runs_on("cpu", self.track):
            return Expectation(self.expected(case, trial, "cpu", seed).values, shape, draw)
        values, _ = self._observe(case, trial, "cpu", "float64")
        return Expectation(values, shape, draw)

    def shown(self, case: Case, trial: dict[str, Any], make: Callable[[Any], Any]) -> Any:
        """What is seen on the CPU if the reference is replaced by what `make` makes of it. Raises what that raises."""
        with _one_at_a_time, _scratch(case) as scratch:
            seed_everything(trial["seed"])
            draw = make_draw(self.track, trial, "cpu", scratch)
            return wire.decode(*wire.encode(case.run(make(Names(self._reference)), draw)))

    def _observe(self, case: Case, trial: dict[str, Any], device: str, run_dtype: str) -> tuple[Any, Draw]:
        try:
            with _scratch(case) as scratch:
                seed_everything(trial["seed"])
                draw = make_draw(self.track, trial, device, scratch, run_dtype)
                return wire.decode(*wire.encode(case.run(Names(self._reference), draw))), draw
        except Exception as error:
            if device == "sim" and _not_simulated(error):
                raise NotSimulated from error
            raise HarnessError(f"{case.id}: the reference failed: {type(error).__name__}: {error}") from error

    def facts(self, case: Case, trial: dict[str, Any], device: str, seed: int) -> compare.Trial:
        """A trial as the comparison and the rules are told of it."""
        return compare.Trial(
            case=case.id, index=trial["index"], dtype=trial["dtype"], device=device, seed=seed, tol=case.tol,
            scale=case.scale,
        )  # fmt: skip

    def judge(
        self, case: Case, seen: list[Any], expected: list[Expectation], trials: list[compare.Trial]
    ) -> str | None:
        """Raise compare.Mismatch unless these observations are right, HarnessError if a rule fails.

        Returns what the rule has to say to the learner though they are right, if anything.
        """
        rule = self.rules.get(case.id)
        try:
            return _judge(rule, seen, expected, trials)
        except compare.Mismatch:
            raise
        except Exception as error:
            _blame(rule, expected, trials, f"{case.id}: judging failed: {type(error).__name__}: {error}")


def _judge(
    rule: judging.Rule | None, seen: list[Any], expected: list[Expectation], trials: list[compare.Trial]
) -> str | None:
    if rule is not None:  # a rule sees neither dtypes, since halves reach it widened, nor devices
        for observed, wanted in zip(seen, expected, strict=True):
            compare.same_types(observed, wanted.shape)
    if rule is not None and rule.all_draws:
        return rule.run([judging.plain(one) for one in seen], [judging.plain(one.shape) for one in expected], trials[0])
    note = None
    for observed, wanted, trial in zip(seen, expected, trials, strict=True):
        if rule is None:
            compare.compare(observed, wanted.values, wanted.shape, trial)
        else:
            note = rule.run(judging.plain(observed), judging.plain(wanted.shape), trial) or note
    return note


def _blame(rule: judging.Rule | None, expected: list[Expectation], trials: list[compare.Trial], said: str) -> NoReturn:
    """A rule reads what it expects to find. If it can read the reference's own observations, the others are to blame.

    So a strange shape is a mismatch, and no way to have one's case taken for our fault.
    """
    try:
        _judge(rule, [one.shape for one in expected], expected, trials)
    except compare.Mismatch:
        pass
    except Exception as error:
        raise HarnessError(said) from error
    raise compare.Mismatch("the result has not the form that belongs there")


def _not_simulated(error: Exception) -> bool:
    from dlexam.grading.devices import sim

    return sim.is_unsupported(error)


@contextlib.contextmanager
def _scratch(case: Case) -> Iterator[Path | None]:
    if not case.scratch:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="dlexam-judge-") as folder:
        yield Path(folder)


class _Loaded:
    def __init__(self, namespace: dict[str, Any]) -> None:
        self.__dict__.update(namespace)


def _module(path: Path) -> dict[str, Any]:
    """Run a trusted file of the challenge; {} if it doesn't exist. HarnessError if it fails."""
    if not path.exists():
        return {}
    name = f"dlexam_content_{next(_numbers)}_{path.stem}"
    module = types.ModuleType(name)
    module.__file__ = str(path)
    sys.modules[name] = module  # pickling what it defines looks it up there
    try:
        exec(compile(path.read_bytes(), str(path), "exec"), module.__dict__)  # leaves no __pycache__ in the challenge
    except Exception as error:
        raise HarnessError(f"{path}: {type(error).__name__}: {error}") from error
    return vars(module)
