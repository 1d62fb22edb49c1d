"""What a challenge's check has seen, and what it comes to: it collects gradings, and makes the report of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from dlexam.grading.authoring.report import Finding, Report
from dlexam.grading.challenge import Challenge
from dlexam.grading.verdicts import FileResult, Verdict

Kind = Literal["starter", "reference", "accepted", "rejected"]

_CAUGHT_BY = re.compile(r"^#\s*caught by:\s*([a-z0-9-]+)\s*$", re.MULTILINE)
_FEWEST: dict[Literal["accepted", "rejected"], int] = {"accepted": 4, "rejected": 8}
_NOT_CAUGHT = (Verdict.PASSED, Verdict.SKIPPED, Verdict.UNSUPPORTED)  # unsupported: it was not judged
_UNNOTICED = {
    "float32": "let results pass that are right to float32 only: hold float64 to a tighter tolerance in one",
    "detached": "let results pass that are cut from the graph: use draw.gradients in one",
}


class Grading(Struct, frozen=True):
    """One file graded once; no `result` where the judge could not: `fault` says why."""

    path: Path
    seed: int
    result: FileResult | None
    fault: str

    @property
    def passed(self) -> bool:
        """Whether it was graded, and passed."""
        return self.result is not None and self.result.passed


class Evidence:
    """Collects a check's answers. `broken`: why the challenge can't be judged at all."""

    def __init__(self, challenge: Challenge, whole: bool = True) -> None:
        self.challenge = challenge
        self.whole = whole
        self.cases: list[dict[str, Any]] = []
        self.misspelt: list[str] = []  # forbidden names that mean nothing
        self.broken = ""
        self.faults: list[str] = []
        self.cheats: set[tuple[str, ...]] = set()
        self.rejected: dict[Path, list[Grading]] = {}
        self._graded: dict[Kind, list[Grading]] = {"starter": [], "reference": [], "accepted": []}

    def add(self, kind: Kind, grading: Grading) -> None:
        """Note a grading."""
        (self.rejected.setdefault(grading.path, []) if kind == "rejected" else self._graded[kind]).append(grading)

    def is_caught(self, path: Path) -> bool:
        """Whether a rejected file failed in the case that it names, by now, or is refused for what it uses."""
        return _named(path) in self._failing(path) or self._forbidden(path)

    def named(self, path: Path) -> list[str] | None:
        """The case that a rejected file names, alone in a list; None if it names no case."""
        case = _named(path)
        return [case] if case in self._ids and case else None

    def idle(self) -> list[str]:
        """The cases that caught nothing by now."""
        caught = {case for path in self.rejected for case in self._failing(path)}
        return [case for case in self._ids if case not in caught]

    @property
    def _ids(self) -> list[str]:
        return [case["id"] for case in self.cases]

    def report(self) -> Report:
        """Findings and figures."""
        if self.broken:
            findings = (Finding(self.challenge.id, False, f"can't be judged: {_plain(self.broken)}"),)
            return Report(challenge=self.challenge.id, track=self.challenge.facts.track, findings=findings)
        failing = {path: self._failing(path) for path in sorted(self.rejected)}
        times = [one.result.seconds for one in self._graded["reference"] if one.result]
        return Report(
            challenge=self.challenge.id, track=self.challenge.facts.track, cases=len(self.cases),
            points=sum(case["points"] for case in self.cases), accepted=len(self.challenge.variants("accepted")),
            rejected=len(failing), named=sum(map(self.is_caught, failing)),
            killed=sum(bool(failing[path]) or self._forbidden(path) for path in failing),
            seconds=min(times, default=0.0), findings=tuple(self._findings()), whole=self.whole,
            catches={case: _names(path for path in failing if case in failing[path]) for case in self._ids},
            needed={case: _names(path for path in failing if failing[path] == {case}) for case in self._ids},
        )  # fmt: skip

    def _findings(self) -> Iterator[Finding]:
        yield from self._counts()
        for name in self.misspelt:
            yield Finding("challenge.yaml", False, f"forbids {name}, and there is nothing of that name")
        yield from (self._starter(grading) for grading in self._graded["starter"])
        for kind, folder in (("reference", ""), ("accepted", "accepted/")):
            for one in sorted(self._graded[kind], key=lambda one: (one.path, one.seed)):  # type: ignore[index]
                yield Finding(f"{folder}{one.path.name}", one.passed, _outcome(one))
        yield from map(self._caught, sorted(self.rejected))
        yield from (Finding(f"case {case}", False, "rejects none of rejected/*.py") for case in self.idle())
        yield from self._cheated()
        yield from self._public()
        if self.challenge.case_facts() != (len(self.cases), sum(case["points"] for case in self.cases)):
            yield Finding("cases.py", False, "shows other points than it has: write each as @case(..., points=2, ...)")
        yield from (Finding("the cheats", False, f"can't be tried: {_plain(fault)}") for fault in set(self.faults))

    def _counts(self) -> Iterator[Finding]:
        for kind, fewest in _FEWEST.items():
            count = len(self.challenge.variants(kind))
            if count < fewest:
                yield Finding(kind, False, f"holds {count} files; {fewest} are the least")

    def _starter(self, one: Grading) -> Finding:
        if one.result is None or one.result.message or not one.result.cases:
            return Finding("starter.py", False, one.fault or f"can't be loaded: {one.result and one.result.message}")
        passed = dict.fromkeys(case.id for case in one.result.cases if case.verdict is Verdict.PASSED)
        fine = not passed and one.result.verdict is not Verdict.HARNESS_ERROR
        told = "fails every case" if fine else f"passes {', '.join(passed)}" if passed else _outcome(one)
        return Finding("starter.py", fine, told)

    def _failing(self, path: Path) -> set[str]:
        """The cases in which a rejected file failed; none where it was not run, which tells nothing of the cases."""
        results = [one.result for one in self.rejected[path] if one.result and not one.result.message]
        return {
            case.id
            for result in results
            for case in result.cases
            if case.verdict not in (*_NOT_CAUGHT, Verdict.HARNESS_ERROR)
        }

    def _forbidden(self, path: Path) -> bool:
        verdicts = [one.result.verdict for one in self.rejected[path] if one.result and one.result.message]
        return Verdict.FORBIDDEN in verdicts

    def _caught(self, path: Path) -> Finding:
        where, case, failing = f"rejected/{path.name}", _named(path), self._failing(path)
        if case is None:
            return Finding(where, False, "does not name the case that catches it: # caught by: case-id")
        if case not in self._ids:
            return Finding(where, False, f"names {case}, which is no case")
        for one in self.rejected[path]:
            if one.result is None or one.result.verdict is Verdict.HARNESS_ERROR:
                return Finding(where, False, _outcome(one))
            if one.result.message and one.result.verdict is not Verdict.FORBIDDEN:
                return Finding(where, False, f"can't be loaded, so no case judges it: {one.result.message}")
        if self._forbidden(path):
            return Finding(where, True, "is refused for what it uses")
        if case not in failing:
            return Finding(where, False, f"is not caught by {case}; {_outcome(self.rejected[path][-1])}")
        return Finding(where, True, f"is caught by {', '.join(sorted(failing))}")

    def _cheated(self) -> Iterator[Finding]:
        for case, cheat in sorted(self.cheats):
            if cheat in _UNNOTICED:
                yield Finding("the cases", False, f"all {_UNNOTICED[cheat]} (the cheat “{cheat}”)")
            else:
                what = f"lets the cheat “{cheat}” pass; test more, or say admits= and because="
                yield Finding(f"case {case}", False, what)

    def _public(self) -> Iterator[Finding]:
        if not any(case["public"] for case in self.cases):
            yield Finding("the cases", False, "are all hidden: say public=True in one, for learners in an open exam")
        for case in self.cases:
            if case["public"] and case["admits"]:
                what = f"is public and admits “{case['admits'][0]}”: a learner could pass it without solving anything"
                yield Finding(f"case {case['id']}", False, what)


def _named(path: Path) -> str | None:
    """The case that a rejected file says must catch it."""
    found = _CAUGHT_BY.search(path.read_text(encoding="utf-8", errors="replace"))
    return found.group(1) if found else None


def _names(paths: Iterator[Path]) -> tuple[str, ...]:
    return tuple(path.name for path in paths)


def _outcome(one: Grading) -> str:
    result = one.result
    if result is None:
        return f"can't be graded (seed {one.seed}): {_plain(one.fault)}"
    wrong = [
        f"{case.id}: {case.verdict}: {case.message}" for case in result.cases if case.verdict is not Verdict.PASSED
    ]
    told = f"{result.verdict} (seed {result.seed})"
    return told if result.passed else f"{told}; {result.message or '; '.join(wrong[:2])}"


def _plain(fault: str) -> str:
    return fault.removeprefix("HarnessError: ").removeprefix("DlexamError: ")
