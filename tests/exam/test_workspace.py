"""The file that a learner works on is known again later; nothing that is wrong with the list of them is an error."""

from __future__ import annotations

import os
from multiprocessing.pool import ThreadPool

import pytest

from dlexam.exam import keeping, workspace


@pytest.fixture
def file(tmp_path):
    made = tmp_path / "mine.py"
    made.write_text("x = 1\n")
    return made


def test_a_file_is_known_again_by_its_challenge_alone(home, file):
    workspace.remember(home, "swish", file)
    assert workspace.recall(home, "swish") == file
    assert workspace.recall(home, "conv2d") is None


def test_the_latest_counts_and_those_of_other_challenges_stay(home, file):
    other = file.with_name("other.py")
    other.write_text("")
    workspace.remember(home, "swish", file)
    workspace.remember(home, "conv2d", file)
    workspace.remember(home, "swish", other)
    assert workspace.recall(home, "swish") == other
    assert workspace.recall(home, "conv2d") == file


def test_a_file_named_from_here_is_found_from_elsewhere(home, file, monkeypatch):
    monkeypatch.chdir(file.parent)
    workspace.remember(home, "swish", file.relative_to(file.parent))
    monkeypatch.chdir("/")
    assert workspace.recall(home, "swish") == file


def test_a_file_that_has_vanished_is_not_offered_and_is_there_again_when_it_is(home, file):
    workspace.remember(home, "swish", file)
    file.rename(file.with_name("away.py"))
    assert workspace.recall(home, "swish") is None
    file.with_name("away.py").rename(file)
    assert workspace.recall(home, "swish") == file


def test_what_was_chosen_before_a_sitting_is_not_offered_in_it(home, file):
    workspace.remember(home, "swish", file)
    chosen = (home / workspace.FILE).stat().st_mtime
    assert workspace.recall(home, "swish", since=chosen - 60) == file
    assert workspace.recall(home, "swish", since=chosen + 60) is None


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"swish": 3}', b'{"swish": {"file": 1, "wall": 0}}', b"\xff\0"])
def test_a_damaged_list_is_no_error_and_is_written_anew(home, file, damage):
    home.mkdir()
    (home / workspace.FILE).write_bytes(damage)
    assert workspace.recall(home, "swish") is None
    workspace.remember(home, "swish", file)
    assert workspace.recall(home, "swish") == file


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_home_that_may_not_be_written_is_no_error(home, file):
    home.mkdir(mode=0o500)
    workspace.remember(home, "swish", file)
    assert workspace.recall(home, "swish") is None


def test_a_home_that_is_a_file_is_no_error(home, file):
    home.write_text("")
    workspace.remember(home, "swish", file)
    assert workspace.recall(home, "swish") is None


def test_a_reader_never_sees_a_part_of_the_list(home, file):
    workspace.remember(home, "swish", file)

    def act(number: int) -> bool:
        if number % 2:
            workspace.remember(home, f"other-{number}", file)
            return True
        return workspace.recall(home, "swish") == file or not (home / workspace.FILE).is_file()

    with ThreadPool(8) as pool:
        assert all(pool.map(act, range(200)))


def test_a_learners_deleted_data_leave_no_list_of_files(home, file):
    workspace.remember(home, "swish", file)
    (home / keeping.TOO_LONG.format(7)).write_text("a long answer")
    assert keeping.delete(home) == 2
    assert not home.exists()


def test_a_challenges_file_has_a_name_that_python_can_import():
    assert workspace.file_name("scale-rows") == "scale_rows.py"
