"""Sittings as aligned lines, right for a screen reader and for a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dlexam.ui.render.safe import safe_line
from dlexam.ui.render.spans import in_words

_HEADINGS = ("No.", "Date", "Exam", "Result", "", "Time", "Receipt")


def lines(sittings: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """A line per sitting, as `dlexam history --json` gives it, below a line of headings."""
    rows = [_HEADINGS, *map(_cells, sittings)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()


def _cells(one: Mapping[str, Any]) -> tuple[str, ...]:
    percent = "" if one["percent"] is None else f"{one['percent']:.0f}%"
    provisional = ", provisional" if one["provisional"] else ""
    return (
        str(one["session"]),
        one["date"],
        safe_line(one["exam"]),
        one["result"] + provisional,
        percent,
        in_words(one["seconds"]),
        one["receipt"] or "",
    )
