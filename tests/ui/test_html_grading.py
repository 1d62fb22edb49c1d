"""The page of a grading: strict HTML whatever a stranger wrote, nothing fetched, failures lead to the source."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import html5lib
import pytest

from dlexam.grading import challenge
from dlexam.grading.verdicts import CaseResult, FileResult, Verdict
from dlexam.ui.reports.html import grading_page
from dlexam.ui.reports.html.visible import visible

ROOT = Path(__file__).parents[2]
TAGS = "</script></pre><img src=x onerror=alert(1)>\"'&amp;"
HOSTILE = f"{TAGS} \x00\x1b[31m \u202e\u2066 \ufeff \ufffe \ud800 {{{{ 7*7 }}}} {{% raw %}}"
SOURCE = f"def f(x):\n    s = '''{HOSTILE}'''\n    return x\n"


def parsed(page: str):
    """The document, or the first fault of the page."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)


def case(name: str, verdict: Verdict, message: str | None = None, device: str = "cpu") -> CaseResult:
    return CaseResult(
        id=name, title=f"{name} {HOSTILE}", device=device, verdict=verdict, points=float(verdict is Verdict.PASSED),
        max_points=1.0, message=message, seconds=0.1, hint=f"Hint {HOSTILE}",
    )  # fmt: skip


def result(*cases: CaseResult, message: str | None = None) -> FileResult:
    return FileResult(
        challenge="swish", submission=f"mine{HOSTILE}.py", passed=False, verdict=Verdict.FAILED, points=1.0,
        max_points=3.0, seed=7, devices=("cpu", "sim"), isolation="partial", seconds=0.5, cases=cases, message=message,
    )  # fmt: skip


FILE = result(
    case("fine", Verdict.PASSED),
    case("wrong", Verdict.FAILED, f"line 3, in f: {HOSTILE}\nline 99, in g: not there"),
    case("apart", Verdict.PASSED, device="cpu"),
    case("apart", Verdict.SKIPPED, "needs another device", device="sim"),
)


@pytest.fixture(scope="module")
def swish():
    return challenge.load("swish", [ROOT])


@pytest.fixture(scope="module")
def page(swish) -> str:
    return grading_page(swish, [FILE, result(message=f"unreadable {HOSTILE}")], [SOURCE, None])


def test_it_is_strict_html_and_can_be_written_whatever_a_stranger_wrote(page):
    parsed(page.encode().decode())


def test_nothing_that_a_stranger_wrote_becomes_an_element_or_an_attribute(page):
    document = parsed(page)
    assert not [*document.iter("script"), *document.iter("img"), *document.iter("iframe")]
    assert not [name for element in document.iter() for name in element.attrib if name.startswith("on")]
    told = "".join(document.itertext())
    assert "</script></pre><img src=x onerror=alert(1)>" in told
    assert "{{ 7*7 }} {% raw %}" in told
    assert "&amp;" in told


def test_what_is_invisible_or_turns_text_around_is_shown_by_its_code_point(page):
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe]", page)
    assert "[U+0000]" in page
    assert "[U+202E][U+2066]" in page
    assert visible("fine, naïve, 你好 🙂\tand\r\nso on") == "fine, naïve, 你好 🙂\tand\nso on"


def test_it_fetches_nothing_and_runs_nothing(page):
    document = parsed(page)
    policy = document.find(".//meta[@http-equiv='Content-Security-Policy']").get("content")
    assert policy.startswith("default-src 'none'")
    assert not [element for element in document.iter() if element.get("src") or element.tag in ("link", "object")]
    assert {element.get("href")[0] for element in document.iter("a")} == {"#"}
    assert "url(" not in page
    assert "@import" not in page


def test_every_link_leads_to_a_place_of_the_page_and_no_place_is_there_twice(page):
    document = parsed(page)
    places = [element.get("id") for element in document.iter() if element.get("id")]
    assert len(places) == len(set(places))
    assert {element.get("href")[1:] for element in document.iter("a")} <= set(places)


def test_headings_come_in_order_and_there_is_one_title(page):
    levels = [int(element.tag[1]) for element in parsed(page).iter() if re.fullmatch("h[1-6]", element.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_failed_case_leads_to_the_line_that_it_names_and_the_line_back(page):
    document = parsed(page)
    failed = document.find(".//li[@id='file-1-case-2']")
    assert [link.get("href") for link in failed.iter("a")] == ["#file-1-line-3"], "line 99 isn't there"
    line = document.find(".//span[@id='file-1-line-3']")
    assert "named" in line.get("class")
    assert line.find("a").get("href") == "#file-1-case-2"


def test_each_verdict_is_told_in_words_once_for_devices_alike(page):
    items = [" ".join("".join(item.itertext()).split()) for item in parsed(page).iter("li")]
    assert items[0].startswith("✓ passed fine")
    assert "– skipped sim needs another device" in items[2]
    assert "Hint: Hint" in items[1]
    assert "Hint" not in items[0]


def test_the_source_keeps_its_line_numbers_and_its_text(swish):
    source = "\n\nx = 1\n\tif x: pass\n"
    document = parsed(grading_page(swish, [FILE], [source]))
    shown = [document.find(f".//span[@id='file-1-line-{number}']") for number in range(1, 5)]
    assert ["".join(line.itertext()).split("←")[0].strip() for line in shown] == ["", "", "x = 1", "if x: pass"]


def test_a_page_of_one_file_has_no_table_of_files(swish):
    assert parsed(grading_page(swish, [FILE], [SOURCE])).find(".//nav") is None


def test_the_command_writes_the_page(dlexam, tmp_path):
    (tmp_path / "mine.py").write_text("def scale_rows(x):\n    raise ValueError('<b>')\n")
    done = dlexam(
        "grade", "scale-rows", "mine.py", "--html", "page.html", "--path", str(ROOT / "tests/content"), "--json"
    )
    assert done.returncode == 1
    document = parsed((tmp_path / "page.html").read_text(encoding="utf-8"))
    assert document.find(".//span[@id='file-1-line-2']/a") is not None
