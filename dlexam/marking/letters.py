"""Reads letters as learners type them: "b", "(B)", "a, c", "ac", "1b 2a 3c", "c > a > b", or a choice's own text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dlexam.bank.paper import Option
from dlexam.marking import text

_PARTS = re.compile(r"[\s,;/&+>|→–—]+|->|=>")
_ROW = re.compile(r"\(?(\d{1,2})\)?\s*(?:->|=>|→|[-–:=.)])?\s*\(?([a-z])\)?(?![a-z])", re.IGNORECASE)
_LEADING = re.compile(r"^\s*(?:(?:answer|option|choice)\s*:?\s+)?\(?([a-z])\s*[).:](?:\s|$)", re.IGNORECASE)
_NOISE = frozenset({"and", "then", "answer", "answers", "option", "options", "choice", "choices", "is", "are", "the"})


class LettersError(ValueError):
    """An answer that can't be read as letters: one line that says why."""


def one(answer: str, options: Sequence[Option]) -> str:
    """The one letter of a single choice."""
    found = several(answer, options)
    if len(found) > 1:
        raise LettersError(f"One choice is asked for, and {len(found)} are given: {', '.join(found)}.")
    return found[0]


def several(answer: str, options: Sequence[Option]) -> list[str]:
    """The letters given, each once, in the order given."""
    return list(dict.fromkeys(_letters(answer, options)))


def sequence(answer: str, options: Sequence[Option]) -> list[str]:
    """Every letter exactly once, in the order given."""
    found = _letters(re.sub(r"(?m)(?:^|(?<=\s))\d{1,2}[.):]?\s+(?=[(a-zA-Z])", "", answer), options)
    twice = sorted({letter for letter in found if found.count(letter) > 1})
    if twice:
        raise LettersError(f"{_list(twice)} {'is' if len(twice) == 1 else 'are'} given twice: each letter once.")
    absent = [option.label for option in options if option.label not in found]
    if absent:
        raise LettersError(
            f"{_list(absent)} {'is' if len(absent) == 1 else 'are'} missing: give all of {_range(options)}."
        )
    return found


def rows(answer: str, options: Sequence[Option], count: int, whole: bool = True) -> list[str]:
    """One letter for each of `count` rows, top to bottom; a letter may serve more than once.

    Not `whole`: rows that are named by their numbers may be left out, and have "".
    """
    numbered = _ROW.findall(answer)
    if numbered and not _PARTS.sub("", _ROW.sub(" ", answer)):
        return _by_number(numbered, options, count, whole)
    found = _letters(answer, options)
    if len(found) != count:
        raise LettersError(
            f"{count} rows need {count} letters, and {len(found)} are given: answer like {_example(count)}."
        )
    return found


def _by_number(numbered: list[tuple[str, str]], options: Sequence[Option], count: int, whole: bool) -> list[str]:
    given: dict[int, str] = {}
    for number, letter in numbered:
        row = int(number)
        if not 1 <= row <= count:
            raise LettersError(f"There is no row {row}: 1 to {count}.")
        if given.get(row, letter.lower()) != letter.lower():
            raise LettersError(f"Row {row} is given two letters.")
        given[row] = _known(letter.lower(), options)
    absent = [str(row) for row in range(1, count + 1) if row not in given]
    if absent and whole:
        raise LettersError(f"Row {_list(absent)} has no letter: answer like {_example(count)}.")
    return [given.get(row, "") for row in range(1, count + 1)]


def _letters(answer: str, options: Sequence[Option]) -> list[str]:
    """The letters in the order given; LettersError where the answer holds anything else."""
    if not answer.strip():
        raise LettersError("There is no answer.")
    leading = _LEADING.match(answer)
    spelled = _by_text(answer, options)
    if spelled:
        return spelled
    parts = [part for part in _PARTS.split(_unbracketed(answer.lower())) if part and part not in _NOISE]
    if parts and all(len(part) == 1 and part.isalpha() for part in parts):
        return [_known(part, options) for part in parts]
    if len(parts) == 1 and _is_run(parts[0], options):
        return list(parts[0])
    if leading and len(parts) > 1:
        return [_known(leading[1].lower(), options)]  # "b) because ...": the letter decides
    raise LettersError(f"{_shown(answer)} is none of the choices: answer with letters from {_range(options)}.")


def _unbracketed(answer: str) -> str:
    return re.sub(r"[(){}\[\].:'\"`]", " ", answer)


def _by_text(answer: str, options: Sequence[Option]) -> list[str]:
    """Choices given by their own text, one or one a line; [] if it is no such answer."""
    lines = [line for line in re.split(r"[\n;]", answer[:5000]) if line.strip()]
    for pieces in ([answer[:5000]], lines):
        found = [next((o.label for o in options if text.same(piece, o.text)), None) for piece in pieces]
        labels = [label for label in found if label]
        if labels and len(labels) == len(found) and not _also_letters(pieces, options):
            return labels
    return []


def _also_letters(pieces: Sequence[str], options: Sequence[Option]) -> bool:
    """A choice whose text is itself a letter of the list: the letter is meant."""
    labels = {option.label for option in options}
    return all(piece.strip().lower() in labels for piece in pieces)


def _is_run(part: str, options: Sequence[Option]) -> bool:
    labels = {option.label for option in options}
    return len(part) > 1 and part.isalpha() and set(part) <= labels


def _known(letter: str, options: Sequence[Option]) -> str:
    if all(option.label != letter for option in options):
        raise LettersError(f"There is no choice {letter}: {_range(options)}.")
    return letter


def _range(options: Sequence[Option]) -> str:
    return f"{options[0].label} to {options[-1].label}" if options else "none"


def _list(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _example(count: int) -> str:
    return " ".join(f"{row}{'bacdefgh'[(row - 1) % 8]}" for row in range(1, min(count, 4) + 1)) + (
        " …" if count > 4 else ""
    )


def _shown(answer: str) -> str:
    short = " ".join(answer.split())
    return f"“{short if len(short) <= 40 else short[:39] + '…'}”"
