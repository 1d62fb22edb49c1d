"""`dlexam history`: your sittings, the latest last, with their results, times and receipts."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import typer

from dlexam.cli.options import Json

if TYPE_CHECKING:
    from dlexam.exam.store import Store

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def history(as_json: Json = False) -> None:
    """Your sittings, the latest last: date, exam, result, time used, receipt."""
    from dlexam import paths
    from dlexam.exam.sitting import settle
    from dlexam.exam.store import Store

    store = Store.existing(paths.home())
    if store is None:
        _print_all([], as_json)
        return
    with store:
        settle(store)
        _print_all(list(_sittings(store)), as_json)


def _print_all(sittings: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        for sitting in sittings:
            typer.echo(json.dumps(sitting, ensure_ascii=False))
        return
    from dlexam.ui.render.history import lines

    for line in lines(sittings) if sittings else ["No sitting yet. dlexam exam list shows what can be sat."]:
        typer.echo(line)


def _sittings(store: Store) -> Iterator[dict[str, Any]]:
    from dlexam.exam.results import results
    from dlexam.exam.state import fold
    from dlexam.ui.render.results import verdict

    for row in store.sessions():
        outcome = results(fold(store.events(row.id)))
        marked = outcome.handed_in
        yield {
            "format": 1,
            "session": row.id,
            "date": time.strftime("%Y-%m-%d %H:%M", time.localtime(row.started)),
            "exam": row.exam,
            "title": row.title,
            "result": verdict(outcome),
            "points": round(outcome.points, 4) if marked else None,
            "max_points": outcome.max_points,
            "percent": round(outcome.percent, 1) if marked else None,
            "provisional": len(outcome.to_settle),
            "seconds": round(outcome.elapsed, 1),
            "receipt": store.receipt(row.id) if outcome.reason else None,
        }
