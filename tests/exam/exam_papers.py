"""The questions and papers of the exam tests (and of the processes that they start)."""

from __future__ import annotations

from papers import paper_of, question, section

from dlexam.bank.paper import ChallengeKey, Criterion, Item, LettersKey, NumberKey, Option, Paper, RubricKey

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
    options = (Option("a", "this"), Option("b", "that")) if kind == "single" else ()
    name = id or f"question-{number}"
    return question(number, kind, KEYS[kind], id=name, topic=topic, points=points, options=options)


def paper(*items: Item, minutes: float = 60.0, pass_mark: float = 70.0) -> Paper:
    """A paper of one section; without items: single, numeric, open, code."""
    chosen = items or tuple(item(number, kind) for number, kind in enumerate(KEYS, start=1))
    return paper_of(section("all", "All of it", *chosen), minutes=minutes, pass_mark=pass_mark)
