"""`dlexam grade` as learners and scripts call it: what is refused beforehand, what stands after ^C, what replays."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pexpect
import pytest

CONTENT = Path(__file__).parents[1] / "content"
ROWS = CONTENT / "challenges" / "scale-rows"
CUBE = CONTENT / "challenges" / "cube"


@pytest.fixture
def grade(dlexam, tmp_path, monkeypatch):
    """Grade files for `scale-rows`; `right.py`, `wrong.py` and `in_place.py` lie there."""
    monkeypatch.setenv("DLEXAM_PATH", str(CONTENT))
    shutil.copy(ROWS / "reference.py", tmp_path / "right.py")
    shutil.copy(ROWS / "rejected" / "columns.py", tmp_path / "wrong.py")
    shutil.copy(ROWS / "rejected" / "in_place.py", tmp_path / "in_place.py")
    return lambda *arguments: dlexam("grade", "scale-rows", *arguments)


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """What was said, on one line and a hint, by a call that graded nothing."""
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) <= 2
    return done.stderr


@pytest.mark.parametrize("option", ["--junit", "--gradescope", "--html"])
@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("none/report", "there is no folder none"),
        (".", "it is a folder"),
        ("right.py/report", "right.py is not a folder"),
        ("wrong.py", "it is a file to be graded"),
        ("./wrong.py", "it is a file to be graded"),
        ("n" * 300, "it can't be written"),
    ],
)
def test_a_report_that_cannot_be_written_is_refused_before_anything_is_graded(grade, tmp_path, option, place, told):
    before = (tmp_path / "wrong.py").read_text()
    assert told in refused(grade("wrong.py", option, place))
    assert (tmp_path / "wrong.py").read_text() == before


@pytest.mark.parametrize("option", ["--junit", "--gradescope", "--html"])
def test_a_report_replaces_an_earlier_one_and_nothing_else(grade, tmp_path, option):
    mine, report = tmp_path / "mine", tmp_path / "report"
    for text in ("def scale_rows(x): ...\n", "<!doctype html>\n<title>Mine</title>\n", '{"mine": 1}\n', "<?xml\n"):
        mine.write_text(text)
        assert "it is there already, and is no such report" in refused(grade("right.py", option, "mine"))
        assert mine.read_text() == text
    report.touch()
    assert grade("wrong.py", option, "report").returncode == 1
    before = report.read_bytes()
    assert grade("right.py", option, "report").returncode == 0
    assert report.read_bytes() not in (before, b"")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_report_in_a_folder_that_may_not_be_written_is_refused(grade, tmp_path):
    (tmp_path / "shut").mkdir(mode=0o500)
    assert "may not be written" in refused(grade("right.py", "--junit", "shut/report.xml"))


def test_two_reports_in_one_file_are_refused(grade):
    assert "--junit goes there already" in refused(grade("right.py", "--junit", "out", "--html", "./out"))


def test_a_page_is_written_with_every_file_in_it(grade, tmp_path):
    assert grade("right.py", "wrong.py", "missing.py", "--html", "page.html").returncode == 1
    page = (tmp_path / "page.html").read_text()
    assert page.lower().startswith("<!doctype html>")
    assert all(name in page for name in ("right.py", "wrong.py", "missing.py"))
    assert "keepdims" in page, "the sources are shown"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--case", "valeus"], "did you mean values?"),
        (["--case", "zzz"], "its cases: values, input-unmodified"),
        (["--device", "cpux"], "There is no device"),
        (["--device", "cuda"], "numpy track"),
        (["--feedback", "some"], "There is no feedback"),
        (["--seed", "9" * 30], "--seed goes up to"),
        (["--watch", "--junit", "out.xml"], "--junit and --watch don't go together"),
        (["--watch", "right.py"], "--watch is for one file"),
        (["--gradescope", "out.json", "wrong.py"], "--gradescope is for one file"),
    ],
)
def test_options_that_make_no_sense_are_refused_with_the_remedy(grade, options, told):
    assert told in refused(grade("right.py", *options))


def test_what_is_no_file_cannot_be_watched(grade):
    assert "can't be watched" in refused(grade("missing.py", "--watch"))
    assert "it is a folder" in refused(grade(".", "--watch"))


def test_a_far_fetched_suggestion_is_not_made(dlexam):
    for name in ("mha", "resnet", "nope", "x"):
        assert "did you mean" not in dlexam("grade", name, "mine.py").stderr
    assert "did you mean swish?" in dlexam("grade", "swisch", "mine.py").stderr
    assert "did you mean train-one-epoch?" in dlexam("grade", "train", "mine.py").stderr
    assert "Did you mean" not in dlexam("quit").stderr


def test_the_usage_line_names_the_arguments_plainly(dlexam):
    assert dlexam("grade", "--help").stdout.splitlines()[0] == "Usage: dlexam grade [OPTIONS] CHALLENGE FILE..."
    assert dlexam("challenge", "start", "-h").stdout.splitlines()[0].endswith("[OPTIONS] ID [DIR]")


@pytest.fixture
def exam_open(grade, dlexam, tmp_path, monkeypatch):
    """An open exam that asks for the challenge, whose first case is public."""
    bank = tmp_path / "bank" / "question_bank"
    (bank / "topics").mkdir(parents=True)
    (bank / "exams").mkdir()
    (bank / "topics" / "coding.yaml").write_text(
        "format: 1\ntopic: coding\ntitle: Coding\nquestions:\n"
        "  - {id: write-rows, kind: code, topic: coding, level: 2, minutes: 5, source: [a test],\n"
        "     prompt: Write it., explain: So., challenge: scale-rows}\n"
    )
    (bank / "exams" / "coding.yaml").write_text(
        "format: 1\nid: coding\ntitle: A coding exam\nabout: One challenge.\nminutes: 20\n"
        "sections: [{id: code, title: Code, questions: [write-rows], points: 4}]\n"
    )
    monkeypatch.setenv("DLEXAM_PATH", os.pathsep.join([str(CONTENT), str(tmp_path / "bank")]))
    assert dlexam("exam", "coding").returncode == 0


@pytest.mark.usefixtures("exam_open")
def test_a_hidden_case_is_refused_with_the_reason_while_an_exam_is_open(grade):
    done = grade("in_place.py", "--case", "input-unmodified")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Case input-unmodified is hidden" in done.stderr
    assert "these run: values" in done.stderr
    assert grade("in_place.py", "--case", "values").returncode == 0


@pytest.mark.usefixtures("exam_open")
def test_a_misspelt_case_tells_no_hidden_ones_while_an_exam_is_open(grade):
    done = grade("right.py", "--case", "input-unmodifid")
    assert done.returncode == 2
    assert "input-unmodified" not in done.stderr


@pytest.mark.usefixtures("exam_open")
def test_a_challenge_without_public_cases_says_so_while_an_exam_is_open(dlexam, tmp_path):
    own = shutil.copytree(CONTENT, tmp_path / "own")
    cases = own / "challenges" / "scale-rows" / "cases.py"
    cases.write_text(cases.read_text().replace(", public=True", ""))
    done = dlexam("grade", "scale-rows", "right.py", "--path", "own")
    assert done.returncode == 2
    assert "no public cases" in done.stderr


def replay_of(stdout: str) -> list[str]:
    """The words of the replay after `dlexam`."""
    command = re.search(r"^Again: dlexam (.*)$", stdout, re.MULTILINE)
    assert command, stdout
    return shlex.split(command[1])


def test_what_failed_is_replayed_by_the_command_that_is_shown(dlexam, grade, tmp_path):
    strange = tmp_path / "an odd 'name'.py"
    shutil.copy(tmp_path / "wrong.py", strange)
    for file in ("wrong.py", "in_place.py", strange.name):
        first = grade(file)
        again = dlexam(*replay_of(first.stdout))
        (message,) = re.findall(r"^ {6}(\S[^\[]*\[[^\]]*\])", first.stdout, re.MULTILINE)
        assert again.returncode == 1
        assert message in again.stdout, "the same numbers are off by the same amount"
        assert "Again:" not in again.stdout, "it was just that"


@pytest.mark.parametrize("name", ["detached", "square"])
def test_a_replay_finds_the_same_on_torch_and_its_devices(dlexam, tmp_path, name):
    shutil.copy(CUBE / "rejected" / f"{name}.py", tmp_path / "mine.py")
    first = dlexam("grade", "cube", "mine.py", "--path", str(CONTENT), "--json")
    (line,) = map(json.loads, first.stdout.splitlines())
    wrong = [case for case in line["cases"] if case["verdict"] == "failed"]
    options = [word for case in wrong for word in ("--case", case["id"])]
    again = dlexam(
        "grade", "cube", "mine.py", "--path", str(CONTENT), "--json", "--seed", str(line["seed"]), *options
    )  # fmt: skip
    found = [(case["id"], case["device"], case["message"]) for case in json.loads(again.stdout)["cases"]]
    assert {(case["id"], case["device"], case["message"]) for case in wrong} <= set(found)


def test_a_replay_names_the_device_and_the_folder(dlexam, tmp_path):
    shutil.copy(CUBE / "rejected" / "detached.py", tmp_path / "mine.py")
    done = dlexam("grade", "cube", "mine.py", "--device", "cpu", "--path", str(CONTENT))
    words = replay_of(done.stdout)
    assert words[words.index("--device") + 1] == "cpu"
    assert words[words.index("--path") + 1] == str(CONTENT)


def test_many_files_tell_their_seed_and_one_line_each_in_the_order_given(grade):
    done = grade("wrong.py", "right.py", "missing.py", "in_place.py")
    lines = done.stdout.splitlines()
    assert [line.split()[-1] for line in lines[:4]] == ["wrong.py", "right.py", "missing.py", "in_place.py"]
    assert lines[4] == "1 of 4 files passed."
    assert re.fullmatch(r"What was wrong with one: dlexam grade scale-rows FILE --seed \d+", lines[5])
    assert done.stderr == "", "no progress in a pipe"


def test_a_watch_in_a_pipe_prints_a_block_for_each_save_and_ends_with_the_signal(grade, tmp_path):
    (tmp_path / "mine.py").write_bytes((tmp_path / "wrong.py").read_bytes())
    child = _started("--watch", "mine.py", cwd=tmp_path)
    assert _line(child, "mine.py: failed")
    (tmp_path / "mine.py").write_bytes((tmp_path / "right.py").read_bytes())
    assert _line(child, "mine.py: passed")
    assert _line(child, "Newly passing: Each row has unit length")
    (tmp_path / "mine.py").unlink()
    assert child.stderr.readline() == "dlexam: mine.py: it is gone; waiting.\n"
    child.send_signal(signal.SIGINT)
    rest, _ = child.communicate(timeout=30)
    assert child.returncode == 130
    assert "\x1b" not in rest


def test_a_watch_with_json_prints_an_object_for_each_save_and_nothing_else(grade, tmp_path):
    (tmp_path / "mine.py").write_bytes((tmp_path / "wrong.py").read_bytes())
    child = _started("--watch", "--json", "mine.py", cwd=tmp_path)
    assert not json.loads(child.stdout.readline())["passed"]
    (tmp_path / "mine.py").write_bytes((tmp_path / "right.py").read_bytes())
    assert json.loads(child.stdout.readline())["passed"]
    child.terminate()
    rest, _ = child.communicate(timeout=30)
    assert (rest, child.returncode) == ("", 143)


def _started(*arguments: str, cwd: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "dlexam", "grade", "scale-rows", *arguments], text=True, cwd=cwd,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def _line(child: subprocess.Popen[str], text: str) -> bool:
    return any(text in line for line in child.stdout)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["^C", "TERM"])
def test_an_interrupted_grading_keeps_what_is_there_and_leaves_no_process(grade, tmp_path, number, code):
    (tmp_path / "stuck.py").write_text("while True: pass\n")
    reports = ["--junit", "out.xml", "--html", "out.html"]
    child = _started("right.py", "wrong.py", *["stuck.py"] * 8, *reports, cwd=tmp_path)
    assert child.stdout.readline().split()[-1] == "right.py"
    assert child.stdout.readline().split()[-1] == "wrong.py"
    below = _below(child.pid)
    assert below
    child.send_signal(number)
    _, told = child.communicate(timeout=30)
    assert child.returncode == code
    assert re.fullmatch(r"Interrupted: \d of 10 graded\.\n", told)
    graded = int(told.split()[1])
    assert (tmp_path / "out.xml").read_text().count("<testsuite ") == graded >= 2
    assert "wrong.py" in (tmp_path / "out.html").read_text()
    assert _gone(below)


def test_interrupted_before_the_first_result_writes_no_report(grade, tmp_path):
    (tmp_path / "stuck.py").write_text("while True: pass\n")
    child = _started("stuck.py", "--junit", "out.xml", cwd=tmp_path)
    deadline = time.monotonic() + 30
    while len(_below(child.pid)) < 3 and time.monotonic() < deadline:  # judge, nursery, cell
        time.sleep(0.02)
    child.send_signal(signal.SIGINT)
    _, told = child.communicate(timeout=30)
    assert (child.returncode, told) == (130, "Interrupted: 0 of 1 graded.\n")
    assert not (tmp_path / "out.xml").exists()


def _below(pid: int) -> list[int]:
    """All processes below this one."""
    listed = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(pid): int(parent) for pid, parent in map(str.split, listed.splitlines())}
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found[1:]


def _gone(pids: list[int]) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if not any(_alive(pid) for pid in pids):
            return True
        time.sleep(0.05)
    return False


def _alive(pid: int) -> bool:
    try:
        return bool(Path(f"/proc/{pid}/cmdline").read_bytes())  # of a dead one that nobody has waited for: empty
    except OSError:
        return False


def test_a_terminal_shows_progress_and_keeps_only_the_results(grade, tmp_path):
    child = pexpect.spawn(
        sys.executable, ["-m", "dlexam", "grade", "scale-rows", *["right.py"] * 6], encoding="utf-8", cwd=str(tmp_path),
        dimensions=(24, 80), timeout=30, env={**os.environ, "TERM": "xterm-256color"},
    )  # fmt: skip
    child.expect("Grading")
    child.expect("0/6")
    child.expect("6/6")
    child.expect_exact("\x1b[2K6 of 6 files passed")  # where the line of progress was
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
