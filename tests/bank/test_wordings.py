"""Open questions recognise what is meant: `wordings/ID.yaml` holds ways to say each point, and ways to get it wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from dlexam import paths
from dlexam.bank.freeze import freeze
from dlexam.bank.library import Library
from dlexam.bank.paper import Item, RubricKey
from dlexam.marking.marker import mark

LIBRARY = Library.open([paths.shipped()])
FILES = sorted((Path(__file__).parent / "wordings").glob("*.yaml"))
CARRIER = "In my view this is what is to be said about it. "  # a few words alone are no answer, whatever they are


def _known(file: Path) -> tuple[Item, dict[str, Any]]:
    return freeze(LIBRARY.question(file.stem), 0), yaml.safe_load(file.read_text(encoding="utf-8"))


def _earned(item: Item, point: str, text: str) -> bool:
    return any(
        each.id == point and each.state == "earned"
        for said in (text, CARRIER + text)
        for each in mark(item, said).points
    )


def test_there_are_wordings() -> None:
    assert len(FILES) >= 15


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_wording_earns_its_point_and_no_wrong_one_does(file: Path) -> None:
    item, known = _known(file)
    missed = [
        (point, kind, text)
        for point, texts in known["points"].items()
        for kind in ("good", "bad")
        for text in texts.get(kind, [])
        if _earned(item, point, text) != (kind == "good")
    ]
    assert missed == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_whole_answers_earn_about_what_they_are_worth(file: Path) -> None:
    item, known = _known(file)
    for answer in known["answers"]:
        low, high = answer["between"]
        assert low <= mark(item, answer["text"]).fraction <= high + 1e-9, answer["text"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_model_answer_earns_all_and_the_prompt_nothing(file: Path) -> None:
    item, _ = _known(file)
    assert isinstance(item.key, RubricKey)
    assert mark(item, item.key.answer).fraction == 1
    assert mark(item, item.prompt).marks == 0
    assert mark(item, "I had pasta for lunch, and the weather is fine today.").marks == 0
