"""Backups are whole and never overwrite; a restore is checked first and keeps the old store; deletion deletes."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from exam_papers import paper

from dlexam.errors import DlexamError
from dlexam.exam import keeping
from dlexam.exam.sitting import Sitting
from dlexam.exam.store import Store


@pytest.fixture
def saved(home: Path, tmp_path: Path) -> Path:
    """A backup made in the middle of an exam, after one answer; then another answer, and the terminal is left."""
    with Store(home) as store, Sitting.start(store, paper()) as sitting:
        sitting.answer(1, "a")
        keeping.backup(home, tmp_path / "backup.db")
        sitting.answer(1, "b")
    return tmp_path / "backup.db"


def answer(home: Path) -> str:
    with Store(home) as store:
        return Sitting.resume(store, attach=True).state.answers[1].text


def test_a_backup_in_the_middle_of_an_exam_is_one_whole_file(home: Path, saved: Path) -> None:
    assert sorted(file.name for file in saved.parent.iterdir()) == ["backup.db", "home"]
    assert saved.stat().st_mode & 0o777 == 0o600
    with sqlite3.connect(f"file:{saved}?mode=ro", uri=True) as copy:
        assert copy.execute("SELECT count(*) FROM events").fetchone() == (2,)
    copy.close()


def test_a_backup_never_overwrites(home: Path, saved: Path) -> None:
    before = saved.read_bytes()
    with pytest.raises(DlexamError, match=r"backup\.db exists already"):
        keeping.backup(home, saved)
    assert saved.read_bytes() == before


def test_a_damaged_store_is_not_passed_off_as_a_backup(home: Path, saved: Path, tmp_path: Path) -> None:
    store = home / "sessions.db"
    with store.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (store.stat().st_size - 4096))
    before = store.read_bytes()
    with pytest.raises(DlexamError, match=r"sessions\.db is damaged"):
        keeping.backup(home, tmp_path / "second.db")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["backup.db", "home"]
    assert store.read_bytes() == before


def test_a_backup_of_an_altered_record_is_kept_and_told(home: Path, saved: Path, tmp_path: Path) -> None:
    with sqlite3.connect(home / "sessions.db") as hand:
        hand.execute("DROP TRIGGER events_keep")
        hand.execute("UPDATE events SET wall = wall + 60 WHERE seq = 2")
    hand.close()
    second = tmp_path / "second.db"
    with pytest.raises(DlexamError, match=r"kept in .*second\.db, but .*session 1, event 2: was changed"):
        keeping.backup(home, second)
    assert second.is_file()


def test_a_backup_into_no_folder_or_of_nothing_is_refused(home: Path, saved: Path, tmp_path: Path) -> None:
    with pytest.raises(DlexamError, match="nowhere is not a folder"):
        keeping.backup(home, tmp_path / "nowhere" / "x.db")
    with pytest.raises(DlexamError, match="Nothing is stored yet"):
        keeping.backup(tmp_path / "other", tmp_path / "x.db")
    assert not (tmp_path / "other").exists()


def test_a_restore_brings_back_what_was_and_keeps_what_is(home: Path, saved: Path) -> None:
    assert answer(home) == "b"
    kept = keeping.restore(home, saved)
    assert answer(home) == "a"
    assert keeping.faults(home) == []
    keeping.restore(home, kept)
    assert answer(home) == "b"


def test_a_restore_keeps_a_log_that_was_not_merged_yet(home: Path, saved: Path) -> None:
    with Store(home) as store:  # open: its latest answer is in the log file only
        Sitting.resume(store, attach=True).answer(2, "in the log")
        kept = keeping.restore(home, saved)
    keeping.restore(home, kept)
    with Store(home) as store:
        assert Sitting.resume(store, attach=True).state.answers[2].text == "in the log"


def test_a_damaged_store_can_be_replaced_and_is_kept(home: Path, saved: Path) -> None:
    rubbish = os.urandom(5000)
    (home / "sessions.db").write_bytes(rubbish)
    kept = keeping.restore(home, saved)
    assert kept.read_bytes() == rubbish
    assert answer(home) == "a"


def test_a_restore_into_an_empty_home_works(saved: Path, tmp_path: Path) -> None:
    assert keeping.restore(tmp_path / "new", saved) is None
    assert answer(tmp_path / "new") == "a"


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 300, None])
def test_a_bad_backup_is_refused_and_nothing_is_touched(home: Path, saved: Path, content: bytes | None) -> None:
    if content is None:
        with saved.open("r+b") as file:
            file.seek(4096)
            file.write(bytes(saved.stat().st_size - 4096))
    else:
        saved.write_bytes(content)
    with pytest.raises(DlexamError, match=r"That can't be restored: .*damaged") as refused:
        keeping.restore(home, saved)
    assert refused.value.hint == "Nothing was changed; choose another backup"
    assert answer(home) == "b"
    assert [file.name for file in home.iterdir() if "restor" in file.name] == []


def test_nothing_is_restored_or_deleted_under_an_open_terminal(home: Path, saved: Path) -> None:
    with Store(home) as store, Sitting.resume(store):
        with pytest.raises(DlexamError, match="open in another terminal"):
            keeping.restore(home, saved)
        with pytest.raises(DlexamError, match="open in another terminal"):
            keeping.delete(home)
    assert answer(home) == "b"


def test_deletion_removes_all_sessions_and_what_was_kept_aside_and_nothing_else(home: Path, saved: Path) -> None:
    keeping.restore(home, saved)
    (home / "mine.txt").write_text("mine")
    assert keeping.delete(home) >= 2
    assert [file.name for file in home.iterdir()] == ["mine.txt"]
    (home / "mine.txt").unlink()
    assert keeping.delete(home) == 0
    assert not home.exists()


def test_faults_of_the_file_and_of_the_chain_are_shown(home: Path, saved: Path) -> None:
    assert keeping.faults(home) == []
    with sqlite3.connect(home / "sessions.db") as hand:
        hand.execute("DROP TRIGGER events_stay")
        hand.execute("DELETE FROM events WHERE seq = 2")
    hand.close()
    assert keeping.faults(home) == ["session 1, event 2: missing (the next is event 3)"]
