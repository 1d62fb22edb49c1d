"""The commands of line mode: a line that begins with one colon. Everything else is an answer."""

from __future__ import annotations

from typing import NamedTuple

WORDS = {  # name: (what follows it, what it does), in the order in which :help lists them
    "next": ("", "go to the next question"),
    "prev": ("", "go to the question before"),
    "goto": ("N", "go to question N; :N does the same"),
    "flag": ("", "flag this question to come back to, or take the flag off"),
    "show": ("", "show this question again"),
    "map": ("", "all questions at a glance: answered, open, flagged"),
    "summary": ("", "what is answered and what is not"),
    "time": ("", "how much time is left"),
    "edit": ("", "write the answer in your editor ($VISUAL or $EDITOR)"),
    "clear": ("", "take the answer back"),
    "start": ("[DIR]", "code questions: write the starter file to DIR (default: here)"),
    "submit": ("FILE", "code questions: hand in FILE and see the public cases"),
    "save": ("", "try again to save what could not be saved"),
    "finish": ("", "hand in the exam; asks once (:finish yes does not ask)"),
    "quit": ("", "leave for now; the clock goes on, dlexam exam resume comes back"),
    "help": ("", "this list"),
}


class Word(NamedTuple):
    """A command and what was written after it."""

    name: str
    rest: str


class UnknownWord(Exception):
    """A line that begins with a colon and is no command; the message says what would be."""


def parse(line: str) -> Word | None:
    """The command in a line, None where it is an answer. Any beginning that fits one command only will do.

    Raises UnknownWord.
    """
    if not line.startswith(":") or line.startswith("::"):
        return None
    name, _, rest = line[1:].strip().partition(" ")
    if name.isdecimal():
        return Word("goto", name)
    fitting = [word for word in WORDS if word.startswith(name.lower())] if name else []
    if name.lower() in WORDS or len(fitting) == 1:
        return Word(name.lower() if name.lower() in WORDS else fitting[0], rest.strip())
    raise UnknownWord(_hint(name, fitting))


def as_answer(line: str) -> str:
    """The answer that a line holds: two colons at the start stand for one."""
    return line[1:] if line.startswith("::") else line


def help_lines() -> list[str]:
    """The commands, one a line."""
    usages = {name: f":{name} {rest}".strip() for name, (rest, _) in WORDS.items()}
    width = max(map(len, usages.values()))
    return [f"  {usages[name]:<{width}}  {does}" for name, (_, does) in WORDS.items()]


def _hint(name: str, fitting: list[str]) -> str:
    from difflib import get_close_matches

    near = fitting or get_close_matches(name.lower(), WORDS, n=2)
    meant = f" Did you mean {' or '.join(f':{word}' for word in near)}?" if near else " :help lists the commands."
    return f"There is no command :{name}.{meant} An answer that begins with a colon is written with two: ::{name}"
