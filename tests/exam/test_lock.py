"""One terminal on a session; a dead one never blocks."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import Popen

import pytest
from exam_papers import paper

from dlexam.errors import DlexamError
from dlexam.exam.lock import FILE, Lock
from dlexam.exam.sitting import Sitting
from dlexam.exam.store import Store


@pytest.fixture
def begun(home: Path) -> Path:
    with Store(home) as store:
        Sitting.start(store, paper()).close()
    return home


def test_the_second_terminal_is_told_who_has_it_and_since_when(begun: Path, child: Callable[..., Popen[str]]) -> None:
    holder = child("hold", begun)
    assert holder.stdout.readline() == "ready\n"
    with pytest.raises(DlexamError) as refused:
        Lock(begun)
    since = os.stat(begun / FILE).st_mtime
    clock = time.strftime("%H:%M", time.localtime(since))
    assert refused.value.message == f"This exam is open in another terminal (process {holder.pid}, since {clock})."
    holder.communicate(timeout=60)
    Lock(begun).release()


def test_the_lock_of_a_killed_process_does_not_block(begun: Path, child: Callable[..., Popen[str]]) -> None:
    holder = child("hold", begun)
    holder.stdout.readline()
    holder.kill()
    holder.wait()
    assert (begun / FILE).read_text().startswith(str(holder.pid))  # what it wrote is still there
    Lock(begun).release()


def test_a_child_that_outlives_a_killed_terminal_does_not_hold_its_lock(
    begun: Path, child: Callable[..., Popen[str]]
) -> None:
    holder = child("hold_with_child", begun)
    orphan = int(holder.stdout.readline().split()[1])
    holder.kill()
    holder.wait()
    os.kill(orphan, 0)  # it lives
    Lock(begun).release()
    holder.communicate(timeout=60)


def test_a_lock_let_go_is_free_and_letting_go_twice_does_no_harm(home: Path) -> None:
    lock = Lock(home)
    with pytest.raises(DlexamError, match="another terminal"):
        Lock(home)
    lock.release()
    lock.release()
    Lock(home).release()


def test_an_unreadable_note_in_the_lock_file_still_refuses(home: Path) -> None:
    lock = Lock(home)
    (home / FILE).write_text("nonsense")
    with pytest.raises(DlexamError, match=r"open in another terminal\."):
        Lock(home)
    lock.release()


def test_a_start_that_fails_holds_no_lock(home: Path) -> None:
    with Store(home) as store:
        Sitting.start(store, paper()).close()
        with pytest.raises(DlexamError, match="open already"):
            Sitting.start(store, paper())
        Sitting.resume(store).close()
