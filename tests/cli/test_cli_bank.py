"""`dlexam bank` in a real process: data on stdout, people's notices on stderr, exit codes as promised."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TOPIC = """\
format: 1
topic: {topic}
title: A topic
questions:
  - id: {id}
    kind: numeric
    level: 2
    minutes: 1.5
    source: [tests]
    draw: {{n: 2..9}}
    prompt: What is {{n}} + 1?
    answer: {answer}
    explain: One more than {{n}}.
    proof: assert answer == n + 1
"""


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    file = tmp_path / "bank" / "topics" / "counting.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(TOPIC.format(topic="counting", id="one-more", answer="n + 1"))
    return tmp_path / "bank"


def _dlexam(tmp_path: Path, *words: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DLEXAM_HOME": str(tmp_path / "home"), "COLUMNS": "80", "DLEXAM_PATH": ""}
    command = [sys.executable, "-m", "dlexam", "bank", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path, check=False)


def test_list_json_has_the_contracts_keys_and_nothing_else_on_stdout(tmp_path: Path, bank: Path) -> None:
    ran = _dlexam(tmp_path, "list", "--path", bank, "--topic", "counting", "--json")
    assert ran.returncode == 0
    assert [json.loads(line) for line in ran.stdout.splitlines()] == [
        {
            "id": "one-more",
            "kind": "numeric",
            "topic": "counting",
            "level": 2,
            "minutes": 1.5,
            "source": ["tests"],
            "parametric": True,
            "proof": True,
        }
    ]
    assert ran.stderr == ""


def test_list_filters_and_suggests(tmp_path: Path, bank: Path) -> None:
    assert "one-more" in _dlexam(tmp_path, "list", "--path", bank, "--kind", "numeric", "--level", "2").stdout
    assert "one-more" not in _dlexam(tmp_path, "list", "--path", bank, "--level", "1").stdout
    wrong = _dlexam(tmp_path, "list", "--path", bank, "--kind", "numerik")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "did you mean numeric?" in wrong.stderr


def test_show_is_plain_in_a_pipe_and_the_same_for_a_seed(tmp_path: Path, bank: Path) -> None:
    ran = _dlexam(tmp_path, "show", "one-more", "--seed", 4, "--path", bank)
    assert ran.returncode == 0
    assert "\x1b" not in ran.stdout
    assert max(len(line) for line in ran.stdout.splitlines()) <= 80
    assert ran.stdout == _dlexam(tmp_path, "show", "one-more", "--seed", 4, "--path", bank).stdout
    shown = json.loads(_dlexam(tmp_path, "show", "one-more", "--seed", 4, "--path", bank, "--json").stdout)
    n = shown["item"]["values"]["n"]
    assert f"What is {n} + 1?" in ran.stdout
    assert (shown["format"], shown["seed"], shown["item"]["key"]["value"]) == (1, 4, n + 1)


def test_show_of_an_unknown_question_suggests(tmp_path: Path, bank: Path) -> None:
    ran = _dlexam(tmp_path, "show", "one-mor", "--path", bank)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "There is no question “one-mor”." in ran.stderr
    assert "did you mean one-more?" in ran.stderr


def test_lint_of_a_good_bank_is_silent_on_stdout(tmp_path: Path, bank: Path) -> None:
    ran = _dlexam(tmp_path, "lint", bank)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "No faults.\n")


def test_lint_prints_places_and_hints_and_exits_1(tmp_path: Path, bank: Path) -> None:
    file = bank / "topics" / "counting.yaml"
    file.write_text(TOPIC.format(topic="counting", id="one-more", answer="m + 1"))
    ran = _dlexam(tmp_path, "lint", bank)
    place = "bank/topics/counting.yaml:12:13"
    assert ran.returncode == 1
    assert ran.stdout == f"{place}: undefined-name one-more: “m” is not defined here\n    drawn before: n\n"
    assert ran.stderr == "1 fault in 1 file.\n"
    fault = json.loads(_dlexam(tmp_path, "lint", bank, "--json").stdout)
    assert (fault["file"], fault["line"], fault["column"], fault["code"]) == (str(file), 12, 13, "undefined-name")


def test_lint_of_nothing_is_wrong_use(tmp_path: Path) -> None:
    assert _dlexam(tmp_path, "lint", tmp_path / "nowhere").returncode == 2


def test_a_broken_bank_stops_the_other_commands_with_one_line(tmp_path: Path, bank: Path) -> None:
    (bank / "topics" / "broken.yaml").write_text("a: [")
    ran = _dlexam(tmp_path, "list", "--path", bank)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "broken.yaml:2:1: yaml-syntax" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_stats_count(tmp_path: Path, bank: Path) -> None:
    lines = _dlexam(tmp_path, "stats", "--path", bank, "--json").stdout.splitlines()
    counting = next(found for found in map(json.loads, lines) if found.get("topic") == "counting")
    assert (counting["questions"], counting["parametric"], counting["kinds"]) == (1, 1, {"numeric": 1})
    assert "together" in _dlexam(tmp_path, "stats", "--path", bank).stdout


def test_schema_prints_json(tmp_path: Path) -> None:
    assert json.loads(_dlexam(tmp_path, "schema").stdout)["title"] == "dlexam topic file"
    assert json.loads(_dlexam(tmp_path, "schema", "exam").stdout)["title"] == "dlexam exam file"
    assert _dlexam(tmp_path, "schema", "question").returncode == 2


def test_show_is_closed_while_an_exam_asks_the_question(tmp_path: Path, bank: Path) -> None:
    exam = bank / "exams" / "quiz.yaml"
    exam.parent.mkdir()
    exam.write_text(
        "format: 1\nid: quiz\ntitle: Quiz\nabout: A quiz.\nminutes: 10\n"
        "sections:\n  - {id: a, title: A, questions: [one-more]}\n"
    )
    environment = {**os.environ, "DLEXAM_HOME": str(tmp_path / "home"), "DLEXAM_PATH": ""}
    start = [sys.executable, "-m", "dlexam", "exam", "quiz", "--path", str(bank), "--plain"]
    subprocess.run(start, stdin=subprocess.DEVNULL, capture_output=True, env=environment, cwd=tmp_path, check=False)
    ran = _dlexam(tmp_path, "show", "one-more", "--path", bank)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "is closed while your exam is open: Quiz" in ran.stderr
    assert _dlexam(tmp_path, "list", "--path", bank).returncode == 0
