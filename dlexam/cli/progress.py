"""`dlexam progress`: mastery by topic over the sittings, and the syllabus's checkpoints ticked by evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dlexam.cli.options import Folders, Json
from dlexam.errors import DlexamError, nearest

if TYPE_CHECKING:
    from dlexam.progress.checkpoints import Checkpoint, Standing
    from dlexam.progress.mastery import Mastery

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def progress(
    tick: Annotated[str | None, typer.Option(metavar="ID", help="Say that a checkpoint is reached.")] = None,
    untick: Annotated[str | None, typer.Option(metavar="ID", help="Say that it is not, after all.")] = None,
    json: Json = False,
    path: Folders = [],  # noqa: B006
) -> None:
    """Mastery by topic over your sittings, and the checkpoints of the syllabus.

    A checkpoint is proven by challenges passed and questions answered. What can't be proven here you tick by hand.
    """
    from dlexam import paths
    from dlexam.exam import practice
    from dlexam.exam.sitting import settle
    from dlexam.exam.store import Store
    from dlexam.progress import checkpoints, mastery, record

    home, found = paths.home(), checkpoints.load(paths.search_path(path))
    for name, on in ((tick, True), (untick, False)):
        if name is not None:
            practice.tick(home, _by_hand(name, found), on)
    store = Store.existing(home)
    if store is not None:
        with store:
            settle(store)
    seen = record.read(home)
    together = mastery.overall(seen.sittings)
    _show(mastery.by_topic(seen.sittings), checkpoints.standings(found, seen), together, json)


def _by_hand(name: str, found: tuple[Checkpoint, ...]) -> str:
    ids = {one.id: one for one in found}
    if name not in ids:
        near = nearest(name, list(ids))
        raise DlexamError(f"There is no checkpoint “{name[:60]}”.", f"did you mean {near}?" if near else "")
    if not ids[name].by_hand:
        raise DlexamError(f"{name} is ticked by evidence, not by hand.", "`dlexam progress` says what is still to show")
    return name


def _show(mastery: tuple[Mastery, ...], standings: tuple[Standing, ...], overall: Mastery | None, json: bool) -> None:
    if json:
        import msgspec

        print(msgspec.json.encode(_as_json(mastery, standings)).decode())
        return
    from dlexam.ui.render.progress import Progress
    from dlexam.ui.screen import Screen

    Screen().show(Progress(mastery, standings, overall))


def _as_json(mastery: tuple[Mastery, ...], standings: tuple[Standing, ...]) -> dict[str, Any]:
    topics = [
        {
            "topic": one.topic,
            "mastery": round(one.now, 4),
            "course": [round(share, 4) for share in one.course],
            "questions": one.questions,
        }
        for one in mastery
    ]
    checkpoints = [
        {
            "id": one.checkpoint.id,
            "title": one.checkpoint.title,
            "state": one.state,
            "by_hand": one.checkpoint.by_hand,
            "shown": one.shown,
            "missing": one.missing,
        }
        for one in standings
    ]
    return {"format": 1, "topics": topics, "checkpoints": checkpoints}
