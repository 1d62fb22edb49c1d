"""The full screen in a real (pseudo-)terminal: `kill -9` at any key, and an editor in place of the screen."""

from __future__ import annotations

import random
import signal
import stat
import sys
import time

import pexpect
import pytest

WORDS = "The derivative of the sigmoid is at most a quarter and so a deep product of them is small. "
SECOND = 1.0  # of typing, the most that may be lost
ROUNDS = 6


@pytest.fixture
def screen(terminal):
    """The exam on the full screen, at its first question."""

    def start(*words: str, env: dict[str, str] | None = None) -> pexpect.spawn[str]:
        child = terminal("exam", *words, env={"DLEXAM_PLAIN": "", **(env or {})})
        child.expect("Question .* of 8")
        return child

    return start


def _read(child) -> None:
    """Take what has been written, so that the program never waits for a reader."""
    try:
        while True:
            child.read_nonblocking(65536, timeout=0)
    except pexpect.TIMEOUT:
        return


def _type(child, text: str, pace: float) -> list[tuple[float, int]]:
    """Type it key by key; gives when each key was sent, and how many there were by then."""
    sent = []
    for count, key in enumerate(text, 1):
        child.send(key)
        sent.append((time.monotonic(), count))
        _read(child)
        time.sleep(pace)
    return sent


def test_a_kill_at_a_random_key_loses_less_than_a_second_of_typing(screen, state):
    dice = random.Random()
    typed = ""
    for round_ in range(ROUNDS):
        child = screen("resume" if round_ else "tiny")
        if not round_:
            child.send("\x07")  # ^G
            child.expect("Enter alone")
            child.send("7\r")
            child.expect("Why do gradients")
        child.expect(f"{len(typed.split())} words?")
        keys = dice.randint(5, 40)
        text = (WORDS * 2)[len(typed) % len(WORDS) :][:keys]
        sent = _type(child, text, dice.uniform(0.0, 0.08))
        if round_ == ROUNDS - 1:
            _settle(child, state, typed + text)
        killed = time.monotonic()
        child.kill(signal.SIGKILL)
        child.wait()
        saved = state().answers[7].text if 7 in state().answers else ""
        assert (typed + text).startswith(saved)
        before = [count for moment, count in sent if killed - moment > SECOND]
        assert len(saved) >= len(typed) + max(before, default=0), f"round {round_}: {len(saved)} of {keys} keys"
        typed = saved
    assert typed.endswith(text)


def _settle(child, state, text: str) -> None:
    """A second without a key: all of it is in the store."""
    end = time.monotonic() + SECOND
    while time.monotonic() < end:
        _read(child)
        time.sleep(0.02)
    assert state().answers[7].text == text


def test_what_is_typed_ahead_in_one_burst_arrives_where_it_belongs(screen, state):
    child = _at_seven(screen)
    child.send("first\x0esecond\x10, and more\x11")  # ^N, ^P, ^Q
    child.expect("Come back with")
    child.expect(pexpect.EOF)
    assert state().answers[7].text == "first, and more"
    assert state().answers[8].text == "second"


def _editor(folder, body: str) -> str:
    script = folder / "editor.py"
    script.write_text(f"import sys, time, pathlib\nfile = pathlib.Path(sys.argv[1])\n{body}\n")
    launcher = folder / "editor"
    launcher.write_text(f'#!/bin/sh\nexec {sys.executable} {script} "$@"\n')
    launcher.chmod(launcher.stat().st_mode | stat.S_IXUSR)
    return str(launcher)


def _at_seven(screen, **options):
    child = screen("tiny", **options)
    child.send("\x07")
    child.expect("Enter alone")
    child.send("7\r")
    child.expect("0 words")
    return child


def _leave(child) -> None:
    child.send("\x11")  # ^Q
    child.expect("Come back with: dlexam exam resume")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_the_learners_editor_takes_the_place_of_the_screen_and_gives_it_back(screen, state, tmp_path):
    editor = _editor(tmp_path, "file.write_text(file.read_text().strip() + ' and more'); print('IN THE EDITOR')")
    child = _at_seven(screen, env={"VISUAL": editor})
    child.send("typed\x05")  # ^E
    child.expect("IN THE EDITOR")
    child.expect("and more")
    child.send(" and on")
    child.expect("and on")
    _leave(child)
    assert state().answers[7].text == "typed and more and on"


def test_what_the_editor_has_saved_survives_a_kill(screen, state, tmp_path):
    editor = _editor(tmp_path, "file.write_text('saved in the editor'); print('READY', flush=True); time.sleep(60)")
    child = _at_seven(screen, env={"VISUAL": editor})
    child.send("\x05")
    child.expect("READY")
    time.sleep(2.0)
    child.kill(signal.SIGKILL)
    child.wait()
    assert state().answers[7].text == "saved in the editor"


def test_an_editor_that_fails_costs_nothing_and_ctrl_c_is_the_editors(screen, state, tmp_path):
    body = """
file.write_text('no')
try:
    print('READY', flush=True)
    time.sleep(60)
except KeyboardInterrupt:
    print('INTERRUPTED', flush=True)
    sys.exit(3)
"""
    child = _at_seven(screen, env={"VISUAL": _editor(tmp_path, body)})
    child.send("typed\x05")
    child.expect("READY")
    child.send("\x03")  # ^C
    child.expect("INTERRUPTED")
    child.expect("status 3")
    _leave(child)
    assert state().answers[7].text == "typed"


def test_a_text_that_the_editor_made_too_long_is_put_aside_and_not_cut(screen, state, tmp_path, home):
    editor = _editor(tmp_path, "file.write_text('x' * 60_000)")
    child = _at_seven(screen, env={"VISUAL": editor})
    child.send("typed\x05")
    child.expect("too long for an answer")
    _leave(child)
    assert state().answers[7].text == "typed"
    assert (home / "too-long-7.md").read_text() == "x" * 60_000
