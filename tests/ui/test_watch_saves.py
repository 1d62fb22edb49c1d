"""A save is noticed by what the file holds, and nothing half-done is taken for one: real files, a clock set by hand."""

from __future__ import annotations

import os
import shutil

import pytest

from dlexam.ui.watch.saves import LOOK_AGAIN, PATIENCE, Saves


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text("x = 1\n")
    return path


def polled(saves: Saves, clock: Clock, seconds: float) -> list[bytes]:
    """What is found in this time, polled as a watch does."""
    found = []
    for _ in range(round(seconds / 0.03)):
        clock.seconds += 0.03
        submission = saves.poll()
        found += [submission.source] if submission else []
    return found


@pytest.fixture
def saves(file, clock) -> Saves:
    """A watch that has seen the first text."""
    watched = Saves(str(file), clock)
    assert polled(watched, clock, 1) == [b"x = 1\n"]
    return watched


def test_a_save_is_found_once(saves, file, clock):
    file.write_text("x = 2\n")
    assert polled(saves, clock, 3) == [b"x = 2\n"]


def test_a_file_put_in_its_place_is_a_save(saves, file, clock, tmp_path):
    other = tmp_path / "4913"
    other.write_text("x = 3\n")
    os.replace(other, file)
    assert polled(saves, clock, 1) == [b"x = 3\n"]


def test_a_file_moved_away_and_written_anew_is_a_save_and_no_loss(saves, file, clock, tmp_path):
    file.rename(tmp_path / "mine.py~")
    assert polled(saves, clock, PATIENCE / 2) == []
    file.write_text("x = 4\n")
    assert polled(saves, clock, 1) == [b"x = 4\n"]
    assert saves.problem is None


def test_truncated_first_and_written_later_is_one_save(saves, file, clock):
    file.write_text("")
    assert polled(saves, clock, PATIENCE / 2) == []
    assert saves.problem is None
    file.write_text("x = 5\n")
    assert polled(saves, clock, 1) == [b"x = 5\n"]


def test_a_file_that_grows_is_taken_when_it_stands_still(saves, file, clock):
    found = []
    for length in range(1, 20):
        file.write_text("x = 6\n" * length)
        found += polled(saves, clock, 0.03)
    assert found == []
    assert polled(saves, clock, 1) == [b"x = 6\n" * 19]


def test_saving_the_same_text_is_no_news(saves, file, clock):
    file.write_text("x = 1\n")
    os.utime(file, (1, 1))
    assert polled(saves, clock, 3) == []


def test_a_change_that_no_clock_shows_is_found_by_reading(saves, file, clock):
    before = file.stat()
    file.write_text("x = 7\n")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    saves._signature = saves._look()  # as on a disk with coarse times
    assert polled(saves, clock, LOOK_AGAIN + 0.1) == [b"x = 7\n"]


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda file: file.unlink(), "it is gone"),
        (lambda file: file.write_text("\n"), "it is empty"),
        (lambda file: (file.unlink(), file.mkdir()), "it is a folder"),
        (lambda file: (file.unlink(), file.symlink_to("/etc/passwd")), "symbolic link"),
    ],
    ids=["gone", "empty", "folder", "link"],
)
def test_what_cannot_be_graded_is_told_after_a_while_and_forgotten_when_mended(saves, file, clock, spoil, told):
    spoil(file)
    assert polled(saves, clock, PATIENCE + 0.2) == []
    assert told in saves.problem
    file.rmdir() if file.is_dir() else file.unlink(missing_ok=True)
    file.write_text("x = 1\n")
    assert polled(saves, clock, 1) == [], "it is the text that was graded already"
    assert saves.problem is None


def test_a_copy_over_it_is_a_save(saves, file, clock, tmp_path):
    (tmp_path / "other.py").write_text("x = 8\n")
    shutil.copy2(tmp_path / "other.py", file)
    assert polled(saves, clock, 1) == [b"x = 8\n"]
