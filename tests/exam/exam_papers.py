"""Papers, clocks and small helpers for the exam tests (and for the processes that they start)."""

from __future__ import annotations

from dlexam.bank.paper import (
    ChallengeKey,
    Criterion,
    Item,
    LettersKey,
    NumberKey,
    Option,
    Paper,
    PaperSection,
    RubricKey,
)
from dlexam.exam.clock import Sources

KEYS = {
    "single": LettersKey(letters=("b",), why={"a": "no", "b": "yes"}),
    "numeric": NumberKey(value=0.25, tolerance=0.0),
    "open": RubricKey(
        points=(Criterion(id="vanish", says="Gradients vanish.", when=("gradient* & vanish*",), marks=1.0),),
        pitfalls=(),
        full=1.0,
        answer="The gradients vanish.",
    ),
    "code": ChallengeKey(challenge="swish"),
}


def item(number: int, kind: str = "single", topic: str = "basics", points: float = 1.0, id: str | None = None) -> Item:
    """A question of this kind."""
    return Item(
        number=number,
        id=id or f"question-{number}",
        kind=kind,
        topic=topic,
        level=1,
        minutes=1.0,
        points=points,
        source=("test",),
        references=(),
        prompt="What is it?",
        explain="It is what it is.",
        key=KEYS[kind],
        options=(Option("a", "this"), Option("b", "that")) if kind == "single" else (),
    )


def paper(*items: Item, minutes: float = 60.0, pass_mark: float = 70.0) -> Paper:
    """A paper of one section; without items: single, numeric, open, code."""
    chosen = items or tuple(item(number, kind) for number, kind in enumerate(KEYS, start=1))
    section = PaperSection(id="all", title="All of it", minutes=None, items=chosen)
    return Paper(
        exam="trial",
        title="Trial exam",
        about="",
        minutes=minutes,
        pass_mark=pass_mark,
        seed=7,
        bank="none",
        sections=(section,),
    )


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
