"""A paper: one sitting's frozen draw. It holds all that asking, marking and reviewing need, so that a later edit of
the bank changes nothing about a session that has begun."""

from __future__ import annotations

from msgspec import Struct


class Option(Struct, frozen=True):
    """A choice, an item to order, or a right-hand side, as displayed: its letter and its text."""

    label: str
    text: str


class Criterion(Struct, frozen=True, kw_only=True):
    """A rubric point, frozen (see `bank.models.Point`)."""

    id: str
    says: str
    when: tuple[str, ...]
    marks: float
    optional: bool = False


class Trap(Struct, frozen=True, kw_only=True):
    """A pitfall, frozen (see `bank.models.Pitfall`)."""

    says: str
    when: tuple[str, ...]
    because: str
    denies: str | None = None


class RubricKey(Struct, frozen=True, kw_only=True, tag="rubric"):
    """Key of open and design: `full` marks make a complete answer; `answer` is the model answer."""

    points: tuple[Criterion, ...]
    pitfalls: tuple[Trap, ...]
    full: float
    answer: str
    terse: bool = False


class LettersKey(Struct, frozen=True, kw_only=True, tag="letters"):
    """Key of single, multi (set), order (sequence) and match (one letter a row, top to bottom): displayed labels."""

    letters: tuple[str, ...]
    why: dict[str, str] = {}


class NumberKey(Struct, frozen=True, kw_only=True, tag="number"):
    """Key of numeric: right when abs(given - value) <= tolerance (absolute, already worked out)."""

    value: float
    tolerance: float
    unit: str | None = None


class TextKey(Struct, frozen=True, kw_only=True, tag="text"):
    """Key of short: any of `accepted`; the first is the one that is shown."""

    accepted: tuple[str, ...]


class ChallengeKey(Struct, frozen=True, kw_only=True, tag="challenge"):
    """Key of code: the challenge that judges it, and what its files were when the sitting began ("": not known)."""

    challenge: str
    fingerprint: str = ""


Key = RubricKey | LettersKey | NumberKey | TextKey | ChallengeKey


class Item(Struct, frozen=True, kw_only=True):
    """One question of a paper with its values filled in, ready to be asked and marked. `number` counts from 1."""

    number: int
    id: str
    kind: str
    topic: str
    level: int
    minutes: float
    points: float
    source: tuple[str, ...]
    references: tuple[str, ...]
    prompt: str
    explain: str
    key: Key
    options: tuple[Option, ...] = ()  # single, multi, order, match
    rows: tuple[str, ...] = ()  # match: the left-hand sides
    values: dict[str, float | int | str] = {}  # parametric: what was drawn


class PaperSection(Struct, frozen=True, kw_only=True):
    """A section of a paper: its items in the order asked."""

    id: str
    title: str
    minutes: float | None
    items: tuple[Item, ...]


class Paper(Struct, frozen=True, kw_only=True):
    """What one sitting asks. `bank` is the fingerprint of the bank it was drawn from."""

    exam: str
    title: str
    about: str
    minutes: float
    pass_mark: float
    seed: int
    bank: str
    sections: tuple[PaperSection, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """All items, in the order asked; `items[n - 1].number == n`."""
        return tuple(item for section in self.sections for item in section.items)

    @property
    def points(self) -> float:
        """The most that can be earned."""
        return sum(item.points for item in self.items)

    def item(self, number: int) -> Item:
        """The item with this number, from 1. IndexError if there is none."""
        if number < 1:
            raise IndexError(number)
        return self.items[number - 1]
