"""Drawing: deterministic, without repeats, fresh before seen; met wherever it can be, and else told what is lacking."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest
from bank_builder import exam_file, numeric, single, topic_file
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dlexam.bank.draw import draw_paper
from dlexam.bank.library import Library
from dlexam.bank.models import Blueprint
from dlexam.bank.paper import Paper
from dlexam.bank.similar import near, words
from dlexam.errors import DlexamError

TOPICS = ("alpha", "beta", "gamma")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Three topics of 12 questions: 4 of each level, half numeric; two in each topic are near-repeats."""
    root = tmp_path_factory.mktemp("bank")
    for topic in TOPICS:
        made = []
        for n in range(12):
            make = numeric if n % 2 else single
            made.append(make(f"{topic}-{'abcdefghijkl'[n] * 3}", level=1 + n % 3))
        made[11]["prompt"] = made[8]["prompt"].replace("?", " 17?")
        topic_file(root, topic, made)
    return Library.open([root])


def _blueprint(*sections: dict[str, Any]) -> Blueprint:
    made = [{"id": f"s{n}", "title": "S", **section} for n, section in enumerate(sections)]
    facts = {"format": 1, "id": "x", "title": "X", "about": "x", "minutes": 9}
    return msgspec.convert({**facts, "sections": made}, Blueprint)


def _ids(paper: Paper) -> list[str]:
    return [item.id for item in paper.items]


STRATIFIED = _blueprint(
    {"take": 9, "levels": {1: 4, 2: 3, 3: 2}}, {"questions": ["beta-aaa"], "take": 3, "kinds": ["numeric"]}
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**63))
def test_a_draw_meets_its_blueprint_and_never_repeats(library: Library, seed: int) -> None:
    paper = draw_paper(STRATIFIED, library, seed)
    first, second = paper.sections
    assert Counter(item.level for item in first.items) == {1: 4, 2: 3, 3: 2}
    assert set(Counter(item.topic for item in first.items).values()) == {3}
    assert second.items[0].id == "beta-aaa"
    assert {item.kind for item in second.items[1:]} == {"numeric"}
    assert [item.number for item in paper.items] == list(range(1, 14))
    compared = [words(library.question(id)) for id in _ids(paper)]
    assert not any(near(a, b) for n, a in enumerate(compared) for b in compared[:n])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(seed=st.integers(0, 2**63))
def test_seed_and_bank_decide_the_paper(library: Library, seed: int) -> None:
    assert draw_paper(STRATIFIED, library, seed) == draw_paper(STRATIFIED, library, seed)


def test_other_seeds_give_other_papers(library: Library) -> None:
    assert len({tuple(_ids(draw_paper(STRATIFIED, library, seed))) for seed in range(20)}) == 20


def test_the_order_of_the_files_decides_nothing(tmp_path: Path) -> None:
    questions = [numeric(f"q-{letter * 3}") for letter in "abcdefgh"]
    topic_file(tmp_path / "one", "t", questions)
    topic_file(tmp_path / "two", "t", list(reversed(questions)))
    papers = [draw_paper(_blueprint({"take": 4}), Library.open([tmp_path / name]), 5) for name in ("one", "two")]
    assert _ids(papers[0]) == _ids(papers[1])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(seed=st.integers(0, 2**63), times=st.integers(1, 9))
def test_what_was_never_seen_comes_before_what_was(library: Library, seed: int, times: int) -> None:
    blueprint = _blueprint({"take": 9})
    seen = dict.fromkeys(_ids(draw_paper(blueprint, library, seed)), times)
    again = _ids(draw_paper(blueprint, library, seed + 1, seen))
    assert not set(again) & set(seen)


def test_what_was_seen_once_comes_before_what_was_seen_twice(library: Library) -> None:
    every = [each.id for each in library.summaries()]
    seen = {id: 1 if id.startswith("beta") else 2 for id in every}
    assert all(id.startswith("beta") for id in _ids(draw_paper(_blueprint({"take": 6}), library, 3, seen)))


def test_a_narrow_section_is_served_before_a_wide_one_takes_its_questions(library: Library) -> None:
    blueprint = _blueprint({"take": 28}, {"take": 4, "topics": ["alpha"], "levels": {1: 4}})
    for seed in range(10):
        paper = draw_paper(blueprint, library, seed)
        assert {(item.topic, item.level) for item in paper.sections[1].items} == {("alpha", 1)}


def test_choices_that_stand_in_the_way_are_exchanged(tmp_path: Path) -> None:
    """Three sections that can only be met in one way: each greedy order but one fails."""
    topic_file(tmp_path, "a", [numeric("a-one"), single("a-two")])
    topic_file(tmp_path, "b", [numeric("b-one"), single("b-two")])
    blueprint = _blueprint(
        {"take": 2, "kinds": ["numeric", "single"], "topics": ["a", "b"]},
        {"take": 1, "kinds": ["numeric"]},
        {"take": 1, "topics": ["a"]},
    )
    library = Library.open([tmp_path])
    for seed in range(30):
        paper = draw_paper(blueprint, library, seed)
        assert len(set(_ids(paper))) == 4
        assert paper.sections[1].items[0].kind == "numeric"
        assert paper.sections[2].items[0].topic == "a"


def test_a_near_repeat_of_a_fixed_question_is_not_drawn(tmp_path: Path) -> None:
    prompt = "How many rows has a {0}×{0} image after a stride of two?"
    twins = [numeric(f"twin-{n}", prompt=prompt.format(n)) for n in (7, 8, 9)]
    topic_file(tmp_path, "t", [*twins, numeric("other")])
    library = Library.open([tmp_path])
    assert _ids(draw_paper(_blueprint({"questions": ["twin-7"], "take": 1}), library, 0)) == ["twin-7", "other"]
    with pytest.raises(DlexamError, match="section “s0” needs 2, of the bank's 4, 1 can be placed without a repeat"):
        draw_paper(_blueprint({"questions": ["twin-7"], "take": 2}), library, 0)


def test_what_is_lacking_is_said_for_every_section_at_once(library: Library) -> None:
    blueprint = _blueprint(
        {"take": 2}, {"take": 9, "topics": ["alpha"], "levels": {3: 9}}, {"take": 1, "kinds": ["design"]}
    )
    with pytest.raises(DlexamError) as caught:
        draw_paper(blueprint, library, 0)
    assert caught.value.message == (
        "The exam “x” can't be made: section “s1” needs 9 of level 3, topic alpha, the bank has 4; "
        "section “s2” needs 1 of kind design, the bank has 0."
    )


def test_a_blueprint_that_contradicts_itself_is_refused(library: Library) -> None:
    with pytest.raises(DlexamError, match="takes 5, but its levels add up to 4"):
        draw_paper(_blueprint({"take": 5, "levels": {1: 4}}), library, 0)
    with pytest.raises(DlexamError, match="asks “beta-aaa” twice"):
        draw_paper(_blueprint({"questions": ["beta-aaa"]}, {"questions": ["beta-aaa"]}), library, 0)
    with pytest.raises(DlexamError, match="no question “beta-aaaa”") as caught:
        draw_paper(_blueprint({"questions": ["beta-aaaa"]}), library, 0)
    assert caught.value.hint == "did you mean beta-aaa?"


def test_a_paper_says_what_it_was_drawn_from(library: Library, tmp_path: Path) -> None:
    exam_file(tmp_path, "quiz", [{"id": "a", "title": "A", "questions": ["alpha-aaa"], "points": 2.5}], pass_mark=60)
    both = Library.open([tmp_path, *library.folders])
    paper = draw_paper(both.blueprint("quiz"), both, 7)
    assert (paper.exam, paper.seed, paper.bank, paper.pass_mark) == ("quiz", 7, both.fingerprint, 60)
    assert paper.points == 2.5
