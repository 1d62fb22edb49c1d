"""A submission's file is read without trusting its path: whatever lies there, reading ends soon and says what it is."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from dlexam.grading.submissions import LARGEST, read

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs links, pipes and modes")


def problem(path: Path | str) -> str:
    """Why it wasn't read. Nothing of it was kept."""
    submission = read(path)
    assert submission.problem
    assert submission.source == b""
    assert "\n" not in submission.problem
    return submission.problem


def test_a_plain_file_is_read_as_its_bytes(tmp_path):
    (tmp_path / "mine.py").write_bytes(b"\xff\x00x = 1\r\n")
    assert read(tmp_path / "mine.py").source == b"\xff\x00x = 1\r\n"
    assert read(tmp_path / "mine.py").problem is None


def test_what_is_no_plain_file_is_named(tmp_path):
    (tmp_path / "right.py").write_text("x = 1\n")
    (tmp_path / "link.py").symlink_to(tmp_path / "right.py")
    (tmp_path / "nowhere.py").symlink_to(tmp_path / "absent")
    (tmp_path / "ring.py").symlink_to(tmp_path / "ring.py")
    os.mkfifo(tmp_path / "pipe.py")  # nobody will ever write to it
    assert "symbolic link" in problem(tmp_path / "link.py")
    assert "link to nothing" in problem(tmp_path / "nowhere.py")
    assert "link" in problem(tmp_path / "ring.py")
    assert "folder" in problem(tmp_path)
    assert "not a plain file" in problem(tmp_path / "pipe.py")
    assert "not a plain file" in problem("/dev/zero")
    assert "can't be read" in problem(tmp_path / "absent.py")
    assert "can't be read" in problem(tmp_path / "right.py" / "below")
    assert "can't be read" in problem(tmp_path / ("n" * 300))
    assert "can't be read" in problem(f"{tmp_path}/a\0b")


def test_empty_and_enormous_files_are_named(tmp_path):
    for name, size in (("empty", 0), ("large", LARGEST + 1), ("holes", 1 << 40)):
        with open(tmp_path / name, "wb") as file:
            file.truncate(size)
    assert "empty" in problem(tmp_path / "empty")
    assert "larger than 1 MiB" in problem(tmp_path / "large")
    assert "larger than 1 MiB" in problem(tmp_path / "holes")


@pytest.mark.skipif(not os.path.exists("/proc/self/mem"), reason="needs a file that opens and can't be read")
def test_a_file_that_opens_and_can_not_be_read_is_named():
    assert "can't be read" in problem("/proc/self/mem")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_rights_is_named(tmp_path):
    (tmp_path / "closed.py").write_text("x = 1\n")
    (tmp_path / "closed.py").chmod(0)
    assert "can't be read" in problem(tmp_path / "closed.py")


def test_a_file_that_changes_while_it_is_read_gives_bounded_bytes_or_a_problem(tmp_path):
    path, going = tmp_path / "mine.py", threading.Event()
    path.write_bytes(b"x = 1\n" * 1000)

    def change() -> None:
        with open(path, "r+b", buffering=0) as file:
            while not going.is_set():
                for size in (0, 10, LARGEST, 4 * LARGEST):
                    file.truncate(size)
                    file.seek(0)
                    file.write(b"x = 2\n")

    writer = threading.Thread(target=change)
    writer.start()
    try:
        for _ in range(50):
            submission = read(path)
            assert len(submission.source) <= LARGEST
            assert submission.problem or submission.source
    finally:
        going.set()
        writer.join()
