"""A teacher begins a question, tries it, proves it, and reads what sittings say of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from dlexam import paths
from dlexam.bank.library import Library
from dlexam.exam.beginning import Wishes, begin
from dlexam.exam.finishing import mark_all
from dlexam.exam.store import Store

CONTENT = Path(__file__).parents[1] / "ui" / "content"


def dlexam(home: Path, *words: object, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dlexam", *map(str, words)], input=given, capture_output=True, text=True, check=False,
        env={**os.environ, "DLEXAM_HOME": str(home), "COLUMNS": "80"},
    )  # fmt: skip


def test_a_new_question_can_be_tried_at_once(tmp_path: Path) -> None:
    made = dlexam(tmp_path / "home", "bank", "new", "my-open", tmp_path / "bank", "--kind", "open")
    assert made.returncode == 0
    assert f"Wrote {tmp_path / 'bank'}" in made.stdout
    tried = dlexam(tmp_path / "home", "bank", "try", "my-open", "--path", tmp_path / "bank", given="Nothing changes.")
    assert tried.returncode == 0
    assert "my-open: 1 of 2 marks" in tried.stdout
    again = dlexam(tmp_path / "home", "bank", "new", "my-open", tmp_path / "bank")
    assert (again.returncode, "already" in again.stderr) == (2, True)


def test_a_pipe_without_end_is_refused_as_too_long(tmp_path: Path) -> None:
    command = f"yes | {sys.executable} -m dlexam bank try relu-over-sigmoid"
    tried = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, timeout=60,
        env={**os.environ, "DLEXAM_HOME": str(tmp_path)},
    )  # fmt: skip
    assert tried.returncode == 2
    assert tried.stderr == "dlexam: The answer has more than 50,000 characters.\n  hint: shorten it\n"


def test_as_asked_shows_no_key(tmp_path: Path) -> None:
    shown = dlexam(tmp_path, "bank", "show", "relu-over-sigmoid", "--asked").stdout
    assert "Answer in a few sentences" in shown
    assert "Answer\n" not in shown
    assert "0.25" not in shown


def test_a_person_tries_again_until_nothing_is_entered(tmp_path: Path) -> None:
    home = {**os.environ, "DLEXAM_HOME": str(tmp_path / "home"), "TERM": "xterm"}
    dlexam(tmp_path / "home", "bank", "new", "mine", tmp_path / "bank", "--kind", "short")
    words = ["-m", "dlexam", "bank", "try", "mine", "--path", str(tmp_path / "bank")]
    child = pexpect.spawn(sys.executable, words, encoding="utf-8", env=home, timeout=30)
    child.expect("Enter alone leaves")
    child.sendline("batch")
    child.expect("0 of 1 mark ")
    child.expect("Enter alone leaves")
    child.sendline("epoch")
    child.expect("1 of 1 mark ")
    child.expect("> ")
    child.sendline("")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_code_is_not_tried_here(tmp_path: Path) -> None:
    code = next(each.id for each in Library.open([paths.shipped()]).summaries() if each.kind == "code")
    refused = dlexam(tmp_path, "bank", "try", code)
    assert refused.returncode == 2
    assert "dlexam grade" in refused.stderr


def test_a_proof_that_fails_is_told_with_exit_code_1(tmp_path: Path) -> None:
    dlexam(tmp_path / "home", "bank", "new", "mine", tmp_path / "bank", "--kind", "numeric")
    file = tmp_path / "bank/question_bank/topics/mine.yaml"
    proved = dlexam(tmp_path / "home", "bank", "prove", "mine", "--path", tmp_path / "bank")
    assert (proved.returncode, proved.stdout) == (0, "mine: holds, 5 runs\n")
    file.write_text(file.read_text().replace("(inputs + 1) * outputs", "inputs * outputs"))
    failed = dlexam(tmp_path / "home", "bank", "prove", "mine", "--path", tmp_path / "bank")
    assert failed.returncode == 1
    assert "The proof of “mine” fails" in failed.stdout


@pytest.fixture
def class_homes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Six learners who sat the tiny exam; the first half chose a, the others b, at every choice."""
    monkeypatch.setenv("DLEXAM_PATH", str(CONTENT))
    homes = [tmp_path / f"learner-{number}" for number in range(6)]
    library = Library.open(paths.search_path(), tmp_path / "cache")
    for place, home in enumerate(homes):
        with Store(home) as store, begin(store, library, paths.search_path(), "tiny", Wishes(seed=1)) as sitting:
            for item in sitting.paper.items:
                if item.kind == "single":
                    sitting.answer(item.number, "ab"[place // 3])
            sitting.finish()
            mark_all(store, sitting.session)
    return homes


def test_a_class_is_counted_together(class_homes: list[Path], tmp_path: Path) -> None:
    options = [word for home in class_homes for word in ("--home", home)]
    lines = [json.loads(line) for line in dlexam(tmp_path, "bank", "stats", *options, "--json").stdout.splitlines()]
    figures = [line for line in lines if line["kind"] == "question"]
    assert {line["answers"] for line in figures} == {6}
    assert 0.5 in [line["facility"] for line in figures]
    (exam,) = [line for line in lines if line["kind"] == "exam"]
    assert {line["kind"] for line in lines} == {"topic", "question", "exam"}
    assert (exam["exam"], exam["sittings"]) == ("tiny", 6)
    assert "Cronbach's alpha" in dlexam(tmp_path, "bank", "stats", *options).stdout


def test_few_sittings_say_so_and_a_wrong_folder_is_refused(class_homes: list[Path], tmp_path: Path) -> None:
    few = dlexam(tmp_path, "bank", "stats", "--home", class_homes[0])
    assert "too few to tell" in few.stdout
    wrong = dlexam(tmp_path, "bank", "stats", "--home", tmp_path / "nobody")
    assert (wrong.returncode, "holds no finished sitting" in wrong.stderr) == (2, True)
