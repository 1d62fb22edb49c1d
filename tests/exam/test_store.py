"""The store keeps what it was given, refuses what would harm it, and says what is wrong in one line."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path
from subprocess import Popen

import pytest
from exam_papers import item, paper
from papers import Clocks

from dlexam.errors import DlexamError
from dlexam.exam import events as ev
from dlexam.exam.sitting import Sitting
from dlexam.exam.store import Stale, Store


def begin(store: Store) -> Sitting:
    sitting = Sitting.start(store, paper(), sources=Clocks().sources)
    sitting.answer(1, "b")
    sitting.answer(2, "0.25")
    return sitting


def flag(number: int = 1) -> ev.Flagged:
    return ev.Flagged(elapsed=1.0, wall=2.0, number=number, on=True)


def test_events_come_back_as_they_were_and_from_any_point(store: Store) -> None:
    sitting = begin(store)
    log = store.events(sitting.session)
    assert [type(event).__name__ for event in log] == ["Started", "Answered", "Answered"]
    assert log[0].paper == paper()
    assert store.events(sitting.session, after=2) == log[2:]


def test_an_append_after_someone_elses_is_stale_and_writes_nothing(store: Store) -> None:
    sitting = begin(store)
    with pytest.raises(Stale):
        store.append(sitting.session, flag(), after=2)
    assert store.append(sitting.session, flag(), after=3) == 4


def test_what_a_learner_would_miss_is_synced_in_full_and_a_draft_is_not(store: Store) -> None:
    sitting = begin(store)
    level = "PRAGMA synchronous"
    assert store._db.execute(level).fetchone() == (2,)
    sitting.answer(3, "typing", draft=True)
    assert store._db.execute(level).fetchone() == (1,)
    sitting.answer(3, "typing")
    assert store._db.execute(level).fetchone() == (2,)
    assert store._db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_rows_can_neither_be_changed_nor_removed(store: Store) -> None:
    begin(store)
    for statement in ("UPDATE events SET body = '{}'", "DELETE FROM events"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            store._db.execute(statement)
    assert store.verify_all() == []


def test_an_edit_that_goes_round_the_triggers_is_shown(store: Store) -> None:
    session = begin(store).session
    with sqlite3.connect(store.file) as hand:
        hand.execute("DROP TRIGGER events_keep")
        hand.execute("""UPDATE events SET body = replace(CAST(body AS TEXT), '"b"', '"a"') WHERE seq = 2""")
    hand.close()
    assert [str(found) for found in store.verify(session)] == [
        "session 1, event 2: was changed after it was written (answered)"
    ]
    assert store.append(session, flag()) == 4  # nothing is lost: the session goes on
    assert len(store.verify(session)) == 1


def test_a_second_session_is_refused_while_one_is_open(store: Store) -> None:
    begin(store)
    with pytest.raises(DlexamError, match="An exam is open already: Trial exam") as refused:
        store.create(store.events("1"))
    assert refused.value.hint
    for way_out in ("exam resume", "exam finish", "exam abandon"):
        assert way_out in refused.value.hint


def test_sessions_are_numbered_listed_and_found(store: Store) -> None:
    for _ in range(11):
        with begin(store) as sitting:
            sitting.finish()
    rows = store.sessions()
    assert [row.id for row in rows] == [str(number) for number in range(1, 12)]
    assert rows[0].title == "Trial exam"
    assert rows[0].reason == "asked"
    assert store.find() == "11"
    assert store.find("3") == "3"
    with pytest.raises(DlexamError, match="There is no session “99”"):
        store.find("99")


def test_seen_counts_in_how_many_sessions_a_question_was_asked(store: Store) -> None:
    assert store.seen() == {}
    for items in ([item(1, id="a"), item(2, id="b")], [item(1, id="b")]):
        with Sitting.start(store, paper(*items)) as sitting:
            sitting.abandon()
    assert store.seen() == {"a": 1, "b": 2}


def test_the_receipt_is_the_hash_of_the_finish_whatever_comes_after(store: Store) -> None:
    sitting = begin(store)
    before = sitting.receipt
    sitting.finish()
    receipt = sitting.receipt
    assert receipt != before
    assert (
        store._db.execute("SELECT hash FROM events WHERE kind = 'finished'")
        .fetchone()[0]
        .hex()
        .startswith(receipt.replace("-", ""))
    )
    store.append(sitting.session, ev.Confirmed(elapsed=1.0, wall=1.0, number=1))
    assert sitting.receipt == receipt


def test_the_home_and_the_file_are_the_learners_own(store: Store) -> None:
    assert stat.S_IMODE(store.home.stat().st_mode) == 0o700
    assert stat.S_IMODE(store.file.stat().st_mode) == 0o600
    assert [file.name for file in store.home.iterdir() if ".new-" in file.name] == []


def test_looking_for_a_store_makes_none(home: Path) -> None:
    assert Store.existing(home) is None
    assert not home.exists()


def test_a_home_that_is_a_file_is_said(home: Path) -> None:
    home.write_text("I am a file")
    with pytest.raises(DlexamError, match="home is not a folder") as refused:
        Store(home)
    assert "DLEXAM_HOME" in str(refused.value.hint)
    assert home.read_text() == "I am a file"
    with pytest.raises(DlexamError, match="is not a folder"):
        Store(home / "below")


def test_a_newer_format_is_left_alone(store: Store) -> None:
    begin(store).close()
    store._db.execute("PRAGMA user_version = 2")
    store.close()
    before = store.file.read_bytes()
    with pytest.raises(DlexamError, match=r"newer dlexam \(format 2; this one knows 1\)"):
        Store(store.home)
    assert store.file.read_bytes() == before


def test_a_lock_held_for_too_long_is_said_and_nothing_is_lost(store: Store) -> None:
    sitting = begin(store)
    hand = sqlite3.connect(store.file, isolation_level=None)
    hand.execute("BEGIN IMMEDIATE")
    with Store(store.home, patience=0.05) as impatient:
        with pytest.raises(DlexamError, match="locked by another program"):
            impatient.append(sitting.session, flag())
        hand.execute("ROLLBACK")
        hand.close()
        assert impatient.append(sitting.session, flag()) == 4


def damage_garbage(file: Path) -> None:
    file.write_bytes(os.urandom(file.stat().st_size))


def damage_text(file: Path) -> None:
    file.write_text("dear diary\n" * 100)


def damage_empty(file: Path) -> None:
    file.write_bytes(b"")


def damage_half(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2 // 4096 * 4096)


def damage_head(file: Path) -> None:
    with file.open("r+b") as handle:
        handle.write(bytes(100))


def damage_schema_page(file: Path) -> None:
    with file.open("r+b") as handle:
        handle.seek(100)
        handle.write(bytes(3996))


def damage_other_pages(file: Path) -> None:
    with file.open("r+b") as handle:
        handle.seek(4096)
        handle.write(bytes(file.stat().st_size - 4096))


def damage_foreign(file: Path) -> None:
    file.unlink()
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()


DAMAGES = [
    damage_garbage,
    damage_text,
    damage_empty,
    damage_half,
    damage_head,
    damage_schema_page,
    damage_other_pages,
    damage_foreign,
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_said_with_its_remedy_and_left_as_it_is(store: Store, damage: Callable[[Path], None]) -> None:
    for _ in range(3):
        with begin(store) as sitting:
            sitting.answer(3, "a long answer " * 2000)
            sitting.finish()
    begin(store).close()
    store.close()
    damage(store.file)
    before = store.file.read_bytes()
    with pytest.raises(DlexamError, match=r"sessions\.db is damaged: ") as said, Store(store.home) as again:
        Sitting.resume(again)
    assert "dlexam data restore BACKUP" in str(said.value.hint)
    assert "\n" not in said.value.message
    assert store.file.read_bytes() == before


def test_an_event_that_cannot_be_read_is_said(store: Store) -> None:
    session = begin(store).session
    with sqlite3.connect(store.file) as hand:
        hand.execute("DROP TRIGGER events_keep")
        hand.execute("UPDATE events SET body = X'7B00FF' WHERE seq = 2")
    hand.close()
    with pytest.raises(DlexamError, match="an event of session 1 can't be read"):
        store.events(session)
    assert store.verify(session)


def test_a_log_without_its_database_is_not_laid_over_a_new_one(store: Store) -> None:
    begin(store)
    kept = shutil.copy(store.file.with_name("sessions.db-wal"), store.home.parent / "wal")
    store.close()
    store.file.unlink()
    shutil.copy(kept, store.file.with_name("sessions.db-wal"))
    with pytest.raises(DlexamError, match=r"it is missing, but its log sessions\.db-wal is there"):
        Store(store.home)


def test_a_full_disk_is_said_nothing_is_lost_and_saving_goes_on_once_there_is_room(store: Store) -> None:
    """SQLite's own SQLITE_FULL, by a limit on the pages of the file."""
    sitting = begin(store)
    pages = store._db.execute("PRAGMA page_count").fetchone()[0]
    store._db.execute(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(DlexamError, match=r"disk that holds .*home is full: this was not saved"):
        sitting.answer(3, "x" * 100_000)
    assert 3 not in sitting.state.answers
    store._db.execute("PRAGMA max_page_count = 1000000")
    sitting.answer(3, "x" * 100_000)
    assert [event.number for event in store.events("1")[1:]] == [1, 2, 3]
    assert store.verify_all() == []


def test_two_processes_that_append_at_once_lose_nothing(store: Store, child: Callable[..., Popen[str]]) -> None:
    sitting = Sitting.start(store, paper())
    children = [child("append", store.home, 60, name) for name in ("one", "two")]
    assert [process.stdout.readline() for process in children] == ["ready\n"] * 2
    for process in children:
        process.stdin.write("go\n")
        process.stdin.flush()
    for turn in range(60):
        sitting.answer(2, str(turn))
    assert [process.communicate(timeout=60)[0] for process in children] == ["done\n"] * 2
    log = store.events(sitting.session)
    for name in ("one", "two"):
        mine = [event.source for event in log if isinstance(event, ev.Submitted) and event.filename == f"{name}.py"]
        assert mine == [f"{name} {turn}" for turn in range(60)]
    assert [event.text for event in log if isinstance(event, ev.Answered)] == [str(turn) for turn in range(60)]
    assert store.verify_all() == []


def test_processes_that_begin_at_once_get_one_store_and_one_session(
    home: Path, child: Callable[..., Popen[str]]
) -> None:
    children = [child("start", home) for _ in range(4)]
    assert [process.stdout.readline() for process in children] == ["ready\n"] * 4
    for process in children:
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.stdout.readline() for process in children]
    for process in children:
        process.communicate(timeout=60)
    assert sum(line == "started 1\n" for line in said) == 1
    assert sum(line.startswith("error ") and "open" in line for line in said) == 3
    with Store(home) as store:
        assert [row.id for row in store.sessions()] == ["1"]
        assert store.verify_all() == []
