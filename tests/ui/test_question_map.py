"""The map of questions: what each sign says, and that no cell moves whatever becomes of its question."""

from __future__ import annotations

import pytest
from papers import paper_of, question, section

from dlexam.bank.paper import ChallengeKey, TextKey
from dlexam.ui.tui.exam.question_map import Standing, by_section, strip

NUMBERS = range(1, 22)
CODE = {18, 19}
ITEMS = [
    question(number, "code", ChallengeKey(challenge="swish"))
    if number in CODE
    else question(number, "short", TextKey(accepted=("b",)))
    for number in NUMBERS
]
PAPER = paper_of(section("one", "Words", *ITEMS[:17]), section("two", "Code", *ITEMS[17:]))
NONE = frozenset[int]()
ALL = frozenset(NUMBERS)


def lines(standing: Standing, width: int = 78, rows: int = 9) -> list[str]:
    return strip(PAPER, standing, width, rows).plain.splitlines()


def test_an_answered_code_question_is_still_seen_to_be_code():
    drawn = " ".join(lines(Standing(frozenset({18}), NONE, 1)))
    assert " 18‹✓› " in drawn
    assert " 19‹› " in drawn
    assert " 17· " in drawn


@pytest.mark.parametrize("number", [1, 17, 18])
def test_answered_flagged_and_here_are_all_told_of_one_question(number):
    sign = "‹✓›" if number in CODE else "✓"
    standing = Standing(frozenset({number}), frozenset({number}), number)
    assert f"[{number}{sign}!]" in " ".join(lines(standing))
    assert f"[{number}{sign}!]" in by_section(PAPER, standing, 26).plain


@pytest.mark.parametrize("width", [38, 78, 26])
def test_no_question_moves_when_it_is_answered_or_flagged(width):
    def places(standing: Standing) -> list[tuple[int, int]]:
        drawn = by_section(PAPER, standing, width).plain.splitlines()
        return [(row, line.index(str(n))) for n in NUMBERS for row, line in enumerate(drawn) if str(n) in line]

    assert places(Standing(NONE, NONE, 1)) == places(Standing(ALL, ALL, 18))


@pytest.mark.parametrize("at", NUMBERS)
def test_where_not_all_fits_the_current_question_is_in_sight(at):
    drawn = lines(Standing(ALL, ALL, at), width=38, rows=2)
    assert len(drawn) == 2
    assert f"[{at}" in "\n".join(drawn)
    assert max(map(len, drawn)) <= 38
