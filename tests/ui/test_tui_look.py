"""The look at the start: the learner's choice, else what the terminal says of itself; readable without colour too."""

from __future__ import annotations

import pytest

from dlexam.ui.tui import look

MANY = {"TERM": "xterm-256color"}
FEW = {"TERM": "xterm"}


@pytest.mark.parametrize(
    ("environment", "theme"),
    [
        (MANY, "dlexam-dark"),
        ({**MANY, "COLORFGBG": "0;15"}, "dlexam-light"),
        (FEW, "ansi-dark"),
        ({**FEW, "COLORFGBG": "0;7"}, "ansi-light"),
        ({**FEW, "NO_COLOR": "1"}, "dlexam-dark"),
        ({**FEW, "COLORFGBG": "0;15", "NO_COLOR": "1"}, "dlexam-light"),
    ],
)
def test_the_first_look_suits_the_terminal(tmp_path, environment, theme):
    assert look.first(tmp_path, environment) == theme


def test_a_chosen_look_is_remembered_unless_it_can_t_be_read_here(tmp_path):
    look.remember(tmp_path / "home", "ansi-light")
    assert look.first(tmp_path / "home", MANY) == "ansi-light"
    assert look.first(tmp_path / "home", {**MANY, "NO_COLOR": "1"}) == "dlexam-dark"


def test_the_key_goes_through_all_looks_and_without_colour_through_those_that_can_be_read():
    assert look.after("dlexam-dark", MANY) == "dlexam-light"
    assert look.after("ansi-light", MANY) == "dlexam-dark"
    assert look.after("dlexam-light", {**MANY, "NO_COLOR": "1"}) == "dlexam-dark"
