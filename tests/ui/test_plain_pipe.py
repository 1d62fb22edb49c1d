"""Line mode through a pipe: a script, a screen reader's terminal program or `make exam` in CI can drive it."""

from __future__ import annotations

import re
import subprocess
import sys
import time

ANSWERS = "b\na c\n1/4\nsoftmax\na b c d\n1a 2b\n"


def test_every_answer_is_stored_as_typed(dlexam, state):
    result = dlexam("exam", "tiny", text=ANSWERS + "first line\n\nsecond line\n.\nbatches\n.\n:quit\n")
    assert result.returncode == 0, result.stderr
    texts = {number: answer.text for number, answer in state().answers.items()}
    assert texts == {
        1: "b", 2: "a c", 3: "1/4", 4: "softmax", 5: "a b c d", 6: "1a 2b",
        7: "first line\n\nsecond line", 8: "batches",
    }  # fmt: skip


def test_nothing_but_plain_text_comes_out_of_a_pipe(dlexam):
    result = dlexam("exam", "tiny", text=":map\n:help\n:finish yes\n")
    assert "\x1b" not in result.stdout
    assert not re.search("[\u2500-\u259f]", result.stdout), "box or block characters"
    assert not re.search(r"[ \t]$", result.stdout, re.MULTILINE), "trailing spaces"
    assert max(map(len, result.stdout.splitlines())) <= 100


def test_end_of_input_saves_and_says_how_to_come_back(dlexam, state):
    result = dlexam("exam", "tiny", text="b\na")
    assert result.returncode == 0
    assert "dlexam exam resume" in result.stdout
    assert "30 min left" in result.stdout
    assert state().answers[2].text == "a"
    assert state().finished is None


def test_a_resumed_exam_goes_on_where_it_was_left(dlexam):
    dlexam("exam", "tiny", text=ANSWERS + "half an answer\n")
    back = dlexam("exam", "resume", text=":summary\n")
    assert "Welcome back: 7 answered." in back.stdout
    assert "Question 7 of 8" in back.stdout
    assert "  half an answer" in back.stdout


def test_an_answer_that_cannot_be_read_is_refused_and_the_old_one_stays(dlexam, state):
    result = dlexam("exam", "tiny", text="b\n:prev\ne\n")
    assert "no choice e" in result.stdout
    assert "Your answer is still b" in result.stdout
    assert state().answers[1].text == "b"


def test_an_unknown_command_is_not_taken_as_an_answer(dlexam, state):
    result = dlexam("exam", "tiny", text=":goto 4\n:sofmax\n:nxt\n")
    assert "There is no command :sofmax" in result.stdout
    assert "::sofmax" in result.stdout
    assert "Did you mean :next" in result.stdout
    assert 4 not in state().answers


def test_two_colons_begin_an_answer_with_one(dlexam, state):
    dlexam("exam", "tiny", text=":goto 4\n::softmax\n:7\n::a list\n")
    assert state().answers[4].text == ":softmax"
    assert state().answers[7].text == ":a list"


def test_the_first_letters_of_a_command_will_do_where_they_fit_one_only(dlexam):
    result = dlexam("exam", "tiny", text=":m\n:s\n:3\n")
    assert "you are here" in result.stdout
    assert "There is no command :s." in result.stdout
    assert "Question 3 of 8" in result.stdout


def test_going_past_either_end_says_so(dlexam):
    result = dlexam("exam", "tiny", text=":prev\n:goto 8\n:next\n:goto 9\n:goto x\n:goto\n")
    assert "This is the first question." in result.stdout
    assert "This is the last question." in result.stdout
    assert "There is no question “9”: 1 to 8." in result.stdout
    assert "There is no question “x”: 1 to 8." in result.stdout


def test_the_map_shows_what_is_answered_flagged_and_where_one_is(dlexam):
    result = dlexam("exam", "tiny", text="b\n:flag\n:map\n")
    assert re.search(r"^  1\[x\]\s+> 2\[ \]!\s+3\[ \]", result.stdout, re.MULTILINE), result.stdout


def test_flags_come_off_again(dlexam, state):
    result = dlexam("exam", "tiny", text=":flag\n:flag\n")
    assert "no longer flagged" in result.stdout
    assert state().flags == frozenset()


def test_clear_takes_an_answer_back(dlexam, state):
    dlexam("exam", "tiny", text="b\n:1\n:clear\n")
    assert 1 not in state().answers


def test_finish_needs_a_yes(dlexam, state):
    result = dlexam("exam", "tiny", text="b\n:finish\na c\n")
    assert "Not answered: 2-8." in result.stdout
    assert "Not finished." in result.stdout
    assert state().finished is None
    assert state().answers[2].text == "a c", "what was typed instead of yes is taken as usual"


def test_a_finished_exam_shows_points_time_next_steps_and_the_receipt(dlexam, state):
    result = dlexam("exam", "tiny", text=ANSWERS + ":finish\nyes\n")
    assert state().finished.reason == "asked"
    assert re.search(r"Closed questions\s+#+\.*\s+[\d.]+ of 6 \(\d+%\)", result.stdout), result.stdout
    assert "of 12 points" in result.stdout
    assert "(pass mark 60%)" in result.stdout
    assert "of 30 min" in result.stdout
    assert "dlexam key tiny-" in result.stdout
    assert re.search(r"Receipt: \w{4}-\w{4}-\w{4}-\w{4}", result.stdout)


def test_the_deadline_ends_the_exam_while_it_waits_for_a_line(tmp_path, state):
    command = [sys.executable, "-m", "dlexam", "exam", "tiny", "--minutes", "0.05"]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path
    )
    assert process.stdin
    process.stdin.write(b"b\n:goto 7\nwritten in ti")  # the last line has no end
    process.stdin.flush()
    assert process.stdout
    told = process.stdout.read().decode()  # ends by itself: the pipe stays open
    assert process.wait(60) == 0
    assert "Time is up" in told
    assert "Receipt:" in told
    assert state().finished.reason == "deadline"
    assert state().answers[1].text == "b"
    assert state().answers[7].text == "written in ti"
    process.stdin.close()


def test_the_clock_warns_once_between_prompts(tmp_path, dlexam):
    dlexam("exam", "tiny", "--minutes", "1.02", text="")
    command = [sys.executable, "-m", "dlexam", "exam", "resume"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path, text=True)
    assert process.stdin
    time.sleep(2.5)
    told, _ = process.communicate(":time\n:time\n:quit\n")
    assert len(re.findall(r"left\. What you have entered is saved", told)) == 1, told


def test_time_that_ran_out_while_nobody_was_there_ends_the_exam(dlexam, state):
    dlexam("exam", "tiny", "--minutes", "0.02", text="b\n")
    time.sleep(1.5)
    back = dlexam("exam", "resume", text="a\n")
    assert "ran out while you were away" in back.stdout or "Time is up" in back.stdout
    assert state().answers[1].text == "b"


def test_control_characters_of_an_answer_never_reach_the_terminal(dlexam, state):
    result = dlexam("exam", "tiny", text=":goto 4\n\x1b]0;owned\x07soft\x1b[31mmax\u202e\n:prev\n:finish yes\n")
    assert "\x1b" not in result.stdout
    assert "\x07" not in result.stdout
    assert state().answers[4].text == "]0;ownedsoft[31mmax"


def test_markup_in_an_answer_is_shown_as_it_is(dlexam):
    result = dlexam("exam", "tiny", text=":goto 7\n[bold red]x[/] [link=a]b :smile:\n:show\n")
    assert "  [bold red]x[/] [link=a]b :smile:" in result.stdout


def test_bytes_that_are_no_utf8_do_no_harm(tmp_path, state):
    command = [sys.executable, "-m", "dlexam", "exam", "tiny"]
    done = subprocess.run(command, input=b":goto 4\nsoft\xff\xfemax\n", capture_output=True, cwd=tmp_path, timeout=60)
    assert done.returncode == 0
    assert state().answers[4].text == "soft\ufffd\ufffdmax"


def test_an_answer_of_absurd_length_is_refused_with_a_reason(dlexam, state):
    result = dlexam("exam", "tiny", text=":goto 7\nkept\n" + "x" * 60_000 + "\n")
    assert "too long for an answer" in result.stdout
    assert state().answers[7].text == "kept"


def test_a_second_terminal_is_told(tmp_path, dlexam, state):
    command = [sys.executable, "-m", "dlexam", "exam", "tiny"]
    first = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path, text=True)
    assert first.stdin
    assert first.stdout
    while "Question 1 of 8" not in first.stdout.readline():
        pass
    for words in (("exam", "resume"), ("exam", "tiny"), ("exam", "finish", "--yes")):
        second = dlexam(*words)
        assert second.returncode == 2, second
        assert "another terminal" in second.stderr or "open already" in second.stderr
    first.communicate("b\n:quit\n")
    assert state().answers[1].text == "b"


def test_practice_has_no_clock(dlexam):
    result = dlexam("exam", "tiny", "--practice", text=":time\n")
    assert "no clock" in result.stdout
    assert "min left" not in result.stdout


def test_a_locale_without_unicode_gets_question_marks_and_no_crash(dlexam):
    result = dlexam("exam", "tiny", text=":goto 4\nO(N²)\n", env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert result.returncode == 0, result.stderr
