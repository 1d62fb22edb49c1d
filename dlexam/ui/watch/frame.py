"""A desk as the lines of a screen, for any size: head, cases, the explanation of one of them, the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from dlexam.ui.render.grading import points_of, room_for_points, sign_of
from dlexam.ui.render.results import earned_of
from dlexam.ui.render.safe import safe, safe_line
from dlexam.ui.watch.desk import FAILING, PASSING, Desk, Row

if TYPE_CHECKING:
    from rich.console import Console

    from dlexam.grading.verdicts import FileResult
    from dlexam.ui.asked import Asked

_KEYS = "q quit · ↑↓ 1-9 case · Enter all of it · h hint · r new seed · s keep seed"
_PAGE_KEYS = "q quit · ↑↓ scroll · Enter back"
_CHANGES = {PASSING: "green", FAILING: "bold red", "": ""}


def lines(desk: Desk, asked: Asked, console: Console, width: int, height: int) -> list[str]:
    """At most `height` lines, none wider than `width`, ready to be written. Scrolls the desk back into its text."""
    console.width = width
    top = [_one(part, console) for part in head(desk, asked)]
    foot = [_one(Text(_PAGE_KEYS if desk.page else _KEYS, style="dim"), console)]
    room = max(0, height - len(top) - len(foot))
    told = _block(explanation(desk, asked), console)
    if desk.page:
        desk.top = max(0, min(desk.top, len(told) - room + 1))
        body = ["", *told[desk.top :]][:room]
    else:
        body = _body(desk, told, console, room)
    return [*top, *body, *[""] * (room - len(body)), *foot][:height]


def head(desk: Desk, asked: Asked) -> list[Text]:
    """Three lines that are always there, so that nothing jumps: the verdict, the facts, what goes on."""
    status = Text(f"{desk.status}  " if desk.status else "", style="dim")
    status.append(safe_line(desk.told), style="not dim yellow")
    if desk.result is None:
        return [Text(f"{asked.challenge.id}: {safe_line(asked.files[0])}", style="bold"), Text(), status]
    result = desk.result
    sign, style = sign_of(result.verdict)
    verdict = Text(f"{sign} {safe_line(result.submission)}: {result.verdict.value}", style=f"bold {style}")
    worth = f"  {earned_of(result.points, result.max_points)} of {asked.challenge.id}"
    return [verdict.append(worth, style="not bold default"), _facts(desk, result), status]


def _facts(desk: Desk, result: FileResult) -> Text:
    """What changed, which matters most, then time and seed."""
    facts = Text(f"  {desk.changed()} · " if desk.changed() else "  ", style="bold")
    kept = ", kept" if desk.kept_seed is not None else ""
    facts.append(f"{result.seconds:.2f} s, {desk.when}, seed {result.seed}{kept}", style="not bold dim")
    if result.isolation != "full" and result.cases:
        facts.append(f", isolation {result.isolation}", style="not bold yellow")
    return facts


def _body(desk: Desk, told: list[str], console: Console, room: int) -> list[str]:
    """The cases and the explanation below: each gets what it needs, or half of the room where both need more."""
    for_rows = min(len(desk.rows) + 1, max(room // 2, room - len(told) - 1))
    listed = _window(desk, console, for_rows - 1)
    left = room - len(listed) - 2
    if len(told) > left:
        told = [*told[: max(0, left - 1)], _one(Text("… Enter shows all of it", style="dim"), console)]
    return ["", *listed, "", *told][:room]


def _window(desk: Desk, console: Console, room: int) -> list[str]:
    """As many cases as there is room for, the one that is looked at among them."""
    if room < 1:
        return []
    return [_one(line, console) for line in cases(desk, console.width, room)]


def cases(desk: Desk, width: int, room: int) -> list[Text]:
    """At most `room` of the cases, a line each, the one that is looked at among them."""
    first = max(0, min(desk.at - room // 2, len(desk.rows) - room))
    shown = range(first, min(first + room, len(desk.rows)))
    worth = room_for_points(row.case for row in desk.rows)
    return [_row(desk.rows[place], place == desk.at, width, worth) for place in shown]


def _row(row: Row, looked_at: bool, width: int, room: int) -> Text:
    case = row.case
    sign, style = sign_of(case.verdict)
    line = Text(f"{'>' if looked_at else ' '}{row.number or '':>2} ", style="bold" if looked_at else "")
    line.append(f"{sign} {case.verdict.value:<13} ", style=style)
    line.append(f"{points_of(case):<{room}} ")
    where = f" ({case.device})" if "," not in case.device else ""
    title = Text(f"{safe_line(case.title)}{where}")
    title.truncate(max(0, width - line.cell_len - len(row.change) - 2), overflow="ellipsis", pad=bool(row.change))
    return line.append_text(title).append(f"  {row.change}" if row.change else "", style=_CHANGES[row.change])


def explanation(desk: Desk, asked: Asked) -> RenderableType:
    """What is told below: a hint that was asked for, else what is wrong with the case that is looked at."""
    from dlexam.ui.render.challenges import hint

    if desk.hinting:
        return hint(asked.challenge, desk.hint)
    if desk.result is None:
        return Text()
    case, parts = desk.looked_at, list[RenderableType]()
    if desk.result.message:
        return Text(safe(desk.result.message))
    if case is None or not desk.rows[desk.at].number:
        return Text("Every case passed." if desk.result.passed else "")
    parts.append(Text(safe_line(f"{case.title} ({case.device})"), style="bold"))
    if case.message:
        parts.append(Text(safe(case.message)))
    if case.hint:
        parts.append(Text(f"Hint: {safe(case.hint)}", style="cyan"))
    return Group(*parts)


def _one(text: Text, console: Console) -> str:
    """One line, cut where the screen ends."""
    text.no_wrap, text.overflow = True, "ellipsis"
    return (_block(text, console) or [""])[0]


def _block(thing: RenderableType, console: Console) -> list[str]:
    with console.capture() as captured:
        console.print(thing)
    return [line.rstrip() for line in captured.get().splitlines()]
