"""Every formula of the bank, of the challenges' texts and of a list of samples, as it is shown: the golden file.

`python tests/ui/formula_goldens.py` writes it anew; look at its difference before you commit it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dlexam.bank import freeze, templates
from dlexam.bank.library import Library
from dlexam.grading import challenge
from dlexam.latex.fault import FormulaError
from dlexam.latex.reader import read
from dlexam.latex.spans import spans
from dlexam.linting.values import texts
from dlexam.ui.render.formula.drawn import drawn
from dlexam.ui.render.formula.linear import linear

ROOT = Path(__file__).parents[2]
SAMPLES = Path(__file__).parent / "data/formulas.md"
GOLDEN = Path(__file__).parent / "data/formulas.golden"
WIDTH = 72
COMMAND = "python tests/ui/formula_goldens.py"


def golden() -> str:
    """All formulas, each once, the samples first; a formula of the text as a line, a displayed one as it is drawn."""
    parts = [SAMPLES.read_text(encoding="utf-8"), *sorted({each for text in _shipped() for each in _written(text)})]
    return "\n".join(dict.fromkeys(block for text in parts for block in _blocks(text)))


def _shipped() -> Iterator[str]:
    library = Library.open([ROOT])
    for summary in library.summaries():
        question = library.question(summary.id)
        drawn_values = freeze.draw_values(question, 0) if question.draw else {}
        for path, text in texts(question):
            if "$" in text and "when" not in path:
                yield templates.fill(text, drawn_values) if question.draw else templates.plain(text)
    for one in challenge.available([ROOT]):
        yield from (one.text("statement.md"), one.facts.explain, *one.facts.hints)


def _written(text: str) -> Iterator[str]:
    for span in spans(text):
        if span.kind != "dollar":
            yield text[span.start : span.end]


def _blocks(text: str) -> Iterator[str]:
    for span in spans(text):
        if span.kind != "dollar":
            lines = [f"    {line}".rstrip() for line in _shown(span.latex, span.kind == "display")]
            yield "\n".join([text[span.start : span.end], *lines, ""])


def _shown(latex: str, displayed: bool) -> list[str]:
    try:
        tree = read(latex)
    except FormulaError as error:
        return [f"can't be read: {error.message}"]
    return drawn(tree, WIDTH) if displayed else [linear(tree)]


if __name__ == "__main__":
    GOLDEN.write_text(golden(), encoding="utf-8")
    print(f"Wrote {GOLDEN.relative_to(ROOT)}.")
