"""Challenges on disk: found by id, described by their files, refused in one line where those are off."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dlexam import paths
from dlexam.errors import DlexamError
from dlexam.grading import challenge as challenges
from dlexam.grading.authoring.checking import check
from dlexam.grading.engine import Engine

CONTENT = Path(__file__).parents[1] / "content"


@pytest.fixture
def cube(tmp_path):
    return Path(shutil.copytree(CONTENT / "challenges" / "cube", tmp_path / "challenges" / "cube"))


def test_the_three_challenges_of_stage_2_are_shipped():
    names = [one.id for one in challenges.available([paths.shipped()])]
    assert {"swish", "image-folder-dataset", "train-one-epoch"} <= set(names)


def test_an_earlier_folder_hides_a_later_ones_challenge(cube, tmp_path):
    assert challenges.load("cube", [tmp_path, CONTENT]).folder == cube


@pytest.mark.parametrize("name", ["cubee", "../cube", "", "CUBE", "x" * 500, "challenges/cube"])
def test_an_unknown_name_is_refused(name):
    with pytest.raises(DlexamError, match="There is no challenge"):
        challenges.load(name, [CONTENT])


def test_a_near_miss_gets_a_suggestion():
    with pytest.raises(DlexamError) as refusal:
        challenges.load("cubee", [CONTENT])
    assert refusal.value.hint == "did you mean cube?"


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (("format: 1", "format: 2"), "format"),
        (("minutes: 5", "minutes: soon"), "minutes"),
        (("track: torch", "track: jax"), "track"),
        (("title: Cube", "title: Cube\ncolour: red"), "colour"),
        (("id: cube", "id: ball"), "not the folder's name"),
        (("title: Cube", "title: [Cube"), "challenge.yaml"),
    ],
)
def test_a_broken_challenge_yaml_is_one_clear_line(cube, edit, told):
    path = cube / "challenge.yaml"
    path.write_text(path.read_text().replace(*edit))
    with pytest.raises(DlexamError) as refusal:
        challenges.read(cube)
    assert told in refusal.value.message
    assert "\n" not in refusal.value.message


def test_a_missing_file_is_named(cube):
    (cube / "reference.py").unlink()
    with pytest.raises(DlexamError, match=r"lacks reference\.py"):
        challenges.read(cube)


def test_points_are_counted_without_running_the_cases():
    assert challenges.load("cube", [CONTENT]).case_facts() == (2, 4.0)


def test_the_points_counted_from_the_text_are_those_of_the_cases():
    with Engine() as engine:
        for one in challenges.available([paths.shipped()]):
            cases = engine.ask(one, "cases")
            assert one.case_facts() == (len(cases), sum(case["points"] for case in cases))


def test_the_check_finds_what_an_author_got_wrong(cube, tmp_path):
    (cube / "starter.py").write_text((cube / "reference.py").read_text())
    (cube / "accepted" / "power.py").write_text((cube / "rejected" / "square.py").read_text())
    (cube / "rejected" / "square.py").write_text((cube / "reference.py").read_text() + "# caught by: values\n")
    cases = (cube / "cases.py").read_text()
    (cube / "cases.py").write_text(
        cases + '\n\n@case("Nothing", points=1)\ndef nothing(submission, draw):\n    return draw.normal(3) * 0\n'
    )
    with Engine() as engine:
        report = check(engine, challenges.read(cube), seeds=1)
    wrong = {(finding.where, finding.what.split(" ")[0]) for finding in report.findings if not finding.right}
    assert {("starter.py", "passes"), ("accepted/power.py", "failed"), ("rejected/square.py", "is")} <= wrong
    assert ("case nothing", "rejects") in wrong
    assert ("case nothing", "lets") in wrong
    assert not report.right
