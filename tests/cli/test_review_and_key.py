"""`dlexam review` and `dlexam key`: everything beside the key, and nothing of it while an exam is open."""

from __future__ import annotations

import json

import pytest

pytestmark = pytest.mark.usefixtures("small")
CLOSED = "b\na b\n1/4\nsigmoid\na b c d\n1a 2b\n"
OPEN = "The derivative of the sigmoid is at most a quarter.\n.\nRequests come one by one.\n.\n"


@pytest.fixture
def sat(small, dlexam):
    """A sitting of the small exam, finished."""
    return dlexam("exam", "tiny", text=CLOSED + OPEN + ":finish yes\n")


def _number(told: str, number: int) -> str:
    """The part of a review that is about one question."""
    return told.split(f"Question {number} of 8", 1)[1].split("Question ", 1)[0]


@pytest.mark.usefixtures("sat")
def test_review_shows_answer_marks_key_explanation_and_source_of_each_question(dlexam):
    told = dlexam("review").stdout
    assert told.count("Model answer") == 8
    first, second, fourth, seventh = (_number(told, number) for number in (1, 2, 4, 7))
    assert "1 of 1 point\n" in first
    assert "Which of these functions is never negative?" in first
    assert "Right. It cuts off at zero." in first
    assert "Wrong. A layer." in second
    assert "Your answer\n  sigmoid" in fourth
    assert "Model answer\nsoftmax" in fourth
    assert "1.5 of 3 points" in seventh
    assert "Marks: 1.5 of 3 points, provisional" in seventh
    assert "earned 1.5 of 1.5: The sigmoid's derivative is at most a quarter." in seventh
    assert "missing 0 of 1.5: Backpropagation multiplies one such factor per layer." in seventh
    assert "A full answer has 3 of these points:" in seventh
    assert "A product of numbers below one shrinks." in seventh
    assert "Source: a test" in seventh


@pytest.mark.usefixtures("sat")
def test_one_question_alone_can_be_reviewed(dlexam):
    told = dlexam("review", "--question", "4").stdout
    assert told.strip().startswith("Question 4 of 8")
    assert dlexam("review", "-q", "tiny-short").stdout == told


@pytest.mark.usefixtures("sat")
@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("9", "There is no question 9.\n  hint: this sitting has questions 1 to 8"),
        ("0", "There is no question 0."),
        ("tiny-shrt", "This sitting has no question “tiny-shrt”.\n  hint: did you mean tiny-short?"),
        ("?", "This sitting has no question “?”.\n  hint: a number from 1 to 8, or a question's id"),
    ],
)
def test_a_question_that_is_not_there_is_told(dlexam, name, told):
    result = dlexam("review", "-q", name)
    assert (result.returncode, result.stdout) == (2, "")
    assert told in result.stderr


@pytest.mark.usefixtures("sat")
def test_an_override_and_the_markers_own_marks_are_both_kept(dlexam, state):
    result = dlexam("review", "--override", "tiny-design=1.5", "--because", "half of it")
    assert "Question 8: 1.5 of 3 points, set by hand because half of it (marker: 0 of 3 points)." in " ".join(
        result.stdout.split()
    )
    assert state().marks[8].marks.marks == 0
    assert state().overrides[8].marks == 0.5, "the log keeps it on the marker's scale"
    row = json.loads(dlexam("review", "--json", "-q", "8").stdout)
    assert (row["marks"], row["points"]) == (0.0, 1.5)
    assert row["override"] == {"points": 1.5, "marks": 0.5, "because": "half of it"}


@pytest.mark.usefixtures("sat")
def test_confirm_all_settles_what_is_provisional(dlexam, state):
    assert "provisional" in dlexam("review").stdout
    dlexam("review", "--confirm", "all")
    assert state().confirmed == {7, 8}
    assert "provisional" not in dlexam("review").stdout
    assert "No marks are provisional." in dlexam("review", "--confirm", "all").stdout


@pytest.mark.usefixtures("sat")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--override", "8=7"), "7 points can't be given for question 8.\n  hint: 0 to 3 can"),
        (("--override", "8"), "is no override"),
        (("--override", "x=1"), "This sitting has no question “x”"),
        (("--confirm", "33"), "There is no question 33"),
        (("17",), "There is no session “17”"),
        (("--confirm", "1"), "The marks of question 1 are not provisional.\n  hint: --override 1=POINTS"),
    ],
)
def test_what_cannot_be_settled_is_told(dlexam, arguments, told):
    result = dlexam("review", *arguments)
    assert result.returncode == 2
    assert told in result.stderr


@pytest.mark.usefixtures("sat")
def test_marks_that_are_agreed_with_already_are_not_provisional(dlexam, state):
    assert dlexam("review", "--confirm", "tiny-design").returncode == 0
    again = dlexam("review", "--confirm", "tiny-design", "--override", "7=1")
    assert (again.returncode, again.stdout) == (2, "")
    assert "The marks of question 8 are not provisional." in again.stderr
    assert state().overrides == {}, "all of it is done, or nothing"


@pytest.mark.usefixtures("sat")
def test_a_review_is_not_written_over_a_solution(dlexam, tmp_path):
    (tmp_path / "swish.py").write_text("class Swish: ...\n")
    refused = dlexam("review", "--html", "swish.py")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "swish.py: it is there already, and is no such report." in refused.stderr
    assert (tmp_path / "swish.py").read_text() == "class Swish: ...\n"
    assert [dlexam("review", "--html", "page.html").returncode for _ in range(2)] == [0, 0]


def test_review_as_json_is_data_alone(dlexam, sat):
    rows = [json.loads(line) for line in dlexam("review", "--json").stdout.splitlines()]
    assert [row["number"] for row in rows] == list(range(1, 9))
    assert rows[3]["answer"] == "sigmoid"
    assert rows[3]["points"] == 0
    assert [(part["id"], part["state"], part["points"], part["max_points"]) for part in rows[6]["parts"]] == [
        ("quarter", "earned", 1.5, 1.5),
        ("product", "missing", 0.0, 1.5),
    ]
    assert (rows[6]["section"], rows[6]["points"], rows[6]["max_points"], rows[6]["provisional"]) == (
        "written",
        1.5,
        3.0,
        True,
    )


def test_the_key_of_a_question_has_answer_explanation_and_source(dlexam):
    told = dlexam("key", "tiny-numeric").stdout
    assert "0.25" in told
    assert "The sigmoid's derivative at zero is a quarter." in told
    assert "Source: a test" in told


def test_the_key_of_an_exam_has_all_its_questions(dlexam):
    told = dlexam("key", "tiny").stdout
    assert told.count("Explanation") == 8


def test_the_key_of_a_challenge_has_the_reference(dlexam):
    told = dlexam("key", "swish").stdout
    assert "class Swish" in told
    assert "Hints" in told


def test_a_name_that_is_nearly_right_is_suggested(dlexam):
    result = dlexam("key", "tiny-numeri")
    assert result.returncode == 2
    assert "did you mean tiny-numeric?" in result.stderr


@pytest.mark.parametrize(
    "words", [("key", "tiny"), ("key", "tiny-open"), ("review",), ("review", "1"), ("review", "2")]
)
def test_the_key_is_shut_while_an_exam_asks_for_it(dlexam, sat, words):
    dlexam("exam", "tiny", text="b\n")
    result = dlexam(*words)
    assert result.returncode == 2
    assert result.stdout == ""
    assert "closed while your exam is open" in result.stderr
    dlexam("exam", "abandon", "--yes")
    assert dlexam("key", "tiny").returncode == 0


def test_the_key_of_a_challenge_is_shut_while_an_exam_asks_for_it(dlexam):
    dlexam("exam", "stage-2")
    for name in ("swish", "stage-2"):
        result = dlexam("key", name)
        assert result.returncode == 2
        assert "class Swish" not in result.stdout
    assert dlexam("key", "tiny-open").returncode == 0, "what the open exam does not ask is open"


def test_escapes_in_a_bank_or_an_answer_do_not_reach_the_terminal(dlexam, tmp_path):
    bank = tmp_path / "evil" / "question_bank" / "topics"
    bank.mkdir(parents=True)
    (bank / "evil.yaml").write_text(
        "format: 1\ntopic: evil\ntitle: Evil\nquestions:\n"
        "  - {id: evil-short, kind: short, level: 1, minutes: 1, source: [x], topic: evil,\n"
        '     prompt: "a\\e]0;owned\\x07b[bold]c", answer: ["\\e[31mred"], explain: "\\x9b2J"}\n'
    )
    result = dlexam("key", "evil-short", "--path", str(tmp_path / "evil"))
    assert "\x1b" not in result.stdout
    assert "\x9b" not in result.stdout
    assert "b[bold]c" in result.stdout or result.returncode == 2
