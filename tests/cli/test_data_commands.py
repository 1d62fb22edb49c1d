"""`dlexam data`: path, backup, restore, delete and verify, on a real folder."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

import pexpect
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


def run(*words: object) -> str:
    result = CliRunner().invoke(app, [*map(str, words)], catch_exceptions=False, standalone_mode=False)
    return result.output


def at_terminal(*words: str, given: str) -> str:
    child = pexpect.spawn(sys.executable, ["-m", "dlexam", *words], encoding="utf-8", timeout=30)
    child.sendline(given)
    said = child.read()
    child.close()
    return str(said)


def test_path_prints_the_folder_and_makes_nothing(home: Path) -> None:
    assert run("path") == f"{home}\n"
    assert not home.exists()


def test_backup_and_restore(used: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.db"
    assert run("backup", file) == f"Saved to {file}.\n"
    said = run("restore", file)
    assert said.startswith(f"Restored from {file}.\nWhat was there before is kept in {used}")


def test_delete_takes_all_that_is_the_learners(used: Path) -> None:
    for name in ("theme", "too-long-3.md", "practice.jsonl", "logs/dlexam-fault-20260101-000000.log"):
        (used / name).parent.mkdir(exist_ok=True)
        (used / name).write_text("of the learner")
    assert run("delete", "--yes") == "Deleted 5 files.\n"
    assert not used.exists()


def test_delete_asks_first(used: Path) -> None:
    assert "Nothing was deleted." in at_terminal("data", "delete", given="n")
    assert (used / "sessions.db").exists()
    assert "Deleted 1 file." in at_terminal("data", "delete", given="y")
    assert not used.exists()
    assert run("delete", "--yes") == "There was nothing to delete.\n"


@pytest.mark.parametrize("text", ["", "y\n"])
def test_without_a_terminal_nothing_is_deleted_unless_told_to(used: Path, dlexam, text: str) -> None:
    refused = dlexam("data", "delete", text=text)
    assert refused.returncode == 2
    assert "use --yes" in refused.stderr
    assert (used / "sessions.db").exists()


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
