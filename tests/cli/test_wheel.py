"""What is installed from a wheel has all its content: an exam is sat, a question begun, the full screen painted."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pexpect


def run(python: Path, folder: Path, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [python, "-m", "dlexam", *words], input=given, capture_output=True, text=True, cwd=folder, check=False,
        env={**os.environ, "COLUMNS": "80"}, timeout=120,
    )  # fmt: skip


def test_an_exam_is_sat_and_reviewed(installed: Path, tmp_path: Path) -> None:
    sat = run(installed, tmp_path, "exam", "warm-up", "--seed", "1", given="a\n:finish yes\n")
    assert sat.returncode == 0, sat.stderr
    assert "Result: Warm-up" in sat.stdout
    assert "Receipt:" in sat.stdout
    assert run(installed, tmp_path, "review").returncode == 0


def test_a_question_and_a_challenge_are_begun(installed: Path, tmp_path: Path) -> None:
    assert run(installed, tmp_path, "bank", "new", "mine", "bank", "--kind", "match").returncode == 0
    assert run(installed, tmp_path, "challenge", "new", "mine", "mine").returncode == 0
    assert run(installed, tmp_path, "bank", "lint", "bank").stderr == "No faults.\n"


def test_the_full_screen_is_painted(installed: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "TERM": "xterm-256color"}
    child = pexpect.spawn(
        str(installed), ["-m", "dlexam", "exam", "warm-up"], cwd=str(tmp_path), env=environment, dimensions=(24, 80),
        timeout=60,
    )  # fmt: skip
    child.expect_exact(b"Question 1 of")
    child.sendcontrol("q")
    child.expect_exact(b"dlexam exam resume")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
