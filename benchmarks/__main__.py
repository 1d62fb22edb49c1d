"""`make bench`: measure on this machine, and print the design's table with each figure beside its goal."""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import bank, exam, grading, otter, screen
from benchmarks.timing import Row, command, dlexam, paired


def main() -> None:
    """Run every part and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each command")
    parser.add_argument("--questions", type=int, default=100_000, help="size of the generated bank")
    parser.add_argument("--submissions", type=int, default=200, help="how many files are graded at once")
    parser.add_argument(
        "--with", dest="also", choices=["otter"], help="compare with this grader only, if it can be had"
    )
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["DLEXAM_HOME"] = home  # nothing of the user's is read or written
        rows = _compared(wanted.runs) if wanted.also else _all(wanted)
    console = Console(width=150)
    console.print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}", highlight=False)
    console.print(_table(rows))


def _all(wanted: argparse.Namespace) -> list[Row]:
    rows = [*_start_up(wanted.runs), *grading.rows(wanted.runs, wanted.submissions)]
    return [*rows, *_first_paint(wanted.runs), *_bank(wanted.questions), *_resume()]


def _compared(runs: int) -> list[Row]:
    try:
        return list(otter.rows(runs))
    except otter.NotToBeHad as problem:
        print(f"otter-grader is left out: {problem}")
        return []


def _start_up(runs: int) -> Iterator[Row]:
    for arguments in (["--help"], ["exam", "list"]):
        seconds, against = paired(dlexam(*arguments), command("-c", "import typer"), 2 * runs)
        yield Row(
            what=f"`dlexam {' '.join(arguments)}`", seconds=seconds, reference="import typer", against=against,
            goal="≤ 2.5 ×", met=seconds <= 2.5 * against,
        )  # fmt: skip


def _first_paint(runs: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as home:
        figures = screen.first_paint(Path(home), "quick-self-test", runs)
    yield Row(
        what="first paint of the exam screen", seconds=figures.seconds, reference="import textual.app",
        against=figures.importing, goal="≤ 2.5 ×", met=figures.seconds <= 2.5 * figures.importing,
    )  # fmt: skip


def _bank(questions: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        figures = bank.measure(Path(folder), questions)
    yield Row(
        what=f"draw a {figures.drawn}-question paper from {figures.questions:,}, warm", seconds=figures.draw_seconds,
        reference="parsing that bank, C loader", against=figures.parse_seconds, goal="≤ 1/100",
        met=figures.ratio <= 0.01, note=f"indexing it once takes {figures.index_seconds:.0f} s",
    )  # fmt: skip


def _resume() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        figures = exam.resume_long_session(Path(folder))
    yield Row(
        what=f"resume a session of {figures.events:,} events", seconds=figures.resume_seconds,
        note=f"store of {figures.file_bytes / 1e6:.0f} MB; verifying its chain takes {figures.verify_seconds:.2f} s",
    )  # fmt: skip


def _table(rows: list[Row]) -> Table:
    table = Table(box=None, pad_edge=False)
    for title in ("what", "time", "against", "time", "ratio", "goal", "met", "note"):
        table.add_column(title, justify="right" if title in ("time", "ratio") else "left", no_wrap=title != "note")
    for row in rows:
        table.add_row(
            row.what, _time(row.seconds), row.reference, _time(row.against) if row.against else "",
            _ratio(row.ratio), row.goal, {True: "yes", False: "NO", None: ""}[row.met], row.note,
        )  # fmt: skip
    return table


def _time(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def _ratio(ratio: float | None) -> str:
    if ratio is None:
        return ""
    return f"{ratio:.2f} ×" if ratio >= 0.1 else f"1/{1 / ratio:.0f}"


if __name__ == "__main__":
    main()
