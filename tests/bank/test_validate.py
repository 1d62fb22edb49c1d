"""Every fault of a file at once; and no fault where msgspec sees none."""

from __future__ import annotations

import copy
from typing import Any

import msgspec
from bank_builder import numeric, open_, single
from hypothesis import given
from hypothesis import strategies as st

from dlexam.bank.models import Blueprint, TopicFile
from dlexam.bank.validate import problems


def _file(*questions: Any) -> dict[str, Any]:
    return {"format": 1, "topic": "t", "title": "T", "questions": [{"topic": "t", **q} for q in questions]}


def _found(data: Any, kind: Any = TopicFile) -> set[tuple[str, tuple[str | int, ...]]]:
    return {(problem.code, problem.path) for problem in problems(data, kind)}


def test_a_valid_file_has_no_problem() -> None:
    assert _found(_file(numeric("a"), single("b"), open_("c"))) == set()


def test_all_faults_of_a_file_are_found_at_once() -> None:
    broken = open_("c", level=9, minutes="ten", sauce=["x"])
    broken["points"][0]["wen"] = broken["points"][0].pop("when")
    broken["points"][1]["marks"] = -1
    broken["pitfalls"] = [{"says": 3, "when": [], "because": "x"}]
    data = _file(broken, single("Bad_Id", choices={"a": 1}, why=[]), numeric("n", kind="numerik", level="x"))
    at = ("questions", 0)
    assert _found(data) == {
        ("wrong-type", (*at, "level")),
        ("wrong-type", (*at, "minutes")),
        ("unknown-key", (*at, "sauce")),
        ("unknown-key", (*at, "points", 0, "wen")),
        ("missing-key", (*at, "points", 0)),
        ("wrong-type", (*at, "points", 1, "marks")),
        ("wrong-type", (*at, "pitfalls", 0, "says")),
        ("wrong-type", (*at, "pitfalls", 0, "when")),
        ("wrong-type", ("questions", 1, "id")),
        ("wrong-type", ("questions", 1, "choices", "a")),
        ("wrong-type", ("questions", 1, "why")),
        ("unknown-kind", ("questions", 2, "kind")),
        ("wrong-type", ("questions", 2, "level")),
    }


def test_sections_of_an_exam_are_walked_too() -> None:
    section = {"id": "a", "title": "A", "take": 0, "kinds": ["singel"], "levels": {1: -2, 9: 1}, "topcis": []}
    data = {"format": 1, "id": "x", "title": "X", "about": "x", "minutes": 1000, "sections": [section]}
    at = ("sections", 0)
    assert _found(data, Blueprint) == {
        ("wrong-type", ("minutes",)),
        ("wrong-type", (*at, "take")),
        ("wrong-type", (*at, "kinds", 0)),
        ("wrong-type", (*at, "levels", 1)),
        ("wrong-type", (*at, "levels", 9)),
        ("unknown-key", (*at, "topcis")),
    }


def test_near_misses_are_suggested() -> None:
    data = _file(numeric("a", sauce=["x"]), numeric("b", kind="numerik"))
    hints = [problem.hint for problem in problems(data, TopicFile)]
    assert hints == ["did you mean source?", "did you mean numeric?"]


def test_messages_name_the_key_what_it_must_be_and_what_it_is() -> None:
    data = _file(numeric("Not Kebab", level=9, prompt="", source="x"))
    assert sorted(problem.message for problem in problems(data, TopicFile)) == [
        "“id” must be kebab-case (small letters, digits, single hyphens), is “Not Kebab”",
        "“level” must be a whole number of at most 3, is 9",
        "“prompt” must be text that is not empty, is “”",
        "“source” must be a list, is “x”",
    ]


def test_a_wrong_root_is_one_problem() -> None:
    for root in (None, 3, [], "text"):
        assert _found(root) == {("wrong-type", ())}


_VALID = _file(numeric("a", draw={"n": "1..5"}), single("b"), open_("c"))
_JUNK = st.one_of(st.none(), st.booleans(), st.integers(-3, 99), st.text(max_size=3), st.just([]), st.just({}))


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(deeper for key, each in inner for deeper in _paths(each, (*path, key)))]


@given(st.sampled_from(_paths(_VALID)[1:]), _JUNK)
def test_the_walk_and_msgspec_agree_on_what_is_valid(path: tuple[Any, ...], junk: Any) -> None:
    data = copy.deepcopy(_VALID)
    parent = data
    for step in path[:-1]:
        parent = parent[step]
    parent[path[-1]] = junk
    try:
        msgspec.convert(data, TopicFile)
    except msgspec.ValidationError:
        assert _found(data)
    else:
        assert not _found(data)
