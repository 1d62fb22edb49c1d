"""Questions, papers and clocks that tests make by hand; what a test doesn't say is the same everywhere."""

from __future__ import annotations

from typing import Any

from dlexam.bank.paper import Item, Paper, PaperSection
from dlexam.exam.clock import Sources


def question(number: int, kind: str, key: Any, **fields: Any) -> Item:
    """A question of this kind with this key."""
    usual: dict[str, Any] = {
        "id": f"question-{number}", "topic": "basics", "level": 1, "minutes": 1.0, "points": 1.0, "source": ("test",),
        "references": (), "prompt": "What is it?", "explain": "It is what it is.",
    }  # fmt: skip
    return Item(number=number, kind=kind, key=key, **(usual | fields))


def section(id: str, title: str, *items: Item, minutes: float | None = None) -> PaperSection:
    """A part of a paper."""
    return PaperSection(id=id, title=title, minutes=minutes, items=items)


def paper_of(*sections: PaperSection, **fields: Any) -> Paper:
    """A paper of these sections."""
    usual: dict[str, Any] = {
        "exam": "trial", "title": "Trial exam", "about": "", "minutes": 60.0, "pass_mark": 70.0, "seed": 7,
        "bank": "none",
    }  # fmt: skip
    return Paper(sections=sections, **(usual | fields))


class Clocks:
    """Clocks that a test turns by hand: `pass_time` moves all, the others one."""

    def __init__(self, wall: float = 1_000_000.0, boottime: float = 500.0, boot: str = "first") -> None:
        self.wall, self.boottime, self.boot = wall, boottime, boot
        self.sources = Sources(lambda: self.wall, lambda: self.boottime, lambda: self.boot)

    def pass_time(self, seconds: float) -> None:
        self.wall += seconds
        self.boottime += seconds

    def set_wall(self, seconds: float) -> None:
        """Someone sets the wall clock, forward or back."""
        self.wall += seconds

    def reboot(self, away: float) -> None:
        """The machine goes down and comes up this many seconds later."""
        self.wall += away
        self.boottime = 10.0
        self.boot += "+"
