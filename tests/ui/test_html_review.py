"""The page of a review: what the terminal shows, as strict HTML, in points of the exam; shut while an exam is open."""

from __future__ import annotations

import re
import subprocess
import sys

import html5lib
import pytest

CLOSED = "b\na b\n1/4\nsigmoid\na b c d\n1a 2b\n"
HOSTILE = "The derivative of the sigmoid is at most a quarter. </div><script>alert(1)</script> &lt; [x](javascript:1)"
ANSWERS = f"{CLOSED}{HOSTILE}\n.\nRequests come one by one.\n.\n:finish yes\n"


def parsed(page: str):
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)


def words(element) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.fixture
def page(dlexam, tmp_path):
    """The page of the second sitting of the small exam."""
    dlexam("exam", "tiny", text="a\n:finish yes\n")
    dlexam("exam", "tiny", text=ANSWERS)
    done = dlexam("review", "--html", "review.html")
    assert done.stdout == "The review is in review.html: open it in a browser.\n"
    return parsed((tmp_path / "review.html").read_text(encoding="utf-8"))


def article(page, number: int):
    return page.find(f".//article[@aria-labelledby='question-{number}']")


def test_each_question_has_answer_marks_key_explanation_and_source(page):
    for number in range(1, 9):
        told = words(article(page, number))
        for part in ("Your answer", "Marks", "Model answer", "Explanation", "Source: a test"):
            assert part in told, (number, part)
    assert "✓ Right It cuts off at zero." in words(article(page, 1))
    assert "softmax" in words(article(page, 4))
    assert article(page, 3).find(".//pre/code/span") is not None, "code of a prompt is highlighted"
    assert "over <cls> classes" in words(article(page, 4))


def test_marks_are_in_points_of_the_exam_with_the_words_that_earned_them(page):
    told = words(article(page, 7))
    assert "1.5 of 3 points, provisional" in told
    assert "✓ earned The sigmoid's derivative is at most a quarter. 1.5 of 1.5" in told
    assert "A full answer has 3 of these points" in told
    assert "marks" not in told.lower().replace("marks 1.5 of 3", "")
    assert "quarter" in " ".join(words(mark) for mark in article(page, 7).iter("mark"))


def test_nothing_in_an_answer_becomes_an_element(page):
    assert not [*page.iter("script")]
    assert "</div><script>alert(1)</script> &lt; [x](javascript:1)" in words(article(page, 7))
    assert {link.get("href")[0] for link in page.iter("a")} == {"#"}


def test_points_times_and_earlier_sittings_stand_beside_their_bars(page):
    captions = [words(caption) for caption in page.iter("caption")]
    assert [caption.split(" The ")[0] for caption in captions] == [
        "Points by section",
        "Time by question",
        "Your sittings of this exam",
    ]
    sittings = [words(row) for row in page.findall(".//table")[-1].iter("tr")]
    assert len(sittings) == 3
    assert "(this one)" in sittings[2]
    bars = [svg for svg in page.findall(".//{*}svg") if svg.get("class") == "bar"]
    assert len(bars) > 10
    assert all(svg.get("aria-hidden") == "true" for svg in bars), "the numbers beside them say it"


def test_code_stands_beside_its_cases_and_the_way_to_the_reference(dlexam, tmp_path):
    (tmp_path / "mine.py").write_text(
        "import torch\n\nclass Swish(torch.nn.Module):\n    def forward(self, x):\n        1 / 0\n"
    )
    dlexam("exam", "stage-2", "--seed", "3")
    dlexam("submit", "swish", "mine.py")
    dlexam("exam", "finish", "--yes", text="yes\n")
    dlexam("review", "--html", "review.html")
    page = parsed((tmp_path / "review.html").read_text(encoding="utf-8"))
    (number,) = re.findall(r"Question (\d+) of \d+ · swish", words(page))
    code = article(page, int(number))
    assert "ZeroDivisionError" in words(code)
    assert code.find(f".//span[@id='question-{number}-line-5']/a") is not None
    assert "x * torch.sigmoid(x)" in words(code)
    assert "From yours to the reference" in words(code)
    assert "- 1 / 0" in words(code.find(".//div[@class='difference']"))


def test_the_page_is_shut_while_an_exam_asks_for_it(dlexam, tmp_path):
    dlexam("exam", "tiny", text=ANSWERS)
    dlexam("exam", "tiny", text="b\n")
    result = dlexam("review", "1", "--html", "review.html")
    assert result.returncode == 2
    assert "closed while your exam is open" in result.stderr
    assert not (tmp_path / "review.html").exists()


def test_a_place_that_cannot_be_written_is_told(dlexam):
    dlexam("exam", "tiny", text=ANSWERS)
    result = dlexam("review", "--html", "nowhere/review.html")
    assert (result.returncode, result.stdout) == (2, "")
    assert "nowhere/review.html can't be written: No such file or directory." in result.stderr
    assert dlexam("review", "--html", "x.html", "-q", "3").returncode == 2


def test_the_terminals_review_does_not_load_the_libraries_of_the_page(dlexam):
    dlexam("exam", "tiny", text=ANSWERS)
    probe = (
        "import sys\nfrom dlexam.cli.main import run\ntry:\n    run(['review'])\nexcept SystemExit:\n"
        "    print([name for name in ('jinja2', 'pygments.lexers') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]"
