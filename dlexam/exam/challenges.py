"""The challenges of a paper, frozen with it: what judged at the start judges at the end, or nothing does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from dlexam.bank.paper import ChallengeKey, Item, Paper
from dlexam.errors import DlexamError
from dlexam.grading import challenge as challenges


def frozen(paper: Paper, folders: Sequence[Path]) -> Paper:
    """The paper with the fingerprint of each challenge it asks for. DlexamError if one isn't in the folders."""
    sections = tuple(
        replace(section, items=tuple(_frozen(item, folders) for item in section.items)) for section in paper.sections
    )
    return replace(paper, sections=sections)


def as_begun(paper: Paper, name: str, folders: Sequence[Path]) -> challenges.Challenge:
    """The challenge that this paper asks for by this name. DlexamError if its files are not those of the start."""
    found = challenges.load(name, folders)
    asked = {item.key.fingerprint for item in paper.items if _asks(item, name) and isinstance(item.key, ChallengeKey)}
    if asked - {"", found.fingerprint}:
        raise DlexamError(
            f"The challenge {name} is not as it was when this exam began, so it can't judge.",
            "put its files back, or take --path and DLEXAM_PATH away; `dlexam review` then marks the rest",
        )
    return found


def _frozen(item: Item, folders: Sequence[Path]) -> Item:
    if not isinstance(item.key, ChallengeKey):
        return item
    fingerprint = challenges.load(item.key.challenge, folders).fingerprint
    return replace(item, key=replace(item.key, fingerprint=fingerprint))


def _asks(item: Item, name: str) -> bool:
    return isinstance(item.key, ChallengeKey) and item.key.challenge == name
