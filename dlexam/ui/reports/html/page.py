"""The templates' surroundings: all that they print is made visible and escaped, unless it was made by this package."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dlexam import __version__
from dlexam.ui.render.key import number_told, text_told
from dlexam.ui.render.question import how_to_answer
from dlexam.ui.render.results import points
from dlexam.ui.render.spans import in_words
from dlexam.ui.reports.html.prose import prose, remark
from dlexam.ui.reports.html.visible import visible


def render(template: str, **facts: Any) -> str:
    """The page that this template makes of these facts."""
    page: str = _environment().get_template(template).render(version=__version__, **facts)
    return page


def text(source: str) -> Markup:
    """Any text as HTML: visible and escaped."""
    return Markup.escape(visible(source))


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("dlexam.ui.reports.html"),
        autoescape=True,
        finalize=_finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"points": points, "in_words": in_words, "prose": prose, "remark": remark}
    made.filters |= {"number_told": number_told, "text_told": text_told, "how_to_answer": how_to_answer}
    return made


def _finalize(value: Any) -> Any:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
