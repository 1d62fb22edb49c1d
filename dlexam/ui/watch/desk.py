"""What a watch shows: the latest grading, what changed against the one before, and where the learner is looking.

Plain state: the loop changes it, the frame draws it, keys move within it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from msgspec import Struct

from dlexam.grading.verdicts import CaseResult, FileResult, Verdict
from dlexam.ui.render.grading import joined_cases

PASSING, FAILING = "newly passing", "newly failing"
_FINE = (Verdict.PASSED, Verdict.SKIPPED)


class Row(Struct, frozen=True):
    """One case on the screen. `number` is the key of a case that is not fine; `change` is against the run before."""

    case: CaseResult
    number: int | None
    change: str


@dataclass
class Desk:
    """`told` is about the watch itself, `status` what it is doing. `hint` is the last one told, counted from 1."""

    result: FileResult | None = None
    before: FileResult | None = None
    when: str = ""
    runs: int = 0
    status: str = ""
    told: str = ""
    kept_seed: int | None = None
    at: int = 0  # the row that is looked at
    hint: int = 0
    hinting: bool = False  # whether that is shown, and not a case's explanation
    page: bool = False  # whether the explanation has the whole screen
    top: int = 0  # its first line that is seen
    rows: list[Row] = field(default_factory=list)

    def take(self, result: FileResult, when: str) -> None:
        """A new grading: look at the case that was looked at if it still fails, else at the first that does."""
        looked = self.looked_at
        self.before, self.result, self.when = self.result, result, when
        self.runs += 1
        self.rows = rows(result, self.before)
        wrong = [place for place, row in enumerate(self.rows) if row.number]
        again = [place for place in wrong if looked and self.rows[place].case.id == looked.id]
        self.at = (again or wrong or [0])[0]
        self.page, self.top = self.page and bool(again), 0
        self.hinting = False

    def clear(self) -> None:
        """Forget what was graded: it may not be seen any more."""
        self.result = self.before = None
        self.rows, self.at, self.hinting, self.page, self.top = [], 0, False, False, 0

    @property
    def looked_at(self) -> CaseResult | None:
        """The case whose explanation is shown."""
        return self.rows[self.at].case if self.rows else None

    def look(self, place: int) -> None:
        """Turn to a row; the nearest where there is none of that number."""
        self.at, self.hinting, self.top = max(0, min(place, len(self.rows) - 1)), False, 0

    def look_at_number(self, number: int) -> None:
        """Turn to the failing case of this number, if there is one."""
        for place, row in enumerate(self.rows):
            if row.number == number:
                self.look(place)

    def changed(self) -> str:
        """How many cases pass now that did not, and the other way round, in words; "" where none."""
        counts = [(sum(row.change == what for row in self.rows), what) for what in (PASSING, FAILING)]
        return ", ".join(f"{count} {what}" for count, what in counts if count)


def rows(result: FileResult, before: FileResult | None) -> list[Row]:
    """The cases of a grading, those on several devices as one where they came out alike."""
    passed = {(case.id, case.device): case.verdict in _FINE for case in before.cases} if before else {}
    found, number = [], 0
    for case in joined_cases(result.cases):
        fine = case.verdict in _FINE
        number += not fine
        was = [passed[case.id, device] for device in case.device.split(", ") if (case.id, device) in passed]
        change = PASSING if fine and was and not all(was) else FAILING if not fine and was and all(was) else ""
        found.append(Row(case, None if fine else number, change))
    return found
