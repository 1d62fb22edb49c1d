"""Each rule on a challenge's texts finds what it is for, and what is shipped breaks none of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from dlexam import paths
from dlexam.grading import challenge as challenges
from dlexam.grading.authoring import scaffold
from dlexam.linting.challenges import lint

STAGE_2 = ("swish", "train-one-epoch", "image-folder-dataset")


@pytest.fixture
def folder(tmp_path) -> Path:
    return scaffold.create("rows", tmp_path, "torch", "Centred rows")


def told(folder: Path) -> list[str]:
    return [f"{finding.where} {finding.what}" for finding in lint(challenges.read(folder))]


def test_a_new_challenge_has_nothing_wrong_with_its_texts(folder):
    assert told(folder) == []


@pytest.mark.parametrize("name", STAGE_2)
def test_the_texts_of_what_is_shipped_are_right(name):
    assert told(challenges.load(name, [paths.shipped()]).folder) == []


HINT = "  - Which axis is it that the numbers of one row lie along?\n"
DECORATOR = '@case("The gradient is right", points=1, hint='
CASE_HINT = "The mean depends on x too: stay with tensor operations on x."


@pytest.mark.parametrize(
    ("file", "old", "new", "finding"),
    [
        ("challenge.yaml", HINT, "", "challenge.yaml: has 2 hints; 3 are the least"),
        ("challenge.yaml", HINT, "  - ''\n", "challenge.yaml: hint 1 is empty"),
        (
            "challenge.yaml",
            HINT,
            HINT.replace("Which", "The first result is -0.7311; which"),
            "challenge.yaml: hint 1 holds 0.7311, a result that the statement does not give",
        ),
        (
            "challenge.yaml",
            HINT,
            "  - Try `x - x.mean(dim=-1)`.\n  - Say return x - x.mean(dim=-1,   keepdim=True) at last.\n",
            "hint 2 gives a line of the reference away, “return x - x.mean(dim=-1, keepdim=True)”; only the last",
        ),
        (
            "challenge.yaml",
            HINT,
            "  - 'So $x^$ is.'\n",
            "challenge.yaml: hint 1: $x^$ can't be read: nothing stands after",
        ),
        (
            "statement.md",
            "# Centred rows",
            "# Centred rows\n\n$\\foo$",
            "statement.md: $\\foo$ can't be read: the command",
        ),
        ("challenge.yaml", "Courville 2016,", "Courville,", "has no year"),
        ("challenge.yaml", "summary: Each", "summary: ''\nwarm: []  # Each", "challenge.yaml: summary is empty"),
        ("challenge.yaml", '"Centred rows"', '"Centred rows."', "challenge.yaml: title: a few words"),
        ("statement.md", "# Centred rows", "# Rows", "statement.md: does not begin with the heading “# Centred rows”"),
        ("statement.md", "# Centred rows", "Centred rows", "statement.md: does not begin with the heading"),
        ("statement.md", "centre_rows", "center_rows", "statement.md: does not mention centre_rows"),
        ("cases.py", f', hint="{CASE_HINT}"', "", "cases.py: case gradients has no hint"),
        ("cases.py", CASE_HINT, "", "cases.py: case gradients has no hint"),
        ("cases.py", CASE_HINT, "It is 1.23456.", "cases.py: case gradients tells learners 1.23456"),
        (
            "cases.py",
            CASE_HINT,
            "return x - x.mean(dim=-1, keepdim=True)",
            "cases.py: case gradients gives a line of the reference away",
        ),
        ("cases.py", "The gradient is right", "the gradient is right", "begins with a small letter"),
        ("cases.py", "The gradient is right", "The gradient is right.", "ends with a full stop"),
        ("cases.py", "The gradient is right", "Every Gradient Comes Right", "has capitals on every word"),
        ("cases.py", "The gradient is right", " ", "cases.py: case gradients: its title is empty"),
        (
            "cases.py",
            "The gradient is right",
            "Each row less its mean",
            "cases.py: case gradients has the title of case values",
        ),
        (
            "cases.py",
            "from dlexam.grading.kit import case",
            "from dlexam.grading.kit import case\nfrom dlexam.grading.judging import judge",
            "cases.py: imports dlexam.grading.judging",
        ),
        ("accepted/matrix.py", '"""A product', '#"""A product', "accepted/matrix.py: has no docstring"),
        ("accepted/matrix.py", "def ", "def def ", "accepted/matrix.py: can't be parsed"),
        (
            "rejected/one_mean.py",
            "# caught by: values",
            "# caught by: values\n# caught by: shapes",
            "rejected/one_mean.py: names more than one case",
        ),
    ],
)
def test_each_rule_finds_what_it_is_for(folder, file, old, new, finding):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    found = told(folder)
    assert len(found) == 1
    assert found[0].startswith("challenges/rows/")
    assert finding in found[0]


def test_the_same_code_in_two_wrong_or_two_right_files_is_found(folder):
    for kind, old, new in (("rejected", "one_mean", "another"), ("accepted", "matrix", "once_more")):
        text = (folder / kind / f"{old}.py").read_text()
        (folder / kind / f"{new}.py").write_text(text.replace('"""', '"""Other words: ', 1) + "\n# a comment\n")
    (folder / "accepted" / "the_reference.py").write_text((folder / "reference.py").read_text())
    assert told(folder) == [
        "challenges/rows/accepted/once_more.py: has the same code as accepted/matrix.py",
        "challenges/rows/accepted/the_reference.py: has the same code as reference.py",
        "challenges/rows/rejected/one_mean.py: has the same code as rejected/another.py",
    ]


def test_numbers_and_lines_that_the_statement_has_itself_give_nothing_away(folder):
    statement = folder / "statement.md"
    statement.write_text(statement.read_text() + "\nreturn x - x.mean(dim=-1, keepdim=True) is 0.73106.\n")
    cases = folder / "cases.py"
    cases.write_text(cases.read_text().replace(CASE_HINT, "return x - x.mean(dim=-1, keepdim=True), as 0.73106"))
    assert told(folder) == []


def test_numbers_that_people_use_are_no_results(folder):
    text = (folder / "challenge.yaml").read_text()
    (folder / "challenge.yaml").write_text(
        text.replace("Which axis", "With 0.485, 1e-8, 1.0000, 0.5, 10000, version 2.10.1; which axis")
    )
    assert told(folder) == []


@pytest.mark.parametrize("title", ["float64 stays float64", "centre_rows takes any shape", "x is left alone", "ReLU"])
def test_a_title_may_begin_with_a_word_of_code(folder, title):
    cases = folder / "cases.py"
    cases.write_text(cases.read_text().replace("The gradient is right", title))
    assert told(folder) == []
