"""What a question and a blueprint are, as written in YAML: one frozen struct per kind, unknown keys forbidden.

The structs are the schema: loading, lint and the shipped JSON Schema are all derived from them.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

Identifier = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="kebab-case, stable for ever")]
Level = Annotated[int, Meta(ge=1, le=3, description="1 recall, 2 understand, 3 apply or derive")]
Text = Annotated[str, Meta(min_length=1)]
Scalar = int | float | str
Domain = Scalar | Annotated[list[Scalar], Meta(min_length=1)]  # "28..64", [3, 5, 7] or a formula over earlier values

KINDS = ("single", "multi", "numeric", "short", "order", "match", "open", "design", "code")


class Question(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """What every kind has. Text fields may hold `{expression}` over the drawn values; `{{` is a brace."""

    id: Identifier
    topic: Identifier
    level: Level
    minutes: Annotated[float, Meta(gt=0, le=120)]
    source: Annotated[list[Text], Meta(min_length=1, description="syllabus items")]
    prompt: Text
    explain: Text
    references: list[Text] = []
    draw: dict[str, Domain] = {}
    where: str | None = None
    proof: str | None = None


class Choice(Question, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Shared by single and multi: `choices` by letter, and why each is right or wrong."""

    choices: Annotated[dict[str, Text], Meta(min_length=2)]
    why: dict[str, Text]
    shuffle: bool = True


class Single(Choice, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="single"):
    """Exactly one choice is right."""

    answer: str


class Multi(Choice, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="multi"):
    """Every right choice is to be ticked, and no other."""

    answer: Annotated[list[str], Meta(min_length=1)]


class Numeric(Question, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="numeric"):
    """A number: `answer` is a number or a formula; `tolerance` is absolute, or relative as "1%"."""

    answer: Scalar
    tolerance: Scalar = 0
    unit: str | None = None


class Short(Question, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="short"):
    """A word or a line: every accepted wording, compared without regard to case, spaces and notation."""

    answer: Annotated[list[Text], Meta(min_length=1)]


class Order(Question, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="order"):
    """`items` in the right order; the learner sees them shuffled."""

    items: Annotated[list[Text], Meta(min_length=3)]


class Match(Question, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="match"):
    """`pairs` of left and right; `extra` are right-hand sides that match nothing."""

    pairs: Annotated[list[Annotated[list[Text], Meta(min_length=2, max_length=2)]], Meta(min_length=2)]
    extra: list[Text] = []


class Point(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that a full answer says, and how it is recognised (patterns of `marking.patterns`)."""

    id: Identifier
    says: Text
    when: Annotated[list[Text], Meta(min_length=1)]
    marks: Annotated[float, Meta(gt=0)] = 1.0
    optional: bool = False


class Pitfall(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A statement that is wrong; an answer that makes it loses the point it `denies` (or one mark, if none)."""

    says: Text
    when: Annotated[list[Text], Meta(min_length=1)]
    because: Text
    denies: Identifier | None = None


class Rubric(Question, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Shared by open and design: points, the marks that make a complete answer, a model answer, pitfalls."""

    points: Annotated[list[Point], Meta(min_length=1)]
    answer: Text
    full: Annotated[float, Meta(gt=0)] | None = None  # default: all marks of the points that aren't optional
    pitfalls: list[Pitfall] = []
    terse: bool = False  # a bare list of names is a fair answer ("name three ...")


class Open(Rubric, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="open"):
    """Answered in a few sentences."""


class Design(Rubric, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="design"):
    """Answered at length."""


class Code(Question, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="code"):
    """Answered by handing in a solution of a coding challenge."""

    challenge: Identifier


AnyQuestion = Single | Multi | Numeric | Short | Order | Match | Open | Design | Code


class TopicFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of `question_bank/topics/`. A question's `topic` defaults to the file's."""

    format: Literal[1]
    topic: Identifier
    title: Text
    questions: list[AnyQuestion]


class Section(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of an exam: fixed `questions`, or `take` questions drawn by topics, kinds and levels."""

    id: Identifier
    title: Text
    questions: list[Identifier] = []
    take: Annotated[int, Meta(ge=1)] | None = None
    topics: list[Identifier] = []  # empty: any
    kinds: list[Literal["single", "multi", "numeric", "short", "order", "match", "open", "design", "code"]] = []
    levels: dict[Level, Annotated[int, Meta(ge=0)]] = {}  # how many of each level; sums to `take`
    prefer_weak: bool = False  # topics in which the learner has lost points come sooner
    points: Annotated[float, Meta(gt=0)] = 1.0  # for each question
    minutes: Annotated[float, Meta(gt=0)] | None = None  # advice, not a limit


class Blueprint(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How an exam is made of questions: one file of `question_bank/exams/`."""

    format: Literal[1]
    id: Identifier
    title: Text
    about: Text
    minutes: Annotated[float, Meta(gt=0, le=600)]
    sections: Annotated[list[Section], Meta(min_length=1)]
    pass_mark: Annotated[float, Meta(gt=0, le=100)] = 70.0  # per cent

    @property
    def size(self) -> int:
        """How many questions a paper of this exam has."""
        return sum(len(section.questions) + (section.take or 0) for section in self.sections)
