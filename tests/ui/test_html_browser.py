"""The pages in a real browser: nothing on the console, nothing fetched, no sideways scrolling, no finding of axe-core.

Skipped where there is no browser: `pip install '.[browser]'` and a Chromium on the path (or in CHROMIUM).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from formula_goldens import GOLDEN

from dlexam.ui.reports.html.prose import prose

playwright = pytest.importorskip("playwright.sync_api", reason="NO BROWSER CHECK: playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="NO BROWSER CHECK: axe is not installed")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="NO BROWSER CHECK: there is no Chromium on the path")

ANSWERS = (
    "a\n\n1/3\nsoftmax\na b c d\n1a 2b\nThe derivative of the sigmoid is a quarter.\n.\nIn batches.\n.\n:finish yes\n"
)
VIEWS = [(width, scheme) for width in (390, 1200) for scheme in ("light", "dark")]


@pytest.fixture(scope="module")
def browser() -> Iterator:
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def pages(dlexam, tmp_path) -> list[Path]:
    """A review of two sittings, and a grading of two files."""
    dlexam("exam", "tiny", text="a\n:finish yes\n")
    dlexam("exam", "tiny", text=ANSWERS)
    dlexam("review", "--html", "review.html")
    (tmp_path / "mine.py").write_text("def scale_rows(x):\n    raise ValueError('<b>' + 'long ' * 90)\n")
    (tmp_path / "other.py").write_text("def scale_rows(x):\n    return x  # " + "wide" * 90 + "\n")
    content = str(Path(__file__).parents[1] / "content")
    dlexam("grade", "scale-rows", "mine.py", "other.py", "--html", "grading.html", "--path", content)
    return [tmp_path / "review.html", tmp_path / "grading.html"]


def test_the_pages_are_quiet_fit_and_accessible_on_phone_and_desk_in_light_and_dark(browser, pages):
    for file in pages:
        for width, scheme in VIEWS:
            view = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
            heard = listened(browser, file, view)
            assert heard == [file.as_uri()], (file.name, width, scheme)
            assert findings(browser, file, view) == [], (file.name, width, scheme)


def test_every_shipped_formula_fits_a_phone_or_scrolls_by_keyboard(browser, tmp_path):
    file = tmp_path / "formulas.html"
    style = files("dlexam.ui.reports.html").joinpath("templates/style.css").read_text(encoding="utf-8")
    formulas = "".join(str(prose(line)) for line in GOLDEN.read_text(encoding="utf-8").split("\n\n"))
    head = f"<!doctype html><html lang=en><title>Formulas</title><style>{style}</style><body><main><h1>Formulas</h1>"
    file.write_text(f"{head}<section>{formulas}</section></main>", encoding="utf-8")
    view = {"viewport": {"width": 390, "height": 800}}
    assert findings(browser, file, view) == []
    context = browser.new_context(**view)
    page = context.new_page()
    page.goto(file.as_uri())
    wide = page.evaluate(BEYOND)
    assert page.evaluate("document.querySelectorAll('math').length") > 100
    context.close()
    assert wide == []


BEYOND = """
[...document.querySelectorAll('math')]
.filter(each => each.getBoundingClientRect().right > innerWidth && !each.closest('.scrolls'))
.map(each => each.getAttribute('alttext'))
"""


def listened(browser, file: Path, view: dict) -> list[str]:
    """What a page fetched, said or threw; and whether it is wider than its window."""
    context = browser.new_context(**view)
    page, heard = context.new_page(), []
    page.on("request", lambda request: heard.append(request.url))
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.goto(file.as_uri())
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        heard.append("it scrolls sideways")
    context.close()
    return heard


def findings(browser, file: Path, view: dict) -> list[str]:
    """Axe-core's findings of any weight, with the first place of each."""
    context = browser.new_context(bypass_csp=True, **view)  # axe itself is a script, which the pages forbid
    page = context.new_page()
    page.goto(file.as_uri())
    told = axe.Axe().run(page).response
    context.close()
    assert len(told["passes"]) > 15, "axe did look"
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in told["violations"]]


def test_the_check_itself_finds_what_is_wrong(browser, tmp_path):
    bad = tmp_path / "bad.html"
    bad.write_text("<p style='color:#ccc;background:#fff;width:3000px'>faint<img src='x.png'><script>throw 1</script>")
    view = {"viewport": {"width": 390, "height": 800}}
    assert len(listened(browser, bad, view)) >= 3
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(bad.as_uri())
    found = {one["id"] for one in axe.Axe().run(page).response["violations"]}
    context.close()
    assert {"image-alt", "color-contrast", "document-title"} <= found
