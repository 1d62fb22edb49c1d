"""SECURITY.md names, for each measure, attacks and tests that are there."""

from __future__ import annotations

import re

from attack_range import FILES, ROOT

PAGE = (ROOT / "SECURITY.md").read_text()
MEASURES = [line.split("|")[1:4] for line in PAGE.partition("| shown by |")[2].partition("\n\n")[0].splitlines()[2:]]


def test_what_shows_a_measure_exists():
    tests = {path.name for path in (ROOT / "tests").rglob("test_*.py")}
    attacks = {path.stem for path in FILES.glob("*.py")}
    named = [name for _, _, shown in MEASURES for name in re.findall(r"`([^`]+)`", shown)]
    assert len(MEASURES) > 20
    assert len(named) > 70
    assert [name for name in named if name not in tests | attacks] == []


def test_every_measure_says_what_it_answers_and_all_but_one_what_shows_it():
    assert [measure for measure, answers, _ in MEASURES if not answers.strip()] == []
    unshown = [measure.strip() for measure, _, shown in MEASURES if not shown.strip()]
    assert unshown == ["OOM score 1000"]  # a test would have to use up the machine's memory


def test_the_page_says_how_many_attacks_there_are():
    assert "a hundred and fifty" in PAGE
    assert 130 <= len(list(FILES.glob("*.py"))) < 160
