"""The judge that starts while the command line is still being read: a guess that helps, and leaves nothing behind."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dlexam.cli import ahead
from dlexam.grading import starting
from dlexam.grading.engine import Engine

CONTENT = Path(__file__).parents[1] / "content"
ROWS = ["grade", "scale-rows", "mine.py", "--path", str(CONTENT)]


@pytest.mark.parametrize(
    ("arguments", "track"),
    [
        (["grade", "swish", "mine.py"], "torch"),
        (ROWS, "numpy"),
        (["grade", f"--path={CONTENT}", "--seed", "4", "scale-rows", "mine.py"], "numpy"),
        (["grade", "scale-rows", "mine.py"], None),
        (["grade", "swish"], None),
        (["grade", "swish", "mine.py", "--help"], None),
        (["grade", "../swish", "mine.py"], None),
        (["challenge", "swish", "mine.py"], None),
        ([], None),
    ],
)
def test_the_judge_is_guessed_from_the_words_of_a_grading_alone(arguments, track):
    assert ahead._track(arguments) == track


def test_a_judge_that_nobody_takes_is_ended_and_its_folder_removed():
    with ahead.judge(ROWS):
        (started,) = starting._waiting.values()
        assert started.process.poll() is None
        assert started._folder.is_dir()
    assert started.process.poll() is not None
    assert not started._folder.exists()


def test_an_engine_takes_the_judge_that_is_on_its_way():
    with ahead.judge(ROWS):
        (started,) = starting._waiting.values()
        with Engine() as engine:
            engine.warm("numpy")
            assert engine._judges["numpy"]._process.pid == started.process.pid
            assert not starting._waiting
        assert started.process.poll() is not None


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux shows them")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_command_killed_at_once_leaves_neither_judge_nor_folder(tmp_path, number):
    child = subprocess.Popen(
        [sys.executable, "-m", "dlexam", *ROWS], cwd=tmp_path, env={"TMPDIR": str(tmp_path)},
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert _comes_true(lambda: _processes_about(tmp_path))
    child.send_signal(number)
    child.wait(30)
    assert _comes_true(lambda: not any(tmp_path.iterdir()))
    assert _comes_true(lambda: not _processes_about(tmp_path))


def _comes_true(what) -> bool:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if what():
            return True
        time.sleep(0.002)
    return False


def _processes_about(folder: Path) -> list[str]:
    """Those whose command line names the folder."""
    found = []
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = place.read_bytes()
        except OSError:
            continue
        found += [place.parent.name] if str(folder).encode() in words else []
    return found
