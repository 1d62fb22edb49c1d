"""A challenge's check as told: findings, and figures about cases and rejected files; plain data, and its JSON."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from dlexam.errors import DlexamError


class Finding(Struct, frozen=True):
    """One thing that was checked: where, whether it is as it should be, and what was seen."""

    where: str
    right: bool
    what: str


class Report(Struct, frozen=True, kw_only=True):
    """A challenge's check. `seconds` is the reference's grading time, warm.

    `killed` of `rejected` files were caught, `named` of them by the case that they name. `catches` has for each case
    the rejected files that it caught, and `needed` those that no other case caught: of all, if the check was `whole`.
    """

    challenge: str
    track: str
    cases: int = 0
    points: float = 0.0
    accepted: int = 0
    rejected: int = 0
    killed: int = 0
    named: int = 0
    seconds: float = 0.0
    findings: tuple[Finding, ...] = ()
    catches: dict[str, tuple[str, ...]] = {}
    needed: dict[str, tuple[str, ...]] = {}
    whole: bool = True

    @property
    def right(self) -> bool:
        """Whether all is as it should be."""
        return all(finding.right for finding in self.findings)

    @property
    def spare(self) -> tuple[str, ...] | None:
        """The cases that catch nothing which no other case catches. None: not known."""
        return tuple(case for case, files in self.needed.items() if not files) if self.whole else None


def unreadable(name: str, error: DlexamError) -> Report:
    """The report on a challenge whose files are not in order."""
    told = f"{error.message.rstrip('.')}; {error.hint}" if error.hint else error.message
    return Report(challenge=name, track="", findings=(Finding(name, False, f"can't be read: {told}"),))


def as_json(report: Report) -> dict[str, Any]:
    """The line of `check --json`: the figures, what is wrong, and which files each case catches."""
    figures = ("challenge", "track", "right", "cases", "points", "accepted", "rejected", "killed", "named", "seconds")
    wrong = [{"where": one.where, "what": one.what} for one in report.findings if not one.right]
    return {
        "format": 1,
        **{name: getattr(report, name) for name in figures},
        "spare": report.spare,
        "catches": report.catches,
        "findings": wrong,
    }
