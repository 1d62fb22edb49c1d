"""Progress is told from evidence: the latest answers by topic, challenges passed, and ticks where nothing can prove."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dlexam import paths
from dlexam.bank.library import Library
from dlexam.errors import DlexamError
from dlexam.exam import keeping, practice
from dlexam.grading import challenge as challenges
from dlexam.grading.verdicts import FileResult, Verdict
from dlexam.progress import checkpoints, record
from dlexam.progress.checkpoints import Checkpoint, standings
from dlexam.progress.mastery import by_topic
from dlexam.progress.record import Answered, Past, Record


def answered(question: str, share: float, topic: str = "losses", provisional: bool = False) -> Answered:
    return Answered(question=question, topic=topic, share=share, points=1.0, provisional=provisional, challenge=None)


def past(*answers: Answered, session: str = "1") -> Past:
    return Past(session=session, exam="trial", wall=float(session), answers=answers)


def seen(*sittings: Past, passed: tuple[str, ...] = (), ticked: tuple[str, ...] = ()) -> Record:
    return Record(sittings=sittings, passed=frozenset(passed), tried=frozenset(passed), ticked=frozenset(ticked))


def graded(passed: bool) -> FileResult:
    return FileResult(
        challenge="conv2d", submission="conv2d.py", passed=passed, points=10.0 if passed else 3.0, max_points=10.0,
        verdict=Verdict.PASSED if passed else Verdict.FAILED, seed=1, seconds=0.1, isolation="full", devices=("cpu",),
        cases=(),
    )  # fmt: skip


def dlexam(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dlexam", *arguments],
        capture_output=True, text=True, env={"DLEXAM_HOME": str(home), "PATH": "/usr/bin:/bin"}, check=False,
    )  # fmt: skip


def test_the_latest_answer_to_each_question_counts_and_the_course_goes_by_sittings():
    first = past(answered("a", 0.0), answered("b", 1.0), answered("c", 1.0, "gans"))
    second = past(answered("a", 1.0), session="2")
    losses, gans = sorted(by_topic([first, second]), key=lambda one: one.topic, reverse=True)
    assert (losses.topic, losses.course, losses.questions, losses.now) == ("losses", (0.5, 1.0), 2, 1.0)
    assert (gans.topic, gans.course, gans.questions) == ("gans", (1.0,), 1)


def test_a_checkpoint_needs_all_its_challenges_and_questions():
    one = Checkpoint(id="x", title="X", questions=("a", "b"), challenges=("conv2d",))
    states = [
        standings([one], given)[0]
        for given in (
            seen(),
            seen(past(answered("a", 0.7))),
            seen(past(answered("a", 0.7), answered("b", 0.69)), passed=("conv2d",)),
            seen(past(answered("a", 0.7), answered("b", 1.0, provisional=True)), passed=("conv2d",)),
            seen(past(answered("a", 0.7), answered("b", 1.0)), passed=("conv2d",)),
        )
    ]
    assert [one.state for one in states] == ["open", "begun", "begun", "provisional", "proven"]
    assert states[2].shown == ("conv2d", "a")
    assert states[2].missing == ("b",)


def test_a_better_answer_that_waits_to_be_confirmed_takes_nothing_from_one_that_is_settled():
    one = Checkpoint(id="x", title="X", questions=("a",))
    settled, waiting = past(answered("a", 0.8)), past(answered("a", 0.9, provisional=True), session="2")
    assert [standings([one], seen(*given))[0].state for given in ([settled, waiting], [waiting])] == [
        "proven",
        "provisional",
    ]


def test_what_nothing_can_prove_is_ticked_by_hand_only(tmp_path):
    one = Checkpoint(id="by-hand", title="By hand")
    assert standings([one], seen())[0].state == "open"
    practice.note_tick(tmp_path, "by-hand", True)
    assert standings([one], record.read(tmp_path))[0].state == "proven"
    practice.note_tick(tmp_path, "by-hand", False)
    assert standings([one], record.read(tmp_path))[0].state == "open"


def test_gradings_outside_exams_are_kept_and_a_broken_line_costs_itself_only(tmp_path):
    practice.note_grading(tmp_path, graded(False))
    assert (record.read(tmp_path).tried, record.read(tmp_path).passed) == ({"conv2d"}, frozenset())
    with (tmp_path / practice.FILE).open("ab") as file:
        file.write(b'{"type": "tried", "half a li\n\xff\xfe\n[[[\n')
    practice.note_grading(tmp_path, graded(True))
    assert record.read(tmp_path).passed == {"conv2d"}


def test_a_home_that_can_t_be_written_to_does_not_stop_a_grading(tmp_path):
    (tmp_path / "home").write_text("a file, not a folder")
    practice.note_grading(tmp_path / "home", graded(True))
    assert record.read(tmp_path / "elsewhere") == seen()


def test_deleting_one_s_data_deletes_practice(tmp_path):
    practice.note_grading(tmp_path, graded(True))
    assert keeping.delete(tmp_path) == 1
    assert record.read(tmp_path) == seen()


def test_every_shipped_checkpoint_names_what_there_is():
    folders = paths.search_path([])
    found = checkpoints.load(folders)
    library, names = Library.open([paths.shipped()]), set(challenges.names(folders))
    assert len({one.id for one in found}) == len(found) >= 12
    assert any(one.by_hand for one in found)
    assert [name for one in found for name in one.challenges if name not in names] == []
    for question in (name for one in found for name in one.questions):
        assert library.question(question).id == question


def test_a_file_of_checkpoints_that_is_off_is_one_line(tmp_path):
    (tmp_path / "checkpoints.yaml").write_text("format: 1\ncheckpoints: [{id: x}]\n")
    with pytest.raises(DlexamError, match=r"checkpoints\.yaml"):
        checkpoints.load([tmp_path])


def test_the_command_tells_grades_and_ticks(tmp_path):
    home = tmp_path / "home"
    reference = paths.shipped() / "challenges" / "conv2d" / "reference.py"
    assert dlexam(home, "grade", "conv2d", str(reference)).returncode == 0
    assert dlexam(home, "progress", "--tick", "ready-to-explain").returncode == 0
    told = json.loads(dlexam(home, "progress", "--json").stdout)
    states = {one["id"]: one for one in told["checkpoints"]}
    assert states["convolution-from-scratch"]["shown"] == ["conv2d"]
    assert states["convolution-from-scratch"]["state"] == "begun"
    assert states["ready-to-explain"]["state"] == "proven"
    page = dlexam(home, "progress").stdout
    assert "Checkpoints: 1 of" in page
    assert "\x1b" not in page


@pytest.mark.parametrize(("name", "hint"), [("ready-to-explian", "ready-to-explain"), ("digits-trained", "evidence")])
def test_a_tick_that_can_t_be_made_is_one_line(tmp_path, name, hint):
    refused = dlexam(tmp_path, "progress", "--tick", name)
    assert refused.returncode == 2
    assert hint in refused.stderr
    assert "Traceback" not in refused.stderr
