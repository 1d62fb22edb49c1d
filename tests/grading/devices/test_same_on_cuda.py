"""The same verdicts on CUDA as on the simulator, case by case, over all that the challenges ship.

Run by whoever has a GPU: `python -m pytest -m cuda -s`. It prints each difference; see docs/devices.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from dlexam import paths
from dlexam.errors import DlexamError
from dlexam.grading import challenge as challenges
from dlexam.grading import submissions
from dlexam.grading.challenge import Challenge
from dlexam.grading.devices import accelerators
from dlexam.grading.engine import Engine

SEED = 20
TORCH = [one for one in challenges.available([paths.shipped()]) if one.facts.track == "torch"]


class Difference(NamedTuple):
    """One case of one file that came out in two ways."""

    file: str
    case: str
    one: str
    other: str


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine() as shared:
        yield shared


def corpus(challenge: Challenge) -> list[submissions.Submission]:
    """The reference, and every accepted and rejected file."""
    files = [challenge.folder / "reference.py", *challenge.variants("accepted"), *challenge.variants("rejected")]
    return [submissions.read(path) for path in files]


def verdicts(
    engine: Engine, challenge: Challenge, files: list[submissions.Submission], device: str
) -> dict[tuple[str, str], tuple[str, str]]:
    """Verdict and message of every case of every file on a device."""
    return {
        (result.submission, case.id): (case.verdict.value, case.message or "")
        for result in engine.grade(challenge, files, seed=SEED, device=device)
        for case in result.cases
    }


def differences(
    engine: Engine, challenge: Challenge, files: list[submissions.Submission], one: str, other: str
) -> list[Difference]:
    """The cases whose verdicts differ between two devices; each is printed."""
    first, second = (verdicts(engine, challenge, files, device) for device in (one, other))
    found = [
        Difference(*key, one=first[key][0], other=second[key][0]) for key in first if first[key][0] != second[key][0]
    ]
    for file, case, _, _ in found:
        print(f"\n{file}, {case}")
        for device, seen in ((one, first), (other, second)):
            print(f"  {device}: {': '.join(seen[file, case])}")
    return found


@pytest.mark.cuda
@pytest.mark.parametrize("challenge", TORCH, ids=lambda challenge: challenge.id)
def test_every_verdict_on_cuda_is_that_of_the_simulator(engine: Engine, challenge: Challenge) -> None:
    if not accelerators.possible("cuda"):
        pytest.skip("no CUDA device here")
    try:
        found = differences(engine, challenge, corpus(challenge), "sim", "cuda")
    except DlexamError as refused:
        pytest.skip(refused.message)
    # What the simulator can't tell is no difference.
    assert [one for one in found if one.one not in ("unsupported", "skipped")] == []


def test_the_comparison_finds_what_differs_and_nothing_else(engine: Engine) -> None:
    """A tensor left on the CPU is a mistake on the simulator only, a wrong formula on both."""
    challenge = challenges.load("swish", [paths.shipped()])
    files = [
        submissions.read(challenge.folder / name)
        for name in ("reference.py", "rejected/tensor_on_the_cpu.py", "rejected/sigmoid_alone.py")
    ]
    found = differences(engine, challenge, files, "cpu", "sim")
    odd = {one.case: (one.one, one.other) for one in found if one.file.endswith("tensor_on_the_cpu.py")}
    assert odd["values"] == ("passed", "error")
    others = {one.case for one in found if not one.file.endswith("tensor_on_the_cpu.py")}
    assert others <= {"stays-on-the-device", "second-derivatives"}  # each runs on one of the two
