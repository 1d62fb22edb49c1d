"""One graded file as its template needs it: cases with their runs, and a source whose lines the messages point to."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator

from markupsafe import Markup
from msgspec import Struct

from dlexam.grading.verdicts import CaseResult, FileResult, Verdict
from dlexam.ui.reports.html.code import Line, lines
from dlexam.ui.reports.html.page import text

_NAMED = re.compile(r"^line (\d{1,6})\b", re.MULTILINE)
_TONES = {Verdict.PASSED: "good", Verdict.SKIPPED: "quiet", Verdict.UNSUPPORTED: "unsure"}
_SIGNS = {"good": "✓", "quiet": "–", "unsure": "?", "bad": "✗"}


class Told(Struct, frozen=True, kw_only=True):
    """A verdict in words, its tone (good, bad, unsure, quiet), and the sign that goes with it."""

    verdict: str
    tone: str
    sign: str


class Run(Struct, frozen=True, kw_only=True):
    """How a case came out on one device, or on several alike. `message` is "" where it was told before."""

    devices: str
    told: Told
    message: Markup


class Case(Struct, frozen=True, kw_only=True):
    """A case on all its devices."""

    title: str
    points: float
    max_points: float
    runs: tuple[Run, ...]
    hint: str
    anchor: str


class Remark(Struct, frozen=True, kw_only=True):
    """Beside a line of source: a case whose message names it."""

    title: str
    anchor: str


class Graded(Struct, frozen=True, kw_only=True):
    """One file. `anchor` is unique on its page; `remarks` go by line number."""

    result: FileResult
    told: Told
    anchor: str
    message: Markup
    cases: tuple[Case, ...]
    source: tuple[Line, ...]
    remarks: dict[int, tuple[Remark, ...]]


def graded(result: FileResult, source: str | None, anchor: str) -> Graded:
    """The facts of one file; `source` None: it could not be read."""
    shown = lines(source) if source else ()
    cases = tuple(_cases(result, anchor, len(shown)))
    return Graded(
        result=result,
        told=told(result.verdict),
        anchor=anchor,
        message=_linked(result.message or "", anchor, len(shown)),
        cases=cases,
        source=shown,
        remarks=_remarks(result, cases, anchor, len(shown)),
    )


def told(verdict: Verdict) -> Told:
    """A verdict as it is shown: never by colour alone."""
    tone = _TONES.get(verdict, "bad")
    return Told(verdict=verdict.value, tone=tone, sign=_SIGNS[tone])


def _cases(result: FileResult, anchor: str, count: int) -> Iterator[Case]:
    before = {result.message or ""}
    for number, group in enumerate(_by_case(result.cases), 1):
        failed = [case for case in group if case.verdict is Verdict.FAILED]
        yield Case(
            title=group[0].title,
            points=sum(case.points for case in group),
            max_points=sum(case.max_points for case in group),
            runs=tuple(_runs(group, before, anchor, count)),
            hint=(failed[0].hint or "") if failed else "",
            anchor=f"{anchor}-case-{number}",
        )


def _runs(group: list[CaseResult], before: set[str], anchor: str, count: int) -> Iterator[Run]:
    alike: dict[tuple[Verdict, str], list[str]] = {}
    for case in group:
        alike.setdefault((case.verdict, case.message or ""), []).append(case.device)
    for (verdict, message), devices in alike.items():
        shown = Markup() if message in before else _linked(message, anchor, count)
        before.add(message)
        yield Run(devices=", ".join(devices), told=told(verdict), message=shown)


def _by_case(cases: Iterable[CaseResult]) -> list[list[CaseResult]]:
    return [list(group) for _, group in itertools.groupby(cases, key=lambda case: case.id)]


def _remarks(result: FileResult, cases: Iterable[Case], anchor: str, count: int) -> dict[int, tuple[Remark, ...]]:
    whole = result.message or ""
    remarks = {number: [Remark(title="the whole file", anchor=anchor)] for number in _named(whole, count)}
    for group, case in zip(_by_case(result.cases), cases, strict=True):
        told = {one.message or "" for one in group} - {whole}
        for number in sorted({number for message in told for number in _named(message, count)}):
            remarks.setdefault(number, []).append(Remark(title=case.title, anchor=case.anchor))
    return {number: tuple(several) for number, several in remarks.items()}


def _named(message: str, count: int) -> Iterator[int]:
    return (int(found) for found in _NAMED.findall(message) if 1 <= int(found) <= count)


def _linked(message: str, anchor: str, count: int) -> Markup:
    """A message whose "line 12" at the start of a line leads to that line of the source."""
    parts, at = [], 0
    for found in _NAMED.finditer(message):
        if 1 <= int(found[1]) <= count:
            link = Markup('<a href="#{}-line-{}">{}</a>').format(anchor, int(found[1]), found[0])
            parts += [text(message[at : found.start()]), link]
            at = found.end()
    return Markup().join([*parts, text(message[at:])])
