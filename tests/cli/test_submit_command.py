"""`dlexam submit`: the source is stored before anything runs, and nothing strange gets in."""

from __future__ import annotations

import os
import shutil

import pytest

from dlexam import paths

SWISH = paths.shipped() / "challenges" / "swish"


@pytest.fixture
def code_exam(dlexam, tmp_path, monkeypatch):
    """An open exam with one question, on code."""
    bank = tmp_path / "bank" / "question_bank"
    (bank / "topics").mkdir(parents=True)
    (bank / "exams").mkdir()
    (bank / "topics" / "coding.yaml").write_text(
        "format: 1\ntopic: coding\ntitle: Coding\nquestions:\n"
        "  - {id: write-swish, kind: code, topic: coding, level: 2, minutes: 5, source: [a test],\n"
        "     prompt: Write Swish., explain: It is x times its sigmoid., challenge: swish}\n"
    )
    (bank / "exams" / "coding.yaml").write_text(
        "format: 1\nid: coding\ntitle: A coding exam\nabout: One challenge.\nminutes: 20\n"
        "sections: [{id: code, title: Code, questions: [write-swish], points: 4}]\n"
    )
    monkeypatch.setenv("DLEXAM_PATH", str(tmp_path / "bank"))
    assert dlexam("exam", "coding").returncode == 0
    return tmp_path


def test_a_solution_is_stored_and_the_public_cases_are_shown(dlexam, code_exam, state):
    shutil.copy(SWISH / "reference.py", code_exam / "mine.py")
    result = dlexam("submit", "swish", "mine.py")
    assert result.returncode == 0, result.stderr
    assert "Handed in: mine.py for swish, question 1" in result.stdout
    assert "passed" in result.stdout
    handed = state().submissions[1]
    assert handed.source == (SWISH / "reference.py").read_text()
    assert handed.public.passed
    assert all(case.public for case in handed.public.cases), "hidden cases stay hidden while the exam is open"


def test_the_source_is_stored_even_if_it_cannot_be_graded(dlexam, code_exam, state):
    (code_exam / "broken.py").write_text("def swish(:\n")
    result = dlexam("submit", "swish", "broken.py")
    assert result.returncode == 0, result.stderr
    assert "error" in result.stdout
    assert state().submissions[1].source == "def swish(:\n"


def test_the_last_file_counts_and_is_graded_in_full_at_the_finish(dlexam, code_exam, state):
    (code_exam / "broken.py").write_text("class Swish: pass\n")
    shutil.copy(SWISH / "reference.py", code_exam / "mine.py")
    dlexam("submit", "swish", "broken.py")
    result = dlexam("exam", "resume", text=":submit mine.py\n:show\n:finish yes\n")
    assert "Handed in: mine.py, public cases" in result.stdout
    assert "4 of 4 points, 100%: passed" in result.stdout
    grading = state().marks[1].grading
    assert grading.passed
    assert not all(case.public for case in grading.cases)
    told = dlexam("review").stdout
    assert "class Swish" in told
    assert "Reference solution" in told
    assert "It is x times its sigmoid." in told
    assert "Your source is the same as the reference." in dlexam("review", "--diff").stdout


def _make(folder, kind):
    file = folder / "odd.py"
    if kind == "folder":
        file.mkdir()
    elif kind == "link":
        file.symlink_to(SWISH / "starter.py")
    elif kind == "pipe":
        os.mkfifo(file)
    elif kind != "missing":
        file.write_bytes(
            {"huge": b"#" * 600_000, "binary": b"a\0b", "latin": b"x = 1\ny = '\xff'\n", "empty": b" \n"}[kind]
        )
    return file


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("missing", "There is no file"),
        ("folder", "is a folder"),
        ("link", "is a link"),
        ("pipe", "is not a plain file"),
        ("huge", "is too large"),
        ("binary", "is not a text file"),
        ("latin", "is not UTF-8: line 2"),
        ("empty", "is empty"),
    ],
)
def test_what_is_no_source_is_refused_in_one_line(dlexam, tmp_path, kind, told):
    _make(tmp_path, kind)
    result = dlexam("submit", "swish", "odd.py")
    assert result.returncode == 2
    assert told in result.stderr
    assert len(result.stderr.splitlines()) <= 2


def test_without_an_exam_or_for_another_challenge_it_says_so(dlexam, tmp_path, monkeypatch):
    (tmp_path / "mine.py").write_text("x = 1\n")
    assert "No exam is open." in dlexam("submit", "swish", "mine.py").stderr
    dlexam("exam", "stage-2")
    result = dlexam("submit", "nope", "mine.py")
    assert result.returncode == 2
    assert "it asks for swish" in result.stderr


def test_start_writes_the_starter_once(dlexam, code_exam):
    result = dlexam("exam", "resume", text=":start code\n:start code\nan answer\n:clear\n:edit\n")
    assert (code_exam / "code" / "swish.py").read_text() == (SWISH / "starter.py").read_text()
    assert "exists already" in result.stdout
    assert "The last one counts" in result.stdout or "the last one counts" in result.stdout
    assert "Answer with a file" in result.stdout


def test_a_learner_cannot_choose_another_judge_after_the_start(dlexam, code_exam, state):
    shutil.copy(SWISH / "rejected" / "gelu.py", code_exam / "mine.py")
    fake = shutil.copytree(SWISH, code_exam / "fake" / "challenges" / "swish")
    shutil.copy(SWISH / "rejected" / "gelu.py", fake / "reference.py")
    handed_in = dlexam("submit", "swish", "mine.py", "--path", str(code_exam / "fake"))
    assert "not as it was when this exam began" in handed_in.stdout
    assert state().submissions[1].public is None
    finished = dlexam("exam", "finish", "--yes", "--path", str(code_exam / "fake"))
    assert "Question 1 is not marked yet" in finished.stdout
    assert 1 not in state().marks
