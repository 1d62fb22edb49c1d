"""Sittings as a table without lines, right for a screen reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rich.table import Table

from dlexam.ui.render.safe import safe_line
from dlexam.ui.render.spans import in_words


def table(sittings: Iterable[Mapping[str, Any]]) -> Table:
    """A row per sitting, as `dlexam history --json` gives it."""
    made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("Session", "Date", "Exam", "Result", "Points", "Time", "Receipt"):
        made.add_column(heading, no_wrap=heading != "Result", overflow="fold")
    for one in sittings:
        made.add_row(
            str(one["session"]),
            one["date"],
            safe_line(one["exam"]),
            one["result"],
            _points(one),
            in_words(one["seconds"]),
            one["receipt"] or "",
        )
    return made


def _points(one: Mapping[str, Any]) -> str:
    if one["points"] is None:
        return ""
    return f"{one['points']:.4g} of {one['max_points']:g} ({one['percent']:.0f}%)"
