"""A disk that is really full, a home that is really read-only: one clear message each, and nothing lost.

The disks are small file systems, mounted in a mount namespace of the child's own; skipped where that isn't allowed.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from subprocess import Popen

import pytest
from exam_papers import paper

from dlexam.exam.sitting import Sitting
from dlexam.exam.store import Store


def _namespace() -> tuple[str, ...] | None:
    if shutil.which("unshare") is None:
        return None
    for way in (("unshare", "-m"), ("unshare", "-r", "-m")):
        probe = [*way, "sh", "-c", "mount -t tmpfs none /mnt"]
        if subprocess.run(probe, capture_output=True, check=False).returncode == 0:
            return way
    return None


NAMESPACE = _namespace()
pytestmark = pytest.mark.skipif(NAMESPACE is None, reason="this machine lets no one mount a small file system")


def mounted(script: str) -> tuple[str, ...]:
    """The words to put before a command so that it runs after this script, in a namespace of its own."""
    return (*(NAMESPACE or ()), "sh", "-c", f'{script} && exec "$@"', "sh")


def lines(process: Popen[str]) -> list[str]:
    out, errors = process.communicate(timeout=60)
    assert "Traceback" not in errors, errors
    return out.splitlines()


def test_a_full_disk_refuses_one_answer_and_loses_none(tmp_path: Path, child: Callable[..., Popen[str]]) -> None:
    small = mounted(f"mount -t tmpfs -o size=1m none {tmp_path}")
    said = lines(child("fill", tmp_path / "home", before=small))
    assert said[0] == (f"refused The disk that holds {tmp_path / 'home'} is full: this was not saved.")
    assert said[1:] == ["kept True", "faults []"]


def test_a_disk_that_is_full_at_the_start_is_said(tmp_path: Path, child: Callable[..., Popen[str]]) -> None:
    small = mounted(f"mount -t tmpfs -o size=256k none {tmp_path}")
    [said] = lines(child("open_full", tmp_path / "home", before=small))
    assert said.startswith(f"error The disk that holds {tmp_path / 'home'} is full")


@pytest.mark.parametrize("begun", [True, False])
def test_a_read_only_home_is_said(tmp_path: Path, begun: bool, child: Callable[..., Popen[str]]) -> None:
    home = tmp_path / "home"
    if begun:
        with Store(home) as store, Sitting.start(store, paper()) as sitting:
            sitting.answer(1, "b")
    read_only = mounted(f"mount --bind {tmp_path} {tmp_path} && mount -o remount,ro,bind {tmp_path}")
    [said] = lines(child("read_only", home, before=read_only))
    assert said.startswith(f"error {home} can't be written")
    assert "DLEXAM_HOME" in said
    if begun:
        with Store(home) as store:
            assert Sitting.resume(store).state.answers[1].text == "b"


def test_the_lock_works_on_a_memory_file_system(tmp_path: Path, child: Callable[..., Popen[str]]) -> None:
    memory = mounted(f"mount -t tmpfs -o size=8m none {tmp_path}")
    said = lines(child("lock_twice", tmp_path / "home", before=memory))
    assert said == ["first has it", "second refused", "second has it"]
