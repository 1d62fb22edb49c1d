"""A new challenge: whole and right from the start, never in the way of anything that is there."""

from __future__ import annotations

import os

import pytest

from dlexam import paths
from dlexam.errors import DlexamError
from dlexam.grading import challenge as challenges
from dlexam.grading.authoring import scaffold
from dlexam.grading.authoring.checking import Extent, check_all
from dlexam.grading.engine import Engine


def test_what_is_begun_passes_the_check_on_either_track(tmp_path):
    made = [challenges.read(scaffold.create(track, tmp_path, track, None)) for track in scaffold.TRACKS]
    with Engine() as engine:
        for report in check_all(engine, made, Extent(seeds=2)):
            assert [finding for finding in report.findings if not finding.right] == []
            assert report.killed == report.named == report.rejected >= 8
            assert report.accepted >= 4


def test_nothing_of_the_template_s_marks_is_left(tmp_path):
    for track in scaffold.TRACKS:
        for file in scaffold.create(f"a-{track}", tmp_path, track, None).rglob("*"):
            assert file.is_dir() or "@" not in file.read_text().replace("@case(", "").replace("@judge(", "").replace(
                "x @ (", ""
            )
            assert file.suffix != ".in"


@pytest.mark.parametrize("title", ['Rows: "centred" \\ 100 %', "# 'no' [yes] {a: b}", "Zeilen – größer als √2", "no"])
def test_any_title_comes_out_as_it_went_in(tmp_path, title):
    made = challenges.read(scaffold.create("rows", tmp_path, "numpy", title))
    assert made.facts.title == title
    assert made.text("statement.md").startswith(f"# {title}\n")


@pytest.mark.parametrize("name", ["123", "no", "1e5", "a-b"])
def test_an_id_that_yaml_would_take_for_something_else_stays_a_text(tmp_path, name):
    made = challenges.read(scaffold.create(name, tmp_path, "torch", None))
    assert made.id == name


def test_a_folder_called_challenges_is_not_put_into_itself(tmp_path):
    assert scaffold.create("rows", tmp_path / "challenges", "torch", None) == tmp_path / "challenges" / "rows"


@pytest.mark.parametrize("name", ["Rows", "two words", "", "a--b", "-a", "a_b", "../up", "x" * 61, "a/b", "a\n"])
def test_a_bad_id_is_refused_and_nothing_is_written(tmp_path, name):
    with pytest.raises(DlexamError, match="can't be a challenge's id") as refusal:
        scaffold.create(name, tmp_path / "content", "torch", None)
    assert "layer-norm" in refusal.value.hint
    assert not (tmp_path / "content").exists()


@pytest.mark.parametrize(("track", "title"), [("jax", None), ("torch", ""), ("torch", "a\nb"), ("torch", "x" * 81)])
def test_a_bad_track_or_title_is_refused(tmp_path, track, title):
    with pytest.raises(DlexamError):
        scaffold.create("rows", tmp_path / "content", track, title)
    assert not (tmp_path / "content").exists()


def test_what_is_there_is_never_overwritten(tmp_path):
    scaffold.create("rows", tmp_path, "torch", None)
    (tmp_path / "challenges" / "rows" / "statement.md").write_text("mine")
    (tmp_path / "challenges" / "empty").mkdir()
    (tmp_path / "challenges" / "link").symlink_to("nowhere")
    for name in ("rows", "empty", "link"):
        with pytest.raises(DlexamError, match="already there"):
            scaffold.create(name, tmp_path, "torch", None)
    assert (tmp_path / "challenges" / "rows" / "statement.md").read_text() == "mine"
    assert sorted(os.listdir(tmp_path / "challenges")) == ["empty", "link", "rows"]


def test_an_id_that_a_known_challenge_has_is_refused(tmp_path):
    with pytest.raises(DlexamError, match="which yours would hide"):
        scaffold.create("swish", tmp_path, "torch", None, [paths.shipped()])


def test_a_place_that_can_t_be_written_is_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DlexamError, match="can't be written: Not a directory"):
        scaffold.create("rows", tmp_path / "file", "torch", None)
