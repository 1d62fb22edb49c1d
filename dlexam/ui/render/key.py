"""The key of a question or a challenge: the right answer, why, and where it comes from. Shut while an exam is open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from dlexam.bank.paper import Item, LettersKey, NumberKey, RubricKey, TextKey
from dlexam.ui.render.code import Source
from dlexam.ui.render.prose import Hanging, Prose
from dlexam.ui.render.results import points
from dlexam.ui.render.safe import safe, safe_line

if TYPE_CHECKING:
    from rich.console import RenderableType

    from dlexam.grading.challenge import Challenge


def answer_of(item: Item, unit: str = "marks") -> Group:
    """The model answer, with what is said of each choice or counted as a point, in `unit`. Nothing for code."""
    return Group(*_answer(item, unit))


def number_told(key: NumberKey) -> str:
    """ "0.25 m   (within 0.01 of it)"."""
    unit = f" {key.unit}" if key.unit else ""
    told = key.tolerance > 1e-9 * abs(key.value)  # less is only there for rounding
    return f"{key.value:.10g}{unit}" + (f"   (within {key.tolerance:g} of it)" if told else "")


def text_told(key: TextKey) -> str:
    """The text that is shown, and what else is accepted."""
    return key.accepted[0] + (f"   (also: {', '.join(key.accepted[1:])})" if key.accepted[1:] else "")


def background(item: Item) -> Group:
    """The explanation, the syllabus items and the references."""
    parts: list[RenderableType] = [Text("Explanation", style="bold"), Prose(item.explain)]
    parts.append(Text(f"Source: {safe_line('; '.join(item.source))}", style="dim"))
    parts += [Text(f"Reference: {safe_line(reference)}", style="dim") for reference in item.references]
    return Group(*parts)


def challenge_key(challenge: Challenge) -> Group:
    """The reference solution of a challenge, its explanation, hints and references."""
    facts = challenge.facts
    return Group(
        Text(f"{safe_line(facts.title)} ({challenge.id})", style="bold"),
        Text(),
        Text("Reference solution", style="bold"),
        Source(challenge.text("reference.py")),
        Text(),
        Text("Explanation", style="bold"),
        Prose(facts.explain),
        Text(),
        Text("Hints", style="bold"),
        *(Hanging(f"  {number}.", Prose(hint)) for number, hint in enumerate(facts.hints, 1)),
        Text(f"Source: {safe_line('; '.join(facts.source))}", style="dim"),
        *(Text(f"Reference: {safe_line(reference)}", style="dim") for reference in facts.references),
    )


def _answer(item: Item, unit: str) -> Iterator[RenderableType]:
    key = item.key
    if isinstance(key, LettersKey):
        yield from _letters(item, key)
    elif isinstance(key, NumberKey):
        yield Text(safe(number_told(key)))
    elif isinstance(key, TextKey):
        yield Text(safe(text_told(key)))
    elif isinstance(key, RubricKey):
        yield Prose(key.answer)
        yield Text(f"A full answer has {points(key.full)} of these {unit}:", style="dim")
        for point in key.points:
            extra = ", optional" if point.optional else ""
            yield Hanging("  -", Prose(f"{point.says} ({points(point.marks)}{extra})"))
        for trap in key.pitfalls:
            yield Hanging("  not:", Prose(f"{trap.says} {trap.because}"))


def _letters(item: Item, key: LettersKey) -> Iterator[RenderableType]:
    texts = {option.label: option.text for option in item.options}
    if item.kind == "match":
        for number, (row, letter) in enumerate(zip(item.rows, key.letters, strict=True), 1):
            yield Hanging(f"  {number}{letter}", Prose(f"{row}: {texts[letter]}"))
        return
    if item.kind == "order":
        for letter in key.letters:
            yield Hanging(f"  {letter})", Prose(texts[letter]))
        return
    for label, text in texts.items():
        right = label in key.letters
        verdict = Prose(f"**{'Right' if right else 'Wrong'}.** {key.why.get(label, '')}")
        yield Hanging(f"  {label})", Group(Prose(text), verdict), style="bold green" if right else "")
