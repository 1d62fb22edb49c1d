"""Formulas of a page are MathML, strict HTML whatever they hold; what can't be read stands as it is written."""

from __future__ import annotations

from pathlib import Path

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlexam.latex.reader import read
from dlexam.latex.spans import spans
from dlexam.ui.render.formula.linear import linear
from dlexam.ui.reports.html.prose import prose, remark

SAMPLES = (Path(__file__).parent / "data/formulas.md").read_text(encoding="utf-8")
HEAD = "<!DOCTYPE html><html lang=en><title>x</title><body>"


def parsed(html: str):
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(HEAD + str(html))


def names(html: str) -> set[str]:
    return {str(element.tag).rpartition("}")[2] for element in parsed(html).iter()}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (r"$\frac{1}{x_i}$", "<mfrac><mn>1</mn><msub><mi>x</mi><mi>i</mi></msub></mfrac>"),
        (r"$\sqrt[3]{10}$", "<mroot><mrow><mn>10</mn></mrow><mn>3</mn></mroot>"),
        (r"$\sqrt{a<b}$", "<msqrt><mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow></msqrt>"),
        (r"$\hat y$", '<mover accent="true"><mi>y</mi><mo stretchy="false">^</mo></mover>'),
        (r"$\text{a b}$", "<mtext>a\u00a0b</mtext>"),
        (r"$\text{var} + 1$", '<mi mathvariant="normal">var</mi><mo>+</mo>'),
        (r"$x = -1$", '<mo>=</mo><mo form="prefix">−</mo><mn>1</mn>'),
        (r"$f'$", '<mo lspace="0" rspace="0">′</mo>'),
        (r"$2\log x$", '<mn>2</mn><mspace width="0.17em"></mspace><mi>log</mi><mspace width="0.17em"></mspace>'),
        (r"$\log(x)$", '<mi>log</mi><mo stretchy="false">(</mo>'),
        (r"$$\max_a$$", "<munder><mi>max</mi><mi>a</mi></munder>"),
        (r"$\max_a$", "<msub><mi>max</mi><mi>a</mi></msub>"),
        (r"$\left(x\right)$", '<mo fence="true" stretchy="true">(</mo><mi>x</mi>'),
        (r"$\binom nk$", '<mfrac linethickness="0"><mi>n</mi><mi>k</mi></mfrac>'),
        (r"$\begin{cases}a&b\end{cases}$", '<mtr><mtd class="column-l"><mi>a</mi></mtd>'),
    ],
)
def test_a_formula_is_this_element(text, html):
    assert html in prose(text)
    parsed(prose(text))


def test_every_sample_is_there_with_its_text_beside_it():
    page = prose(SAMPLES)
    told = "".join(element.get("alttext") for element in parsed(page).iter() if element.get("alttext"))
    meant = "".join(linear(read(span.latex)) for span in spans(SAMPLES))
    assert "".join(told.split()) == "".join(meant.split())
    assert "$" not in page


def elements(html: str, name: str) -> list:
    return [each for each in parsed(html).iter() if str(each.tag).rpartition("}")[2] == name]


def test_formulas_far_apart_may_stand_below_each_other():
    page = prose(r"$$a = b, \qquad c = d$$")
    assert [each.get("class") for each in elements(page, "span")] == ["formulas", "formula", "formula"]
    assert [each.get("alttext") for each in elements(page, "math")] == ["a = b,", "c = d"]


LONG = "a_1 + a_2 + a_3 = b_1 + b_2 + (b_3 - b_4) = c_1 + c_2 + c_3"


def test_a_long_formula_may_be_broken_where_an_equals_sign_begins():
    page = prose(f"$${LONG}$$")
    told = [each.get("alttext") for each in elements(page, "math")]
    assert told == ["a₁ + a₂ + a₃", "= b₁ + b₂ + (b₃ − b₄)", "= c₁ + c₂ + c₃"]
    assert page.count("<wbr>") == 2
    assert page.count('<mo form="infix">=</mo>') == 2
    assert len(elements(prose(f"${LONG}$"), "math")) == 3, "in the text, too"


def test_a_formula_that_can_not_be_broken_scrolls_and_can_be_reached_by_keyboard():
    page = prose(r"$$\sqrt{" + LONG + "}$$")
    (box,) = elements(page, "span")
    assert (box.get("class"), box.get("tabindex"), box.get("role")) == ("scrolls", "0", "group")
    assert box.get("aria-label")


def test_what_is_no_formula_stands_as_it_is_written():
    page = prose(r"`$x$`, $5, \$6 and $\foo<i>_a_$")
    assert page == "<p><code>$x$</code>, $5, $6 and $\\foo&lt;i&gt;_a_$</p>\n"


def test_a_title_holds_no_element():
    page = prose('[text $x$](https://example.org "a $x<y$ title")')
    assert 'title="a $x&lt;y$ title"' in page
    assert "text <math" in page
    parsed(page)


def test_a_remark_is_escaped_but_for_its_formulas():
    assert remark("<b> $x^2$").startswith("&lt;b&gt; <math")
    assert remark("<b> $5") == "&lt;b&gt; $5"


HOSTILE = ["$", "$$", "\\text{<script>}", "<script>", "\\frac", *"\"'&<>{}x_^ \n`[)|\x1b", "](", "\U000f0000"]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(HOSTILE), max_size=40).map("".join))
def test_nothing_in_a_formula_becomes_an_element_of_its_own(text):
    assert "script" not in names(prose(text))
    assert "script" not in names(remark(text))
