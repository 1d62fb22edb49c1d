"""Lint names every fault at once, each at its line and column, with a hint where there is a remedy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bank_builder import exam_file, numeric, open_, single, topic_file, write

from dlexam.errors import DlexamError
from dlexam.linting.lint import lint


def _codes(root: Path, **options: Any) -> list[str]:
    return [fault.code for fault in lint([root], **options)]


def _lint(root: Path, *questions: dict[str, Any]) -> list[str]:
    topic_file(root, "t", list(questions))
    return _codes(root)


def _without(made: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in made.items() if key not in keys}


def test_a_good_bank_has_no_fault(tmp_path: Path) -> None:
    drawn = numeric(
        "d", draw={"n": "2..9"}, where="n != 3", prompt="What is {n}²?", answer="n**2", proof="assert answer"
    )
    assert _lint(tmp_path, numeric("a"), single("b"), open_("c"), drawn) == []


def test_faults_are_reported_with_file_line_column_code_and_hint(tmp_path: Path) -> None:
    text = """\
format: 1
topic: t
title: T
questions:
  - id: one
    kind: numeric
    level: 7
    minutes: 1
    source: [tests]
    prompt: One?
    anwser: 1
    explain: So it is.
  - id: two
    kind: single
    level: 1
    minutes: 1
    source: [tests]
    prompt: Two?
    choices: {a: yes, b: no}
    why: {a: right}
    answer: c
    explain: So it is.
"""
    file = write(tmp_path / "topics" / "t.yaml", text)
    found = [(str(fault), fault.hint) for fault in lint([tmp_path])]
    assert found == [
        (f"{file}:5:5: missing-key questions[1] lacks “answer”", None),
        (f"{file}:7:12: wrong-type “level” must be a whole number of at most 3, is 7", None),
        (f"{file}:11:5: unknown-key unknown key “anwser”", "did you mean answer?"),
        (f"{file}:20:5: missing-why two: “why” says nothing of b", "say of every choice why it is right or wrong"),
        (f"{file}:21:13: answer-not-a-choice two: the answer “c” is not among the choices", "the choices are a, b"),
    ]


def test_what_is_wrong_beside_a_plain_fault_is_told_at_once(tmp_path: Path) -> None:
    wrong = single("Not Kebab", answer="e", level=9, minutes=0, source="x", colour="red")
    lonely = single("lonely", answer="e")
    del lonely["source"]
    topic_file(tmp_path, "t", [wrong, lonely, numeric("x", level=9, answer="n +")])
    found = {(fault.code, fault.message.partition(":")[0]) for fault in lint([tmp_path]) if ": " in fault.message}
    assert ("answer-not-a-choice", "Not Kebab") in found
    assert ("answer-not-a-choice", "lonely") in found
    assert ("bad-expression", "x") in found
    assert sum(code == "wrong-type" for code in _codes(tmp_path)) == 5
    assert "unknown-key" in _codes(tmp_path)


def test_a_link_is_judged_where_it_lies(tmp_path: Path) -> None:
    bank, away = tmp_path / "bank", topic_file(tmp_path / "away", "far", [numeric("a", level=9)])
    topic_file(bank, "t", [numeric("good")])
    (bank / "topics" / "g.yaml").symlink_to(tmp_path / "nothing.yaml")
    assert [(fault.file.name, fault.code) for fault in lint([bank])] == [("g.yaml", "unreadable")]
    (bank / "topics" / "g.yaml").unlink()
    (bank / "topics" / "far.yaml").symlink_to(away)
    assert [(fault.file.name, fault.code) for fault in lint([bank])] == [("far.yaml", "wrong-type")]


def test_several_broken_files_are_all_reported(tmp_path: Path) -> None:
    write(tmp_path / "topics" / "a.yaml", "- 1")
    write(tmp_path / "topics" / "b.yaml", "a: [")
    (tmp_path / "topics" / "c.yaml").write_bytes(b"\xff")
    write(tmp_path / "topics" / "d.yaml", "[" * 100_000)
    write(tmp_path / "exams" / "e.yaml", "")
    write(tmp_path / "concepts.yaml", "format: 2\nconcepts: {A: [], b: [1]}")
    assert sorted((fault.file.name, fault.code) for fault in lint([tmp_path])) == [
        ("a.yaml", "wrong-type"),
        ("b.yaml", "yaml-syntax"),
        ("c.yaml", "not-utf-8"),
        ("concepts.yaml", "wrong-type"),
        ("concepts.yaml", "wrong-type"),
        ("concepts.yaml", "wrong-type"),
        ("concepts.yaml", "wrong-type"),
        ("d.yaml", "too-deep"),
        ("e.yaml", "wrong-type"),
    ]


def test_an_id_in_two_files_is_reported_with_the_other_place(tmp_path: Path) -> None:
    first = topic_file(tmp_path, "a", [numeric("same")])
    topic_file(tmp_path, "b", [numeric("same"), numeric("Bad Id")])
    codes = {(fault.code, fault.message) for fault in lint([tmp_path])}
    assert ("duplicate-id", f"the id “same” is taken by {first}:5") in codes
    assert ("wrong-type", "“id” must be kebab-case (small letters, digits, single hyphens), is “Bad Id”") in codes


CHOICES = {"a": "one", "b": "two", "c": "three"}
WHY = dict.fromkeys("abc", "x")
ORDER = _without(numeric("o"), "answer") | {"kind": "order"}
MATCH = _without(numeric("m"), "answer") | {"kind": "match"}


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        (single("s", answer="z"), ["answer-not-a-choice"]),
        (single("s", choices=CHOICES, why={"a": "x", "c": "x", "e": "x"}), ["missing-why", "why-without-choice"]),
        (single("s", choices={**CHOICES, "c": " two "}, why=WHY), ["duplicate-choice"]),
        (single("s", choices={**CHOICES, "c": "All of the above"}, why=WHY), ["refers-to-order"]),
        (single("s", choices={**CHOICES, "c": "All of the above"}, why=WHY, shuffle=False), []),
        (single("s", choices={"A": "x", "b": "y"}, why={"A": "x", "b": "y"}), ["choice-label"]),
        (single("s", prompt="Tick all that apply."), ["single-or-multi"]),
        ({**single("m"), "kind": "multi", "answer": ["a", "a"]}, ["duplicate-answer"]),
        ({**single("m"), "kind": "multi", "answer": ["a", "b", "c", "d"]}, ["all-right"]),
        ({**single("m"), "kind": "multi", "answer": ["a", "x"]}, ["answer-not-a-choice"]),
        ({**ORDER, "items": ["x", "y", "x"]}, ["duplicate-item"]),
        ({**ORDER, "items": [f"item {n}" for n in range(27)]}, ["too-many"]),
        ({**MATCH, "pairs": [["x", "1"], ["x", "2"]]}, ["duplicate-left"]),
        ({**MATCH, "pairs": [["x", "1"], ["y", "2"]], "extra": ["1"]}, ["extra-matches"]),
        ({**MATCH, "pairs": [["x", "1"], ["y", "1"]]}, ["nothing-to-match"]),
        (numeric("n", answer="25%"), ["bad-expression", "bad-expression"]),
        (numeric("n", answer="1 / 0"), ["bad-expression"]),
        (numeric("n", answer="1 / 3"), ["needs-tolerance"]),
        (numeric("n", answer="1 / 3", tolerance="1%"), []),
        (numeric("n", answer="10**400"), ["bad-expression"]),
        (numeric("n", tolerance=-1), ["bad-expression"]),
        (numeric("n", tolerance="lots"), ["bad-expression"]),
        (numeric("n", where="n > 1"), ["where-without-draw"]),
        (numeric("n", prompt="How large is {n}?"), ["unfilled-braces"]),
        (numeric("n", prompt=r"How large is \frac{n}{k}, or {0, 1}?"), []),
        (numeric("n", proof="assert ("), ["bad-proof"]),
    ],
)
def test_what_a_question_says_is_checked(tmp_path: Path, question: dict[str, Any], codes: list[str]) -> None:
    assert _lint(tmp_path, question) == codes


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ({"prompt": "What is {m}?"}, ["undefined-name"]),
        ({"answer": "n + m"}, ["undefined-name"]),
        ({"where": "m > 1"}, ["undefined-name"]),
        ({"tolerance": "m"}, ["undefined-name"]),
        ({"draw": {"n": "k + 1", "k": "1..3"}}, ["undefined-name"]),
        ({"draw": {"n": "1..3", "k": "1..3"}}, ["unused-name"]),
        ({"draw": {"n": "1..3", "k": "1..3"}, "proof": "assert k"}, []),
        ({"draw": {"lambda": "1..3", "n": "1..2"}}, ["bad-name", "unused-name"]),
        ({"draw": {"n": "1.."}}, ["bad-expression"]),
        ({"draw": {"n": "3..1"}}, ["bad-expression"]),
        ({"prompt": "What is {n?"}, ["bad-expression"]),
        ({"prompt": "What is {n:q}?"}, ["bad-expression"]),
        ({"prompt": "What is {n.real}?"}, ["bad-expression"]),
        ({"where": "n > 9"}, ["where-never-met"]),
        ({"draw": {"n": "1..1000"}, "where": "n == 7"}, ["where-rarely-met"]),
        ({"draw": {"n": "0..3"}, "answer": "1 / n"}, ["bad-expression"]),
        ({"draw": {"n": "0..3"}, "explain": "{1 / n}"}, ["bad-expression"]),
        ({"draw": {"n": "7..9"}, "answer": "1 / n"}, ["needs-tolerance"]),
        ({"draw": {"n": "2..3"}, "answer": "exp(n * 1000)"}, ["bad-expression"]),
        ({"prompt": "{n} of {{a, b}}"}, []),
    ],
)
def test_parametric_questions_are_checked(tmp_path: Path, more: dict[str, Any], codes: list[str]) -> None:
    made = {"draw": {"n": "1..3"}, "prompt": "What is {n} + 1?", "answer": "n + 1", **more}
    assert _lint(tmp_path, numeric("q", **made)) == codes


def test_choices_that_coincide_for_all_values_are_found(tmp_path: Path) -> None:
    choices = {"a": "{n * 2}", "b": "{n + n}"}
    assert _lint(tmp_path, single("s", draw={"n": "1..9"}, choices=choices, why={"a": "x", "b": "x"})) == [
        "parts-coincide"
    ]


def test_a_failing_value_is_told(tmp_path: Path) -> None:
    topic_file(tmp_path, "t", [numeric("q", draw={"n": "0..1"}, prompt="{n}", answer="1 / n")])
    (fault,) = lint([tmp_path])
    assert fault.message == "q: The expression “1 / n” divides by zero (with n = 0)"


def test_rubrics_are_checked(tmp_path: Path) -> None:
    made = open_("o", full=9)
    made["points"][1]["id"] = "bound"
    made["pitfalls"] = [{"says": "x", "when": ["@lmit"], "because": "x", "denies": "bond"}]
    topic_file(tmp_path, "t", [made])
    write(tmp_path / "concepts.yaml", {"format": 1, "concepts": {"limit": ["limit*"], "loop": ["@loop"]}})
    found = {fault.code: fault.hint for fault in lint([tmp_path])}
    assert {"duplicate-point", "full-too-high", "unknown-point", "unknown-concept"} <= set(found)
    assert found["unknown-point"] == "did you mean bound?"


def test_a_concept_that_contains_itself_is_a_fault(tmp_path: Path) -> None:
    topic_file(tmp_path, "t", [numeric("a")])
    write(tmp_path / "concepts.yaml", {"format": 1, "concepts": {"a": ["@b"], "b": ["@a"], "c": ["word"]}})
    assert _codes(tmp_path) == ["unknown-concept", "unknown-concept"]


def test_a_model_answer_that_misses_its_own_point_is_a_fault(tmp_path: Path) -> None:
    made = open_("o")
    made["points"][0]["when"] = ["eigenvalue & spectrum"]
    assert _lint(tmp_path, made) != []


SECTION = {"id": "a", "title": "A"}


@pytest.mark.parametrize(
    ("section", "codes"),
    [
        ({"questions": ["one", "tow"]}, ["unknown-question"]),
        ({"questions": ["one", "one"]}, ["repeated-question"]),
        ({}, ["empty-section"]),
        ({"take": 2, "levels": {1: 1}}, ["levels-do-not-sum"]),
        ({"take": 1, "topics": ["q"]}, ["unknown-topic", "cannot-be-met"]),
        ({"take": 3}, ["cannot-be-met"]),
        ({"take": 1, "kinds": ["design"]}, ["cannot-be-met"]),
        ({"questions": ["one"], "kinds": ["design"]}, ["no-effect"]),
        ({"questions": ["one"], "take": 1}, []),
    ],
)
def test_blueprints_are_checked_against_the_bank(tmp_path: Path, section: dict[str, Any], codes: list[str]) -> None:
    topic_file(tmp_path, "t", [numeric("one"), single("two")])
    exam_file(tmp_path, "x", [{**SECTION, **section}])
    assert sorted(_codes(tmp_path)) == sorted(codes)


def test_an_exam_may_use_the_questions_of_its_context(tmp_path: Path) -> None:
    topic_file(tmp_path / "shipped", "t", [numeric("one")])
    exam_file(tmp_path / "mine", "x", [{**SECTION, "questions": ["one"]}])
    assert _codes(tmp_path / "mine") == ["unknown-question"]
    assert _codes(tmp_path / "mine", context=[tmp_path / "shipped"]) == []


def test_a_challenge_is_known_by_its_folder(tmp_path: Path) -> None:
    code = _without(numeric("c"), "answer") | {"kind": "code", "challenge": "swish"}
    assert _lint(tmp_path, code) == ["unknown-challenge"]
    write(tmp_path / "challenges" / "swish" / "challenge.yaml", "format: 1")
    assert _codes(tmp_path) == []


def test_one_file_is_judged_as_part_of_its_bank_and_reported_alone(tmp_path: Path) -> None:
    topic_file(tmp_path, "a", [numeric("same")])
    second = topic_file(tmp_path, "b", [numeric("same")])
    topic_file(tmp_path, "c", [numeric("c", answer="1 / 0")])
    (fault,) = lint([second])
    assert (fault.file, fault.code) == (second, "duplicate-id")
    assert [fault.code for fault in lint([tmp_path / "topics"])] == ["duplicate-id", "bad-expression"]


def test_a_file_outside_any_bank_can_be_linted(tmp_path: Path) -> None:
    file = topic_file(tmp_path, "t", [numeric("a", answer="1 / 0")]).rename(tmp_path / "loose.yaml")
    (tmp_path / "topics").rmdir()
    assert [fault.code for fault in lint([file])] == ["bad-expression"]


def test_a_path_without_a_bank_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DlexamError, match="does not exist"):
        lint([tmp_path / "nowhere"])
    with pytest.raises(DlexamError, match="holds no bank"):
        lint([tmp_path])
