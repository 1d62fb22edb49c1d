"""Code questions in line mode: the statement, the starter file, handing in."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from dlexam.bank.paper import ChallengeKey, Item
from dlexam.errors import DlexamError
from dlexam.exam import workspace
from dlexam.ui import handin

if TYPE_CHECKING:
    from dlexam.grading.challenge import Challenge
    from dlexam.ui.plain.room import Room


def show(room: Room, item: Item) -> None:
    """The challenge's statement, and what has been handed in."""
    from dlexam.ui.render.prose import Prose

    try:
        challenge = _challenge(room)
    except DlexamError as error:  # moved or edited since: the sitting goes on
        room.tell(error)
        return
    room.screen.say()
    room.screen.show(Prose(challenge.text("statement.md")))
    handed = room.sitting.state.submissions.get(item.number)
    if handed:
        room.screen.say()
        room.screen.say(f"Handed in: {handin.in_short(handed)}. Another file replaces it.", "cyan")


def start(room: Room, rest: str) -> None:
    """`:start [DIR]`: write the starter."""
    file = handin.write_starter(_challenge(room), Path(_path(rest) or "."), room.sitting.store.home)
    room.screen.line(f"Wrote {file}")
    room.screen.line(f"When it is done: :submit {shlex.quote(str(file))}")


def submit(room: Room, rest: str) -> None:
    """`:submit FILE`: store the source, then show how it does on the public cases."""
    if not _path(rest):
        raise DlexamError("Which file?", ":submit FILE")
    item, file = room.item, Path(_path(rest)).expanduser()
    challenge = _challenge_id(item)
    source = handin.read_source(file)
    workspace.remember(room.sitting.store.home, challenge, file)
    try:
        with room.interrupts.allowed():
            handin.hand_in(
                room.sitting, item.number, file.name, source, room.folders, room.screen, room.interrupts.held
            )
    except KeyboardInterrupt:
        room.screen.say(f"Stopped. {file.name} is handed in for {challenge}; the public cases were not run to the end.")


def _challenge(room: Room) -> Challenge:
    from dlexam.grading.challenge import load

    return load(_challenge_id(room.item), room.folders)


def _challenge_id(item: Item) -> str:
    if not isinstance(item.key, ChallengeKey):
        raise DlexamError("This question takes no code.", "type the answer here")
    return item.key.challenge


def _path(rest: str) -> str:
    """The path as typed: quotes and escaped spaces as in a shell, a lone quote as itself."""
    try:
        return " ".join(shlex.split(rest))
    except ValueError:
        return rest
