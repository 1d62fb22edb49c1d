"""`dlexam doctor` says what works here, and what would be lost where nothing can be kept."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path


def doctor(home: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dlexam", "doctor", "--quick", *options], capture_output=True, text=True, check=False,
        env={**os.environ, "DLEXAM_HOME": str(home), **environment},
    )  # fmt: skip


def test_a_home_that_can_be_made_is_fine_and_is_not_made(tmp_path: Path) -> None:
    done = doctor(tmp_path / "a" / "b", "--json")
    facts = json.loads(done.stdout)
    assert (done.returncode, facts["keeping answers"]) == (0, "works")
    assert facts["open answers"] == "are marked by the rubric marker"
    assert list(tmp_path.iterdir()) == []


def test_a_home_that_can_not_be_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = doctor(tmp_path / "file" / "home")
    assert done.returncode == 1
    assert "✗ keeping answers" in done.stdout
    assert str(tmp_path / "file") in done.stdout.split("keeping answers")[1].split("open answers")[0].replace("\n", "")


def test_a_damaged_store_is_told(tmp_path: Path) -> None:
    (tmp_path / "sessions.db").write_bytes(b"no database at all" * 100)
    done = doctor(tmp_path)
    assert done.returncode == 1
    assert "✗ keeping answers" in done.stdout


def test_a_marker_that_lacks_its_address_is_told(tmp_path: Path) -> None:
    done = doctor(tmp_path, DLEXAM_MARKER="endpoint")
    assert "✗ open answers The endpoint marker has no address" in done.stdout
