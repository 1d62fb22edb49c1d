"""Markdown of questions and keys as HTML: code, tables, lists, formulas; HTML in it is shown, nothing is fetched."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup

from dlexam.ui.reports.html.code import lines
from dlexam.ui.reports.html.visible import visible


def prose(source: str) -> Markup:
    """Markdown as HTML below any heading: its own headings become bold paragraphs, its pictures their names."""
    shown = visible(source)
    if "$" not in shown:
        return Markup(_parser().render(shown))
    from dlexam.ui.reports.html.formula import StandIns

    stand = StandIns(shown)
    page = _parser().render(stand.text, {"formulas": stand.shown})
    return Markup(page.translate(stand.written))  # where Markdown wants no elements, as in the title of a link


def remark(source: str) -> Markup:
    """A text that is no Markdown, with its formulas."""
    shown = visible(source)
    if "$" not in shown:
        return Markup.escape(shown)
    from dlexam.ui.reports.html.formula import StandIns

    stand = StandIns(shown)
    return Markup(Markup.escape(stand.text).translate(stand.shown))


class _Renderer(RendererHTML):
    def heading_open(self, *_: Any) -> str:
        return '<p class="heading">'

    def heading_close(self, *_: Any) -> str:
        return "</p>\n"

    def text(self, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
        return super().text(tokens, at, options, env).translate(env.get("formulas", {}))

    def image(self, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
        name = self.renderInlineAsText(tokens[at].children or [], options, env)
        return Markup("[picture: {}]").format(name)

    def table_open(self, *_: Any) -> str:
        return '<div class="wide"><table>\n'

    def table_close(self, *_: Any) -> str:
        return "</table></div>\n"


@cache
def _parser() -> MarkdownIt:
    options = {"html": False, "linkify": False, "typographer": False, "highlight": _highlighted}
    made = MarkdownIt("commonmark", options, renderer_cls=_Renderer)
    return made.enable("table").disable(["html_inline", "html_block", "autolink"])


def _highlighted(code: str, language: str, _: str) -> str:
    shown = Markup("\n").join(line.html for line in lines(code, language or "text"))
    return Markup("<pre><code>{}</code></pre>").format(shown)
