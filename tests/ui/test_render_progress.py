"""Progress as text: a line for each topic with its course, numbers and dates; a plot that fits, also without blocks."""

from __future__ import annotations

import io
import time

import pytest
from rich.console import Console

from dlexam.progress.mastery import Mastery
from dlexam.ui.render.progress import Plot, Progress, course, dates, numbers

DAY = 86_400.0
GANS = Mastery(topic="gans", course=(0.0, 0.5, 1.0), questions=4, when=(0.0, 31 * DAY, 400 * DAY))


@pytest.fixture(autouse=True)
def _at_greenwich(monkeypatch):
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


def drawn(thing, width: int = 80, plain: bool = False) -> list[str]:
    file = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    console = Console(
        file=file, width=width, force_terminal=not plain, no_color=plain, color_system=None if plain else "truecolor"
    )
    with console.capture() as captured:
        console.print(thing)
    return captured.get().splitlines()


def test_a_topic_s_line_has_course_numbers_and_dates():
    assert course(GANS, blocks=True) == "▁▅█"
    assert course(GANS, blocks=False) == "059"
    assert numbers(GANS) == "0 → 100%"
    assert dates(GANS) == "1 Jan – 5 Feb"
    once = Mastery(topic="gans", course=(0.25,), questions=1, when=(0.0,))
    assert (numbers(once), dates(once)) == ("25%", "1 Jan")


def test_a_plot_s_bars_are_as_high_as_their_shares_with_number_and_date_below():
    lines = drawn(Plot(GANS, rows=4), plain=True)
    assert [line[6:].count("####") for line in lines[:4]] == [1, 1, 2, 2]
    assert lines[0].startswith("100% |")
    assert lines[3].startswith("  0% |")
    assert lines[4].split() == ["0%", "50%", "100%"]
    assert lines[5].split() == ["1", "Jan", "1", "Feb", "5", "Feb"]


def test_a_plot_without_colour_or_blocks_has_neither():
    text = "\n".join(drawn(Plot(GANS), plain=True))
    assert "█" not in text
    assert "\x1b" not in text
    assert "█" in "\n".join(drawn(Plot(GANS)))


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_a_plot_shows_the_latest_sittings_that_fit(width):
    many = Mastery(
        topic="t", course=tuple(place / 60 for place in range(60)), questions=1,
        when=tuple(place * DAY for place in range(60)),
    )  # fmt: skip
    lines = drawn(Plot(many), width, plain=True)
    assert max(map(len, lines)) <= width
    assert "98%" in lines[-2]
    assert len(lines[-2].split()) == (width - 6) // 8


def test_progress_plots_all_topics_once_there_is_a_course():
    two = Mastery(topic="", course=(0.1, 0.9), questions=2, when=(0.0, DAY))
    assert "All topics together" in "\n".join(drawn(Progress([GANS], [], two)))
    one = Mastery(topic="", course=(0.1,), questions=2, when=(0.0,))
    assert "All topics together" not in "\n".join(drawn(Progress([GANS], [], one)))
    assert "No sitting has been marked yet" in "\n".join(drawn(Progress([], [])))
