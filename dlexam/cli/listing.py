"""What can be sat, as lines: for `exam list`, and for `dlexam` alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dlexam.bank.library import Library
    from dlexam.bank.models import Blueprint


def exam_lines(library: Library, as_json: bool) -> Iterator[str]:
    """A line per exam; JSON objects with id, title, minutes, questions."""
    blueprints = library.blueprints()
    if as_json:
        for one in blueprints:
            yield json.dumps(
                {"id": one.id, "title": one.title, "minutes": one.minutes, "questions": one.size},
                ensure_ascii=False,
            )
        return
    widths = [max((len(field) for field in column), default=0) for column in zip(*map(_cells, blueprints), strict=True)]
    for one in blueprints:
        yield "  ".join(f"{cell:<{width}}" for cell, width in zip(_cells(one), widths, strict=True)).rstrip()


def _cells(one: Blueprint) -> tuple[str, str, str, str]:
    return one.id, f"{one.minutes:g} min", f"{one.size} questions", one.title
