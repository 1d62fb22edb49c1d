"""Line mode in a real (pseudo-)terminal: typing, ^C, kill -9, the clock, an editor."""

from __future__ import annotations

import re
import signal
import time

import pexpect
from in_terminal import fake_editor


def _open(terminal, *arguments, **options):
    """An exam at its first prompt."""
    child = terminal("exam", "tiny", *arguments, **options)
    child.expect(r"1 of 8, [^\n]*> ")
    return child


def _plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", text)


def test_an_exam_is_answered_flagged_killed_resumed_and_finished(terminal, state):
    child = _open(terminal)
    child.sendline("b")
    child.expect("Saved: b")
    child.expect(r"2 of 8, [^\n]*> ")
    child.sendline(":flag")
    child.expect("flagged")
    child.sendline(":goto 7")
    child.expect("Why do gradients vanish")
    child.expect(r"7 of 8, [^\n]*> ")
    child.sendline("The derivative of the sigmoid is at most a quarter.")
    child.expect(r"\.\.\. ")
    child.send("Backpropagation multiplies")
    time.sleep(2.0)  # longer than a tick: the unfinished line is in the store now
    child.kill(signal.SIGKILL)
    child.wait()
    saved = state()
    assert saved.answers[7].text == "The derivative of the sigmoid is at most a quarter.\nBackpropagation multiplies"
    assert saved.flags == {2}

    back = terminal("exam", "resume")
    back.expect("Welcome back: 2 answered")
    back.expect("Question 7 of 8")
    back.expect("Backpropagation multiplies")
    back.expect(r"\.\.\. ")
    back.sendline("one such factor per layer.")
    back.sendline(".")
    back.expect("Saved: 17 words")
    back.expect(r"8 of 8, [^\n]*> ")
    back.sendline(":finish")
    back.expect("Not answered: 2-6, 8")
    back.sendline("yes")
    back.expect("Result: A tiny exam")
    back.expect("Receipt: ")
    back.expect(pexpect.EOF)
    back.close()
    assert back.exitstatus == 0
    assert state().finished.reason == "asked"


def test_ctrl_c_saves_the_line_and_says_how_to_come_back(terminal, state):
    child = _open(terminal)
    child.sendline(":7")
    child.expect(r"7 of 8, [^\n]*> ")
    child.sendline("kept")
    child.expect(r"\.\.\. ")
    child.sendintr()
    child.expect("dlexam exam resume")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert state().answers[7].text == "kept"
    assert not state().answers[7].draft


def test_ctrl_d_leaves_like_quit(terminal, state):
    child = _open(terminal)
    child.sendeof()
    child.expect("The clock goes on: 30 min left")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_the_deadline_comes_while_one_is_typing(terminal, state):
    child = _open(terminal, "--minutes", "0.08")
    child.sendline(":7")
    child.expect(r"7 of 8, [^\n]*> ")
    child.send("in the middle of")
    child.expect("Time is up", timeout=30)
    child.expect("Receipt: ")
    child.expect(pexpect.EOF)
    assert state().finished.reason == "deadline"
    assert state().answers[7].text == "in the middle of"


def test_a_warning_of_the_clock_leaves_the_line_as_it_was_typed(terminal, state):
    child = _open(terminal, "--minutes", "1.06")
    child.sendline(":4")
    child.expect(r"4 of 8, [^\n]*> ")
    child.send("soft")
    child.expect("left. What you have entered is saved", timeout=30)
    child.expect("> .*soft")
    child.sendline("max")
    child.expect("Saved: softmax")
    child.sendline(":quit")
    child.expect(pexpect.EOF)
    assert state().answers[4].text == "softmax"


def test_a_draft_of_a_line_that_becomes_a_command_leaves_the_answer_alone(terminal, state):
    child = _open(terminal)
    child.sendline("b")
    child.expect(r"2 of 8, [^\n]*> ")
    child.sendline(":1")
    child.expect(r"1 of 8, [^\n]*> ")
    child.send("c")
    time.sleep(1.5)
    assert state().answers[1].text == "c", "typed and not yet entered: safe against a kill"
    child.send("\x7f:next\r")
    child.expect(r"2 of 8, [^\n]*> ")
    child.sendline(":quit")
    child.expect(pexpect.EOF)
    assert state().answers[1].text == "b"


def test_tab_completes_commands_and_stays_a_tab_in_answers(terminal, state):
    child = _open(terminal)
    child.sendline(":7")
    child.expect(r"7 of 8, [^\n]*> ")
    child.send("if x:\r\ty\r")
    child.expect(r"\.\.\. .*y")
    child.send(":qu\t\r")
    child.expect("dlexam exam resume")
    child.expect(pexpect.EOF)
    assert state().answers[7].text == "if x:\n\ty"


def test_edit_opens_the_editor_on_the_answer_and_reads_it_back(terminal, state, tmp_path):
    editor = fake_editor(tmp_path, "file.write_text(file.read_text() + 'and more')")
    child = _open(terminal, env={"VISUAL": editor})
    child.sendline(":7")
    child.expect(r"7 of 8, [^\n]*> ")
    child.sendline("typed")
    child.sendline(":edit")
    child.expect("and more")
    child.sendline(":quit")
    child.expect(pexpect.EOF)
    assert state().answers[7].text == "typed\nand more"


def test_what_an_editor_has_saved_survives_a_kill(terminal, state, tmp_path):
    editor = fake_editor(tmp_path, "file.write_text('saved in the editor'); print('READY', flush=True); time.sleep(60)")
    child = _open(terminal, env={"VISUAL": editor})
    child.sendline(":7")
    child.expect(r"7 of 8, [^\n]*> ")
    child.sendline(":edit")
    child.expect("READY")
    time.sleep(2.0)
    child.kill(signal.SIGKILL)
    child.wait()
    assert state().answers[7].text == "saved in the editor"


def test_an_editor_that_fails_or_is_missing_costs_nothing(terminal, state, tmp_path):
    for editor, told in (
        (fake_editor(tmp_path, "file.write_text('no'); sys.exit(3)"), "status 3"),
        ("/no/editor", "start"),
    ):
        child = terminal("exam", "resume" if editor == "/no/editor" else "tiny", env={"EDITOR": editor})
        child.expect(r"of 8, [^\n]*> |\.\.\. ")
        child.sendline(":7")
        child.expect(r"(7 of 8, [^\n]*> |\.\.\. )")
        if editor != "/no/editor":
            child.sendline("typed")
        child.sendline(":edit")
        child.expect(told)
        child.sendline(":quit")
        child.expect(pexpect.EOF)
        assert state().answers[7].text == "typed"


def test_no_color_means_none(terminal):
    child = terminal("exam", "tiny", env={"NO_COLOR": "1"})
    child.expect(r"1 of 8, [^\n]*> ")
    assert not re.search(r"\x1b\[[0-9;]*m", child.before + child.after)
    child.sendline(":quit")
    child.expect(pexpect.EOF)
    assert not re.search(r"\x1b\[[0-9;]*m", child.before)


def test_a_narrow_terminal_wraps_at_words(terminal):
    child = terminal("exam", "tiny", size=(24, 40))
    child.expect(r"1 of 8, [^\n]*> ")
    lines = _plain(child.before).replace("\r", "").split("\n")
    assert max(len(line) for line in lines) <= 40
    assert "never negative?" in " ".join(" ".join(lines).split())


def test_the_program_alone_says_what_can_be_done_now(terminal, dlexam):
    dlexam("exam", "tiny", text="b\n")
    child = terminal()
    child.expect("You are sitting A tiny exam: 1 of 8 answered, 30 min left")
    child.expect("dlexam exam resume")
    child.expect("tiny +30 min +8 questions")
    child.expect(pexpect.EOF)
