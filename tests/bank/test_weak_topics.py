"""A section that prefers weak topics draws them sooner, without giving up what holds for every draw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from bank_builder import exam_file, numeric, topic_file

from dlexam.bank.draw import draw_paper
from dlexam.bank.library import Library
from dlexam.bank.models import Blueprint
from dlexam.linting.lint import lint

TOPICS = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta")
ALPHA_IS_WEAK = {topic: 1.0 if topic == "alpha" else 0.0 for topic in TOPICS}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Six topics of three questions each."""
    root = tmp_path_factory.mktemp("bank")
    for topic in TOPICS:
        topic_file(root, topic, [numeric(f"{topic}-{letter * 3}") for letter in "abc"])
    return Library.open([root])


def _blueprint(**section: Any) -> Blueprint:
    made = [{"id": "s", "title": "S", "take": 1, "prefer_weak": True, **section}]
    facts = {"format": 1, "id": "x", "title": "X", "about": "x", "minutes": 9}
    return msgspec.convert({**facts, "sections": made}, Blueprint)


def _topics(library: Library, weakness: Mapping[str, float], seeds: int = 300, **section: Any) -> Counter[str]:
    """How often each topic is drawn."""
    papers = [draw_paper(_blueprint(**section), library, seed, {}, weakness) for seed in range(seeds)]
    return Counter(item.topic for paper in papers for item in paper.items)


def test_a_weak_topic_is_drawn_more_often_and_no_other_is_shut_out(library: Library) -> None:
    drawn = _topics(library, ALPHA_IS_WEAK)
    assert 0.5 < drawn["alpha"] / 300 < 0.72  # a rate of 8 against five of 1: 8/13
    assert min(drawn[topic] for topic in TOPICS) > 5


def test_of_two_topics_the_weaker_comes_sooner(library: Library) -> None:
    drawn = _topics(library, {"alpha": 0.9, "beta": 0.5, "gamma": 0.1, "delta": 0.1, "epsilon": 0.1, "zeta": 0.1})
    assert drawn["alpha"] > drawn["beta"] > max(drawn[topic] for topic in TOPICS[2:])


def test_a_topic_never_asked_stands_between_a_strong_and_a_weak_one(library: Library) -> None:
    known = {"alpha": 1.0, "gamma": 0.0}
    drawn = _topics(library, known)
    assert drawn["alpha"] > drawn["beta"] > drawn["gamma"]


def test_other_sections_take_no_notice(library: Library) -> None:
    plain = _blueprint(take=4, prefer_weak=False)
    for seed in range(20):
        assert draw_paper(plain, library, seed, {}, ALPHA_IS_WEAK) == draw_paper(plain, library, seed)


def test_where_all_topics_are_equally_weak_the_draw_is_the_usual_one(library: Library) -> None:
    preferring, plain = _blueprint(take=4), _blueprint(take=4, prefer_weak=False)
    for seed in range(20):
        usual = draw_paper(plain, library, seed).items
        for weakness in (0.0, 0.3, 1.0):
            assert draw_paper(preferring, library, seed, {}, dict.fromkeys(TOPICS, weakness)).items == usual


def test_topics_still_take_turns(library: Library) -> None:
    assert set(_topics(library, ALPHA_IS_WEAK, seeds=20, take=6).values()) == {20}


def test_what_was_never_seen_still_comes_first(library: Library) -> None:
    seen = {f"alpha-{letter * 3}": 1 for letter in "abc"}
    for seed in range(20):
        (item,) = draw_paper(_blueprint(), library, seed, seen, ALPHA_IS_WEAK).items
        assert item.topic != "alpha"


def test_seed_and_standing_decide_the_paper(library: Library) -> None:
    draws = [draw_paper(_blueprint(take=3), library, 7, {}, ALPHA_IS_WEAK) for _ in range(3)]
    assert draws[0] == draws[1] == draws[2]


def test_a_preference_without_a_draw_is_a_fault(tmp_path: Path) -> None:
    topic_file(tmp_path, "alpha", [numeric("one")])
    exam_file(tmp_path, "quiz", [{"id": "a", "title": "A", "questions": ["one"], "prefer_weak": True}])
    assert [fault.code for fault in lint([tmp_path])] == ["no-effect"]
