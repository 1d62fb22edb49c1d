"""`dlexam challenge` for authors, as processes: new, check and list, their exit codes, and what ^C leaves behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def content(folder: Path) -> str:
    """Every path below a folder and what it holds."""
    return "\n".join(f"{path} {path.read_text()}" for path in sorted(folder.rglob("*")) if path.is_file())


def test_a_challenge_is_begun_checked_spoilt_and_checked_again(dlexam, tmp_path):
    begun = dlexam("challenge", "new", "row-means", "my content", "--track", "numpy", "--title", "Row means")
    assert begun.returncode == 0
    command = begun.stdout.splitlines()[-1].partition(": ")[2]
    assert command == "dlexam challenge check row-means --path 'my content'"
    right = dlexam("challenge", "check", "row-means", "--path", "my content", "--seeds", "1")
    assert right.returncode == 0
    assert right.stdout.startswith("✓ row-means: 3 cases, 4 points, 4 accepted, 8 of 8 rejected files caught, ")
    assert right.stderr == ""
    file = tmp_path / "my content" / "challenges" / "row-means" / "rejected" / "median.py"
    file.write_text(file.read_text().replace("np.median", "np.mean"))
    (tmp_path / "my content" / "challenges" / "row-means" / "statement.md").write_text("# Something else\n")
    wrong = dlexam("challenge", "check", "--path", "my content", "--seeds", "1", "--seed", "7")
    assert wrong.returncode == 1
    told = wrong.stdout.splitlines()
    assert "  ✗ rejected/median.py is not caught by values; passed (seed 7)" in told
    assert any(line.startswith("  ✗ challenges/row-means/statement.md: does not begin with") for line in told)


def test_verbose_names_what_each_case_catches(dlexam):
    dlexam("challenge", "new", "rows", "--track", "numpy")
    told = dlexam("challenge", "check", "rows", "--path", ".", "--seeds", "1", "--verbose")
    assert told.returncode == 0
    assert "3 alone: in_place, transposed, two_axes_only" in told.stdout


def test_json_has_a_line_for_each_challenge_and_nothing_else(dlexam, tmp_path):
    for name in ("rows", "spoilt"):
        dlexam("challenge", "new", name, "--track", "numpy")
    (tmp_path / "challenges" / "spoilt" / "cases.py").write_text("nonsense =\n")
    told = dlexam("challenge", "check", "--path", ".", "--seeds", "1", "--json")
    assert told.returncode == 1
    lines = {line["challenge"]: line for line in map(json.loads, told.stdout.splitlines())}
    assert lines["rows"]["right"] is True
    assert (lines["rows"]["killed"], lines["rows"]["named"], lines["rows"]["rejected"]) == (8, 8, 8)
    assert lines["spoilt"]["right"] is False
    assert "cases.py" in lines["spoilt"]["findings"][-1]["what"]


def test_a_folder_that_is_no_challenge_is_told_and_hides_no_other(dlexam, tmp_path):
    for name in ("rows", "moved"):
        dlexam("challenge", "new", name, "--track", "numpy")
    (tmp_path / "challenges" / "moved").rename(tmp_path / "challenges" / "elsewhere")
    listed = dlexam("challenge", "list", "--path", ".")
    assert listed.returncode == 2
    assert "rows" in listed.stdout
    assert "swish" in listed.stdout
    assert "the id moved is not the folder's name, elsewhere" in listed.stderr
    assert "rename the folder to moved, or say id: elsewhere" in listed.stderr
    checked = dlexam("challenge", "check", "--path", ".", "--seeds", "1")
    assert checked.returncode == 1
    assert "✓ rows" in checked.stdout
    assert "✗ elsewhere" in checked.stdout
    assert "1 of 2 challenges are right; 1 thing to mend." in checked.stdout


def test_nothing_is_overwritten_and_bad_ids_are_refused_with_a_hint(dlexam, tmp_path):
    dlexam("challenge", "new", "rows")
    before = content(tmp_path / "challenges")
    again, bad = dlexam("challenge", "new", "rows", "--track", "numpy"), dlexam("challenge", "new", "My Rows")
    assert (again.returncode, bad.returncode) == (2, 2)
    assert "already there" in again.stderr
    assert "hint: lower-case letters" in bad.stderr
    assert content(tmp_path / "challenges") == before
    assert os.listdir(tmp_path / "challenges") == ["rows"]


@pytest.mark.parametrize("begin", [("challenge", "new", "rows"), ("challenge", "start", "swish"), ("bank", "new", "x")])
def test_folders_are_not_made_at_a_place_that_is_not_there(dlexam, tmp_path, begin):
    done = dlexam(*begin, "nowhere/content")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"There is no folder {tmp_path / 'nowhere'}.\n  hint: make it first" in done.stderr
    assert not (tmp_path / "nowhere").exists()
    assert dlexam(*begin, "content").returncode == 0


def test_each_hint_names_the_command_for_the_next(dlexam):
    first = dlexam("challenge", "hint", "swish").stdout
    assert "Hint 1 of 4" in first
    assert "The next: dlexam challenge hint swish -n 2\n" in first
    last = dlexam("challenge", "hint", "swish", "-n", "4").stdout
    assert "Hint 4 of 4" in last
    assert "The next" not in last


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["check", "rows", "--all"], "exclude each other"),
        (["check", "--quick", "--verbose"], "--quick doesn't find out what --verbose would tell"),
        (["check", "swisch"], "did you mean swish?"),
        (["check", "banana-bread"], "`dlexam challenge list` names them all"),
        (["check", "--path", "nowhere"], "is not a folder"),
        (["new"], "ID"),
    ],
)
def test_wrong_use_is_a_line_and_exit_code_2(dlexam, arguments, told):
    done = dlexam("challenge", *arguments)
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stdout == ""


def family(pid: int) -> set[int]:
    """The processes below one."""
    try:
        children = [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return set()
    return set(children).union(*map(family, children))


@linux
def test_an_interrupted_check_ends_with_130_and_leaves_no_process(dlexam, tmp_path):
    dlexam("challenge", "new", "rows", "--track", "numpy")
    slow = tmp_path / "challenges" / "rows" / "rejected" / "median.py"
    slow.write_text(slow.read_text().replace("import numpy", "while True:\n    pass\nimport numpy"))
    command = [sys.executable, "-m", "dlexam", "challenge", "check", "rows", "--path", "."]
    check = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until, below = time.monotonic() + 60, set[int]()
    while len(below) < 3 and time.monotonic() < until:  # judge, nursery, a cell
        time.sleep(0.05)
        below = family(check.pid)
    check.send_signal(signal.SIGINT)
    told, complaint = check.communicate(timeout=60)
    assert check.returncode == 130, (told, complaint)
    assert complaint == "Interrupted: 0 of 1 checked.\n"
    while any(Path(f"/proc/{pid}").exists() for pid in below) and time.monotonic() < until:
        time.sleep(0.05)
    assert len(below) >= 3
    assert not [pid for pid in below if Path(f"/proc/{pid}").exists()]
