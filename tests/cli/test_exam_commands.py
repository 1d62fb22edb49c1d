"""`dlexam exam`: the words and the ids share one position; finish and abandon from outside the room."""

from __future__ import annotations

import json
import sqlite3

import pytest

from dlexam.exam.clock import SYSTEM, Sources
from dlexam.exam.sitting import Sitting
from dlexam.exam.store import Store

pytestmark = pytest.mark.usefixtures("small")


def test_list_shows_id_minutes_questions_and_title(dlexam):
    lines = dlexam("exam", "list").stdout.splitlines()
    assert any(line.split() == ["tiny", "30", "min", "8", "questions", "A", "tiny", "exam"] for line in lines)
    assert any(line.startswith("stage-2 ") for line in lines)


def test_list_as_json_has_the_promised_fields(dlexam):
    rows = [json.loads(line) for line in dlexam("exam", "list", "--json").stdout.splitlines()]
    assert {"id": "tiny", "title": "A tiny exam", "minutes": 30.0, "questions": 8} in rows
    assert all(list(row) == ["id", "title", "minutes", "questions"] for row in rows)


def test_an_id_may_stand_before_or_after_its_options(dlexam, state):
    assert "Question 1 of 8" in dlexam("exam", "--minutes", "7", "tiny").stdout
    assert state().allowed == 420
    dlexam("exam", "abandon", "--yes")
    assert "Question 1 of 8" in dlexam("exam", "tiny", "--extra-time", "25", "--plain").stdout
    assert state().allowed == 30 * 60 * 1.25


def test_one_seed_is_one_paper_whatever_was_seen_before(dlexam, state):
    papers = []
    for _ in range(2):
        dlexam("exam", "warm-up", "--seed", "5")
        papers.append([(item.id, item.values, item.options) for item in state().items])
        dlexam("exam", "abandon", "--yes")
    assert papers[0] == papers[1]
    dlexam("exam", "warm-up")
    assert [item.id for item in state().items] != [each[0] for each in papers[0]]


def test_minutes_that_make_no_sense_are_refused(dlexam):
    result = dlexam("exam", "tiny", "--minutes", "-3")
    assert result.returncode == 2
    assert "no time for an exam" in result.stderr


def test_beginning_the_exam_that_is_open_goes_on_with_it(dlexam, state):
    dlexam("exam", "tiny", text="b\n")
    again = dlexam("exam", "tiny", text=":1\n")
    assert again.returncode == 0
    assert "Welcome back: 1 answered" in again.stdout
    assert state().answers[1].text == "b"


@pytest.mark.parametrize("words", [("warm-up",), ("tiny", "--seed", "1"), ("tiny", "--minutes", "5")])
def test_one_exam_at_a_time(dlexam, words):
    dlexam("exam", "tiny")
    result = dlexam("exam", *words)
    assert result.returncode == 2
    assert "open already: A tiny exam" in result.stderr
    assert "dlexam exam resume" in result.stderr


def test_finish_from_outside_marks_and_shows_the_result(dlexam, state):
    dlexam("exam", "tiny", text="b\n")
    result = dlexam("exam", "finish")
    assert result.returncode == 0
    assert "1 of 12 points" in result.stdout
    assert len(state().marks) == 8


def test_abandon_drops_it_unmarked(dlexam, state):
    dlexam("exam", "tiny", text="b\n")
    assert "Dropped" in dlexam("exam", "abandon", "--yes").stdout
    assert state().finished.reason == "abandoned"
    assert state().marks == {}
    assert "abandoned" in dlexam("history").stdout


def test_without_a_terminal_nothing_is_dropped_unless_told_to(dlexam, state):
    dlexam("exam", "tiny", text="b\n")
    refused = dlexam("exam", "abandon")
    assert refused.returncode == 2
    assert "use --yes" in refused.stderr
    assert state().finished is None


@pytest.fixture
def overdue(small, dlexam, home):
    """The small exam, begun two hours ago by every clock and left."""
    dlexam("exam", "tiny")
    with Store(home) as store:
        paper = Sitting.resume(store, attach=True).paper
    dlexam("exam", "abandon", "--yes")
    ago = Sources(lambda: SYSTEM.wall() - 7200, lambda: SYSTEM.boottime() - 7200, SYSTEM.boot)
    with Store(home) as store, Sitting.start(store, paper, sources=ago):
        pass


@pytest.mark.usefixtures("overdue")
@pytest.mark.parametrize("words", [("key", "tiny"), ("history",), ("review",), ("exam", "warm-up"), ("exam", "finish")])
def test_whoever_finds_that_the_time_was_up_says_so_in_one_line(dlexam, state, words):
    told = dlexam(*words)
    assert told.returncode == 0
    line = "Time was up for A tiny exam: it was finished with what was saved. See: dlexam review"
    assert told.stderr.splitlines() == [line]
    assert "Time was up" not in dlexam("history").stderr


@pytest.mark.usefixtures("overdue")
def test_resume_after_the_time_was_up_points_to_the_review(dlexam):
    dlexam("history")
    told = dlexam("exam", "resume")
    assert told.returncode == 2
    assert "No exam is open: time was up for A tiny exam" in told.stderr
    assert "`dlexam review`" in told.stderr


@pytest.mark.parametrize("words", [("exam", "resume"), ("exam", "tiny"), ("exam", "finish"), ("review",)])
def test_an_altered_record_is_told_in_one_line_and_nothing_is_refused(dlexam, home, words):
    dlexam("exam", "tiny", text="b\n" if words[0] == "exam" else "b\n:finish yes\n")
    with sqlite3.connect(home / "sessions.db") as hand:
        hand.execute("DROP TRIGGER events_keep")
        hand.execute("UPDATE events SET wall = wall + 1 WHERE kind = 'answered'")
    hand.close()
    told = dlexam(*words)
    assert told.returncode == 0
    line = "The record of this session was altered or damaged: dlexam data verify says where."
    assert told.stderr.splitlines() == [line]


@pytest.mark.parametrize("word", ["resume", "finish", "abandon"])
def test_without_an_open_exam_each_word_says_so(dlexam, word):
    result = dlexam("exam", word)
    assert result.returncode == 2
    assert "No exam is open." in result.stderr


def test_history_has_a_line_per_sitting(dlexam):
    assert "No sitting yet" in dlexam("history").stdout
    dlexam("exam", "tiny", text="b\n:finish yes\n")
    dlexam("exam", "tiny", text="a\n")
    lines = dlexam("history").stdout.splitlines()
    assert len(lines) == 3
    assert "not passed" in lines[1]
    assert "8%" in lines[1]
    assert "still open" in lines[2]


def test_history_as_json_is_one_object_a_line(dlexam):
    assert dlexam("history", "--json").stdout == ""
    dlexam("exam", "tiny", text="b\n:finish yes\n")
    (row,) = [json.loads(line) for line in dlexam("history", "--json").stdout.splitlines()]
    assert row["exam"] == "tiny"
    assert row["points"] == 1.0
    assert row["max_points"] == 12.0
    assert row["result"] == "not passed"
    assert row["receipt"].count("-") == 3
