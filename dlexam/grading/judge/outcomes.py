"""How a case ends when it doesn't pass: a verdict and words for the learner; what a cell claims is read with care."""

from __future__ import annotations

from typing import Any

from dlexam.grading.verdicts import Verdict

_CLAIMS = {verdict.value: verdict for verdict in (Verdict.FAILED, Verdict.ERROR, Verdict.MEMORY, Verdict.FORBIDDEN)}
_LONGEST_CLAIM = 2000


class Outcome(Exception):
    """A case's verdict with the message for the learner; raised where it isn't `passed`."""

    def __init__(self, verdict: Verdict, message: str | None) -> None:
        super().__init__(verdict, message)
        self.verdict = verdict
        self.message = _printable(message) if message else message


class FileOutcome(Outcome):
    """A verdict on the whole file: it could not be loaded, so no case can be run."""


def _printable(text: str) -> str:
    """The text with a sign in place of each control character: a stranger may have written it, and scripts print it."""
    return "".join(sign if sign.isprintable() or sign in "\n\t" else "\N{REPLACEMENT CHARACTER}" for sign in text)


def claimed(header: Any, device: str = "cpu") -> tuple[Verdict, str]:
    """What a cell says went wrong. It can say that it failed, never that it passed; on "sim", that it can't tell."""
    if isinstance(header, dict):
        said, message = header.get("verdict"), header.get("message")
        verdict = _CLAIMS.get(said) if isinstance(said, str) else None
        if said == "unsupported" and device == "sim" and isinstance(message, str):
            return Verdict.UNSUPPORTED, f"needs a real GPU to be judged\n{message}"[:_LONGEST_CLAIM]
        if verdict is not None and isinstance(message, str):
            return verdict, message[:_LONGEST_CLAIM]
    return Verdict.FAILED, "its answer can't be read"
