"""The whole path, once, for real: Stage 2 in a terminal, killed, resumed, code handed in, finished, reviewed."""

from __future__ import annotations

import re
import shutil
import signal

import pexpect
import pytest

from dlexam import paths

CHALLENGES = {18: "swish", 19: "image-folder-dataset", 20: "train-one-epoch"}
PROMPT = r"(\d+ of 21, [^\n]*> |\.\.\. )"


@pytest.fixture
def no_extra_content(monkeypatch):
    """Only what is shipped."""
    monkeypatch.delenv("DLEXAM_PATH")


def _answer(child, item):
    """Give the model answer of a question that is open at the prompt."""
    if item.key.__class__.__name__ == "LettersKey":
        child.sendline(" ".join(item.key.letters))
    else:
        for line in item.key.answer.strip().split("\n"):
            child.sendline(line)
            child.expect(PROMPT)
        child.sendline(".")
    child.expect("Saved: ")


def _hand_in(child, number, name):
    child.sendline(f":{number}")
    child.expect(rf"{number} of 21, [^\n]*> ")
    child.sendline(f":submit {name}.py")
    child.expect(f"Handed in: {name}.py for {name}")
    child.expect("These were the public cases")
    child.expect(PROMPT)


@pytest.mark.usefixtures("no_extra_content")
def test_stage_2_from_the_first_question_to_the_review(terminal, dlexam, state, tmp_path):
    for name in CHALLENGES.values():
        shutil.copy(paths.shipped() / "challenges" / name / "reference.py", tmp_path / f"{name}.py")
    child = terminal("exam", "stage-2", "--seed", "1")
    child.expect(r"1 of 21, [^\n]*> ")
    items = state().items
    for item in items[:9]:
        _answer(child, item)
    child.expect(r"10 of 21, [^\n]*> ")
    child.sendline(":flag")
    child.expect("Question 10 is flagged")
    child.kill(signal.SIGKILL)
    child.wait()

    child = terminal("exam", "resume")
    child.expect("Welcome back: 9 answered")
    child.expect("flagged")
    child.expect(r"10 of 21, [^\n]*> ")
    for item in items[9:17]:
        _answer(child, item)
    child.expect(r"18 of 21, [^\n]*> ")
    for number, name in CHALLENGES.items():
        _hand_in(child, number, name)
    child.sendline(":goto 21")
    child.expect(r"21 of 21, [^\n]*> ")
    _answer(child, items[20])
    child.expect("That was the last question")
    child.sendline(":finish")
    child.expect("Answered: 21 of 21")
    child.sendline("yes")
    child.expect("Grading train-one-epoch.py")
    child.expect(r"Receipt: \w{4}-\w{4}-\w{4}-\w{4}", timeout=120)
    child.expect(pexpect.EOF)

    done = state()
    assert all(done.marks[number].grading.passed for number in CHALLENGES)
    review = dlexam("review").stdout
    points = float(re.search(r"([\d.]+) of 100 points", review)[1])
    assert points >= 90, "the model answers are to be worth nearly all the points"
    assert "passed (pass mark 70%)" in review
    assert "def train_one_epoch" in review
    assert "provisional" in review
    told = dlexam("history").stdout
    assert re.search(r"stage-2 +passed", told)
