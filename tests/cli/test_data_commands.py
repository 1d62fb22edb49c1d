"""`dlexam data`: path, backup, restore, delete and verify, on a real folder."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dlexam.bank.paper import Item, Paper, PaperSection, TextKey
from dlexam.cli.data import app
from dlexam.errors import DlexamError, ExitCode
from dlexam.exam.sitting import Sitting
from dlexam.exam.store import Store

QUESTION = Item(
    number=1,
    id="one",
    kind="short",
    topic="basics",
    level=1,
    minutes=1,
    points=1,
    source=("test",),
    references=(),
    prompt="What?",
    explain="That.",
    key=TextKey(accepted=("b",)),
)
PAPER = Paper(
    exam="trial",
    title="Trial exam",
    about="",
    minutes=60,
    pass_mark=70,
    seed=1,
    bank="none",
    sections=(PaperSection(id="all", title="All", minutes=None, items=(QUESTION,)),),
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DLEXAM_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def used(home: Path) -> Path:
    with Store(home) as store, Sitting.start(store, PAPER) as sitting:
        sitting.answer(1, "b")
    return home


def run(*words: object, given: str = "") -> str:
    result = CliRunner().invoke(app, [*map(str, words)], input=given, catch_exceptions=False, standalone_mode=False)
    return result.output


def test_path_prints_the_folder_and_makes_nothing(home: Path) -> None:
    assert run("path") == f"{home}\n"
    assert not home.exists()


def test_backup_and_restore(used: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.db"
    assert run("backup", file) == f"Saved to {file}.\n"
    said = run("restore", file)
    assert said.startswith(f"Restored from {file}.\nWhat was there before is kept in {used}")


def test_delete_asks_first(used: Path) -> None:
    assert "Nothing was deleted." in run("delete", given="n\n")
    assert (used / "sessions.db").exists()
    assert "Deleted 1 file." in run("delete", given="y\n")
    assert not used.exists()
    assert run("delete", "--yes") == "There was nothing to delete.\n"


def test_verify_says_that_all_is_well_or_what_is_not(used: Path) -> None:
    assert run("verify") == "Every event is as it was written.\n"
    with sqlite3.connect(used / "sessions.db") as hand:
        hand.execute("DROP TRIGGER events_keep")
        hand.execute("UPDATE events SET wall = wall + 60 WHERE seq = 2")
    hand.close()
    with pytest.raises(DlexamError, match="1 fault found") as failed:
        run("verify")
    assert failed.value.code is ExitCode.NOT_PASSED


def test_verify_of_an_empty_home_finds_nothing_and_makes_nothing(home: Path) -> None:
    assert run("verify") == "Every event is as it was written.\n"
    assert not home.exists()
