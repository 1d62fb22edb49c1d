"""The author's check of challenges, each told as it is finished. Exit 0: all are right; 1: not."""

from __future__ import annotations

import sys
from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from dlexam.errors import DlexamError, ExitCode

if TYPE_CHECKING:
    from dlexam.grading.authoring.checking import Extent
    from dlexam.grading.authoring.report import Report
    from dlexam.grading.challenge import Challenge
    from dlexam.ui.plain.interrupts import Interrupts
    from dlexam.ui.screen import Screen


class Asked(Struct, frozen=True, kw_only=True):
    """How much is tried, and how it is told."""

    extent: Extent
    verbose: bool
    json: bool


def chosen(names: Sequence[str], every: bool, path: list[Path]) -> tuple[list[Challenge], list[Report]]:
    """The challenges to check, and reports on those that can't even be read.

    No names: all in the folders `path`; if there are none, or with `every`, all there are. DlexamError for an unknown
    name, and for a challenge whose solution is closed because an exam is open.
    """
    from dlexam import paths
    from dlexam.exam import guard
    from dlexam.grading import challenge as challenges
    from dlexam.grading.authoring.report import unreadable

    folders = paths.search_path(path)
    found, broken = [challenges.load(name, folders) for name in dict.fromkeys(names)], list[tuple[str, DlexamError]]()
    if not names:
        found, broken = challenges.sorted_out(path if path and not every else folders)
    for one in found:
        guard.refuse_challenge(paths.home(), one.id, "the check")
    return found, [unreadable(name, error) for name, error in broken]


def run(challenges: tuple[list[Challenge], list[Report]], asked: Asked) -> int:
    """Check and tell; the exit code."""
    from dlexam.grading.authoring.report import Report
    from dlexam.ui.plain.interrupts import Interrupts
    from dlexam.ui.screen import Screen

    screen, reports, interrupts = Screen(), list[Report](), Interrupts()
    reporting = _reports(*challenges, asked, screen, interrupts)
    try:
        with interrupts.installed(), closing(reporting) as finished:  # closed, it has ended every process
            for report in finished:
                reports.append(report)
                _tell(report, asked, screen)
    except KeyboardInterrupt:
        print(f"Interrupted: {len(reports)} of {len([*challenges[0], *challenges[1]])} checked.", file=sys.stderr)
        return ExitCode.INTERRUPTED
    if len(reports) > 1 and not asked.json:
        from dlexam.ui.render.challenges import summary

        screen.show(summary(sorted(reports, key=lambda report: report.challenge)))
    return ExitCode.DONE if all(report.right for report in reports) else ExitCode.NOT_PASSED


def _reports(
    found: list[Challenge], unread: list[Report], asked: Asked, screen: Screen, interrupts: Interrupts
) -> Generator[Report, None, None]:
    """What is found at once, and what takes gradings; with progress on a terminal. ^C ends it."""

    def breathe() -> None:
        with interrupts.allowed():
            pass

    from dlexam.grading.authoring import checking
    from dlexam.grading.engine import Engine
    from dlexam.linting import challenges as texts
    from dlexam.ui.progress import counting

    yield from unread
    by_id = {one.id: one for one in found}
    total = 0 if asked.json else sum(checking.gradings(one, asked.extent) for one in found)
    with Engine(breathe) as engine, counting(screen, total) as one_more:
        for report in checking.check_all(engine, found, asked.extent, one_more):
            yield msgspec.structs.replace(report, findings=(*texts.lint(by_id[report.challenge]), *report.findings))


def _tell(report: Report, asked: Asked, screen: Screen) -> None:
    from dlexam.grading.authoring.report import as_json
    from dlexam.ui.render.challenges import caught, checked

    if asked.json:
        screen.line(msgspec.json.encode(as_json(report)).decode())
        return
    screen.show(checked(report))
    if asked.verbose:
        screen.show(caught(report))
