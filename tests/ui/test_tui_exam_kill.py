"""The full screen in a real (pseudo-)terminal: `kill -9` at any key, and an editor in place of the screen."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import pexpect
import pytest
from in_terminal import at_long_answer, fake_editor

from dlexam.ui.plain import foreground
from dlexam.ui.plain.editor import edit

WORDS = "The derivative of the sigmoid is at most a quarter and so a deep product of them is small. "
SECOND = 1.0  # of typing, the most that may be lost
ROUNDS = 6


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
    seed = random.randrange(1 << 32)
    dice = random.Random(seed)
    typed = ""
    for round_ in range(ROUNDS):
        child = screen("resume" if round_ else "tiny")
        if not round_:
            at_long_answer(child)
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
        assert len(saved) >= len(typed) + max(before, default=0), (
            f"seed {seed}, round {round_}: {len(saved)} of {keys} keys"
        )
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
    child = at_long_answer(screen("tiny"))
    child.send("first\x0esecond\x10, and more\x11")  # ^N, ^P, ^Q
    child.expect("Come back with")
    child.expect(pexpect.EOF)
    assert state().answers[7].text == "first, and more"
    assert state().answers[8].text == "second"


def _leave(child) -> None:
    child.send("\x11")  # ^Q
    child.expect("Come back with: dlexam exam resume")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_the_learners_editor_takes_the_place_of_the_screen_and_gives_it_back(screen, state, tmp_path):
    editor = fake_editor(tmp_path, "file.write_text(file.read_text().strip() + ' and more'); print('IN THE EDITOR')")
    child = at_long_answer(screen("tiny", env={"VISUAL": editor}))
    child.send("typed\x05")  # ^E
    child.expect("IN THE EDITOR")
    child.expect("and more")
    child.send(" and on")
    child.expect("and on")
    _leave(child)
    assert state().answers[7].text == "typed and more and on"


def test_what_the_editor_has_saved_survives_a_kill(screen, state, tmp_path):
    editor = fake_editor(tmp_path, "file.write_text('saved in the editor'); print('READY', flush=True); time.sleep(60)")
    child = at_long_answer(screen("tiny", env={"VISUAL": editor}))
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
    child = at_long_answer(screen("tiny", env={"VISUAL": fake_editor(tmp_path, body)}))
    child.send("typed\x05")
    child.expect("READY")
    child.send("\x03")  # ^C
    child.expect("INTERRUPTED")
    child.expect("status 3")
    _leave(child)
    assert state().answers[7].text == "typed"


def test_a_text_that_the_editor_made_too_long_is_put_aside_and_not_cut(screen, state, tmp_path, home):
    editor = fake_editor(tmp_path, "file.write_text('x' * 60_000)")
    child = at_long_answer(screen("tiny", env={"VISUAL": editor}))
    child.send("typed\x05")
    child.expect("too long for an answer")
    _leave(child)
    assert state().answers[7].text == "typed"
    assert (home / "too-long-7.md").read_text() == "x" * 60_000


SAVES_ON = """
import signal
{at_start}
file.write_text('saved in time')
print('READY', flush=True)
while True:
    time.sleep(0.5)
    file.write_text(file.read_text() + '.')
"""


def test_at_the_deadline_an_open_editor_is_ended_what_it_saved_counts_and_the_screen_comes_back(
    screen, state, tmp_path
):
    editor = fake_editor(tmp_path, SAVES_ON.format(at_start="print('PID', __import__('os').getpid(), flush=True)"))
    child = at_long_answer(screen("tiny", "--minutes", "0.15", env={"VISUAL": editor}))
    child.send("\x05")  # ^E
    child.expect(r"PID (\d+)")
    pid = int(child.match[1])
    child.expect("READY")
    child.expect("Time is up")
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    child.send("q")
    child.expect_exact("\x1b[?1049l")  # the screen from before comes back
    child.expect(pexpect.EOF)
    assert state().finished.reason == "deadline"
    assert state().answers[7].text.startswith("saved in time...")
    assert not state().ignored


def test_an_editor_that_does_not_want_to_end_is_ended_all_the_same(tmp_path, monkeypatch):
    deaf = "signal.signal(signal.SIGHUP, signal.SIG_IGN)"
    monkeypatch.setenv("VISUAL", fake_editor(tmp_path, SAVES_ON.format(at_start=deaf)))
    monkeypatch.setattr(foreground, "GRACE", 0.5)
    saved, end = [], time.monotonic() + 60

    def left() -> float:
        return 0.0 if saved and saved[-1].endswith(".") else end - time.monotonic()

    assert edit("before", saved.append, left, every=0.1).startswith("saved in time.")
    assert time.monotonic() < end


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="this system doesn't tell who started whom")
def test_what_a_launcher_started_is_ended_with_it(tmp_path, monkeypatch):
    known, launcher = tmp_path / "pid", tmp_path / "launcher"
    editor = fake_editor(tmp_path, f"pathlib.Path({str(known)!r}).write_text(str(__import__('os').getpid()))\n"
                                   "time.sleep(60)")  # fmt: skip
    launcher.write_text(f'#!/bin/sh\n{editor} "$@"\nexit 0\n')
    launcher.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(launcher))

    def left() -> float:
        return 0.0 if known.exists() and known.read_text() else 60.0

    assert edit("before", lambda text: None, left, every=0.1) == "before"
    assert _is_gone(int(known.read_text()))


def _is_gone(pid: int) -> bool:
    """Whether it runs no more; where nobody has asked for its end yet, it may still be listed."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True
