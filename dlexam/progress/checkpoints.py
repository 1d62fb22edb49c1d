"""The syllabus's checkpoints, and whether the record proves them: by questions answered and challenges passed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec
import yaml
from msgspec import Struct

from dlexam.errors import DlexamError
from dlexam.progress.record import Record

FILE = "checkpoints.yaml"
ENOUGH = 0.7  # of a question's points prove that it is known
State = Literal["proven", "provisional", "begun", "open"]
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Checkpoint(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One checkpoint: all its questions and challenges prove it; one without any is ticked by hand."""

    id: str
    title: str
    questions: tuple[str, ...] = ()
    challenges: tuple[str, ...] = ()

    @property
    def by_hand(self) -> bool:
        """Whether only the learner can tell."""
        return not self.questions and not self.challenges


class Standing(Struct, frozen=True, kw_only=True):
    """A checkpoint as the record has it: what is shown of it, and what is still to be shown.

    `provisional`: all is shown, though by marks that no person has confirmed yet.
    """

    checkpoint: Checkpoint
    state: State
    shown: tuple[str, ...]
    missing: tuple[str, ...]


class _File(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    format: Literal[1]
    checkpoints: tuple[Checkpoint, ...]


def load(folders: Sequence[Path]) -> tuple[Checkpoint, ...]:
    """The checkpoints of the first content folder that has any. DlexamError that names a file that can't be read."""
    for folder in folders:
        for path in (folder / "question_bank" / FILE, folder / FILE):
            if path.is_file():
                return _read(path)
    return ()


def standings(checkpoints: Sequence[Checkpoint], record: Record) -> tuple[Standing, ...]:
    """How each checkpoint stands, in order."""
    answers = [answer for sitting in record.sittings for answer in sitting.answers]
    passed = record.passed | {answer.challenge for answer in answers if answer.challenge}
    known = [answer for answer in answers if answer.share >= ENOUGH]
    likely = passed | {answer.question for answer in known}
    sure = passed | {answer.question for answer in known if not answer.provisional}
    return tuple(_standing(one, sure, likely, record.ticked) for one in checkpoints)


def _standing(one: Checkpoint, sure: frozenset[str], likely: frozenset[str], ticked: frozenset[str]) -> Standing:
    if one.by_hand:
        return Standing(checkpoint=one, state="proven" if one.id in ticked else "open", shown=(), missing=())
    asked = (*one.challenges, *one.questions)
    shown = tuple(name for name in asked if name in likely)
    missing = tuple(name for name in asked if name not in likely)
    full: State = "proven" if all(name in sure for name in asked) else "provisional"
    return Standing(
        checkpoint=one, state=full if not missing else "begun" if shown else "open", shown=shown, missing=missing
    )


def _read(path: Path) -> tuple[Checkpoint, ...]:
    try:
        return msgspec.convert(yaml.load(path.read_bytes(), _Loader), _File).checkpoints
    except (OSError, yaml.YAMLError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise DlexamError(f"{path}: {' '.join(str(error).split())}") from None
