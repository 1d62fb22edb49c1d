"""A sitting to review, the same at every run: fixed paper and times, two earlier sittings, a grading from the log."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from papers import paper_of, question, section

from dlexam.bank.paper import (
    ChallengeKey,
    Criterion,
    Item,
    LettersKey,
    NumberKey,
    Option,
    RubricKey,
    TextKey,
)
from dlexam.exam import events as ev
from dlexam.exam import finishing
from dlexam.exam.events import AnyEvent
from dlexam.exam.store import Store
from dlexam.grading.verdicts import CaseResult, FileResult, Verdict
from dlexam.ui.tui.context import Context

CONTENT = Path(__file__).parents[1] / "content"  # has the challenge scale-rows
SOURCE = """import numpy as np


def scale_rows(x):
    # one length for all rows
    length = np.linalg.norm(x)
    return x / length
"""


def _item(number: int, kind: str, topic: str, points: float, prompt: str, key: Any, **more: Any) -> Item:
    return question(
        number, kind, key, topic=topic, minutes=2.0, points=points, source=("Lecture 3",),
        references=("A paper, 2017",), prompt=prompt, explain="Since a **gradient** is a product.", **more,
    )  # fmt: skip


_CHOICES = tuple(Option(letter, text) for letter, text in zip("abc", ("Adam", "BatchNorm", "SGD"), strict=True))
_RUBRIC = RubricKey(
    points=(
        Criterion(id="quarter", says="The derivative is at most $1/4$.", when=("derivative & quarter",), marks=1),
        Criterion(id="product", says="One factor per layer is multiplied.", when=("multipl* & layer*",), marks=1),
        Criterion(id="remedy", says="Rectifiers or residual paths help.", when=("rectifier* | residual*",), marks=1),
    ),
    pitfalls=(),
    full=3,
    answer="The derivative is at most a quarter. Backpropagation multiplies one such factor per layer.",
)
_TWO = LettersKey(letters=("a", "c"))
_QUICK = (
    _item(1, "single", "optimizers", 1, "Which keeps **two** moments?", LettersKey(letters=("a",)), options=_CHOICES),
    _item(2, "multi", "optimizers", 2, "Which are optimizers?", _TWO, options=_CHOICES),
    _item(3, "numeric", "activations", 2, "What is $\\sigma'(0)$?", NumberKey(value=0.25, tolerance=0.0)),
    _item(4, "short", "activations", 1, "What turns logits into probabilities?", TextKey(accepted=("softmax",))),
)
_LONG = (
    _item(5, "open", "activations", 6, "Why do gradients vanish in a deep sigmoid network?", _RUBRIC),
    _item(6, "open", "recurrent-networks", 4, "How does an LSTM keep a gradient alive?", _RUBRIC),
    _item(7, "code", "normalisation", 4, "Write `scale_rows`.", ChallengeKey(challenge="scale-rows")),
)
PAPER = paper_of(
    section("quick", "Quick questions", *_QUICK, minutes=10),
    section("long", "Explain and write", *_LONG, minutes=20),
    minutes=30, pass_mark=60,
)  # fmt: skip
ANSWERS = {
    1: "a", 2: "a b", 3: "1/4", 4: "sigmoid",
    5: "The derivative of the sigmoid is at most a quarter, and layers multiply it: each layer adds a factor.",
}  # fmt: skip


def grading(source: str) -> FileResult:
    """What a grader would have said of `SOURCE`."""
    return FileResult(
        challenge="scale-rows", submission="scale_rows.py", passed=False, verdict=Verdict.FAILED, points=2.0,
        max_points=4.0, seed=7, devices=("cpu",), isolation="full", seconds=0.2,
        cases=(
            CaseResult(
                id="shape", title="keeps the shape", device="cpu", verdict=Verdict.PASSED, points=2.0, max_points=2.0,
                message=None, seconds=0.1,
            ),
            CaseResult(
                id="rows", title="scales each row by itself", device="cpu", verdict=Verdict.FAILED, points=0.0,
                max_points=2.0, message="line 6: row 1 has length 0.41, not 1", seconds=0.1,
                hint="Which axis is reduced?",
            ),
        ),
    )  # fmt: skip


def sit(store: Store, answers: dict[int, str], source: str | None = None, marked: bool = True) -> str:
    """A sitting that was handed in after twelve minutes; its session."""
    start = 1_000_000.0 + 10_000 * len(store.sessions())

    def at(kind: Any, elapsed: float, **fields: Any) -> AnyEvent:
        made: AnyEvent = kind(elapsed=elapsed, wall=start + elapsed, **fields)
        return made

    session = store.create([at(ev.Started, 0.0, paper=PAPER, allowed=1800.0, boot="one", boottime=5.0)])
    events = [
        event
        for number, text in answers.items()
        for event in (
            at(ev.Moved, number * 60.0, number=number),
            at(ev.Answered, number * 60.0 + 10 * number, number=number, text=text),
        )
    ]
    if source is not None:
        events.append(
            at(ev.Submitted, 500.0, number=7, challenge="scale-rows", filename="scale_rows.py", source=source)
        )
    if 5 in answers:
        events += [at(ev.Flagged, 510.0, number=5, on=True), at(ev.Jotted, 511.0, number=5, note="Look at the LSTM.")]
    for event in [*events, at(ev.Finished, 720.0, reason="asked")]:
        store.append(session, event)
    if marked:
        mark_with_fake(store, session)
    return session


def mark_with_fake(store: Store, session: str) -> None:
    """Mark all of it; code as `grading` says."""
    assert finishing.mark_all(store, session, lambda challenge, source, filename: grading(source)) == []


def context(home: Path) -> Context:
    """The learner's, with two earlier sittings and one to review: session 3."""
    made = Context(home, (CONTENT,))
    sit(made.store, {**ANSWERS, 4: "softmax"})
    sit(made.store, {1: "a", 2: "a c"})
    sit(made.store, ANSWERS, SOURCE)
    return made
