"""`dlexam mark` marks one answer, from an option, a file or a pipe, and is shut while an exam asks the question."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

Run = Callable[..., "subprocess.CompletedProcess[str]"]

RIGHT = "The sigmoid saturates, so gradients vanish through many layers."


def test_json_is_one_line_of_the_promised_shape(dlexam: Run) -> None:
    done = dlexam("mark", "relu-over-sigmoid", "--json", "--answer", RIGHT)
    assert (done.returncode, done.stderr) == (0, "")
    [line] = done.stdout.splitlines()
    told = json.loads(line)
    assert list(told) == ["format", "question", "marks", "max_marks", "fraction", "points", "marker"]
    assert (told["format"], told["question"], told["marker"]) == (1, "relu-over-sigmoid", "rubric")
    assert told["fraction"] == round(told["marks"] / told["max_marks"], 2)
    assert {tuple(point) for point in told["points"]} == {("id", "state", "marks", "because")}
    assert "earned" in {point["state"] for point in told["points"]}


def test_an_answer_comes_from_an_option_a_file_or_a_pipe_alike(dlexam: Run, tmp_path: Path) -> None:
    (tmp_path / "answer.txt").write_text(RIGHT)
    one = dlexam("mark", "relu-over-sigmoid", "--json", "--answer", RIGHT).stdout
    assert dlexam("mark", "relu-over-sigmoid", "answer.txt", "--json").stdout == one
    assert dlexam("mark", "relu-over-sigmoid", "-", "--json", text=RIGHT).stdout == one
    assert dlexam("mark", "relu-over-sigmoid", "--json", text=RIGHT).stdout == one


def test_people_are_told_every_point_in_words_within_80_columns(dlexam: Run) -> None:
    done = dlexam("mark", "relu-over-sigmoid", "--answer", RIGHT, env={"COLUMNS": "80"})
    assert done.returncode == 0
    assert "✓ earned 1 of 1:" in done.stdout
    assert "- missing 0 of 1:" in done.stdout
    assert "The [sigmoid] [saturates], so" in done.stdout
    assert "provisional, by the rubric marker" in done.stdout
    assert "\x1b" not in done.stdout
    assert all(len(line) <= 80 and line == line.rstrip() for line in done.stdout.splitlines())


def test_a_closed_question_shows_its_letters_with_the_marks(dlexam: Run) -> None:
    done = dlexam("mark", "attention-complexity", "--answer", "a", "--seed", "3")
    assert done.returncode == 0
    assert "of 1 mark " in done.stdout
    assert "a " in done.stdout


def test_wrong_use_is_one_clear_line_and_exit_2(dlexam: Run, tmp_path: Path) -> None:
    (tmp_path / "answer.txt").write_text("x")
    for arguments, told in [
        (("relu-over-sigmoi", "--answer", "x"), "There is no question “relu-over-sigmoi”"),
        (("relu-over-sigmoid", "none.txt"), "none.txt can't be read: No such file or directory."),
        (("relu-over-sigmoid", "answer.txt", "--answer", "x"), "The answer is given twice"),
        (("swish", "--answer", "x"), "swish is answered by code, which is graded, not marked."),
    ]:
        done = dlexam("mark", *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert told in done.stderr.splitlines()[0]
        assert "Traceback" not in done.stderr


def test_an_answer_may_be_as_long_as_in_an_exam_and_no_longer(dlexam: Run, tmp_path: Path) -> None:
    text = RIGHT + " " * (50_000 - len(RIGHT))
    assert dlexam("mark", "relu-over-sigmoid", "-", "--json", text=text).returncode == 0
    (tmp_path / "long.txt").write_text(text + " ")
    for arguments in [("long.txt",), ("--answer", text + " ")]:
        done = dlexam("mark", "relu-over-sigmoid", *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert "The answer has more than 50,000 characters." in done.stderr.splitlines()[0]
        assert "Traceback" not in done.stderr


def test_escape_codes_in_an_answer_do_not_reach_the_terminal(dlexam: Run) -> None:
    done = dlexam("mark", "relu-over-sigmoid", text="\x1b[31mThe sigmoid saturates, it is said.\x07")
    assert "saturates" in done.stdout
    assert "\x1b" not in done.stdout
    assert "\x07" not in done.stdout


def test_marking_is_shut_while_an_exam_asks_the_question(dlexam: Run) -> None:
    begun = dlexam("exam", "stage-2", "--plain", text="")
    assert begun.returncode == 0, begun.stderr
    done = dlexam("mark", "relu-over-sigmoid", "--json", "--answer", RIGHT)
    assert (done.returncode, done.stdout) == (2, "")
    assert "closed while your exam is open" in done.stderr
