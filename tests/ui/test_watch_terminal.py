"""`grade --watch` in a real (pseudo-)terminal: saves, keys, what dies or opens, and how the terminal is given back."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pexpect
import pytest

CONTENT = Path(__file__).parents[1] / "content"
ROWS = CONTENT / "challenges" / "scale-rows"
RIGHT = (ROWS / "reference.py").read_text()
WRONG = (ROWS / "rejected" / "columns.py").read_text()
IN_PLACE = (ROWS / "rejected" / "in_place.py").read_text()
KEYS = "q quit"


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.setenv("DLEXAM_PATH", os.pathsep.join([str(CONTENT), str(tmp_path / "bank")]))
    (tmp_path / "bank").mkdir()
    path = tmp_path / "mine.py"
    path.write_text(WRONG)
    return path


@pytest.fixture
def watch(terminal, file):
    """A watch that has graded the wrong file once."""

    def start(*options, log=None, **more):
        child = terminal("grade", "scale-rows", "mine.py", "--watch", *options, **more)
        child.logfile_read = log
        child.expect(r"mine\.py: failed")
        child.expect("Watching")
        return child

    return start


def _end(child) -> int:
    """The exit status, once it has ended by itself."""
    child.expect(pexpect.EOF)
    child.wait()
    return child.exitstatus


def _below(pid: int) -> list[int]:
    """All processes below this one."""
    listed = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(pid): int(parent) for pid, parent in map(str.split, listed.splitlines())}
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found[1:]


def _gone(pids: list[int]) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if not [pid for pid in pids if Path(f"/proc/{pid}/cmdline").exists() and _cmdline(pid)]:
            return True
        time.sleep(0.05)
    return False


def _cmdline(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()  # of a dead one that nobody has waited for: empty
    except OSError:
        return b""


def _seed(child) -> str:
    child.expect(r"seed (\d+)")
    return child.match[1]


def test_each_save_is_graded_and_what_changed_is_told(watch, file):
    child = watch()
    file.write_text(RIGHT)
    child.expect(r"mine\.py: passed")
    child.expect("1 newly passing")
    other = file.with_name("4913")
    other.write_text(IN_PLACE)
    other.replace(file)
    child.expect(r"mine\.py: failed")
    child.expect("1 newly failing")
    child.expect("The input stays as it was[^\x1b]*(\x1b[^m]*m)*  newly failing")
    child.send("q")
    assert _end(child) == 1


def test_the_verdict_of_the_last_grading_is_the_exit_code_of_q(watch, file):
    child = watch()
    file.write_text(RIGHT)
    child.expect(r"mine\.py: passed")
    child.send("q")
    assert _end(child) == 0


def test_an_empty_or_missing_file_is_told_and_the_last_grading_stays(watch, file):
    child = watch()
    file.write_text("")
    child.expect("it is empty; waiting")
    file.unlink()
    child.expect("it is gone; waiting")
    file.write_text(RIGHT)
    child.expect(r"mine\.py: passed")
    child.send("q")
    assert _end(child) == 0


def test_keys_turn_to_cases_hints_and_the_whole_explanation(watch, file):
    file.write_text("def scale_rows(x):\n    raise KeyError('first')\n")
    child = watch_error(watch, file)
    child.send("2")
    child.expect(r"> 2 [^>]*The input stays as it was")
    child.send("k")
    child.expect(r"> 1 [^>]*Each row has unit length")
    child.send("h")
    child.expect("Hint 1 of 3")
    child.expect("Use keepdims")
    child.send("\r")
    child.expect("Enter back")
    child.send("\x1b[B\x1b")
    child.expect("new seed")
    child.send("q")
    assert _end(child) == 1


def watch_error(watch, file):
    """A watch whose file raises in each case."""
    source = file.read_text()
    file.write_text(WRONG)
    child = watch()
    file.write_text(source)
    child.expect(r"mine\.py: error")
    return child


def test_r_takes_a_new_seed_and_s_keeps_it(watch, file):
    child = watch("--seed", "41")
    child.send("r")
    child.expect("seed (?!41)")
    child.send("s")
    child.expect(r"seed (\d+), kept")
    kept = child.match[1]
    file.write_text(RIGHT)
    child.expect(r"mine\.py: passed")
    child.expect(f"seed {kept}, kept")
    child.send("q")
    _end(child)


def test_a_given_seed_is_kept_from_save_to_save(watch, file):
    child = watch("--seed", "41")
    file.write_text(RIGHT)
    child.expect(r"mine\.py: passed")
    child.expect("seed 41, kept")
    child.send("q")
    _end(child)


def _attributes(child) -> list[object]:
    return termios.tcgetattr(child.child_fd)[:4]


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGQUIT, 131)], ids=["^C", "TERM", "QUIT"]
)
@pytest.mark.parametrize("busy", [False, True], ids=["idle", "grading"])
def test_a_signal_gives_the_terminal_back_and_leaves_no_process(terminal, file, number, code, busy):
    shell = "stty -a; {} ; echo code $?; stty -a; echo done"
    command = f"{sys.executable} -m dlexam grade scale-rows mine.py --watch"
    child = pexpect.spawn(
        "bash", ["--norc", "-c", shell.format(command)], encoding="utf-8", cwd=str(file.parent), dimensions=(24, 80),
        timeout=30, env={**os.environ, "TERM": "xterm-256color"},
    )  # fmt: skip
    child.expect("speed[^$]*?(?=\x1b)")
    before = re.findall(r"\S+", child.after)
    child.expect(r"mine\.py: failed")
    child.expect("Watching")
    if busy:
        file.write_text("while True: pass\n")
        child.expect("Grading")
    (program,) = [pid for pid in _below(child.pid) if b"--watch" in _cmdline(pid)]
    below = _below(program)
    assert below
    os.kill(program, number)
    child.expect(f"code {code}")
    assert "\x1b[?1049l" in child.before
    assert "\x1b[?25h" in child.before
    child.expect("speed.*done")
    assert re.findall(r"\S+", child.after)[:-1] == before
    assert _gone(below)
    child.close()


def test_ctrl_z_gives_the_terminal_to_the_shell_and_fg_takes_it_again(file):
    child = pexpect.spawn(
        "bash", ["--norc", "-i"], encoding="utf-8", cwd=str(file.parent), dimensions=(24, 80), timeout=30,
        env={**os.environ, "TERM": "xterm-256color", "PS1": "shell> "},
    )  # fmt: skip
    child.sendline(f"{sys.executable} -m dlexam grade scale-rows mine.py --watch")
    child.expect(r"mine\.py: failed")
    child.expect("Watching")
    child.send("\x1a")
    child.expect_exact("\x1b[?1049l")
    child.expect("Stopped")
    child.sendline("echo lines $(stty -a | grep -c ' echo '); fg")
    child.expect("lines 1")
    child.expect_exact("\x1b[?1049h")
    child.expect(KEYS)
    child.send("q")
    child.expect_exact("\x1b[?1049l")
    child.close(force=True)


def test_a_terminal_that_is_closed_ends_the_watch_and_all_below_it(watch):
    child = watch()
    below = [child.pid, *_below(child.pid)]
    assert len(below) > 1
    child.close(force=False)
    assert _gone(below)


def test_a_judge_that_dies_costs_a_line_and_the_watch_goes_on(watch, file):
    child = watch()
    (judge,) = [pid for pid in _below(child.pid) if b"grading.judge" in _cmdline(pid) and _parent(pid) == child.pid]
    os.kill(judge, signal.SIGKILL)
    assert _gone([judge])
    file.write_text(RIGHT)
    child.expect("a new one was started")
    child.expect(r"mine\.py: passed")
    child.send("q")
    assert _end(child) == 0


def _parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])


def test_a_judge_that_dies_while_it_grades_is_replaced_and_the_file_graded(watch, file):
    child = watch()
    (judge,) = [pid for pid in _below(child.pid) if b"grading.judge" in _cmdline(pid) and _parent(pid) == child.pid]
    os.kill(judge, signal.SIGSTOP)
    file.write_text(RIGHT)
    child.expect("Grading")
    os.kill(judge, signal.SIGKILL)
    child.expect("graded again")
    child.expect(r"mine\.py: passed")
    child.send("q")
    assert _end(child) == 0


def test_a_newer_save_ends_a_grading_that_takes_long(watch, file):
    child = watch()
    (judge,) = [pid for pid in _below(child.pid) if b"grading.judge" in _cmdline(pid) and _parent(pid) == child.pid]
    os.kill(judge, signal.SIGSTOP)  # a grading without an end
    file.write_text(IN_PLACE)
    child.expect("Grading")
    file.write_text(RIGHT)
    child.expect(r"mine\.py: passed")
    assert _gone([judge])
    child.send("q")
    assert _end(child) == 0


def test_when_an_exam_opens_hidden_cases_leave_the_screen_and_hints_are_shut(watch, file, tmp_path, dlexam):
    file.write_text(IN_PLACE)
    child = watch_passed(watch, file, IN_PLACE)
    _open_exam(tmp_path, dlexam)
    child.expect("only the public cases of scale-rows run")
    child.expect(r"mine\.py: passed")  # in place, which only the hidden case sees
    child.send("h")
    child.expect("A hint for challenge scale-rows is closed")
    assert dlexam("exam", "abandon", "--yes").returncode == 0
    child.expect(r"mine\.py: failed")
    child.expect("The input stays as it was")
    child.send("q")
    assert _end(child) == 1


def watch_passed(watch, file, source):
    """A watch that has graded this source last."""
    file.write_text(WRONG)
    child = watch()
    file.write_text(source)
    child.expect(r"mine\.py: failed")
    child.expect("1 newly failing")
    return child


def _open_exam(tmp_path, dlexam) -> None:
    bank = tmp_path / "bank" / "question_bank"
    (bank / "topics").mkdir(parents=True)
    (bank / "exams").mkdir()
    (bank / "topics" / "coding.yaml").write_text(
        "format: 1\ntopic: coding\ntitle: Coding\nquestions:\n"
        "  - {id: write-rows, kind: code, topic: coding, level: 2, minutes: 5, source: [a test],\n"
        "     prompt: Write it., explain: So., challenge: scale-rows}\n"
    )
    (bank / "exams" / "coding.yaml").write_text(
        "format: 1\nid: coding\ntitle: A coding exam\nabout: One challenge.\nminutes: 20\n"
        "sections: [{id: code, title: Code, questions: [write-rows], points: 4}]\n"
    )
    begun = dlexam("exam", "coding")
    assert begun.returncode == 0, begun.stderr


def test_a_resized_terminal_is_drawn_anew(watch):
    child = watch()
    child.setwinsize(10, 40)
    child.expect_exact("\x1b[2J")
    child.expect(r"\x1b\[10;1H")
    assert child.isalive()
    child.send("q")
    _end(child)


def test_no_color_draws_in_place_without_a_colour(watch, file):
    log = io.StringIO()
    child = watch(env={"NO_COLOR": "1"}, log=log)
    file.write_text(RIGHT)
    child.expect(r"mine\.py: passed")
    child.send("q")
    child.expect(pexpect.EOF)
    assert "\x1b[?25l" in log.getvalue()
    assert not re.search(r"\x1b\[[0-9;]*m", log.getvalue())


def test_what_is_left_in_the_terminal_is_the_last_verdict_and_how_to_replay_it(watch):
    child = watch()
    child.send("q")
    child.expect_exact("\x1b[?1049l")
    child.expect(pexpect.EOF)
    assert "failed" in child.before
    assert re.search(r"Again: dlexam grade scale-rows mine\.py --seed \d+ --case values", child.before)


def test_nothing_is_drawn_while_nothing_happens(watch):
    child = watch()
    time.sleep(0.3)
    child.read_nonblocking(100_000, timeout=1) if _waiting(child) else None
    time.sleep(1.5)
    assert not _waiting(child)
    child.send("q")
    _end(child)


def _waiting(child) -> bool:
    try:
        child.read_nonblocking(1, timeout=0)
    except pexpect.TIMEOUT:
        return False
    return True
