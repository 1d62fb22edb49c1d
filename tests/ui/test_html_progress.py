"""Progress over sittings is a line over their dates: every point in the picture, every label free of the others."""

from __future__ import annotations

from itertools import pairwise

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlexam.ui.reports.html.chart import Result, chart

DAY = 86_400
MOMENT = 1_700_000_000.0


def results(*told: tuple[float, float], pass_mark: float = 60) -> list[Result]:
    """Of (days after the first, per cent); the last is this one."""
    return [
        Result(
            when=MOMENT + days * DAY,
            percent=percent,
            pass_mark=pass_mark,
            passed=percent >= pass_mark,
            this=(days, percent) == told[-1],
        )
        for days, percent in told
    ]


def places(polyline: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (each.split(",") for each in polyline.split())]


def test_time_goes_to_the_right_and_results_go_up():
    drawn = chart(results((0, 20), (10, 40), (40, 80)))
    (x1, y1), (x2, y2), (x3, y3) = places(drawn.line)
    assert (x3 - x1) == pytest.approx(4 * (x2 - x1))
    assert (y1 - y3) == pytest.approx(3 * (y1 - y2))


def test_the_pass_mark_is_a_line_from_edge_to_edge_and_a_point_above_it_has_passed():
    drawn = chart(results((0, 59), (1, 61)))
    height = {y for _, y in places(drawn.pass_line)}
    assert len(height) == 1
    assert [(point.passed, point.y < min(height)) for point in drawn.points] == [(False, False), (True, True)]
    assert drawn.pass_at.label == "60%"
    assert "50%" not in [row.label for row in drawn.rows], "it would stand in the pass mark's label"


def test_sittings_of_one_moment_stand_beside_each_other():
    (x1, _), (x2, _), (x3, _) = places(chart(results((0, 20), (0, 40), (0, 80))).line)
    assert x2 - x1 == pytest.approx(x3 - x2)
    assert x2 > x1


def test_the_dates_have_times_only_where_they_are_on_one_day():
    assert [len(date) for date in chart(results((0, 20), (3, 40))).dates] == [10, 10]
    assert [len(date) for date in chart(results((0, 20), (0.2, 40))).dates] == [16, 16]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 4000), st.floats(-20, 130)), min_size=2, max_size=40), st.floats(0, 100))
def test_all_is_within_the_picture_and_no_label_touches_another(told, pass_mark):
    drawn = chart(results(*sorted(told), pass_mark=pass_mark))
    for x, y in [*places(drawn.line), *places(drawn.pass_line), *((point.x, point.y) for point in drawn.points)]:
        assert 0 <= x <= 400
        assert 0 <= y <= 190
    labelled = sorted(point.x for point in drawn.points if point.label)
    assert labelled, "this sitting at least has its label"
    assert all(after - before >= 36 for before, after in pairwise(labelled))
    heights = sorted([drawn.pass_at.at, *(row.at for row in drawn.rows)])
    assert all(after - before >= 14 for before, after in pairwise(heights))


def page_of(tmp_path):
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(
        (tmp_path / "review.html").read_text(encoding="utf-8")
    )


def words(element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_the_page_of_a_second_sitting_has_the_line_with_its_name_and_what_it_tells(dlexam, tmp_path):
    dlexam("exam", "tiny", text="b\n:finish yes\n")
    dlexam("exam", "tiny", text="b\na b\n1/4\nsigmoid\na b c d\n1a 2b\n:finish yes\n")
    dlexam("review", "--html", "review.html")
    (picture,) = [each for each in page_of(tmp_path).findall(".//{*}svg") if each.get("role") == "img"]
    title, told = (picture.find(f".//*[@id='{name}']") for name in picture.get("aria-labelledby").split())
    assert words(title) == "Your sittings of this exam, in per cent over time"
    assert words(told).startswith("2 sittings: the first came to 8%, the best to ")
    assert len(list(picture.findall("{*}circle"))) == 2
    assert not picture.findall(".//*[@style]")


def test_the_page_of_a_first_sitting_says_so_in_place_of_the_line(dlexam, tmp_path):
    dlexam("exam", "tiny", text="b\n:finish yes\n")
    dlexam("review", "--html", "review.html")
    page = page_of(tmp_path)
    assert "This is your first sitting of this exam." in words(page)
    assert not [each for each in page.findall(".//{*}svg") if each.get("role") == "img"]
