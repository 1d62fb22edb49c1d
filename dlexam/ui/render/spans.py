"""Spans of time and of numbers, in words."""

from __future__ import annotations

from collections.abc import Iterable


def in_words(seconds: float) -> str:
    """A span of time: "1 h 20 min", "57 min", under five minutes "4 min 32 s"."""
    whole = max(round(seconds), 0)
    if whole < 300:
        minutes, rest = divmod(whole, 60)
        return f"{minutes} min {rest} s" if minutes else f"{rest} s"
    hours, minutes = divmod(round(whole / 60), 60)
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{minutes} min"


def counted(count: float, noun: str) -> str:
    """ "1 point", "2.5 points": to at most two places."""
    return f"{round(count, 2):g} {noun}{'' if count == 1 else 's'}"


def questions(numbers: Iterable[int]) -> str:
    """ "question 3", "questions 1, 3-5"."""
    listed = list(numbers)
    return f"question{'' if len(listed) == 1 else 's'} {ranges(listed)}"


def ranges(numbers: Iterable[int]) -> str:
    """1, 3, 4, 5 as "1, 3-5"."""
    parts: list[list[int]] = []
    for number in sorted(numbers):
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(str(part[0]) if len(part) == 1 else f"{part[0]}-{part[-1]}" for part in parts) or "none"
