"""The shipped bank is in order: no fault, every question can be asked under many seeds, every proof holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from dlexam import paths
from dlexam.bank.draw import draw_paper
from dlexam.bank.freeze import freeze
from dlexam.bank.library import Library
from dlexam.bank.paper import LettersKey
from dlexam.bank.proofs import prove
from dlexam.linting.lint import lint

LIBRARY = Library.open([paths.shipped()])
PROVEN = [each.id for each in LIBRARY.summaries() if each.proof]


def test_lint_finds_nothing(tmp_path: Path) -> None:
    faults = lint([paths.shipped()], cache=tmp_path)
    assert not faults, "\n".join(f"{fault}\n    {fault.hint}" for fault in faults)


@pytest.mark.parametrize("id", PROVEN)
def test_the_proof_holds(id: str) -> None:
    assert prove(LIBRARY.question(id)) > 0


@pytest.mark.parametrize("id", [each.id for each in LIBRARY.summaries()])
def test_a_question_can_be_asked_under_any_seed(id: str) -> None:
    question = LIBRARY.question(id)
    for seed in range(25):
        item = freeze(question, seed)
        shown = [item.prompt, item.explain, *item.rows, *(option.text for option in item.options)]
        assert all(shown)
        if isinstance(item.key, LettersKey):
            assert set(item.key.letters) <= {option.label for option in item.options}


@pytest.mark.parametrize("blueprint", LIBRARY.blueprints(), ids=lambda blueprint: blueprint.id)
def test_an_exam_can_be_drawn_again_and_again_without_an_early_repeat(blueprint: object) -> None:
    made = LIBRARY.blueprint(blueprint.id)  # type: ignore[attr-defined]
    fixed = {id for section in made.sections for id in section.questions}
    first = draw_paper(made, LIBRARY, 1)
    second = draw_paper(made, LIBRARY, 2, {item.id: 1 for item in first.items})
    drawn = [{item.id for item in paper.items} - fixed for paper in (first, second)]
    pool = sum(each.kind != "code" for each in LIBRARY.summaries())
    assert not drawn[0] & drawn[1] or len(drawn[0]) * 3 > pool


def test_no_parametric_question_asks_the_same_under_every_seed() -> None:
    for each in LIBRARY.summaries():
        if each.parametric:
            question = LIBRARY.question(each.id)
            assert len({str(sorted(freeze(question, seed).values.items())) for seed in range(30)}) > 1, each.id
