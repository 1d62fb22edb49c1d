"""Yes or no before something is lost for good; where nobody can be asked, only --yes is an answer."""

from __future__ import annotations

import sys

import typer

from dlexam.errors import DlexamError


def somebody() -> bool:
    """Whether a person can answer."""
    return sys.stdin is not None and sys.stdin.isatty()


def agreed(question: str, yes: bool, what: str) -> bool:
    """Whether the person agrees. Raises DlexamError where there is no terminal to ask at; `what` names the act."""
    if yes:
        return True
    if not somebody():
        raise DlexamError(f"{what} has to be confirmed, and there is no terminal to ask at.", "use --yes")
    return typer.confirm(question)
