"""The exams that the syllabus names are made of what it says, and shut the key to nothing else while they are open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dlexam import paths
from dlexam.bank.draw import draw_paper
from dlexam.bank.library import Library
from dlexam.bank.paper import ChallengeKey, Paper
from dlexam.errors import DlexamError
from dlexam.exam import guard
from dlexam.exam.sitting import Sitting
from dlexam.exam.store import Store

LIBRARY = Library.open([paths.shipped()])
CLOSED = {"single", "multi", "numeric", "short", "order", "match"}
FIXED = {
    "interview-guide": (
        75,
        """why-nonlinear vanishing-gradient why-dropout-works batchnorm-or-layernorm one-by-one-conv why-resnet-works
        different-image-sizes lstm-gradient-flow bidirectional-rnn cheaper-attention encoder-decoder-attention
        choose-batch-size model-not-learning scaled-dot-product-attention""",
    ),
    "deep-learning-notes": (
        45,
        """why-nonlinear backprop-step-by-step batchnorm-or-layernorm why-resnet-works cross-entropy-logits
        softmax-twice when-to-fine-tune mode-collapse""",
    ),
}
PARTS = {
    "networks": {"dense-layers", "network", "gradient-check", "losses-from-scratch"},
    "training": {
        "weight-init", "batchnorm-layer", "dropout-layer", "optimizers", "lr-schedules", "mixed-precision",
        "train-one-epoch",
    },
    "convolution": {"conv2d", "conv2d-backward", "max-pool2d"},
    "recurrence": {"rnn-from-scratch", "lstm-from-scratch"},
    "attention": {
        "scaled-dot-product-attention", "multi-head-attention", "positional-encoding", "transformer-block",
    },
    "generative": {"vae", "gan-step"},
}  # fmt: skip


def _drawn(exam: str, seed: int) -> Paper:
    return draw_paper(LIBRARY.blueprint(exam), LIBRARY, seed)


@pytest.mark.parametrize("exam", FIXED)
def test_a_fixed_exam_asks_just_what_the_syllabus_lists(exam: str) -> None:
    minutes, ids = FIXED[exam]
    made = _drawn(exam, 1)
    assert [item.id for item in made.items] == ids.split()
    assert (made.minutes, made.pass_mark) == (minutes, 70)


@pytest.mark.parametrize("exam", [each.id for each in LIBRARY.blueprints()])
def test_the_minutes_advised_fit_into_the_exam(exam: str) -> None:
    blueprint = LIBRARY.blueprint(exam)
    assert sum(section.minutes or 0 for section in blueprint.sections) <= blueprint.minutes


@pytest.mark.parametrize("seed", range(12))
def test_phase_5_asks_every_topic_and_one_challenge_of_each_part(seed: int) -> None:
    short, open_, *code = _drawn("phase-5", seed).sections
    with_closed = {each.topic for each in LIBRARY.summaries() if each.kind in CLOSED}
    assert len(short.items) == len(with_closed)
    assert {item.topic for item in short.items} == with_closed
    assert len({item.topic for item in open_.items}) == 3
    assert [section.id for section in code] == list(PARTS)
    for section in code:
        (item,) = section.items
        assert isinstance(item.key, ChallengeKey)
        assert item.key.challenge in PARTS[section.id]


def test_each_challenge_of_each_part_can_be_drawn_and_exists() -> None:
    papers = [_drawn("phase-5", seed) for seed in range(60)]
    for part, wanted in PARTS.items():
        sections = [section for paper in papers for section in paper.sections if section.id == part]
        assert {section.items[0].key.challenge for section in sections} == wanted  # type: ignore[union-attr]
        assert all((paths.shipped() / "challenges" / challenge / "cases.py").is_file() for challenge in wanted)


@pytest.mark.parametrize("seed", range(12))
def test_a_mock_interview_is_eight_open_questions_of_eight_topics(seed: int) -> None:
    items = _drawn("mock-interview", seed).items
    assert len({item.topic for item in items}) == 8
    assert {item.kind for item in items} == {"open"}


@pytest.fixture
def sat(tmp_path: Path) -> Iterator[tuple[Path, Paper]]:
    """A home in which phase-5 is open, and its paper."""
    with Store(tmp_path) as store:
        sitting = Sitting.start(store, _drawn("phase-5", 3))
        yield tmp_path, sitting.paper


def test_while_phase_5_is_open_only_what_it_asks_is_shut(sat: tuple[Path, Paper]) -> None:
    home, paper = sat
    asked = {item.id for item in paper.items}
    graded = {item.key.challenge for item in paper.items if isinstance(item.key, ChallengeKey)}
    now = guard.closed(home)
    assert now
    assert now.questions == asked
    assert guard.closed_challenges(home) == graded
    assert len(graded) == 6
    for id in asked:
        with pytest.raises(DlexamError, match="closed while your exam is open"):
            guard.refuse_question(home, id, "the key")
    for each in LIBRARY.summaries():
        if each.id not in asked:
            guard.refuse_question(home, each.id, "the key")
    for challenge in set().union(*PARTS.values()) - graded:
        guard.refuse_challenge(home, challenge, "a hint")
