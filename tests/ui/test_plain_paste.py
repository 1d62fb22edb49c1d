"""Pasting into an open question: nothing is lost on the way, the store stays small, and a full answer is told once."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from dlexam.exam import events as ev
from dlexam.exam.store import Store
from dlexam.marking.marks import LONGEST_ANSWER


@pytest.fixture
def saves(home):
    """How often the answer to question 7 was stored."""

    def count() -> int:
        with Store(home) as store:
            found = store.events(store.find())
            return sum(isinstance(event, ev.Answered) and event.number == 7 for event in found)

    return count


def test_a_paste_is_not_stored_once_per_line(dlexam, state, saves, home):
    lines = [f"line {number} of a paste" for number in range(2_000)]
    dlexam("exam", "tiny", text="\n".join([":goto 7", *lines, ".", ":quit", ""]))
    assert state().answers[7].text == "\n".join(lines)
    assert saves() < 200
    assert sum(file.stat().st_size for file in home.glob("sessions.db*")) < 10_000_000


def test_a_paste_without_an_end_is_saved_at_the_end_of_input(dlexam, state):
    lines = [f"line {number}" for number in range(300)]
    dlexam("exam", "tiny", text="\n".join([":goto 7", *lines]))
    assert state().answers[7].text == "\n".join(lines)
    assert not state().answers[7].draft


def test_a_paste_at_a_terminal_arrives_whole(terminal, state, saves):
    child = terminal("exam", "tiny")
    child.expect(r"1 of 8, [^\n]*> ")
    child.sendline(":7")
    child.expect(r"7 of 8, [^\n]*> ")
    lines = [f"line {number}" for number in range(200)]
    for start in range(0, len(lines), 20):  # no more at once than a terminal's buffer holds
        child.send("".join(f"{line}\n" for line in lines[start : start + 20]))
        child.expect(f"{lines[min(start + 19, 199)]}\r\n")
    child.sendline(".")
    child.expect("Saved: 400 words")
    child.expect("Question 8 of 8")
    assert state().answers[7].text == "\n".join(lines)
    assert saves() < 100


def test_the_last_lines_of_a_paste_are_in_the_store_while_it_waits_for_more(tmp_path, state, dlexam):
    dlexam("exam", "tiny", text=":goto 7\n")
    command = [sys.executable, "-m", "dlexam", "exam", "resume"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path, text=True)
    assert process.stdin
    process.stdin.write("one\ntwo\nthree\n")
    process.stdin.flush()
    until = time.monotonic() + 30
    while getattr(state().answers.get(7), "text", "") != "one\ntwo\nthree" and time.monotonic() < until:
        time.sleep(0.1)
    process.kill()
    process.communicate()
    assert state().answers[7].text == "one\ntwo\nthree"


def test_a_line_is_in_the_store_before_the_reply_to_the_command_after_it(dlexam, state):
    dlexam("exam", "tiny", text=":goto 7\none\ntwo\n:4\nsoftmax\n:7\nthree\n:finish yes\n")
    assert state().answers[7].text == "one\ntwo\nthree"
    assert state().answers[4].text == "softmax"


def test_an_answer_that_is_full_says_so_once_and_keeps_what_came_before(dlexam, state):
    lines = [f"{number:05}" for number in range(10_000)]
    result = dlexam("exam", "tiny", text="\n".join([":goto 7", *lines, ".", ":quit", ""]))
    fits = (LONGEST_ANSWER + 1) // 6
    assert result.stdout.count("too long for an answer") == 1
    assert "holds 50,000 characters at most" in " ".join(result.stdout.split())
    assert ":save tries again" not in result.stdout
    assert f"Saved: {fits} words. NOT taken: the {10_000 - fits} lines after that." in result.stdout
    assert state().answers[7].text == "\n".join(lines[:fits])


def test_after_a_full_answer_is_cleared_lines_are_taken_again(dlexam, state):
    result = dlexam("exam", "tiny", text=":goto 7\nkept\n" + "x" * 60_000 + "\nmore\n:clear\nanew\n.\n")
    assert result.stdout.count("too long for an answer") == 1
    assert "Saved: 1 word." in result.stdout
    assert state().answers[7].text == "anew"


def test_a_dot_where_nothing_is_written_stays_at_the_question(dlexam, state):
    result = dlexam("exam", "tiny", text=":goto 7\n.\nwritten\n.\n")
    assert "No answer yet." in result.stdout
    assert state().answers[7].text == "written"
    assert 8 not in state().answers
