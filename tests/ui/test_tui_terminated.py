"""Asked to terminate, the full screen saves, gives the terminal back as it was, and says how to go on."""

from __future__ import annotations

import signal

import pexpect
from in_terminal import at_long_answer


def test_a_request_to_terminate_saves_and_gives_the_terminal_back(screen, state):
    child = at_long_answer(screen("tiny"))
    child.send("They vanish with depth")
    child.expect("4 words")
    child.kill(signal.SIGTERM)
    child.expect_exact("\x1b[?1049l")  # the screen from before comes back
    child.expect("dlexam: Terminated. What was entered is saved.")
    child.expect("exam resume goes on")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert state().answers[7].text == "They vanish with depth"
    assert state().finished is None
