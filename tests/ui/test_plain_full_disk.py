"""A disk that fills up during an exam: the text stays on screen's side, is told, and is saved once there is room."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

_DRIVER = """
import os, subprocess, sys
home = os.environ["DLEXAM_HOME"]
room = subprocess.Popen([sys.executable, "-m", "dlexam", "exam", "tiny"], stdin=subprocess.PIPE,
                        stdout=subprocess.PIPE, text=True)

def say(text):
    room.stdin.write(text)
    room.stdin.flush()

def until(words):
    for line in room.stdout:
        if words in line:
            return print("seen:", words, flush=True)
    sys.exit(f"never seen: {words}")

until("Question 1 of 8")
say("b\\n:7\\n")
until("Question 7 of 8")
with open(home + "/filler", "wb", buffering=0) as filler:
    try:
        while filler.write(b"x" * 4096):
            pass
    except OSError:
        pass
say("x" * 40000 + "\\n")
until("hint: your text is kept here")
say(":quit\\n")
until("NOT saved: the answer to 7.")
until("Still here")
os.remove(home + "/filler")
say(":save\\n")
until("Everything is saved.")
say(":quit\\n")
until("dlexam exam resume")
room.stdin.close()
sys.exit(room.wait())
"""


def _namespace() -> list[str] | None:
    for way in (["unshare", "-m"], ["unshare", "-r", "-m"]):
        probe = [*way, "sh", "-c", "mount -t tmpfs none /mnt"]
        if shutil.which("unshare") and subprocess.run(probe, capture_output=True, check=False).returncode == 0:
            return way
    return None


def test_an_answer_that_a_full_disk_refused_is_kept_and_saved_later(home, tmp_path):
    way = _namespace()
    if way is None:
        pytest.skip("this machine lets no one mount a small file system")
    home.mkdir()
    keep = tmp_path / "kept"
    mounted = f'mount -t tmpfs -o size=1m none {home} && "$@"; code=$?; cp -r {home} {keep}; exit $code'
    done = subprocess.run(
        [*way, "sh", "-c", mounted, "sh", sys.executable, "-c", _DRIVER],
        capture_output=True, text=True, timeout=60, env=os.environ,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    from dlexam.exam.state import fold
    from dlexam.exam.store import Store

    with Store(keep) as store:
        state = fold(store.events(store.find()))
    assert state.answers[1].text == "b"
    assert state.answers[7].text == "x" * 40_000
