"""Whether a challenge judges rightly, as an author asks: every variant is graded, every case must earn its place.

Proved for each challenge: the starter fails every case, the reference passes on several seeds, `accepted` pass,
each of `rejected` fails in the case that it names, each case rejects something, and no generic cheat gets through.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from dlexam.grading import submissions
from dlexam.grading.challenge import Challenge
from dlexam.grading.engine import Engine
from dlexam.grading.verdicts import FileResult, Verdict

_CAUGHT_BY = re.compile(r"^#\s*caught by:\s*([a-z0-9-]+)\s*$", re.MULTILINE)
_FEWEST = {"accepted": 4, "rejected": 8}


class Finding(Struct, frozen=True):
    """One thing that was checked: where, whether it is as it should be, and what was seen."""

    where: str
    right: bool
    what: str


class Report(Struct, frozen=True, kw_only=True):
    """A challenge's check. `seconds` is the reference's grading time, warm; `killed` of `mutants` were caught."""

    challenge: str
    track: str
    cases: int
    points: float
    accepted: int
    rejected: int
    killed: int
    seconds: float
    findings: tuple[Finding, ...]

    @property
    def right(self) -> bool:
        """Whether all is as it should be."""
        return all(finding.right for finding in self.findings)


def check(engine: Engine, challenge: Challenge, seeds: int = 5) -> Report:
    """Grade all that the challenge ships and report. DlexamError if it can't be judged at all."""
    cases = engine.ask(challenge, "cases")
    findings = list(_texts(challenge))
    findings += _starter(engine, challenge)
    reference = _references(engine, challenge, seeds)
    findings += [finding for _, finding in reference]
    findings += _accepted(engine, challenge)
    rejected = _rejected(engine, challenge)
    findings += [finding for _, finding in rejected]
    findings += _idle_cases(cases, [result for result, _ in rejected])
    findings += _cheats(engine, challenge, seeds)
    return Report(
        challenge=challenge.id, track=challenge.facts.track, cases=len(cases), points=sum(c["points"] for c in cases),
        accepted=len(challenge.variants("accepted")), rejected=len(rejected),
        killed=sum(not result.passed for result, _ in rejected),
        seconds=min(result.seconds for result, _ in reference), findings=tuple(findings),
    )  # fmt: skip


def _texts(challenge: Challenge) -> Iterator[Finding]:
    for place, hint in enumerate(challenge.facts.hints, start=1):
        if not hint.strip():
            yield Finding(f"hint {place}", False, "is empty")
    for kind, fewest in _FEWEST.items():
        count = len(challenge.variants("accepted" if kind == "accepted" else "rejected"))
        if count < fewest:
            yield Finding(kind, False, f"holds {count} files; {fewest} are the least")


def _grade(engine: Engine, challenge: Challenge, files: list[Path], seed: int | None = None) -> Iterator[FileResult]:
    return engine.grade(challenge, map(submissions.read, files), seed=seed)


def _starter(engine: Engine, challenge: Challenge) -> Iterator[Finding]:
    for result in _grade(engine, challenge, [challenge.folder / "starter.py"]):
        passed = [case.id for case in result.cases if case.verdict is Verdict.PASSED]
        fine = not passed and result.verdict is not Verdict.HARNESS_ERROR and bool(result.cases)
        told = "fails every case" if fine else f"passes {', '.join(passed)}" if passed else result.message or "is off"
        yield Finding("starter.py", fine, told)


def _references(engine: Engine, challenge: Challenge, seeds: int) -> list[tuple[FileResult, Finding]]:
    reference = [challenge.folder / "reference.py"]
    graded = [result for seed in range(seeds) for result in _grade(engine, challenge, reference, seed)]
    return [(result, Finding("reference.py", result.passed, _outcome(result))) for result in graded]


def _accepted(engine: Engine, challenge: Challenge) -> Iterator[Finding]:
    for result in _grade(engine, challenge, challenge.variants("accepted")):
        yield Finding(f"accepted/{Path(result.submission).name}", result.passed, _outcome(result))


def _rejected(engine: Engine, challenge: Challenge) -> list[tuple[FileResult, Finding]]:
    graded = []
    for result in _grade(engine, challenge, challenge.variants("rejected")):
        path = Path(result.submission)
        named = _CAUGHT_BY.search(path.read_text(encoding="utf-8"))
        graded.append((result, _caught(f"rejected/{path.name}", result, named.group(1) if named else None)))
    return graded


def _caught(where: str, result: FileResult, case: str | None) -> Finding:
    if case is None:
        return Finding(where, False, "does not name the case that catches it: # caught by: case-id")
    if case not in [one.id for one in result.cases]:
        return Finding(where, False, f"names {case}, which is no case")
    if result.message and result.verdict is not Verdict.FORBIDDEN:
        return Finding(where, False, f"can't be loaded, so no case judges it: {result.message}")
    failing = {one.id for one in result.cases if one.verdict not in (Verdict.PASSED, Verdict.SKIPPED)}
    if result.verdict is Verdict.HARNESS_ERROR or case not in failing:
        return Finding(where, False, f"is not caught by {case}; {_outcome(result)}")
    return Finding(where, True, f"is caught by {', '.join(sorted(failing))}")


def _idle_cases(cases: list[dict[str, str]], rejected: list[FileResult]) -> Iterator[Finding]:
    for case in cases:
        failing = (one.verdict for result in rejected for one in result.cases if one.id == case["id"])
        if all(verdict in (Verdict.PASSED, Verdict.SKIPPED) for verdict in failing):
            yield Finding(f"case {case['id']}", False, "rejects none of rejected/*.py")


def _cheats(engine: Engine, challenge: Challenge, seeds: int) -> Iterator[Finding]:
    through = {tuple(pair) for seed in range(seeds) for pair in engine.ask(challenge, "cheats", seed=seed)}
    for case, cheat in sorted(through):
        yield Finding(f"case {case}", False, f"lets the cheat “{cheat}” pass; test more, or say admits= and because=")


def _outcome(result: FileResult) -> str:
    wrong = [
        f"{case.id}: {case.verdict}: {case.message}" for case in result.cases if case.verdict is not Verdict.PASSED
    ]
    told = f"{result.verdict} (seed {result.seed})"
    return told if result.passed else f"{told}; {result.message or '; '.join(wrong[:2])}"
