"""Marks of the closed kinds: exact in substance, forgiving in form. Full marks are 1.0.

- multi: (right ticks - wrong ticks) / number of right choices, never below 0: ticking everything gains nothing beyond
  what the wrong ticks leave.
- order: the share of neighbouring pairs that are right. One slip costs little, and guessing earns 1/n on average
  (the longest right subsequence would give a random order of four nearly half).
- match: the share of rows that are right; a row that is left out is not.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from dlexam.bank.paper import Item, LettersKey, NumberKey, TextKey
from dlexam.marking import letters, numbers, text
from dlexam.marking.marks import Marks, PointMark, PointState

_MARKER = "key"


def mark(item: Item, answer: str) -> Marks:
    """The marks of an answer to a closed question; an unreadable one earns nothing, and `because` says why."""
    why_not = problem(item, answer, whole=False)
    if why_not is not None:
        return Marks(marks=0.0, max_marks=1.0, because=why_not, marker=_MARKER)
    return _BY_KIND[item.kind](item, answer)


def problem(item: Item, answer: str, whole: bool = True) -> str | None:
    """Why an answer to a closed question can't be read, in one line; None if it can.

    Not `whole`: pairs that are left out are no problem; they earn nothing, and the others are marked.
    """
    if not answer.strip():
        return "There is no answer."
    try:
        _read(item, answer, whole)
    except (letters.LettersError, numbers.NumberError) as error:
        return str(error)
    return None


def _read(item: Item, answer: str, whole: bool) -> list[str] | float | str:
    key = item.key
    if isinstance(key, NumberKey):
        return numbers.parse(answer, key.unit)
    if item.kind == "single":
        return [letters.one(answer, item.options)]
    if item.kind == "multi":
        return letters.several(answer, item.options)
    if item.kind == "order":
        return letters.sequence(answer, item.options)
    if item.kind == "match":
        return letters.rows(answer, item.options, len(item.rows), whole)
    return answer


def _letters_key(item: Item) -> LettersKey:
    assert isinstance(item.key, LettersKey)
    return item.key


def _single(item: Item, answer: str) -> Marks:
    key, given = _letters_key(item), letters.one(answer, item.options)
    right = key.letters[0]
    if given == right:
        because = _sentence(f"Right: {given}", key.why.get(given))
    else:
        because = " ".join(
            (_sentence(f"{given} is wrong", key.why.get(given)), _sentence(f"Right is {right}", key.why.get(right)))
        )
    return _marks([_part("choice", given == right, 1.0, _text(item, right), because)], because)


def _multi(item: Item, answer: str) -> Marks:
    key, given = _letters_key(item), set(letters.several(answer, item.options))
    share = 1.0 / len(key.letters)
    points = [_tick(item, option.label, option.label in given, share) for option in item.options]
    right, wrong = len(given & set(key.letters)), len(given - set(key.letters))
    because = f"{right} of {len(key.letters)} right choices ticked"
    because += f", and {wrong} wrong: each wrong tick takes back a right one." if wrong else "."
    return _marks(points, because)


def _tick(item: Item, label: str, ticked: bool, share: float) -> PointMark:
    key = _letters_key(item)
    right, why = label in key.letters, key.why.get(label)
    if right:
        told = _sentence("Ticked, and right" if ticked else "Right, but not ticked", why)
        return _part(label, ticked, share, _text(item, label), told)
    told = _sentence("Ticked, but wrong" if ticked else "Wrong, and rightly left", why)
    state: PointState = "contradicted" if ticked else "earned"
    return PointMark(
        id=label, state=state, marks=-share if ticked else 0.0, max_marks=0.0, says=_text(item, label), because=told
    )


def _order(item: Item, answer: str) -> Marks:
    right, given = list(_letters_key(item).letters), letters.sequence(answer, item.options)
    pairs, said = list(pairwise(right)), set(pairwise(given))
    share = 1.0 / len(pairs) if pairs else 1.0
    points = []
    for one, two in pairs:
        told = f"{one}, then {two}: " + ("so it is." if (one, two) in said else f"{two} comes right after {one}.")
        says = f"{_text(item, one)} → {_text(item, two)}"
        points.append(_part(f"{one}-{two}", (one, two) in said, share, says, told))
    earned = sum(point.state == "earned" for point in points)
    return _marks(points, f"{earned} of {len(pairs)} neighbours right; the order is {' '.join(right)}.")


def _match(item: Item, answer: str) -> Marks:
    right, given = _letters_key(item).letters, letters.rows(answer, item.options, len(item.rows), whole=False)
    share, points = 1.0 / len(right), []
    for number, (row, want, have) in enumerate(zip(item.rows, right, given, strict=True), 1):
        told = f"{have}: right." if want == have else f"{have} is {_text(item, have)}; right is {want}."
        told = told if have else f"No letter was given; right is {want}."
        points.append(_part(f"{number}", want == have, share, f"{row} — {_text(item, want)}", told))
    earned = sum(point.state == "earned" for point in points)
    return _marks(points, f"{earned} of {len(right)} rows right.")


def _numeric(item: Item, answer: str) -> Marks:
    key = item.key
    assert isinstance(key, NumberKey)
    given = numbers.parse(answer, key.unit)
    rounding = 1e-9 * abs(key.value) or 1e-12  # 0.1 + 0.2 is 0.3; relative, since 0 is no 0.5⁵⁰
    right = abs(given - key.value) <= key.tolerance + rounding
    shown = _number(key.value, key.unit)
    because = f"Right: {shown}." if right else f"{_number(given, key.unit)} is wrong; right is {shown}."
    if right and abs(given - key.value) > rounding:
        because = f"Right: {_number(given, key.unit)} is close enough to {shown}."
    return _marks([_part("value", right, 1.0, shown, because)], because)


def _short(item: Item, answer: str) -> Marks:
    key = item.key
    assert isinstance(key, TextKey)
    exact = any(text.same(answer, accepted) for accepted in key.accepted)
    close = next((accepted for accepted in key.accepted if text.nearly(answer, accepted)), None)
    if exact:
        because = "Right."
    elif close:
        because = f"Right, though it is spelled “{close}”."
    else:
        because = f"Right is “{key.accepted[0]}”."
    return _marks([_part("text", exact or close is not None, 1.0, key.accepted[0], because)], because)


_BY_KIND: dict[str, Callable[[Item, str], Marks]] = {
    "single": _single, "multi": _multi, "order": _order, "match": _match, "numeric": _numeric, "short": _short,
}  # fmt: skip


def _part(name: str, right: bool, worth: float, says: str, because: str) -> PointMark:
    state: PointState = "earned" if right else "missing"
    return PointMark(id=name, state=state, marks=worth if right else 0.0, max_marks=worth, says=says, because=because)


def _marks(points: list[PointMark], because: str) -> Marks:
    total = min(1.0, max(0.0, sum(point.marks for point in points)))
    return Marks(marks=round(total, 6), max_marks=1.0, because=because, marker=_MARKER, points=tuple(points))


def _text(item: Item, label: str) -> str:
    return next((option.text for option in item.options if option.label == label), label)


def _sentence(said: str, why: str | None) -> str:
    return f"{said}. {why}" if why else f"{said}."


def _number(value: float, unit: str | None) -> str:
    shown = f"{value:,.0f}" if value == int(value) and abs(value) < 1e15 else f"{value:.6g}"
    return shown + ("%" if unit == "%" else f" {unit}" if unit else "")
