"""Isolation steps down gracefully: on each older Landlock, and without seccomp, what is left holds and is named."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from dlexam.grading.offer import offer
from dlexam.grading.sandbox import landlock

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or offer().isolation != "full", reason="needs the full sandbox, which this machine lacks"
)

CHILD = Path(__file__).with_name("older_kernel_child.py")
NEWEST = landlock.abi() if sys.platform == "linux" else 0
# what an own solution may need, whatever the kernel
NEEDED = ("read the library", "write in scratch", "truncate in scratch")
OUTSIDE = ("read outside", "write outside", "remove outside")
ABIS = [pytest.param(abi, marks=pytest.mark.skipif(abi > NEWEST, reason="a newer kernel's")) for abi in range(1, 8)]


def left(folder: Path, abi: int, filtered: bool) -> dict[str, bool | str]:
    """What a process can do that has entered the sandbox on such a kernel."""
    scratch = folder / "scratch"
    scratch.mkdir()
    (folder / "outside").write_text("kept")
    ours, theirs = os.pipe()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        numbers = [str(number) for number in (theirs, abi, int(filtered))]
        command = [sys.executable, str(CHILD), *numbers, str(scratch), str(folder / "outside"), str(port)]
        done = subprocess.run(command, pass_fds=[theirs], capture_output=True, text=True, timeout=90)
    os.close(theirs)
    with os.fdopen(ours) as answers:
        text = answers.read()
    assert text, (done.returncode, done.stderr[-2000:])
    return json.loads(text)


@pytest.mark.parametrize("abi", ABIS)
def test_each_landlock_with_seccomp_guards_what_it_says(tmp_path, abi):
    seen = left(tmp_path, abi, filtered=True)
    assert seen["isolation"] == ("full" if abi >= 3 else "partial")
    assert [name for name in (*OUTSIDE, "signal the parent", "connect") if seen[name]] == []
    assert seen["truncate outside"] == (abi < 3)
    assert [name for name in NEEDED if not seen[name]] == []
    assert seen["move in scratch"] == (abi >= 2)


@pytest.mark.parametrize("abi", ABIS)
def test_each_landlock_alone_adds_its_own_locks_and_is_partial(tmp_path, abi):
    seen = left(tmp_path, abi, filtered=False)
    assert seen["isolation"] == "partial"
    assert [name for name in OUTSIDE if seen[name]] == []
    assert seen["connect"] == (abi < 4)
    assert seen["signal the parent"] == (abi < 6)


def test_seccomp_alone_is_partial_and_guards_no_file(tmp_path):
    seen = left(tmp_path, 0, filtered=True)
    assert seen["isolation"] == "partial"
    assert [seen[name] for name in OUTSIDE] == [True] * 3
    assert not seen["signal the parent"]
    assert not seen["connect"]


def test_with_neither_isolation_is_none(tmp_path):
    assert left(tmp_path, 0, filtered=False)["isolation"] == "none"


WEAK = """
import sys
from dlexam.grading.sandbox import landlock
landlock.abi = lambda: {abi}
from dlexam.cli.main import run
sys.argv = ["dlexam", *{arguments!r}]
run()
"""


@pytest.mark.parametrize("abi", [0, 2])
def test_other_peoples_work_is_refused_where_isolation_is_weak_and_the_reason_told(tmp_path, abi):
    for name in ("one.py", "two.py"):
        (tmp_path / name).write_text("raise SystemExit\n")
    content = str(Path(__file__).parents[2] / "content")
    arguments = ["grade", "scale-rows", "one.py", "two.py", "--path", content]
    script = WEAK.format(abi=abi, arguments=arguments)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "partial" in done.stderr
    assert "--allow-weak-isolation" in done.stderr
    assert "doctor" in done.stderr
