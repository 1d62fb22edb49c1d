"""What a usual autograder does for `swish`: a fresh pytest that imports torch and makes the same checks in-process."""

from __future__ import annotations

import pytest

from dlexam import paths
from dlexam.grading import challenge as challenges
from dlexam.grading import wire
from dlexam.grading.judge import compare
from dlexam.grading.judge.bench import Bench
from dlexam.grading.kit.running import make_draw, seed_everything

_BENCH = Bench(challenges.load("swish", [paths.shipped()]))
_SEED = 7


@pytest.mark.parametrize("case", _BENCH.cases.values(), ids=lambda case: case.id)
def test_case(case):
    for trial in _BENCH.trials(case, _SEED):
        expected = _BENCH.expected(case, trial, "cpu", _SEED)
        seed_everything(trial["seed"])
        draw = make_draw(_BENCH.track, trial, "cpu", None)
        observed = wire.decode(*wire.encode(case.run(_BENCH._reference, draw)))
        facts = compare.Trial(
            case=case.id,
            index=trial["index"],
            dtype=trial["dtype"],
            device="cpu",
            seed=_SEED,
            tol=case.tol,
            scale=case.scale,
        )
        _BENCH.judge(case, [observed], [expected], [facts])
