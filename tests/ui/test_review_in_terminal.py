"""`dlexam review` at a terminal: question by question, then the provisional marks."""

from __future__ import annotations

import pexpect
import pytest


@pytest.fixture
def sat(_content, dlexam):
    """A finished sitting with two provisional marks."""
    dlexam(
        "exam", "tiny", text="b\n:7\nThe derivative of the sigmoid is a quarter.\n.\nNo idea, sorry.\n.\n:finish yes\n"
    )


@pytest.mark.usefixtures("sat")
def test_it_goes_question_by_question_and_then_settles_marks(terminal, state):
    child = terminal("review")
    child.expect("Result: A tiny exam")
    child.expect("Question 1 of 8. Enter, number or q> ")
    child.sendline("")
    child.expect("Question 2 of 8. Enter, number or q> ")
    child.sendline("8")
    child.expect("Sketch how you would serve a model")
    child.expect("Question 8 of 8. Enter, number or q> ")
    child.sendline("q")
    child.expect("2 questions have provisional marks")
    child.expect("Question 7, tiny-open")
    child.sendline("lots")
    child.expect("is neither Enter, c, a number nor q")
    child.sendline("3.5")
    child.expect("3.5 points can't be given for question 7. 0 to 3 can")
    child.sendline("2,25")
    child.expect("Because")
    child.sendline("[bold]well[/] said")
    child.expect("Set.")
    child.expect("Question 8, tiny-design")
    child.sendline("c")
    child.expect("Confirmed.")
    child.expect(pexpect.EOF)
    assert (state().overrides[7].marks, state().overrides[7].because) == (1.5, "[bold]well[/] said")
    assert state().confirmed == {8}


@pytest.mark.usefixtures("sat")
def test_leaving_changes_nothing(terminal, state):
    child = terminal("review")
    child.expect("Enter, number or q> ")
    child.sendline("q")
    child.expect("Enter, c, number or q> ")
    child.sendline("")
    child.expect("Question 8, tiny-design")
    child.sendeof()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert (state().overrides, state().confirmed) == ({}, frozenset())
